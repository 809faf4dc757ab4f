import RosterDomain
import RosterUseCases
import RosterWeb

/// The history in the language of the page.
struct HistoryWords {
    /// The most changes that a page tells of a step, which limits how many people it names; ours.
    static let changesPerStep = 10

    let visit: Visit
    /// What users are called.
    let names: [UserID: String]
    private var words: Words { self.visit.words }

    /// Finds out what the users are called whom a page of the history is about, in one read.
    init(_ page: HistoryPage, _ visit: Visit, _ viewer: Viewer) async throws {
        let ids = Set(
            page.entries.flatMap { entry in
                entry.changes.compactMap(\.subject) + (entry.principal.user.map { [$0] } ?? [])
            })
        let records = try await visit.acting(viewer) { tenant, principal in
            try await tenant.users(ids.sorted(), by: principal)
        }
        self.visit = visit
        self.names = Dictionary(records.map { ($0.id, $0.user.fullName.rawValue) }) { first, _ in first }
    }

    private func name(_ user: UserID) -> String { self.names[user] ?? self.words(.unknownPerson, user.description) }

    /// The history as a table, with the way to older steps.
    func sheet(_ page: HistoryPage, next: (String) -> PageAddress) -> HTML {
        HTML([
            page.entries.isEmpty
                ? Tag.p(.class("empty")) { self.words(page.next == nil ? .noHistory : .noHistorySoFar) }
                : Sheet(self.words(.newestFirst), [self.words(.time), self.words(.what), self.words(.step)]).html(
                    page.entries.map { entry in
                        [
                            self.visit.time(entry.at),
                            Tag.ul(.class("plain")) { for line in self.sentences(entry) { Tag.li { line } } },
                            HTML(text: entry.revision.description),
                        ]
                    }),
            page.next.map { end in
                Tag.div(.class("buttons")) {
                    Tag.a(.href(next(end.description)), .class("button")) { self.words(.older) }
                }
            } ?? HTML(),
        ])
    }

    /// A step in one line.
    func line(_ entry: HistoryEntry) -> String {
        self.words.moment(entry.at) + ": " + self.sentences(entry).joined(separator: " ")
    }

    /// A step, a sentence for each change that is told, and one for all that are not.
    func sentences(_ entry: HistoryEntry) -> [String] {
        let actor = entry.principal.user.map(self.name) ?? self.words(.theSystem)
        let told = zip(entry.changes, entry.sentences).map { change, english in
            // What the table has no words for yet is told as the domain tells it.
            self.told(change).map { self.words($0.phrase, with: [actor] + $0.arguments) } ?? english
        }
        let untold = entry.untoldChangeCount
        return told + (untold > 0 ? [self.words.count(untold, .historyUntoldOne, .historyUntoldMany)] : [])
    }

    private typealias Told = (phrase: Phrase, arguments: [String])

    private func told(_ change: Change) -> Told? {
        self.toldOfLife(change) ?? self.toldOfRoles(change) ?? self.toldOfCredentials(change)
    }

    private func toldOfLife(_ change: Change) -> Told? {
        switch change {
        case .companyEnrolled(let company): (.historyEnrolled, [company.name.rawValue])
        case .companyChanged(_, let company): (.historyCompany, [company.name.rawValue])
        case .userAdded(let user):
            (
                user.accountKind == .service
                    ? .historyServiceAdded : user.status == .invited ? .historyInvited : .historyAdded,
                [user.fullName.rawValue]
            )
        case .userRenamed(_, let former, let new): (.historyRenamed, [former.rawValue, new.rawValue])
        case .statusChanged(let user, let former, let new): (self.status(former, new), [self.name(user)])
        case .userPurged(let user): (.historyPurged, [self.name(user)])
        case .attributesChanged(let user, _): (.historyProfile, [self.name(user)])
        case .invitationSent(let user, _): (.historyInvitationSent, [self.name(user)])
        case .invitationRevoked(let user): (.historyInvitationRevoked, [self.name(user)])
        case .addressChangeRequested(let user, _): (.historyAddressAsked, [self.name(user)])
        case .addressChangeWithdrawn(let user): (.historyAddressWithdrawn, [self.name(user)])
        case .addressChanged(let user, _, let new): (.historyAddress, [self.name(user), new.rawValue])
        case .namesReleased(let user): (.historyNamesReleased, [self.name(user)])
        case .namesRegained(let user, _): (.historyNamesRegained, [self.name(user)])
        case .notificationGivenUp(let user, _): (.historyUnreached, [self.name(user)])
        case .notificationRetried(let user, _): (.historyRetried, [self.name(user)])
        default: nil
        }
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

    private func toldOfRoles(_ change: Change) -> Told? {
        switch change {
        case .roleAssigned(let assignment):
            (.historyGave, [self.name(assignment.user), self.role(assignment.holding)])
        case .roleRemoved(let assignment):
            (.historyTook, [self.name(assignment.user), self.role(assignment.holding)])
        case .rolesRequested(let request): (.historyAsked, [self.words.titles(request.roles)])
        case .roleRequestAnswered(let request, let answer): (self.answer(answer), [self.name(request.user)])
        case .groupAdded(let group): (.historyGroupAdded, [group.profile.name.rawValue])
        case .memberAdded(let user, _): (.historyJoined, [self.name(user)])
        case .memberRemoved(let user, _): (.historyLeft, [self.name(user)])
        case .companyRoleDefined(let role): (.historyRoleDefined, [role.definition.title.rawValue])
        case .companyRoleChanged(let role, let change): self.told(change, of: RoleID(role))
        default: nil
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

    private func toldOfCredentials(_ change: Change) -> Told? {
        switch change {
        case .passwordReset(let user, _, _): (.historyReset, [self.name(user)])
        case .passwordChanged(let user, _): (.historyPassword, [self.name(user)])
        case .firstSignIn: (.historyFirstSignIn, [])
        case .sessionsEnded(let user, let session):
            (session == nil ? .historySessions : .historySession, [self.name(user)])
        case .serviceTokenIssued(let service, let token):
            (.historyToken, [token.name.description, self.name(service)])
        case .lockoutLifted(let user): (.historyLockout, [self.name(user)])
        case .recoveryRequested(let user, _): (.historyRecovery, [self.name(user)])
        case .recoverySpent(let user): (.historyRecovered, [self.name(user)])
        case .secondFactorEnrolled(let user, _): (.historyFactor, [self.name(user)])
        case .secondFactorRemoved(let user): (.historyFactorRemoved, [self.name(user)])
        case .refused(let refusal):
            (
                refusal.times > 1 ? .historyRefusedTimes : .historyRefused,
                [self.words.sentence(refusal.reason), "\(refusal.times)"]
            )
        default: nil
        }
    }
}

extension Principal {
    /// The user who acted; nil for the system.
    var user: UserID? { if case .user(let id) = self { id } else { nil } }
}
