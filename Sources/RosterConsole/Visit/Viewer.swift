import RosterDomain
import RosterUseCases

/// The person who acts in a session, and what they may do: what menus and forms offer.
///
/// It costs one read of the directory, for the name.
struct Viewer: Sendable {
    let admission: SessionAdmission
    let subject: UserHandle
    let record: UserRecord
    /// What the person may do for the whole company, in the roles that the session has active.
    let rights: Set<Right>
    /// Whether the person may assign some role, and so answer requests.
    let answersRequests: Bool

    var id: UserID { self.record.id }

    func may(_ right: Right) -> Bool { self.rights.contains(right) }

    /// Whether the person has more to do here than their own account.
    var administers: Bool { !self.rights.isDisjoint(with: [.createUsers, .editUsers]) || self.answersRequests }
}

/// What pages depend on.
enum Right: CaseIterable {
    case viewUsers, createUsers, editUsers, manageGroups, renameCompany, changePrograms, defineRoles

    /// The permission in a catalog; nil when the catalog has none.
    func permission(in catalog: RoleCatalog) -> Permission? {
        let known = catalog.provisioning
        return switch self {
        case .viewUsers: known?.viewUsers
        case .createUsers: known?.createUsers
        case .editUsers: known?.editUsers
        case .manageGroups: known?.manageGroups
        case .renameCompany: known?.renameCompany
        case .changePrograms: known?.changePrograms
        case .defineRoles: known?.defineRoles
        }
    }
}

extension Visit {
    /// The session, whatever is left to do in it.
    func session() throws(Interruption) -> (admission: SessionAdmission, token: SessionToken) {
        guard let admission, let token = self.token.flatMap({ SessionToken($0) }) else { throw .signIn }
        return (admission, token)
    }

    /// Who acts; asks for what must be done first.
    func viewer() async throws -> Viewer {
        let (admission, _) = try self.session()
        guard admission.duties.isEmpty, let subject = admission.subject else {
            throw Interruption.duty(admission.duties)
        }
        guard let record = try await self.tenant.user(admission.user) else { throw Interruption.signIn }
        let rights = Right.allCases.filter { right in
            right.permission(in: self.catalog).map { self.tenant.decide(subject, $0).isAllowed } ?? false
        }
        let active = Set(self.tenant.activeRoles(of: subject).flatMap(self.catalog.rolesIncluded))
        let assigners = Set(self.catalog.assignmentAuthorities.map(\.holder))
        return Viewer(
            admission: admission, subject: subject, record: record, rights: Set(rights),
            answersRequests: !active.isDisjoint(with: assigners))
    }

    /// Does something as the person who acts, with the roles that the session has active.
    func acting<Result>(
        _ viewer: Viewer, _ body: (_ tenant: Tenant, _ principal: UserID) async throws -> Result
    ) async throws -> Result {
        let tenant = self.tenant
        let result = try await tenant.acting(in: viewer.admission) { principal in try await body(tenant, principal) }
        guard let result else { throw Interruption.duty(viewer.admission.duties) }
        return result
    }
}
