import RosterDomain
import RosterDomainTestSupport
import RosterRBAC
import RosterUseCases

extension RandomStandard {
    /// Does a command of §6.3 or §6.4.
    ///
    /// The company is opened again with the catalog that it returns.
    mutating func separationStep(_ kind: Int) async throws {
        guard self.generator.chance(55) else { return }
        let known = (kind < 5 ? self.model.ssd : self.model.dsd).keys.sorted()
        let isNew = known.isEmpty || kind % 5 == 0 || self.generator.chance(15)
        let rules = kind < 5 ? self.model.ssd : self.model.dsd
        // A role is removed from a set that can do without one, mostly.
        let large = kind % 5 == 2 ? known.filter { rules[$0].map { $0.cardinality < $0.roles.count } ?? false } : []
        let names = isNew ? ["set0", "set1", "set2", "set3"] : known
        let name = self.generator.element(large.isEmpty || self.generator.chance(20) ? names : large)
        let members = (self.model.ssd[name] ?? self.model.dsd[name])?.roles.sorted() ?? []
        let isMember = kind % 5 == 2 && !members.isEmpty && self.generator.chance(80)
        let role = isMember ? self.generator.element(members) : self.anyRole()
        let number = self.generator.element([1, 2, 2, 3, 3, 4])
        var roles = Set(self.generator.subset(Self.roles, chance: 40))
        if self.generator.chance(10) { roles.insert(Self.unknown) }
        let (chosen, rbac) = (roles, self.company.rbac)
        var catalog: RoleCatalog?
        switch kind {
        case 0:
            let isValid = self.model.createSsdSet(name, roles, number)
            try await self.compare("CreateSsdSet \(name) \(roles) \(number)", isValid: isValid) {
                catalog = try await rbac.createSsdSet(name, of: chosen, cardinality: number)
            }
        case 1:
            let isValid = self.model.addSsdRoleMember(role, name)
            try await self.compare("AddSsdRoleMember \(role) \(name)", isValid: isValid) {
                catalog = try await rbac.addSsdRoleMember(role, to: name)
            }
        case 2:
            let isValid = self.model.deleteSsdRoleMember(role, name)
            try await self.compare("DeleteSsdRoleMember \(role) \(name)", isValid: isValid) {
                catalog = try rbac.deleteSsdRoleMember(role, from: name)
            }
        case 3:
            guard self.generator.chance(60) else { return }
            let isValid = self.model.deleteSsdSet(name)
            try await self.compare("DeleteSsdSet \(name)", isValid: isValid) { catalog = try rbac.deleteSsdSet(name) }
        case 4:
            let isValid = self.model.setSsdSetCardinality(number, name)
            try await self.compare("SetSsdSetCardinality \(number) \(name)", isValid: isValid) {
                catalog = try await rbac.setSsdSetCardinality(number, of: name)
            }
        default: catalog = try await self.dynamicStep(kind, name, role, number, roles)
        }
        if let catalog { self.company = try await self.company.reopened(with: catalog) }
    }

    private mutating func dynamicStep(
        _ kind: Int, _ name: String, _ role: RoleID, _ number: Int, _ roles: Set<RoleID>
    ) async throws -> RoleCatalog? {
        let rbac = self.company.rbac
        var catalog: RoleCatalog?
        switch kind {
        case 5:
            let isValid = self.model.createDsdSet(name, roles, number)
            try await self.compare("CreateDsdSet \(name) \(roles) \(number)", isValid: isValid) {
                catalog = try rbac.createDsdSet(name, of: roles, cardinality: number)
            }
        case 6:
            let isValid = self.model.addDsdRoleMember(role, name)
            try await self.compare("AddDsdRoleMember \(role) \(name)", isValid: isValid) {
                catalog = try rbac.addDsdRoleMember(role, to: name)
            }
        case 7:
            let isValid = self.model.deleteDsdRoleMember(role, name)
            try await self.compare("DeleteDsdRoleMember \(role) \(name)", isValid: isValid) {
                catalog = try rbac.deleteDsdRoleMember(role, from: name)
            }
        case 8:
            guard self.generator.chance(60) else { return nil }
            let isValid = self.model.deleteDsdSet(name)
            try await self.compare("DeleteDsdSet \(name)", isValid: isValid) { catalog = try rbac.deleteDsdSet(name) }
        default:
            let isValid = self.model.setDsdSetCardinality(number, name)
            try await self.compare("SetDsdSetCardinality \(number) \(name)", isValid: isValid) {
                catalog = try rbac.setDsdSetCardinality(number, of: name)
            }
        }
        return catalog
    }
}
