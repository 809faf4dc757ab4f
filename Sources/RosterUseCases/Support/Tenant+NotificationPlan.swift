import RosterDomain
import RosterPorts

// Which letters a step calls for.

extension Tenant {
    /// The letters of a step, in the order in which they are delivered.
    ///
    /// - Parameter recipient: Whose letters; nil for all.
    func letters(of commit: Commit, to recipient: UserID? = nil) async throws(NotificationError) -> [Letter] {
        guard commit.mayTell else { return [] }
        var letters: [Letter] = []
        for position in commit.changes.indices {
            let place = ChangePlace(revision: commit.revision, position: position)
            letters += try await self.letters(at: place, of: commit, to: recipient)
        }
        return letters
    }

    private func letters(
        at place: ChangePlace, of commit: Commit, to recipient: UserID?
    ) async throws(NotificationError) -> [Letter] {
        let change = commit.changes[place.position]
        if case .notificationRetried(let user, let notification) = change {
            guard recipient == nil || recipient == user else { return [] }
            return try await self.letter(again: notification, to: user, at: place).map { [$0] } ?? []
        }
        return try await self.messages(for: change, in: commit, to: recipient).map { user, message in
            Letter(
                place: place, origin: place, recipient: user, principal: commit.principal, moment: commit.at,
                message: message)
        }
    }

    /// A letter that was given up, to be delivered again.
    private func letter(
        again notification: UndeliveredNotification, to user: UserID, at place: ChangePlace
    ) async throws(NotificationError) -> Letter? {
        guard notification.revision > .start, notification.revision < place.revision else { return nil }
        let step = try await self.steps(after: Revision(notification.revision.number - 1), limit: 1).first
        guard let step, step.revision == notification.revision, step.changes.indices.contains(notification.position)
        else { return nil }
        if case .notificationRetried = step.changes[notification.position] { return nil }
        let origin = ChangePlace(revision: step.revision, position: notification.position)
        return try await self.letters(at: origin, of: step, to: user).first?.delivered(at: place)
    }

    private func messages(
        for change: Change, in commit: Commit, to recipient: UserID?
    ) async throws(NotificationError) -> [(UserID, Letter.Message)] {
        if case .rolesRequested(let request) = change {
            let givers = try await self.givers(of: request, among: recipient)
            return givers.map { ($0, .request(request)) }
        }
        guard let user = change.subject, recipient == nil || recipient == user else { return [] }
        return self.message(for: change, to: user, in: commit).map { [(user, $0)] } ?? []
    }

    private func message(for change: Change, to user: UserID, in commit: Commit) -> Letter.Message? {
        switch change {
        case .userAdded(let added):
            guard added.affiliation == .member else { return nil }
            return .account(
                isNew: added.status == .mustChangePassword && !commit.setsPassword(of: user),
                roles: commit.assignments(given: added.id))
        case .passwordReset(_, let credential, let expiresAt):
            return .passwordReset(credential: credential, expiresAt: expiresAt)
        case .passwordChanged: return commit.isFirstPassword(of: user) ? nil : .passwordChanged
        case .secondFactorEnrolled: return .secondFactorChanged(isEnrolled: true)
        case .secondFactorRemoved: return .secondFactorChanged(isEnrolled: false)
        case .invitationSent(_, let invitation): return .invitation(invitation)
        case .addressChangeRequested(_, let change): return .addressCode(change)
        case .recoveryRequested(_, let recovery): return .recoveryCode(recovery)
        case .addressChanged(_, let former, _): return former.map { .addressChanged(from: $0) }
        case .signInNamesChanged(_, let former, let names):
            return former.email == names.email ? nil : former.email.map { .addressChanged(from: $0) }
        case .roleAssigned, .roleRemoved: return commit.messageOfRoles(of: user, first: change)
        case .roleRequestAnswered(_, .withdrawn), .roleRequestAnswered(_, .lapsed): return nil
        case .roleRequestAnswered(let request, let answer):
            return .answer(request, answer, given: commit.assignments(given: user))
        case .companyEnrolled, .companyChanged, .userRenamed, .attributesChanged, .statusChanged, .namesReleased,
            .namesRegained,
            .userPurged, .invitationRevoked, .firstSignIn, .sessionsEnded, .addressChangeWithdrawn, .serviceTokenIssued,
            .groupAdded, .groupChanged, .memberAdded, .memberRemoved,
            .companyRoleDefined, .companyRoleChanged,
            .lockoutLifted, .recoverySpent,
            .rolesRequested, .refused, .notificationsDelivered, .notificationGivenUp, .notificationRetried:
            return nil
        }
    }

    /// Those who may give every role asked for; where no one may, those who may give one of them.
    ///
    /// None once it was answered.
    private func givers(of request: RoleRequest, among recipient: UserID?) async throws(NotificationError) -> [UserID] {
        guard recipient != request.user, try await self.isPending(request) else { return [] }
        var givers: [Set<UserID>] = []
        do throws(TenantError) {
            for role in request.roles {
                givers.append(Set(try await self.allUsers(whoMayAssign: role, at: request.scope).map(\.id)))
            }
        } catch {
            throw .tenant(error)
        }
        let all = givers.reduce(into: Set<UserID>()) { $0.formUnion($1) }.subtracting([request.user])
        let ofAll = all.filter { person in givers.allSatisfy { $0.contains(person) } }
        let told = (ofAll.isEmpty ? all : ofAll).filter { recipient == nil || $0 == recipient }
        return told.sorted()
    }

    /// Whether a request still waits for an answer, of a user who could use the roles.
    private func isPending(_ request: RoleRequest) async throws(NotificationError) -> Bool {
        guard let record = try await self.current(request.user), record.user.status.canUseRoles else { return false }
        return record.roleRequests.contains { $0.id == request.id && $0.isPending(at: self.clock.now) }
    }

    func current(_ user: UserID) async throws(NotificationError) -> UserRecord? {
        do { return try await self.directory.user(user) } catch { throw .directory(error) }
    }
}

extension AccountStatus {
    /// Whether the person can use the account, if need be after choosing a password.
    var canUseRoles: Bool {
        switch self {
        case .active, .mustChangePassword: true
        case .invited, .blocked, .deleted, .purged: false
        }
    }
}

extension Commit {
    /// Whether the step may tell people something.
    var mayTell: Bool {
        self.changes.contains { change in
            switch change {
            case .notificationsDelivered, .notificationGivenUp, .refused: false
            // A role given to a group could reach 100,000 people at once.
            case .groupAdded, .groupChanged, .memberAdded, .memberRemoved: false
            // So could a role that is changed.
            case .companyRoleDefined, .companyRoleChanged: false
            case .companyEnrolled, .companyChanged, .userAdded, .userRenamed, .statusChanged, .namesReleased,
                .namesRegained,
                .userPurged,
                .attributesChanged, .roleAssigned, .roleRemoved, .invitationSent, .invitationRevoked, .passwordReset,
                .passwordChanged, .firstSignIn, .sessionsEnded, .addressChangeRequested, .addressChangeWithdrawn,
                .addressChanged, .serviceTokenIssued,
                .signInNamesChanged,
                .lockoutLifted, .recoveryRequested, .recoverySpent, .rolesRequested,
                .roleRequestAnswered,
                .notificationRetried,
                .secondFactorEnrolled, .secondFactorRemoved:
                true
            }
        }
    }
}

extension Commit {
    /// The roles that the step gives a user.
    fileprivate func assignments(given user: UserID) -> [RoleAssignment] {
        self.changes.compactMap { change in
            if case .roleAssigned(let assignment) = change, assignment.user == user { assignment } else { nil }
        }
    }

    /// Whether a password that the step tells of is the account's first: with the account itself, an acceptance, or the first sign-in.
    fileprivate func isFirstPassword(of user: UserID) -> Bool {
        self.changes.contains { change in
            if case .userAdded(let added) = change { return added.id == user }
            if case .statusChanged(user, .invited, _) = change { return true }
            return change == .firstSignIn(user: user)
        }
    }

    /// Whether the step gives a user a password that is not to be changed at once.
    fileprivate func setsPassword(of user: UserID) -> Bool {
        self.changes.contains { change in
            if case .passwordChanged(user, _) = change { true } else { false }
        }
    }

    /// One message for all roles of a step, told with the first of them; none when the account itself is what is told.
    fileprivate func messageOfRoles(of user: UserID, first: Change) -> Letter.Message? {
        let concerned = self.changes.filter { $0.subject == user }
        let isPartOfMore = concerned.contains { change in
            switch change {
            case .userAdded, .roleRequestAnswered: true
            case .companyEnrolled, .companyChanged, .userRenamed, .statusChanged, .namesReleased, .namesRegained,
                .userPurged,
                .attributesChanged,
                .roleAssigned, .roleRemoved, .invitationSent, .invitationRevoked, .passwordReset, .passwordChanged,
                .firstSignIn, .sessionsEnded, .addressChangeRequested, .addressChangeWithdrawn, .addressChanged,
                .signInNamesChanged,
                .serviceTokenIssued, .groupAdded, .groupChanged, .memberAdded, .memberRemoved,
                .companyRoleDefined, .companyRoleChanged,
                .lockoutLifted, .recoveryRequested, .recoverySpent, .rolesRequested, .refused, .notificationsDelivered,
                .notificationGivenUp,
                .notificationRetried,
                .secondFactorEnrolled, .secondFactorRemoved:
                false
            }
        }
        let isFirst = concerned.first(where: \.movesRole) == first
        guard isFirst, !isPartOfMore else { return nil }
        let given = self.assignments(given: user)
        let taken = self.changes.compactMap { change in
            if case .roleRemoved(let assignment) = change, assignment.user == user { assignment } else { nil }
        }
        // A role that is renewed is given, not taken.
        let lost = taken.filter { old in !given.contains { $0.isSameHolding(as: old) } }
        return .roles(given: given, taken: lost)
    }
}

extension Change {
    fileprivate var movesRole: Bool {
        switch self {
        case .roleAssigned, .roleRemoved: true
        case .companyEnrolled, .companyChanged, .userAdded, .userRenamed, .statusChanged, .namesReleased,
            .namesRegained, .userPurged,
            .attributesChanged, .invitationSent, .invitationRevoked, .passwordReset, .passwordChanged, .firstSignIn,
            .sessionsEnded, .addressChangeRequested, .addressChangeWithdrawn, .addressChanged, .serviceTokenIssued,
            .signInNamesChanged,
            .groupAdded, .groupChanged, .memberAdded, .memberRemoved,
            .companyRoleDefined, .companyRoleChanged, .lockoutLifted, .recoveryRequested,
            .recoverySpent,
            .rolesRequested, .roleRequestAnswered, .refused, .notificationsDelivered, .notificationGivenUp,
            .notificationRetried,
            .secondFactorEnrolled, .secondFactorRemoved:
            false
        }
    }
}
