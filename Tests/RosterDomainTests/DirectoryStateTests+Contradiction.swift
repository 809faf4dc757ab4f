import RosterDomain
import RosterDomainTestSupport
import Testing

extension DirectoryStateTests {
    /// A change that contradicts what came before it.
    struct Contradiction: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let before: [Change]
        let change: Change
        let error: ChangeError

        init(_ name: String, after before: [Change], _ change: Change, _ error: ChangeError) {
            self.testDescription = name
            self.before = before
            self.change = change
            self.error = error
        }

        private static let ada = DomainSample.user(1, "ada@contoso.example")
        private static let added = Change.userAdded(user: ada)
        private static let held = DomainSample.assignment("sales_agent", to: ada.id)
        private static let request = DomainSample.request(by: ada.id)
        private static let stranger = DomainSample.id(9)

        static let each = users + strangers + holdings + invitations

        private static let users = [
            Contradiction(
                "the address in another case", after: [added],
                .userAdded(user: DomainSample.user(2, "ADA@Contoso.Example")),
                .nameTaken(RecordName(ada.userName), by: .user(ada.id))),
            Contradiction(
                "the identifier", after: [added], .userAdded(user: DomainSample.user(1, "other@contoso.example")),
                .userExists(ada.id)),
            Contradiction("the same user", after: [added], added, .userExists(ada.id)),
            Contradiction(
                "a second company", after: [.companyEnrolled(company: DomainSample.company)],
                .companyEnrolled(company: DomainSample.company), .companyExists),
            Contradiction(
                "a change from another company", after: [.companyEnrolled(company: DomainSample.company)],
                .companyChanged(from: DomainSample.renamedCompany, to: DomainSample.company), .companyDiffers),
            Contradiction(
                "another enrollment", after: [.companyEnrolled(company: DomainSample.company)],
                .companyChanged(
                    from: DomainSample.company,
                    to: Company(
                        name: DomainSample.company.name, programs: [], enrolledBy: DomainSample.id(9),
                        enrolledAt: DomainSample.company.enrolledAt)), .companyDiffers),
            Contradiction(
                "a change of no company", after: [added],
                .companyChanged(from: DomainSample.company, to: DomainSample.renamedCompany), .companyDiffers),
            Contradiction(
                "another status", after: [added], .statusChanged(user: ada.id, from: .blocked, to: .active),
                .statusDiffers(ada.id, expected: .blocked, found: .active)),
            Contradiction(
                "a status that has changed",
                after: [added, .statusChanged(user: ada.id, from: .active, to: .blocked)],
                .statusChanged(user: ada.id, from: .active, to: .deleted),
                .statusDiffers(ada.id, expected: .active, found: .blocked)),
            Contradiction(
                "a status that a reset has changed",
                after: [
                    added,
                    .passwordReset(user: ada.id, credential: DomainSample.credential, expiresAt: DomainSample.moment),
                ],
                .statusChanged(user: ada.id, from: .active, to: .blocked),
                .statusDiffers(ada.id, expected: .active, found: .mustChangePassword)),
        ]

        private static let strangers = [
            unknown("a new name", .userRenamed(user: stranger, from: ada.fullName, to: ada.fullName)),
            unknown("a status", .statusChanged(user: stranger, from: .active, to: .blocked)),
            unknown("a role given", .roleAssigned(assignment: DomainSample.assignment("a", to: stranger))),
            unknown("a role taken", .roleRemoved(assignment: DomainSample.assignment("a", to: stranger))),
            unknown("an invitation", .invitationSent(user: stranger, invitation: DomainSample.invitation)),
            unknown("an invitation taken back", .invitationRevoked(user: stranger)),
            unknown(
                "a reset",
                .passwordReset(user: stranger, credential: DomainSample.credential, expiresAt: DomainSample.moment)),
            unknown("a password", .passwordChanged(user: stranger, credential: DomainSample.credential)),
            unknown("a sign-in", .firstSignIn(user: stranger)),
            unknown("a request", .rolesRequested(request: DomainSample.request(by: stranger))),
            unknown(
                "an answer", .roleRequestAnswered(request: DomainSample.request(by: stranger), answer: .granted)),
        ]

        private static let holdings = [
            Contradiction(
                "a role held", after: [added, .roleAssigned(assignment: held)], .roleAssigned(assignment: held),
                .roleHeld(held)),
            Contradiction("a role never held", after: [added], .roleRemoved(assignment: held), .roleNotHeld(held)),
            Contradiction(
                "a role held elsewhere", after: [added, .roleAssigned(assignment: held)],
                .roleRemoved(assignment: DomainSample.assignment("sales_agent", to: ada.id, at: "/locations/1")),
                .roleNotHeld(DomainSample.assignment("sales_agent", to: ada.id, at: "/locations/1"))),
            Contradiction(
                "a role taken twice",
                after: [added, .roleAssigned(assignment: held), .roleRemoved(assignment: held)],
                .roleRemoved(assignment: held), .roleNotHeld(held)),
            Contradiction(
                "a request that waits", after: [added, .rolesRequested(request: request)],
                .rolesRequested(request: request), .requestDiffers(request.id)),
            Contradiction(
                "an answer to no request", after: [added], .roleRequestAnswered(request: request, answer: .granted),
                .requestDiffers(request.id)),
            Contradiction(
                "a second answer",
                after: [
                    added, .rolesRequested(request: request), .roleRequestAnswered(request: request, answer: .declined),
                ],
                .roleRequestAnswered(request: request, answer: .granted), .requestDiffers(request.id)),
        ]

        private static let invitations = [
            Contradiction(
                "no invitation to take back", after: [added], .invitationRevoked(user: ada.id), .notInvited(ada.id)),
            Contradiction(
                "an invitation never sent",
                after: [.userAdded(user: DomainSample.user(1, "eve@fabrikam.example", status: .invited))],
                .invitationRevoked(user: ada.id), .notInvited(ada.id)),
            Contradiction(
                "an invitation taken back already",
                after: [
                    .userAdded(user: DomainSample.user(1, "eve@fabrikam.example", status: .invited)),
                    .invitationSent(user: ada.id, invitation: DomainSample.invitation),
                    .invitationRevoked(user: ada.id),
                ],
                .invitationRevoked(user: ada.id), .unknownUser(ada.id)),
        ]

        private static func unknown(_ name: String, _ change: Change) -> Contradiction {
            Contradiction("\(name) of no user", after: [added], change, .unknownUser(stranger))
        }
    }
}
