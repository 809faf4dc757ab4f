import RosterDomain
import RosterUseCases

extension TestTenant {
    /// Begins a session with some roles active; nil for all.
    func begin(
        _ user: UserID, activating roles: Set<RoleID>?, at host: Tenant? = nil
    ) async throws -> SessionToken {
        let begun = try await (host ?? self.tenant).beginSession(
            for: user, authenticatedBy: [.password], on: DeviceName("test"), activating: roles)
        guard let token = SessionToken(begun.reveal()) else { throw NoSession() }
        return token
    }

    /// What a session may do of some permissions, asked in each form of a check, which must agree.
    func permitted(
        _ token: SessionToken, _ permissions: [Permission], at scope: Scope = .company, host: Tenant? = nil
    ) async throws -> Set<Permission> {
        let tenant = host ?? self.tenant
        guard let subject = try await tenant.admission(of: token)?.subject else { throw NoSession() }
        return Set(
            try permissions.filter { permission in
                let answer = tenant.permits(subject, permission, at: scope)
                let others = [
                    tenant.permits(subject, try tenant.handle(for: permission), at: scope),
                    tenant.decide(subject, permission, at: scope).isAllowed,
                ]
                guard others.allSatisfy({ $0 == answer }) else { throw FormsDiffer(permission: permission) }
                return answer
            })
    }

    /// The roles that a session has active.
    func activeRoles(_ token: SessionToken) async throws -> [RoleID]? {
        try await self.tenant.admission(of: token)?.subject.map { self.tenant.activeRoles(of: $0) }
    }

    func activate(_ roles: Set<RoleID>, in token: SessionToken) async throws -> SessionToken? {
        revealed(try await self.tenant.activateRoles(roles, in: token))
    }

    func deactivate(_ roles: Set<RoleID>, in token: SessionToken) async throws -> SessionToken? {
        revealed(try await self.tenant.deactivateRoles(roles, in: token))
    }

    private struct NoSession: Error {}
    private struct FormsDiffer: Error { let permission: Permission }
}
