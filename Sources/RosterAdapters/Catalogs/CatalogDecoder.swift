import RosterDomain
import RosterJSON

/// Turns a JSON document into a role catalog, and collects all problems.
struct CatalogDecoder {
    let document: JSONDocument
    /// The problems so far, each with its part of the document.
    private(set) var findings: [Finding] = []
    /// The categories by the names that the rest of the document uses.
    var categories: [String: RoleCategory] = [:]
    /// Those names, in the order of the document.
    var categoryNames: [String] = []
    /// Whether the table of categories is valid.
    var areCategoriesKnown = false
    /// The permissions of the document, for wildcards; nil when their table is wrong.
    var knownPermissions: [KnownPermission]?
    /// What each wildcard stands for.
    var expansions: [String: [Permission]] = [:]
    /// How many permissions wildcards were compared with.
    var wildcardComparisons = 0
    /// The places of names, to report where a wrong one is.
    var places = CatalogPlaces()

    /// A problem, and the part of the document where it is.
    struct Finding {
        let node: Int
        let reason: CatalogFileProblem.Reason
    }

    private init(_ document: JSONDocument) {
        self.document = document
    }

    static func catalog(from bytes: [UInt8]) throws(CatalogFileError) -> RoleCatalog {
        let document: JSONDocument
        do throws(JSONReadingError) {
            document = try JSONDocument(bytes, limits: RoleCatalog.jsonLimits)
        } catch {
            throw CatalogFileError(problems: [CatalogFileProblem(error)])
        }
        var decoder = CatalogDecoder(document)
        return try decoder.catalog()
    }

    private mutating func catalog() throws(CatalogFileError) -> RoleCatalog {
        // Check the version first, because a newer one may have keys that this reader does not know.
        self.checkFormat()
        let parts = self.findings.isEmpty ? self.parts() : nil
        guard let parts, self.findings.isEmpty else { throw self.error(self.findings) }
        do throws(RoleCatalogError) {
            return try parts.catalog()
        } catch {
            throw self.error(self.places.findings(of: error.problems, in: parts))
        }
    }

    /// The problems as an error, in the order of the document.
    private func error(_ findings: [Finding]) -> CatalogFileError {
        precondition(!findings.isEmpty, "invariant: a catalog is refused for a reason")
        let sorted = findings.enumerated()
            .sorted { ($0.element.node, $0.offset) < ($1.element.node, $1.offset) }
            .prefix(CatalogFileError.problemLimit).map(\.element)
        let positions = self.document.positions(of: sorted.map(\.node))
        let problems = sorted.indices.map { index in
            CatalogFileProblem(
                path: self.document.path(of: sorted[index].node), line: positions[index].line,
                column: positions[index].column, reason: sorted[index].reason)
        }
        return CatalogFileError(problems: problems)
    }

    /// Whether the limit of reported problems is reached, so that the decoder can stop.
    var isFull: Bool { self.findings.count >= CatalogFileError.problemLimit }

    mutating func note(_ reason: CatalogFileProblem.Reason, at node: Int) {
        if !self.isFull { self.findings.append(Finding(node: node, reason: reason)) }
    }
}

// MARK: - The document

extension CatalogDecoder {
    private enum Key: String, CaseIterable {
        case format, version, categories, roles, permissions, assignmentAuthorities, accountAuthorities, scopeKinds
        case provisioning, indispensableRole, enrollmentRoles, separationSets, dynamicSeparationSets

        /// What only a catalog for a company has; then authorities must be listed too.
        static let ofCompany: [Key] = [.provisioning, .indispensableRole, .enrollmentRoles]
    }

    /// A list that only a catalog for checks may leave out.
    private mutating func list<Element>(
        _ fields: CatalogFields<Key>, _ key: Key, _ isRequired: Bool,
        _ read: (inout CatalogDecoder, Int) -> Element?
    ) -> [Element]? {
        isRequired || fields[key] != nil ? self.list(self.required(fields, key), read) : []
    }

    private enum ProvisioningKey: String, CaseIterable {
        case createUsers, viewUsers, editUsers, manageGroups, renameCompany, changePrograms, defineRoles
    }

    private mutating func checkFormat() {
        guard self.document.kind(JSONDocument.root) == .object else {
            return self.noteWrongKind(at: JSONDocument.root, expected: "an object")
        }
        let format = self.document.value(of: Key.format.rawValue, in: JSONDocument.root)
        let version = self.document.value(of: Key.version.rawValue, in: JSONDocument.root)
        guard let format else { return self.note(.missingKey(Key.format.rawValue), at: JSONDocument.root) }
        guard let name = self.text(at: format) else { return }
        guard name == RoleCatalog.jsonFormat else { return self.note(.unknownFormat(name), at: format) }
        guard let version else { return self.note(.missingKey(Key.version.rawValue), at: JSONDocument.root) }
        guard let numeral = self.wholeNumeral(at: version) else { return }
        if Int(numeral) != RoleCatalog.jsonVersion { self.note(.unsupportedVersion(numeral), at: version) }
    }

    private mutating func parts() -> CatalogParts? {
        guard let fields = self.fields(of: JSONDocument.root, as: Key.self) else { return nil }
        // Read the categories first, because earlier parts of the document may name them.
        self.readCategories(self.required(fields, .categories))
        // Then the permissions, because wildcards in the grants of roles stand for them.
        let permissions = self.list(self.required(fields, .permissions)) { $0.permission(at: $1) }
        self.knownPermissions = permissions?.map { KnownPermission($0.id) }
        let roles = self.list(self.required(fields, .roles)) { $0.role(at: $1) }
        let isForCompany = Key.ofCompany.contains { fields[$0] != nil }
        let assignment = self.list(fields, .assignmentAuthorities, isForCompany) { $0.assignmentAuthority(at: $1) }
        let account = self.list(fields, .accountAuthorities, isForCompany) { $0.accountAuthority(at: $1) }
        let scopeKinds = fields[.scopeKinds].map { self.names($0) { $0 } }
        let provisioning = isForCompany ? self.provisioning(self.required(fields, .provisioning)) : nil
        let indispensable = isForCompany ? self.roleName(self.required(fields, .indispensableRole)) : nil
        let enrollment = fields[.enrollmentRoles].map { self.roleNames($0) } ?? []
        let sets = fields[.separationSets].map { self.list($0) { $0.separationSet(at: $1) } } ?? []
        let dynamic = fields[.dynamicSeparationSets].map { self.list($0) { $0.separationSet(at: $1) } } ?? []
        guard let roles, let permissions, let assignment, let account, let enrollment, let sets, let dynamic,
            !isForCompany || (provisioning != nil && indispensable != nil)
        else { return nil }
        return CatalogParts(
            roles: roles, permissions: permissions, assignmentAuthorities: assignment, accountAuthorities: account,
            scopeKinds: scopeKinds ?? nil, provisioning: provisioning, indispensableRole: indispensable,
            enrollmentRoles: enrollment, separationSets: sets, dynamicSeparationSets: dynamic)
    }

    private mutating func provisioning(_ node: Int?) -> ProvisioningPermissions? {
        guard let node, let fields = self.fields(of: node, as: ProvisioningKey.self) else { return nil }
        let create = self.permissionName(self.required(fields, .createUsers))
        let view = self.permissionName(self.required(fields, .viewUsers))
        let edit = fields[.editUsers].map { self.permissionName($0) } ?? create
        let groups = fields[.manageGroups].map { self.permissionName($0) } ?? create
        let rename = fields[.renameCompany].map { self.permissionName($0) }
        let programs = fields[.changePrograms].map { self.permissionName($0) }
        let define = fields[.defineRoles].map { self.permissionName($0) }
        guard let create, let view, let edit, let groups, rename != .some(nil), programs != .some(nil),
            define != .some(nil)
        else {
            return nil
        }
        return ProvisioningPermissions(
            createUsers: create, viewUsers: view, editUsers: edit, manageGroups: groups, renameCompany: rename ?? nil,
            changePrograms: programs ?? nil, defineRoles: define ?? nil)
    }
}

/// The parts of a catalog before validation.
struct CatalogParts {
    let roles: [Role]
    let permissions: [PermissionDefinition]
    let assignmentAuthorities: [AssignmentAuthority]
    let accountAuthorities: [AccountAuthority]
    let scopeKinds: Set<String>?
    let provisioning: ProvisioningPermissions?
    let indispensableRole: RoleID?
    let enrollmentRoles: Set<RoleID>
    let separationSets: [SeparationSet]
    let dynamicSeparationSets: [SeparationSet]

    func catalog() throws(RoleCatalogError) -> RoleCatalog {
        try RoleCatalog(
            roles: self.roles, permissions: self.permissions, assignmentAuthorities: self.assignmentAuthorities,
            accountAuthorities: self.accountAuthorities, scopeKinds: self.scopeKinds, provisioning: self.provisioning,
            indispensableRole: self.indispensableRole, enrollmentRoles: self.enrollmentRoles,
            separationSets: self.separationSets, dynamicSeparationSets: self.dynamicSeparationSets)
    }
}
