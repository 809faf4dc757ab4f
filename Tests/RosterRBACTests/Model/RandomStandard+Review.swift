import RosterDomain
import RosterRBAC
import RosterUseCases

// Every review function, and every CheckAccess.

extension RandomStandard {
    mutating func review() async throws {
        try self.reviewUsers()
        try self.reviewRoles()
        try await self.reviewSessions()
        try self.reviewSets()
    }

    private func expect<Value: Equatable>(_ what: String, _ found: Value, _ expected: Value) throws {
        guard found == expected else { throw Difference(description: "\(what) is \(found), not \(expected)") }
    }

    private mutating func reviewUsers() throws {
        let rbac = self.company.rbac
        for name in self.names + ["Ada"] {
            guard let user = self.identifiers[name] else { continue }
            let isValid = self.model.users.contains(name)
            let assigned = try? rbac.assignedRoles(of: user)
            try self.expect("AssignedRoles \(name)", assigned, isValid ? self.model.assignedRoles(name).sorted() : nil)
            let authorized = try? rbac.authorizedRoles(of: user)
            try self.expect(
                "AuthorizedRoles \(name)", authorized, isValid ? self.model.authorizedRoles(name).sorted() : nil)
            let permissions = try? rbac.userPermissions(of: user).map(\.permission)
            let expected = self.model.userPermissions(name)
            try self.expect("UserPermissions \(name)", permissions, isValid ? expected.sorted() : nil)
            for object in ["bank/things0", "bank/things1"] {
                let operations = try? rbac.userOperationsOnObject(object, of: user)
                try self.expect(
                    "UserOperationsOnObject \(object) \(name)", operations,
                    isValid ? expected.filter { $0.object == object }.map(\.operation).sorted() : nil)
            }
        }
    }

    private mutating func reviewRoles() throws {
        let rbac = self.company.rbac
        func ids(_ names: Set<String>) -> [UserID] { names.compactMap { self.identifiers[$0] }.sorted() }
        for role in Self.roles + self.model.titles.values.sorted() + [Bank.administrator, Self.unknown] {
            let isValid = self.model.roles.contains(role)
            try self.expect(
                "AssignedUsers \(role)", try? rbac.assignedUsers(of: role),
                isValid ? ids(self.model.assignedUsers(role)) : nil)
            try self.expect(
                "AuthorizedUsers \(role)", try? rbac.authorizedUsers(of: role),
                isValid ? ids(self.model.authorizedUsers(role)) : nil)
            let expected = self.model.rolePermissions(role)
            try self.expect(
                "RolePermissions \(role)", try? rbac.rolePermissions(of: role).map(\.permission),
                isValid ? expected.sorted() : nil)
            try self.expect(
                "RoleOperationsOnObject \(role)", try? rbac.roleOperationsOnObject("bank/things0", of: role),
                isValid ? expected.filter { $0.object == "bank/things0" }.map(\.operation).sorted() : nil)
        }
    }

    private func reviewSessions() async throws {
        for (session, token) in self.tokens {
            let isValid = self.model.sessions[session] != nil
            let roles = try? await self.company.rbac.sessionRoles(of: token)
            try self.expect(
                "SessionRoles \(session)", roles, isValid ? self.model.sessionRoles(session).sorted() : nil)
            let permissions = try? await self.company.rbac.sessionPermissions(of: token).map(\.permission)
            let expected = self.model.sessionPermissions(session)
            try self.expect("SessionPermissions \(session)", permissions, isValid ? expected.sorted() : nil)
            let permitted = try? await self.company.permitted(token)
            try self.expect("CheckAccess \(session)", permitted, isValid ? expected : nil)
        }
    }

    private func reviewSets() throws {
        let rbac = self.company.rbac
        try self.expect("SsdRoleSets", rbac.ssdRoleSets().sorted(), self.model.ssd.keys.sorted())
        try self.expect("DsdRoleSets", rbac.dsdRoleSets().sorted(), self.model.dsd.keys.sorted())
        for name in ["set0", "set1", "set2", "set3"] {
            let (fixed, dynamic) = (self.model.ssd[name], self.model.dsd[name])
            try self.expect("SsdRoleSetRoles", try? rbac.ssdRoleSetRoles(of: name), fixed?.roles.sorted())
            try self.expect("SsdRoleSetCardinality", try? rbac.ssdRoleSetCardinality(of: name), fixed?.cardinality)
            try self.expect("DsdRoleSetRoles", try? rbac.dsdRoleSetRoles(of: name), dynamic?.roles.sorted())
            try self.expect("DsdRoleSetCardinality", try? rbac.dsdRoleSetCardinality(of: name), dynamic?.cardinality)
        }
    }
}
