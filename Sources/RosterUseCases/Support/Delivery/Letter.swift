import RosterDomain
import RosterPorts

/// A change of a step of the history.
struct ChangePlace: Hashable, Comparable {
    /// The step.
    let revision: Revision
    /// The place of the change among those of the step.
    let position: Int

    /// Where the changes of a step begin.
    static func start(of revision: Revision) -> ChangePlace { ChangePlace(revision: revision, position: 0) }

    /// The place after this one.
    var next: ChangePlace { ChangePlace(revision: self.revision, position: self.position + 1) }

    static func < (left: ChangePlace, right: ChangePlace) -> Bool {
        (left.revision, left.position) < (right.revision, right.position)
    }
}

/// A notification that a step of the history calls for; whether it is sent, and its text, are decided when it leaves.
struct Letter {
    /// What it is about.
    enum Message {
        case account(isNew: Bool, roles: [RoleAssignment])
        case passwordReset(credential: CredentialID, expiresAt: Timestamp)
        case passwordChanged
        case secondFactorChanged(isEnrolled: Bool)
        case invitation(Invitation)
        case roles(given: [RoleAssignment], taken: [RoleAssignment])
        case request(RoleRequest)
        case answer(RoleRequest, RoleRequestAnswer, given: [RoleAssignment])
        case addressCode(AddressChange)
        case recoveryCode(PasswordRecovery)
        case addressChanged(from: EmailAddress)
    }

    /// Where the walk through the history comes upon it.
    let place: ChangePlace
    /// What it tells of: the same place, unless it is delivered again on request.
    let origin: ChangePlace
    let recipient: UserID
    /// Who did what it tells of, and when.
    let principal: Principal
    let moment: Timestamp
    let message: Message

    /// Names the notification forever: however often it is delivered, the name is the same.
    var id: String { "\(self.origin.revision)-\(self.origin.position)-\(self.recipient)" }

    /// Where it goes; nil for the recipient's present address.
    var address: EmailAddress? {
        switch self.message {
        case .addressCode(let change): change.email
        case .addressChanged(let former): former
        case .account, .passwordReset, .passwordChanged, .recoveryCode, .secondFactorChanged, .invitation, .roles,
            .request, .answer:
            nil
        }
    }

    /// The same, come upon at another place.
    func delivered(at place: ChangePlace) -> Letter {
        Letter(
            place: place, origin: self.origin, recipient: self.recipient, principal: self.principal,
            moment: self.moment, message: self.message)
    }
}
