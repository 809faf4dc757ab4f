import RosterDomain

/// A role of the company as a form says it.
struct CompanyRoleDraft {
    /// How the form says where the role can be held.
    enum Place: String, CaseIterable {
        case company, kinds, anywhere

        var phrase: Phrase {
            switch self {
            case .company: .heldForCompany
            case .kinds: .heldAtKinds
            case .anywhere: .heldAnywhere
            }
        }
    }

    private(set) var title = ""
    private(set) var description = ""
    private(set) var grants: Set<Grant> = []
    private(set) var includes: Set<RoleID> = []
    private(set) var place = Place.company
    private(set) var kinds: Set<String> = []
    private(set) var isOpenToGuests = false
    private(set) var assigners: Set<RoleID> = []

    /// Nothing yet: a role that is held for the whole company, by members.
    init() {}

    /// What a role is.
    init(_ definition: CompanyRoleDefinition) {
        self.title = definition.title.rawValue
        self.description = definition.description
        self.grants = definition.grants
        self.includes = definition.includes
        switch definition.scoping {
        case .companyOnly: self.place = .company
        case .anywhere: self.place = .anywhere
        case .companyOr(let kinds): (self.place, self.kinds) = (.kinds, kinds)
        }
        self.isOpenToGuests = definition.isOpenToGuests
        self.assigners = definition.assignableBy
    }

    /// What a person has typed and chosen.
    ///
    /// - Parameter title: The title that the form has shown; nil for a new role.
    init(_ form: FormValues, over title: String?) {
        self.title = form.typed("title", over: title)
        self.description = form["description"] ?? ""
        self.grants = Set(form.all("grant").map(Grant.init(inForm:)))
        self.includes = Set(form.all("include").map { RoleID($0) })
        self.place = Place(rawValue: form.text("held")) ?? .company
        self.kinds = Set(form.all("kind"))
        self.isOpenToGuests = form.has("guests")
        self.assigners = Set(form.all("assigner").map { RoleID($0) })
    }

    /// The definition, or what is wrong with a field.
    func definition(in words: Words) throws(FormProblem) -> CompanyRoleDefinition {
        if self.place == .kinds, self.kinds.isEmpty { throw FormProblem(text: words(.chooseKind)) }
        let title: FullName
        do throws(FullNameError) { title = try FullName(self.title) } catch {
            throw FormProblem(text: words.sentence(error))
        }
        do throws(CompanyRoleDefinitionError) {
            return try CompanyRoleDefinition(
                title: title, description: self.description, grants: self.grants, includes: self.includes,
                scoping: self.scoping, isOpenToGuests: self.isOpenToGuests, assignableBy: self.assigners)
        } catch {
            throw FormProblem(text: words.sentence(error))
        }
    }

    private var scoping: RoleScoping {
        switch self.place {
        case .company: .companyOnly
        case .anywhere: .anywhere
        case .kinds: .companyOr(kinds: self.kinds)
        }
    }

    /// The same as fields that are not seen, for the next step.
    func hidden(_ visit: Visit) -> HTML {
        var fields = [("title", self.title), ("description", self.description), ("held", self.place.rawValue)]
        fields += self.grants.sorted(by: Grant.precedes).map { ("grant", $0.inForm) }
        fields += self.includes.sorted().map { ("include", $0.rawValue) }
        fields += self.kinds.sorted().map { ("kind", $0) }
        fields += self.isOpenToGuests ? [("guests", "yes")] : []
        fields += self.assigners.sorted().map { ("assigner", $0.rawValue) }
        return HTML(fields.map { visit.hidden($0.0, $0.1) })
    }
}

extension Grant {
    /// How forms name a grant: the permission, and after blanks the conditions.
    var inForm: String {
        ([self.permission.rawValue] + self.conditions.sorted().map(\.rawValue)).joined(separator: " ")
    }

    fileprivate init(inForm text: String) {
        let parts = text.split(separator: " ").map(String.init)
        self.init(Permission(parts.first ?? ""), given: Set(parts.dropFirst().map { Condition($0) }))
    }
}

extension Words {
    /// What keeps a form from being the definition of a role.
    fileprivate func sentence(_ error: CompanyRoleDefinitionError) -> String {
        switch error {
        case .descriptionTooLong, .unsafeCharacter:
            self(.descriptionInvalid, "\(CompanyRoleDefinition.descriptionCharacterLimit)")
        case .tooManyGrants, .tooManyRoles:
            self(
                .roleTooLarge, "\(CompanyRoleDefinition.grantCountLimit)",
                "\(CompanyRoleDefinition.inclusionCountLimit)")
        }
    }
}
