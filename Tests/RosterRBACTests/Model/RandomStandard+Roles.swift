import RosterDomain
import RosterDomainTestSupport
import RosterRBAC
import RosterUseCases

extension RandomStandard {
    private static let titles = ["Desk", "Lead", "Team", "Crew"]

    /// Does a command of §6.1.1 or §6.2.1.1 about roles.
    mutating func roleStep(_ kind: Int) async throws {
        switch kind {
        case 0, 1: try await self.additionStep(kind)
        case 2, 3: try await self.permissionStep(isGranted: kind == 2)
        case 4, 5: try await self.inheritanceStep(isAdded: kind == 4)
        case 6:
            let role = self.roleOfCompany()
            let isValid = self.model.deleteRole(role)
            let rbac = self.company.rbac
            try await self.compare("DeleteRole \(role)", isValid: isValid) { try await rbac.deleteRole(role) }
        default: try await self.additionStep(kind)
        }
    }

    /// AddRole, AddAscendant or AddDescendant.
    private mutating func additionStep(_ kind: Int) async throws {
        let title = self.generator.element(Self.titles)
        let rbac = self.company.rbac
        let name = try FullName(title)
        var added: RoleID?
        switch kind {
        case 0:
            try await self.compare("AddRole \(title)", isValid: self.model.canAddRole(title)) {
                added = try await rbac.addRole(name)
            }
            if let added { self.model.addRole(title, as: added) }
        case 1:
            let junior = self.anyRole()
            let isValid = self.model.canAddAscendant(title, junior)
            try await self.compare("AddAscendant \(title) \(junior)", isValid: isValid) {
                added = try await rbac.addAscendant(name, of: junior)
            }
            guard let added else { return }
            self.model.addRole(title, as: added)
            _ = self.model.addInheritance(added, junior)
        default:
            let senior = self.roleOfCompany()
            let isValid = self.model.canAddDescendant(title, senior)
            try await self.compare("AddDescendant \(title) \(senior)", isValid: isValid) {
                added = try await rbac.addDescendant(name, of: senior)
            }
            guard let added else { return }
            self.model.addRole(title, as: added)
            _ = self.model.addInheritance(senior, added)
        }
    }

    private mutating func permissionStep(isGranted: Bool) async throws {
        let role = self.roleOfCompany()
        let permission =
            self.generator.chance(90)
            ? self.generator.element(Self.permissions) : Permission("act9", on: "bank/things0")
        let rbac = self.company.rbac
        if isGranted {
            let isValid = self.model.grantPermission(permission, role)
            try await self.compare("GrantPermission \(permission) \(role)", isValid: isValid) {
                try await rbac.grantPermission(permission.operation, on: permission.object, to: role)
            }
        } else {
            let isValid = self.model.revokePermission(permission, role)
            try await self.compare("RevokePermission \(permission) \(role)", isValid: isValid) {
                try await rbac.revokePermission(permission.operation, on: permission.object, from: role)
            }
        }
    }

    private mutating func inheritanceStep(isAdded: Bool) async throws {
        let senior = self.roleOfCompany()
        let rbac = self.company.rbac
        if isAdded {
            let junior = self.generator.chance(50) ? self.roleOfCompany() : self.anyRole()
            let isValid = self.model.addInheritance(senior, junior)
            try await self.compare("AddInheritance \(senior) \(junior)", isValid: isValid) {
                try await rbac.addInheritance(of: senior, from: junior)
            }
        } else {
            let juniors = self.inOrder(self.model.inheritance.filter { $0.left == senior }.map(\.right))
            let isThere = !juniors.isEmpty && self.generator.chance(70)
            let junior = isThere ? self.generator.element(juniors) : self.anyRole()
            let isValid = self.model.deleteInheritance(senior, junior)
            try await self.compare("DeleteInheritance \(senior) \(junior)", isValid: isValid) {
                try await rbac.deleteInheritance(of: senior, from: junior)
            }
        }
    }

    /// Mostly a role of the company, now and then one of the catalog or none.
    private mutating func roleOfCompany() -> RoleID {
        let own = self.inOrder(self.model.titles.values)
        return own.isEmpty || self.generator.chance(10) ? self.anyRole() : self.generator.element(own)
    }
}
