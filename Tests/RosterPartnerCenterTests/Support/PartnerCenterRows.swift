import RosterPartnerCenter
import RosterDomain
import Testing

/// What the product's pages say of each role, a fact a row; 161 of them.
enum PartnerCenterRows {
    /// Reads every row and what it means for the catalog.
    static func load() throws -> [Row] {
        try Fixture.rows(of: "partner_center_roles").enumerated().map { try Row($0.element, number: $0.offset + 1) }
    }

    /// One fact.
    struct Row: Sendable {
        /// The place in the table, from 1.
        let number: Int
        /// The role that the fact is about.
        let role: RoleID
        /// The name of the role that people read.
        let roleTitle: String
        /// The plane that the role is listed in.
        let category: String
        /// The workspace that the fact is listed under.
        let workspace: String
        /// The note that limits or explains the fact; may be empty.
        let note: String
        /// What the fact means for the catalog.
        let meaning: Meaning
    }

    /// What a fact means for the catalog.
    enum Meaning: Sendable, Hashable {
        /// The role grants the permission, under exactly these conditions.
        case grants(Permission, given: Set<Condition>)
        /// The role does not grant the permission.
        case withholds(Permission)
        /// The role brings another role with it, which may be taken away again.
        case brings(RoleID)
        /// The role is open to guests.
        case isOpenToGuests
    }
}

extension PartnerCenterRows.Row {
    /// The permission that the fact is about, or nil when it is about the role as such.
    var permission: Permission? {
        switch self.meaning {
        case .grants(let permission, _), .withholds(let permission): permission
        case .brings, .isOpenToGuests: nil
        }
    }

    /// Whether the note says that the role is offered to indirect providers only.
    var isOfferedToIndirectProviders: Bool {
        self.note.hasSuffix("role offered only to tier-1/tier-2 indirect providers")
    }

    init(_ fields: [String: String], number: Int) throws {
        guard let role = fields["role_id"], let roleTitle = fields["role_display"], let category = fields["category"],
            let workspace = fields["workspace"], let note = fields["condition_or_scope"],
            let meaning = PartnerCenterRows.Meaning(fields, note: note)
        else { throw FixtureError.unexplained(row: fields) }
        self.number = number
        self.role = RoleID(role)
        self.roleTitle = roleTitle
        self.category = category
        self.workspace = workspace
        self.note = note
        self.meaning = meaning
    }
}

extension PartnerCenterRows.Row: CustomTestStringConvertible {
    var testDescription: String { "row \(self.number): \(self.role) \(self.meaning)" }
}

extension PartnerCenterRows.Meaning: CustomStringConvertible {
    var description: String {
        switch self {
        case .grants(let permission, let conditions) where conditions.isEmpty: "grants \(permission)"
        case .grants(let permission, let conditions):
            "grants \(permission) given \(conditions.sorted().map(\.rawValue).joined(separator: " and "))"
        case .withholds(let permission): "withholds \(permission)"
        case .brings(let role): "brings \(role)"
        case .isOpenToGuests: "is open to guests"
        }
    }

    /// Interprets a row, or returns nil when it says something that is not decided how to read.
    init?(_ fields: [String: String], note: String) {
        guard let name = fields["permission_id"], let category = fields["category"] else { return nil }
        if name == "assignable_to_guest" {
            self = .isOpenToGuests
            return
        }
        guard let permission = Self.permission(named: name, in: category, fields["workspace"]) else { return nil }
        switch (fields["effect"], note) {
        case ("deny", _): self = .withholds(permission)
        case ("allow", Self.noteOfAccompaniment): self = .brings(.executiveReportViewer)
        case ("allow", _):
            guard let conditions = Self.conditions(in: note) else { return nil }
            self = .grants(permission, given: conditions)
        default: return nil
        }
    }

    /// The last dot separates the action; what comes before it is the thing, whose own dots stay.
    private static func permission(named name: String, in category: String, _ workspace: String?) -> Permission? {
        guard name != "*.all" else { return .allAccountServices }
        // What managing customers means there is told by the page that the row links to.
        if name == "customers.manage", workspace == "Billing" { return .manageCustomerBilling }
        guard let dot = name.lastIndex(of: ".") else { return nil }
        let namespace = category == "developer_program" ? "program" : "partner"
        return Permission("\(namespace)/\(name[..<dot])/\(name[name.index(after: dot)...])")
    }

    private static let noteOfAccompaniment =
        "auto-assigned Executive report viewer for the whole company; GA/Account admin may override"

    /// The conditions that a note states, or nil when it is not decided what the note states.
    private static func conditions(in note: String) -> Set<Condition>? {
        Self.conditionsByNote[note] ?? (Self.notesWithoutCondition.contains(note) ? [] : nil)
    }

    private static let conditionsByNote: [String: Set<Condition>] = [
        "self only": [.ownRecord],
        "self only; linked to self-service password reset": [.ownRecord],
        "tickets the holder created": [.ownRecord],
        "tickets the holder created; role offered only to tier-1/tier-2 indirect providers": [.ownRecord],
        "member of the deal team": [.teamMember],
        "team member; and within assigned locations when location-scoped": [.teamMember],
        "opportunity is won AND eligible for deal registration": [.opportunityWon, .eligibleForRegistration],
        "team member AND opportunity won AND eligible": [.teamMember, .opportunityWon, .eligibleForRegistration],
        "MFA completed in session": [.multifactorCompleted],
        "only accounts the holder administers": [.administeredAccount],
    ]

    /// Notes that describe, or that the catalog says elsewhere: in scopes, rules, authorities and programs.
    private static let notesWithoutCondition: Set<String> = [
        "",
        "2021 text: competencies",
        "Control Panel Vendor accounts",
        "all aspects",
        "all partner users; sole role that may reset a global admin's password",
        "all profiles",
        "billing or subscription issues",
        "caller must ALSO hold Azure AD User admin or Global admin",
        "company or assigned locations",
        "company scope: all; location scope: only deals of those locations (L148,L151)",
        "company-wide or per location",
        "for customers",
        "full privilege over all account services",
        "granted as the single word Billing; extent not stated",
        "legal, company, business, program profiles",
        "locations of the role assignment (L147 company-wide: any location; L150: assigned location)",
        "on behalf of customers",
        "only Global admin; others may view holders",
        "only another Global admin",
        "others may view only",
        "role offered only to tier-1/tier-2 indirect providers",
        "row sits in Benefits table; 2021 text lists it as a plain user-management right",
        "users already in the tenant; non-Azure-AD roles only",
        "within company",
    ]
}
