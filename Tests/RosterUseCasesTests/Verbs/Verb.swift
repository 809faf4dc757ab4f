import Roster
import RosterPartnerCenter

/// A verb, and what its answer claims.
struct Verb: CustomStringConvertible, Sendable {
    /// What the answer of a verb claims of a user.
    enum Claim {
        case nothing
        /// The user is in use, and this password is the one that works.
        case signedIn(UserID, String)
        /// This temporary password is the one that works, and must be changed.
        case handedOver(UserID, String)
        /// The user may do nothing any more that takes a role.
        case ended(UserID)
    }

    let description: String
    let run: @Sendable (PairedCompany) async throws -> Claim

    private init(_ description: String, _ run: @escaping @Sendable (PairedCompany) async throws -> Claim) {
        self.description = description
        self.run = run
    }
}

extension Verb {
    /// Every verb that touches a user, on Kim most of all.
    static let all: [Self] = [
        Self("a reset by Ada") { company in try await company.reset(company.cast.kim, by: company.cast.ada) },
        Self("a reset by Bob") { company in try await company.reset(company.cast.kim, by: company.cast.bob) },
        Self("a reset of Ada by Kim") { company in try await company.reset(company.cast.ada, by: company.cast.kim) },
        Self("a change of password") { company in
            let id = try await company.tenant.changePassword(
                of: "kim@contoso.example", from: Password(PairedCompany.password), to: Password("Brand-New-2-x"))
            return .signedIn(id, "Brand-New-2-x")
        },
        Self("signing in") { company in
            let outcome = try await company.tenant.signIn(
                "kim@contoso.example", password: Password(PairedCompany.password))
            guard case .signedIn(let id) = outcome else { return .nothing }
            return .signedIn(id, PairedCompany.password)
        },
        Self("blocking") { company in
            try await company.tenant.blockUser(company.cast.kim, by: company.cast.ada)
            return .ended(company.cast.kim)
        },
        Self("blocking and unblocking") { company in
            try await company.tenant.blockUser(company.cast.kim, by: company.cast.ada)
            try await company.tenant.unblockUser(company.cast.kim, by: company.cast.ada)
            return .nothing
        },
        Self("deleting") { company in
            try await company.tenant.deleteUser(company.cast.kim, by: company.cast.bob)
            return .ended(company.cast.kim)
        },
        Self("deleting and restoring") { company in
            try await company.tenant.deleteUser(company.cast.kim, by: company.cast.bob)
            try await company.tenant.restoreUser(company.cast.kim, by: company.cast.bob)
            return .nothing
        },
        Self("taking the role") { company in
            try await company.tenant.removeRoles([.globalAdmin], from: company.cast.kim, by: company.cast.ada)
            return .ended(company.cast.kim)
        },
        Self("taking Ada's role") { company in
            try await company.tenant.removeRoles([.globalAdmin], from: company.cast.ada, by: company.cast.kim)
            return .ended(company.cast.ada)
        },
        Self("accepting an invitation") { company in
            let id = try await company.tenant.acceptInvitation(
                of: "gil@fabrikam.example", code: InvitationCode(company.cast.code), fullName: FullName("Gil"),
                password: Password("Guest-Chosen-1"))
            return .signedIn(id, "Guest-Chosen-1")
        },
        Self("sending the invitation again") { company in
            try await company.tenant.resendInvitation(to: company.cast.gil, by: company.cast.ada)
            return .nothing
        },
        Self("taking the invitation back") { company in
            try await company.tenant.revokeInvitation(of: company.cast.gil, by: company.cast.ada)
            return .nothing
        },
        Self("adding a user") { company in
            let added = try await company.tenant.addUser(
                FullName("New"), email: EmailAddress("new@contoso.example"), roles: [], by: company.cast.kim)
            let id = added.userID
            return .handedOver(id, added.signInInformation.reveal().temporaryPassword)
        },
    ]
}
