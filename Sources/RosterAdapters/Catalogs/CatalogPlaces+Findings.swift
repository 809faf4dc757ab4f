import RosterDomain

extension CatalogPlaces {
    /// The problems of a catalog with their places in the document; at least one place for each problem.
    mutating func findings(of problems: [RoleCatalogProblem], in parts: CatalogParts) -> [CatalogDecoder.Finding] {
        let index = CatalogPlaceIndex(self, parts)
        let known = (roles: parts.roles.lazy.map(\.id.rawValue), permissions: parts.permissions.lazy.map(\.id.rawValue))
        var findings: [CatalogDecoder.Finding] = []
        // One wrong name can break several rules of the catalog; report each place once.
        var (toldRoles, toldPermissions): (Set<RoleID>, Set<Permission>) = ([], [])
        for problem in problems where findings.count < CatalogFileError.problemLimit {
            let reason: CatalogFileProblem.Reason
            switch problem {
            case .unknownRole(let role, _):
                guard toldRoles.insert(role).inserted else { continue }
                reason = .unknownName(self.unknown(.role, role.rawValue, known.roles))
            case .unknownPermission(let permission, _):
                guard toldPermissions.insert(permission).inserted else { continue }
                reason = .unknownName(self.unknown(.permission, permission.rawValue, known.permissions))
            default: reason = .invalid(problem)
            }
            let nodes = index.nodes(of: problem).prefix(CatalogFileError.problemLimit)
            findings += nodes.map { CatalogDecoder.Finding(node: $0, reason: reason) }
        }
        return findings
    }

    private mutating func unknown(
        _ kind: UnknownNameError.Kind, _ name: String, _ known: some Sequence<String>
    ) -> UnknownNameError {
        UnknownNameError(kind: kind, name: name, nearest: self.nearest(to: name, among: known))
    }
}

/// The places of the parts of a catalog in its document, by name.
private struct CatalogPlaceIndex {
    private typealias Places = CatalogPlaces

    private var roles: [RoleID: [Places.OfRole]] = [:]
    private var permissions: [Permission: [Places.OfPermission]] = [:]
    private var separationSets: [String: [Places.OfSeparationSet]] = [:]
    private var roleReferences: [RoleID: [Int]] = [:]
    private var permissionReferences: [Permission: [Int]] = [:]

    init(_ places: CatalogPlaces, _ parts: CatalogParts) {
        for (position, role) in parts.roles.enumerated() {
            self.roles[role.id, default: []].append(places.roles[position])
        }
        for (position, permission) in parts.permissions.enumerated() {
            self.permissions[permission.id, default: []].append(places.permissions[position])
        }
        for (position, set) in (parts.separationSets + parts.dynamicSeparationSets).enumerated() {
            self.separationSets[set.name, default: []].append(places.separationSets[position])
        }
        for (role, node) in places.roleReferences { self.roleReferences[role, default: []].append(node) }
        for (permission, node) in places.permissionReferences {
            self.permissionReferences[permission, default: []].append(node)
        }
    }

    /// Where to fix a problem; the document itself when the problem has no particular place.
    func nodes(of problem: RoleCatalogProblem) -> [Int] {
        let nodes = self.knownNodes(of: problem)
        return nodes.isEmpty ? [0] : nodes
    }

    private func knownNodes(of problem: RoleCatalogProblem) -> [Int] {
        switch problem {
        case .duplicateRole(let role): self.of(role).dropFirst().map(\.id)
        case .duplicatePermission(let permission): self.of(permission).dropFirst().map(\.id)
        case .malformedRole(let role), .nameReservedForCompanies(let role): self.of(role).prefix(1).map(\.id)
        case .malformedPermission(let permission), .malformedPermissionTitle(let permission):
            self.of(permission).prefix(1).map(\.id)
        case .unknownRole(let role, _): self.roleReferences[role] ?? []
        case .unknownPermission(let permission, _): self.permissionReferences[permission] ?? []
        case .inclusionCycle(let roles): roles.first.map { self.of($0).prefix(1).map(\.includes) } ?? []
        case .unsatisfiableRule(let permission, _), .ruleTooLarge(let permission, _):
            self.of(permission).prefix(1).map(\.rule)
        case .tooManyConditions, .tooManyPermissions, .malformedScopeKind, .incompleteForCompany,
            .tooManyInclusions:
            []
        // The decoder finds these where they stand.
        case .malformedCategory, .malformedCategoryTitle, .malformedProgram, .malformedCondition: []
        case .holdingRuleOnImplicitRole(let role), .holderLimitTooSmall(let role, _),
            .enrollmentLacksPrerequisite(let role, _):
            self.of(role).prefix(1).map(\.node)
        case .prerequisiteCycle(let roles): roles.first.map { self.of($0).prefix(1).map(\.node) } ?? []
        case .unassignableRole(let role), .enrollmentRoleNotForEveryCompany(let role), .malformedRoleTitle(let role):
            self.of(role).prefix(1).map(\.node)
        case .hiddenPrivilege(let role, _), .widerThanIncluded(let role, _), .roleBreachesSeparation(let role, _):
            self.of(role).prefix(1).map(\.includes)
        case .unknownScopeKind(_, let role): self.of(role).prefix(1).map(\.scoping)
        case .duplicateSeparationSet(let set): self.of(set).dropFirst().map(\.name)
        case .malformedSeparationSet(let set): self.of(set).prefix(1).map(\.name)
        case .separationLimitOutOfRange(let set, _, _): self.of(set).prefix(1).map(\.limit)
        case .enrollmentBreachesSeparation(let set), .implicitRoleSeparated(_, let set):
            self.of(set).prefix(1).map(\.node)
        }
    }

    private func of(_ role: RoleID) -> [Places.OfRole] { self.roles[role] ?? [] }

    private func of(_ permission: Permission) -> [Places.OfPermission] { self.permissions[permission] ?? [] }

    private func of(_ set: String) -> [Places.OfSeparationSet] { self.separationSets[set] ?? [] }
}
