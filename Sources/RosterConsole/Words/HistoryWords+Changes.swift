import RosterDomain
import RosterUseCases

// A sentence for each kind of change. The switches have no default, so that a new kind of change is given its words.

extension HistoryWords {
    /// A phrase, with what it is about after the one who acted.
    typealias Told = (phrase: Phrase, arguments: [String])

    /// What is told of a change; nil for what programs note for themselves.
    func told(_ change: Change) -> Told? {
        switch change {
        case .companyEnrolled(let company): (.historyEnrolled, [company.name.rawValue])
        case .companyChanged(_, let company): (.historyCompany, [company.name.rawValue])
        case .userAdded(let user): (self.addition(of: user), [user.fullName.rawValue])
        case .userRenamed(_, let former, let new): (.historyRenamed, [former.rawValue, new.rawValue])
        case .statusChanged(let user, let former, let new): (self.status(former, new), [self.name(user)])
        case .userPurged(let user): (.historyPurged, [self.name(user)])
        case .attributesChanged(let user, _): (.historyProfile, [self.name(user)])
        case .invitationSent(let user, _): (.historyInvitationSent, [self.name(user)])
        case .invitationRevoked(let user): (.historyInvitationRevoked, [self.name(user)])
        case .addressChangeRequested(let user, _): (.historyAddressAsked, [self.name(user)])
        case .addressChangeWithdrawn(let user): (.historyAddressWithdrawn, [self.name(user)])
        case .addressChanged(let user, _, let new): (.historyAddress, [self.name(user), new.rawValue])
        case .signInNamesChanged(let user, _, let new):
            (.historySignInNames, [self.name(user), new.userName.rawValue])
        case .namesReleased(let user): (.historyNamesReleased, [self.name(user)])
        case .namesRegained(let user, _): (.historyNamesRegained, [self.name(user)])
        case .notificationGivenUp(let user, _): (.historyUnreached, [self.name(user)])
        case .notificationRetried(let user, _): (.historyRetried, [self.name(user)])
        case .notificationsDelivered: nil
        case .roleAssigned(let assignment):
            (.historyGave, [self.name(assignment.user), self.role(assignment.holding)])
        case .roleRemoved(let assignment):
            (.historyTook, [self.name(assignment.user), self.role(assignment.holding)])
        case .rolesRequested(let request): (.historyAsked, [self.words.titles(request.roles)])
        case .roleRequestAnswered(let request, let answer): (self.answer(answer), [self.name(request.user)])
        case .groupAdded(let group): (.historyGroupAdded, [group.profile.name.rawValue])
        case .groupChanged(let group, let change): self.told(change, of: group)
        case .memberAdded(let user, let group): (.historyJoined, [self.name(user), self.name(group)])
        case .memberRemoved(let user, let group): (.historyLeft, [self.name(user), self.name(group)])
        case .companyRoleDefined(let role): (.historyRoleDefined, [role.definition.title.rawValue])
        case .companyRoleChanged(let role, let change): self.told(change, of: RoleID(role))
        case .passwordReset(let user, _, _): (.historyReset, [self.name(user)])
        case .passwordChanged(let user, _): (.historyPassword, [self.name(user)])
        case .firstSignIn: (.historyFirstSignIn, [])
        case .sessionsEnded(let user, nil): (.historySessions, [self.name(user)])
        case .sessionsEnded(let user, .some): (.historySession, [self.name(user)])
        case .serviceTokenIssued(let service, let token):
            (.historyToken, [token.name.description, self.name(service)])
        case .lockoutLifted(let user): (.historyLockout, [self.name(user)])
        case .recoveryRequested(let user, _): (.historyRecovery, [self.name(user)])
        case .recoverySpent(let user): (.historyRecovered, [self.name(user)])
        case .secondFactorEnrolled(let user, _): (.historyFactor, [self.name(user)])
        case .secondFactorRemoved(let user): (.historyFactorRemoved, [self.name(user)])
        case .refused(let refusal): self.told(refusal)
        }
    }

    private func addition(of user: User) -> Phrase {
        if user.accountKind == .service { return .historyServiceAdded }
        return user.status == .invited ? .historyInvited : .historyAdded
    }

    private func status(_ former: AccountStatus, _ new: AccountStatus) -> Phrase {
        switch (former, new) {
        case (.deleted, _): .historyRestored
        case (_, .deleted): .historyDeleted
        case (.blocked, _): .historyUnblocked
        case (_, .blocked): .historyBlocked
        case (.invited, _): .historyAccepted
        default: .historyStatus
        }
    }

    private func told(_ change: GroupChange, of group: GroupID) -> Told {
        switch change {
        case .changed(let former, let new):
            former.name == new.name
                ? (.historyGroupChanged, [new.name.rawValue])
                : (.historyGroupRenamed, [former.name.rawValue, new.name.rawValue])
        case .deleted: (.historyGroupDeleted, [self.name(group)])
        case .restored(let profile): (.historyGroupRestored, [profile.name.rawValue])
        case .roleAssigned(let role): (.historyGroupGave, [self.name(group), self.role(role.holding)])
        case .roleRemoved(let role): (.historyGroupTook, [self.name(group), self.role(role.holding)])
        }
    }

    private func told(_ change: CompanyRoleChange, of role: RoleID) -> Told {
        switch change {
        case .changed(let former, let new):
            former.title == new.title
                ? (.historyRoleChanged, [new.title.rawValue])
                : (.historyRoleRenamed, [former.title.rawValue, new.title.rawValue])
        case .retired: (.historyRoleRetired, [self.words.title(role)])
        case .reinstated: (.historyRoleReinstated, [self.words.title(role)])
        case .deleted: (.historyRoleDeleted, [])
        }
    }

    private func told(_ refusal: Refusal) -> Told {
        (
            refusal.times > 1 ? .historyRefusedTimes : .historyRefused,
            [self.words.sentence(refusal.reason), "\(refusal.times)"]
        )
    }

    private func role(_ holding: RoleHolding) -> String {
        let title = self.words.title(holding.role)
        return holding.scope == .company ? title : "\(title) (\(holding.scope.path))"
    }

    private func answer(_ answer: RoleRequestAnswer) -> Phrase {
        switch answer {
        case .granted: .historyGranted
        case .declined: .historyDeclined
        case .withdrawn: .historyWithdrawn
        case .lapsed: .historyLapsed
        }
    }
}
