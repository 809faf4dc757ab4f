import RosterDomain
import RosterDomainTestSupport
import RosterRBAC
import RosterUseCases

extension RandomStandard {
    private static let stranger = UserID(bits: 4711)

    /// Does a command of §6.1.
    ///
    /// Nothing happens to Ada, by whom everything is done: what protects her is beyond the standard.
    mutating func coreStep(_ kind: Int) async throws {
        let name = self.generator.element(self.names)
        let user = self.identifiers[name] ?? Self.stranger
        let role = self.anyRole()
        let bank = self.company
        switch kind {
        case 0:
            let isValid = self.model.addUser(name)
            var added: UserID?
            try await self.compare("AddUser \(name)", isValid: isValid) { added = try await bank.user(name) }
            if let added { self.identifiers[name] = added }
        case 1:
            guard self.generator.chance(40) else { return }
            let isValid = self.model.deleteUser(name)
            try await self.compare("DeleteUser \(name)", isValid: isValid) { try await bank.rbac.deleteUser(user) }
        case 2, 3:
            let isValid = self.model.assignUser(name, role)
            try await self.compare("AssignUser \(name) \(role)", isValid: isValid) {
                try await bank.rbac.assignUser(user, to: role)
            }
        case 4:
            let held = self.generator.chance(70) ? self.inOrder(self.model.assignedRoles(name)) : []
            let role = held.isEmpty ? role : self.generator.element(held)
            let isValid = self.model.deassignUser(name, role)
            try await self.compare("DeassignUser \(name) \(role)", isValid: isValid) {
                try await bank.rbac.deassignUser(user, from: role)
            }
        case 5: try await self.createSession(of: name, user)
        default: try await self.sessionStep(kind, role)
        }
    }

    private mutating func createSession(of name: String, _ user: UserID) async throws {
        let authorized = self.inOrder(self.model.authorizedRoles(name))
        var roles = Set(self.generator.subset(authorized, chance: 50))
        if self.generator.chance(20) { roles.insert(self.anyRole()) }
        let number = self.tokens.count
        let (chosen, bank) = (roles, self.company)
        let isValid = self.model.createSession(number, name, roles)
        var begun: SessionToken?
        try await self.compare("CreateSession \(name) \(roles)", isValid: isValid) {
            begun = try await bank.session(of: user, chosen)
        }
        if let begun { self.tokens[number] = begun }
    }

    private mutating func sessionStep(_ kind: Int, _ role: RoleID) async throws {
        let session = self.anySession()
        guard let token = self.tokens[session] else { return }
        let owner = self.model.sessions[session]?.user
        let name = owner != nil && self.generator.chance(90) ? owner ?? "" : self.generator.element(self.names)
        let user = self.identifiers[name] ?? Self.stranger
        let bank = self.company
        var next: SessionToken?
        switch kind {
        case 6:
            guard self.generator.chance(30) else { return }
            let isValid = self.model.deleteSession(session, name)
            try await self.compare("DeleteSession \(session) \(name)", isValid: isValid) {
                try await bank.rbac.deleteSession(token, of: user)
            }
        case 7:
            let authorized = self.generator.chance(70) ? self.inOrder(self.model.authorizedRoles(name)) : []
            let role = authorized.isEmpty ? role : self.generator.element(authorized)
            let isValid = self.model.addActiveRole(role, session, name)
            try await self.compare("AddActiveRole \(role) \(session) \(name)", isValid: isValid) {
                next = try await bank.activate(role, in: token, of: user)
            }
        default:
            let active = self.generator.chance(70) ? self.inOrder(self.model.chosenRoles(session)) : []
            let role = active.isEmpty ? role : self.generator.element(active)
            let isValid = self.model.dropActiveRole(role, session, name)
            try await self.compare("DropActiveRole \(role) \(session) \(name)", isValid: isValid) {
                next = try await bank.drop(role, from: token, of: user)
            }
        }
        if let next { self.tokens[session] = next }
    }
}
