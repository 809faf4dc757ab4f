public import RosterDomain
import RosterPorts

extension Tenant {
    /// Adds a user with a new account, gives roles, and issues sign-in information that can be read once.
    ///
    /// The user signs in with the temporary password and must change it before doing anything else.
    ///
    /// - Parameters:
    ///   - fullName: The user's name.
    ///   - email: The user's address, unique without regard to case.
    ///   - userName: What the user signs in with beside the address; nil for the address alone.
    ///   - attributes: The profile attributes to give, of those that administrators may edit.
    ///   - roles: The roles to give, all of them or the user is not added.
    ///   - scope: Where to give them.
    ///   - window: When they hold; no longer than the principal may give them.
    ///   - principal: Who adds the user. Needs the permission to create users, and the right to give each role.
    /// - Returns: The user as added, and the sign-in information: hand it over, it cannot be had again.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/credentials(_:)`` or ``TenantError/directory(_:)``; the user
    ///   was not added, unless the directory's error says that the outcome is unknown.
    ///   ``TenantError/signInInformationOvertaken(user:)`` when the user was added and the password was reset meanwhile.
    public func addUser(
        _ fullName: FullName, email: EmailAddress, userName: UserName? = nil,
        attributes: [AttributeName: AttributeValue] = [:], roles: [RoleID], at scope: Scope = .company,
        during window: ValidityWindow = .always, by principal: UserID
    ) async throws(TenantError) -> AddedUser {
        let (userID, userName) = (self.newUserID(), userName ?? UserName(email))
        return try await self.add(userID, userName, by: principal) { credential in
            AddUser(
                userID: userID, credential: credential, fullName: fullName, userName: userName, email: email,
                attributes: attributes, schema: self.policy.attributes, roles: roles, at: scope, during: window)
        }
    }

    /// Adds a user without a mailbox: a program, or an account of which only a user name is known.
    ///
    /// As ``addUser(_:email:userName:attributes:roles:at:during:by:)`` otherwise. No letter reaches the user, and what needs one is refused with
    /// `RefusalReason.addressNeeded(user:)`.
    ///
    /// A source system that manages the account is named by the principal that it acts as; nil for an account that is managed here.
    public func addUser(
        _ fullName: FullName, userName: UserName, attributes: [AttributeName: AttributeValue] = [:],
        provisionedBy source: Principal? = nil, roles: [RoleID], at scope: Scope = .company,
        during window: ValidityWindow = .always, by principal: UserID
    ) async throws(TenantError) -> AddedUser {
        let userID = self.newUserID()
        return try await self.add(userID, userName, by: principal) { credential in
            AddUser(
                userID: userID, credential: credential, fullName: fullName, userName: userName, email: nil,
                attributes: attributes, schema: self.policy.attributes, provisionedBy: source, roles: roles, at: scope,
                during: window)
        }
    }

    /// Adds a user who holds roles at several places and times, all of them or the user is not added.
    ///
    /// As ``addUser(_:email:userName:attributes:roles:at:during:by:)`` otherwise; without an address no letter reaches the user.
    package func addUser(
        _ fullName: FullName, email: EmailAddress?, userName: UserName, holding roles: [RoleHolding],
        by principal: UserID
    ) async throws(TenantError) -> AddedUser {
        let userID = self.newUserID()
        return try await self.add(userID, userName, by: principal) { credential in
            let user = AddUser(
                userID: userID, credential: credential, fullName: fullName, userName: userName, email: email,
                schema: self.policy.attributes, roles: [])
            return Together(user.attempt, [user] + Self.commands(giving: roles, to: userID))
        }
    }

    /// The commands that give roles: one for each place and time, in order.
    private static func commands(giving roles: [RoleHolding], to user: UserID) -> [any TenantCommand] {
        var rest = roles
        var commands: [any TenantCommand] = []
        while let first = rest.first {
            let together = rest.filter { $0.scope == first.scope && $0.window == first.window }
            rest.removeAll { $0.scope == first.scope && $0.window == first.window }
            commands.append(AssignRoles(together.map(\.role), to: user, at: first.scope, during: first.window))
        }
        return commands
    }

    private func add(
        _ user: UserID, _ userName: UserName, by principal: UserID, _ command: (CredentialID) -> some TenantCommand
    ) async throws(TenantError) -> AddedUser {
        let issued = try await self.issueTemporaryPassword(
            for: user, by: .user(id: principal), expiringAt: self.temporaryPasswordExpiry, command)
        guard let record = issued.performed.record(of: user) else {
            preconditionFailure("invariant: a step that adds a user holds the user")
        }
        await self.dropCodes(replacedBy: issued.performed)
        return AddedUser(
            user: record, signInInformation: SignInInformation(userName: userName, password: issued.password))
    }
}

/// A user who was added, and the sign-in information to hand over.
///
/// It can be read once.
@frozen
public struct AddedUser: ~Copyable, Sendable {
    /// The user as added, for confirmation.
    public let user: UserRecord
    /// What the user needs to sign in for the first time.
    public let signInInformation: SignInInformation

    /// Identifies the user.
    public var userID: UserID { self.user.id }
}
