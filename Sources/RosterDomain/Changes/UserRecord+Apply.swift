extension UserStanding {
    /// Moves the standing by a change to this user; a change that does not concern it leaves it as it is.
    mutating func apply(_ change: Change) {
        self.status = self.status.after(change)
        if change.endsSessions { self.sessionEpoch.moveEpoch() }
        switch change {
        case .roleAssigned(let assignment): self.hold(assignment.holding)
        case .roleRemoved(let assignment): self.drop(assignment.holding)
        case .userPurged:
            self.dropAll()
            if self.secondFactor == .enrolled { self.secondFactor = .none }
        case .secondFactorEnrolled: self.secondFactor = .enrolled
        case .secondFactorRemoved: self.secondFactor = .none
        case .memberAdded(_, let group): self.join(group)
        case .memberRemoved(_, let group): self.leave(group)
        case .groupAdded, .groupChanged, .companyRoleDefined, .companyRoleChanged: break
        case .companyEnrolled, .companyChanged, .userAdded, .userRenamed, .statusChanged, .namesReleased,
            .namesRegained,
            .attributesChanged,
            .invitationSent, .invitationRevoked, .passwordReset, .passwordChanged, .firstSignIn, .sessionsEnded,
            .addressChangeRequested, .addressChangeWithdrawn, .addressChanged, .serviceTokenIssued,
            .signInNamesChanged,
            .lockoutLifted, .recoveryRequested, .recoverySpent,
            .rolesRequested,
            .roleRequestAnswered, .refused, .notificationsDelivered, .notificationGivenUp, .notificationRetried:
            break
        }
    }
}

extension UserRecord {
    /// Moves the record by a change to this user that has been checked.
    package mutating func apply(_ change: Change, at moment: Timestamp) {
        self.move(to: self.user.status.after(change), at: moment)
        self.user.version = self.user.version.countedUp
        self.user.changedAt = moment
        if change.endsSessions {
            self.user.sessionEpoch.moveEpoch()
            self.user.addressChange = nil
            self.user.recovery = nil
        }
        switch change {
        // What was erased stays so, while the history is being rewritten, too.
        case .userRenamed(_, _, let name): if !self.user.isErased { self.user.fullName = name }
        case .userPurged: self.erase()
        case .addressChangeRequested(_, let change):
            self.user.addressChange = change
            self.user.noteAddressRequest(at: moment)
        case .addressChangeWithdrawn: self.user.addressChange = nil
        case .addressChanged(_, _, let email): self.user.move(to: email)
        case .signInNamesChanged(_, _, let names): self.user.move(to: names)
        case .recoveryRequested(_, let recovery): self.user.recovery = recovery
        case .recoverySpent: self.user.recovery = nil
        case .attributesChanged(_, let edits):
            for edit in edits where !self.user.isErased { self.user.attributes.set(edit.name, to: edit.to) }
        case .namesReleased: self.user.hasReleasedNames = true
        case .namesRegained: self.user.hasReleasedNames = false
        case .passwordReset(_, let credential, _):
            self.user.credential = credential
            if self.user.statusBeforeBlock == .active { self.user.statusBeforeBlock = .mustChangePassword }
            if self.user.statusBeforeDeletion == .active { self.user.statusBeforeDeletion = .mustChangePassword }
        case .passwordChanged(_, let credential): self.user.credential = credential
        case .firstSignIn: self.user.hasSignedIn = true
        // Who accepts an invitation has shown its code, and chosen the password.
        case .statusChanged(_, .invited, .active): self.user.hasSignedIn = true
        case .secondFactorEnrolled(_, let factor): self.user.secondFactor = factor
        case .secondFactorRemoved: self.user.secondFactor = nil
        case .roleAssigned(let assignment): self.assignments.append(assignment)
        case .roleRemoved(let assignment): self.assignments.removeAll { $0.isSameHolding(as: assignment) }
        case .invitationSent(_, let invitation): self.invitation = invitation
        case .rolesRequested(let request): self.roleRequests.append(request)
        case .roleRequestAnswered(let request, let answer):
            self.roleRequests.removeAll { $0.id == request.id }
            if answer == .withdrawn { self.user.noteWithdrawal(at: moment) }
        case .notificationGivenUp(_, let notification): self.keep(notification)
        case .notificationRetried(_, let notification):
            self.undelivered.removeAll { $0.isSame(as: notification) }
        case .memberAdded(_, let group): self.groups.join(group)
        case .memberRemoved(_, let group): self.groups.removeAll { $0 == group }
        case .statusChanged, .sessionsEnded, .serviceTokenIssued, .lockoutLifted: break
        case .groupAdded, .groupChanged, .companyRoleDefined, .companyRoleChanged: break
        case .companyEnrolled, .companyChanged, .userAdded, .invitationRevoked, .refused, .notificationsDelivered: break
        }
    }

    /// Forgets all that is personal, and all that came with the account.
    private mutating func erase() {
        self.user.erase()
        self.assignments = []
        self.groups = []
        self.invitation = nil
        self.roleRequests = []
        self.undelivered = []
        self.unknownFields = UnknownFields()
    }

    private mutating func move(to status: AccountStatus, at moment: Timestamp) {
        guard status != self.user.status else { return }
        switch status {
        case .blocked where self.user.status != .deleted: self.user.statusBeforeBlock = self.user.status
        case .blocked, .deleted: break
        case .invited, .mustChangePassword, .active, .purged: self.user.statusBeforeBlock = nil
        }
        self.user.statusBeforeDeletion = status == .deleted ? self.user.status : nil
        self.user.deletedAt = status == .deleted ? moment : nil
        if self.user.status == .invited { self.invitation = nil }
        self.user.status = status
    }
}

extension User {
    /// Puts what is fixed in the place of what is personal; what a newer version stored may be personal, too.
    package mutating func erase() {
        self.isErased = true
        self.fullName = .erased
        self.userName = .erased
        self.email = nil
        self.attributes = UserAttributes()
        self.hasReleasedNames = false
        self.credential = nil
        self.requestWithdrawals = []
        self.addressRequests = []
        self.addressChange = nil
        self.recovery = nil
        self.secondFactor = nil
        self.unknownFields = UnknownFields()
    }

    /// Takes another address, which is the user name, too, if the former one was.
    fileprivate mutating func move(to email: EmailAddress) {
        defer { self.addressChange = nil }
        if self.isErased { return }
        if self.signsInWithAddressAlone { self.userName = UserName(email) }
        self.email = email
        self.recovery = nil
    }
}

extension UserRecord? {
    /// Moves what is known of a user by a change to this user that has been checked; one who is added is known from then on.
    mutating func take(_ change: Change, at moment: Timestamp) {
        switch change {
        case .userAdded(let user): self = UserRecord(user)
        case .invitationRevoked: self = nil
        default: self?.apply(change, at: moment)
        }
    }
}

extension User {
    /// Takes other names to sign in with; what was mailed to a former address opens nothing any more.
    fileprivate mutating func move(to names: SignInNames) {
        defer { self.addressChange = nil }
        if self.isErased { return }
        if names.email != self.email { self.recovery = nil }
        self.userName = names.userName
        self.email = names.email
    }
}

extension Int {
    /// The epoch after this one: another number, also at the end of counting.
    package var movedEpoch: Int { self >= Self.countLimit ? 0 : self + 1 }

    fileprivate mutating func moveEpoch() { self = self.movedEpoch }
}

extension Change {
    /// Whether no session of the user that was begun before counts any more.
    fileprivate var endsSessions: Bool {
        switch self {
        case .statusChanged(_, _, let status): status == .blocked || status == .deleted
        case .passwordReset, .passwordChanged, .userPurged: true
        case .secondFactorEnrolled, .secondFactorRemoved: true
        case .sessionsEnded(_, let session): session == nil
        case .companyEnrolled, .companyChanged, .userAdded, .userRenamed, .namesReleased, .namesRegained,
            .attributesChanged,
            .roleAssigned, .roleRemoved, .invitationSent, .invitationRevoked, .firstSignIn, .addressChangeRequested,
            .addressChangeWithdrawn, .addressChanged, .serviceTokenIssued,
            .signInNamesChanged,
            .groupAdded, .groupChanged, .companyRoleDefined, .companyRoleChanged,
            .memberAdded, .memberRemoved, .lockoutLifted, .recoveryRequested,
            .recoverySpent,
            .rolesRequested,
            .roleRequestAnswered, .refused, .notificationsDelivered, .notificationGivenUp, .notificationRetried:
            false
        }
    }
}

extension AccountStatus {
    /// Where a change to this user leaves the account.
    fileprivate func after(_ change: Change) -> AccountStatus {
        switch change {
        case .statusChanged(_, _, let status): status
        case .userPurged: .purged
        case .passwordReset: self == .active ? .mustChangePassword : self
        case .passwordChanged: self == .mustChangePassword ? .active : self
        case .companyEnrolled, .companyChanged, .userAdded, .userRenamed, .namesReleased, .namesRegained,
            .attributesChanged,
            .roleAssigned,
            .roleRemoved, .invitationSent, .invitationRevoked, .firstSignIn, .sessionsEnded, .addressChangeRequested,
            .addressChangeWithdrawn, .addressChanged, .serviceTokenIssued,
            .signInNamesChanged,
            .groupAdded, .groupChanged, .companyRoleDefined, .companyRoleChanged,
            .memberAdded, .memberRemoved, .lockoutLifted, .recoveryRequested,
            .recoverySpent,
            .rolesRequested,
            .roleRequestAnswered, .refused, .notificationsDelivered, .notificationGivenUp, .notificationRetried,
            .secondFactorEnrolled, .secondFactorRemoved:
            self
        }
    }
}

// MARK: - What follows from a record

extension UserRecord {
    /// Why a change to this user does not follow from the record; nil when it does.
    func contradiction(to change: Change) -> ChangeError? {
        switch change {
        case .roleAssigned(let assignment):
            self.holds(assignment) ? .roleHeld(assignment) : nil
        case .roleRemoved(let assignment):
            self.holds(assignment) ? nil : .roleNotHeld(assignment)
        case .statusChanged(let user, let expected, let status):
            self.contradiction(of: user, from: expected, to: status)
        case .rolesRequested(let request):
            self.roleRequests.contains { $0.id == request.id } ? .requestDiffers(request.id) : nil
        case .roleRequestAnswered(let request, _):
            self.roleRequests.contains { $0.id == request.id } ? nil : .requestDiffers(request.id)
        case .invitationSent(let user, _): self.user.email == nil && !self.user.isErased ? .noAddress(user) : nil
        case .namesReleased(let user):
            self.user.status == .deleted && !self.user.hasReleasedNames ? nil : .namesNotReleasable(user)
        case .namesRegained(let user, let names):
            self.user.hasReleasedNames && (self.user.isErased || names == self.user.ownNames)
                ? nil : .namesNotRegainable(user)
        // Of an account that was erased, no step says what was edited.
        case .attributesChanged(_, let edits): self.user.isErased ? nil : self.user.contradiction(to: edits)
        case .notificationRetried(let user, let notification):
            self.undelivered.contains { $0.isSame(as: notification) } ? nil : .notificationNotGivenUp(user)
        case .userRenamed, .passwordReset, .passwordChanged, .firstSignIn, .sessionsEnded, .notificationGivenUp,
            .addressChangeRequested, .userPurged, .lockoutLifted, .recoveryRequested:
            nil
        case .addressChanged(let user, let former, _):
            self.user.isErased || self.user.email == former && !self.user.hasReleasedNames ? nil : .addressDiffers(user)
        case .signInNamesChanged(let user, let former, _):
            self.user.isErased || former.areLetterForLetter(of: self.user) && !self.user.hasReleasedNames
                ? nil : .addressDiffers(user)
        case .recoverySpent(let user): self.user.isErased || self.user.recovery != nil ? nil : .noRecovery(user)
        case .addressChangeWithdrawn(let user): self.user.addressChange == nil ? .addressDiffers(user) : nil
        case .serviceTokenIssued(let user, _): self.user.accountKind == .service ? nil : .notAService(user)
        case .secondFactorEnrolled, .secondFactorRemoved: nil
        case .memberAdded(let user, let group): self.groups.contains(group) ? .memberAlready(user, of: group) : nil
        case .memberRemoved(let user, let group): self.groups.contains(group) ? nil : .notAMember(user, of: group)
        case .groupAdded, .groupChanged, .companyRoleDefined, .companyRoleChanged: nil
        case .companyEnrolled, .userAdded, .invitationRevoked, .refused, .notificationsDelivered: nil
        case .companyChanged: nil
        }
    }

    private func contradiction(of user: UserID, from expected: AccountStatus, to status: AccountStatus) -> ChangeError?
    {
        guard self.user.status == expected else {
            return .statusDiffers(user, expected: expected, found: self.user.status)
        }
        if status == .purged { return .userPurged(user) }
        return self.user.hasReleasedNames && status != .deleted ? .namesMissing(user) : nil
    }
}

extension User {
    /// Why edits of attributes do not follow from the user; nil when they do.
    fileprivate func contradiction(to edits: [AttributeEdit]) -> ChangeError? {
        guard !edits.isEmpty else { return .noChange }
        var attributes = self.attributes
        for edit in edits {
            let isSame =
                switch (attributes.attribute(edit.name), edit.from) {
                case (nil, nil): true
                case (let stored?, let from?): stored.isSame(as: from)
                default: false
                }
            guard isSame, edit.isOfOneName else { return .attributeDiffers(self.id, edit.name) }
            attributes.set(edit.name, to: edit.to)
        }
        return attributes.isWithinLimits ? nil : .tooManyAttributes(self.id)
    }
}
