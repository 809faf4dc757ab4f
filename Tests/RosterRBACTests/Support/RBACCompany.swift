import RosterAdapters
import RosterDomain
import RosterPorts
import RosterRBAC
import RosterSessionTestSupport
import RosterUseCases
import Synchronization

/// A company in memory, by the names of the standard.
struct RBACCompany {
    let tenant: Tenant
    /// The administrator, by whom everything is done.
    let ada: UserID
    let clock: TestClock
    private let parts: TenantParts

    var rbac: StandardRBAC { StandardRBAC(self.tenant, by: self.ada) }

    init(_ catalog: RoleCatalog) async throws {
        let clock = TestClock()
        let policy = try TenantPolicy(releasesNamesOfDeletedAccounts: true)
        self.parts = TenantParts(
            catalog: catalog, directory: MemoryUserDirectory(),
            credentials: MemoryCredentialVault.plain(), sessions: MemorySessionStore(),
            notifier: MemoryNotifier(), policy: policy, clock: clock)
        self.clock = clock
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Bank"), firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@bank.example")),
            with: self.parts)
        (self.tenant, self.ada) = (enrolled.tenant, enrolled.owner)
        try await self.signUp(enrolled.signInInformation.reveal())
    }

    private init(_ tenant: Tenant, _ company: RBACCompany, _ parts: TenantParts) {
        (self.tenant, self.ada, self.clock, self.parts) = (tenant, company.ada, company.clock, parts)
    }

    /// The same company, opened once more with another catalog.
    func reopened(with catalog: RoleCatalog) async throws -> RBACCompany {
        var parts = self.parts
        parts.catalog = catalog
        return RBACCompany(try await Tenant.open(parts), self, parts)
    }

    /// Adds a user who has chosen a password, and assigns roles.
    func user(_ name: String, _ roles: [RoleID] = []) async throws -> UserID {
        let added = try await self.rbac.addUser(
            FullName(name), email: EmailAddress("\(name.lowercased())@bank.example"))
        let id = added.userID
        try await self.signUp(added.signInInformation.reveal())
        for role in roles { try await self.rbac.assignUser(id, to: role) }
        return id
    }

    private func signUp(_ information: RevealedSignInInformation) async throws {
        try await self.tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword),
            to: Password("Correct-Horse-1"))
    }

    /// Begins a session.
    func session(of user: UserID, _ roles: Set<RoleID>) async throws -> SessionToken {
        try token(
            try await self.rbac.createSession(
                of: user, activating: roles, authenticatedBy: [.password], on: DeviceName("test")))
    }

    func activate(_ role: RoleID, in session: SessionToken, of user: UserID) async throws -> SessionToken {
        try token(try await self.rbac.addActiveRole(role, to: session, of: user))
    }

    func drop(_ role: RoleID, from session: SessionToken, of user: UserID) async throws -> SessionToken {
        try token(try await self.rbac.dropActiveRole(role, from: session, of: user))
    }

    /// What a session may do, asked one by one.
    func permitted(_ session: SessionToken) async throws -> Set<Permission> {
        var permitted: Set<Permission> = []
        for permission in self.tenant.catalog.permissions.map(\.id) {
            if try await self.rbac.checkAccess(session, permission.operation, on: permission.object) {
                permitted.insert(permission)
            }
        }
        return permitted
    }
}

/// The token of a session that began.
func token(_ begun: consuming BegunSession) throws -> SessionToken {
    guard let token = SessionToken(begun.reveal()) else { throw NotAToken() }
    return token
}

private struct NotAToken: Error {}

/// Why a function was not valid; nil when it was.
func problem(_ body: () async throws -> Void) async throws -> Invalid? {
    do {
        try await body()
        return nil
    } catch let error as StandardRBACError {
        switch error {
        case .tenant(.refused(let refusal)): return .refused(refusal.reason)
        case .tenant(.unknownName(let error)): return .unknown(error.kind, nearest: error.nearest)
        case .tenant: throw error
        case .unknownSession: return .unknownSession
        case .roleOfCatalog(let role): return .roleOfCatalog(role)
        case .definition(let error): return .definition(error)
        case .roleInSet(let role, let set): return .roleInSet(role, set)
        case .roleNotInSet(let role, let set): return .roleNotInSet(role, set)
        case .catalog(let error): return .catalog(error.problems)
        case .separation(let breaches): return .separation(breaches.map(\.user))
        }
    }
}

/// Why a function was not valid, to compare.
enum Invalid: Hashable {
    case refused(RefusalReason)
    case unknown(UnknownNameError.Kind, nearest: String?)
    case unknownSession
    case roleOfCatalog(RoleID)
    case definition(CompanyRoleDefinitionError)
    case roleInSet(RoleID, String)
    case roleNotInSet(RoleID, String)
    case catalog([RoleCatalogProblem])
    case separation([UserID])
}

/// A clock that moves only when the test says so.
final class TestClock: WallClock {
    private let moment = Mutex(Timestamp(millisecondsSinceEpoch: 1_700_000_000_000))

    var now: Timestamp { self.moment.withLock { $0 } }

    func advance(by duration: Duration) { self.moment.withLock { $0 = $0 + duration } }
}
