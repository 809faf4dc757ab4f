/// A change of a user's address that waits to be confirmed with the code that was mailed to the new one.
///
/// What ends all sessions of the account ends it, too: a reset or change of the password, a block, a deletion.
public struct AddressChange: Sendable, Hashable {
    /// How long after a change was asked for another one can be; ours.
    public static let pause: Duration = .seconds(60)
    /// The most changes that can be asked for in a day, those that were taken back among them; ours.
    public static let dailyLimit = 10

    /// The address to have.
    public package(set) var email: EmailAddress
    /// Who asked for it: the user or an administrator.
    public package(set) var requestedBy: Principal
    /// The credential that confirms it; every code that was mailed for it matches.
    public package(set) var credential: CredentialID
    /// When it was asked for.
    public package(set) var requestedAt: Timestamp
    /// The first moment at which it can no longer be confirmed.
    public package(set) var expiresAt: Timestamp
    /// Fields that a newer version of Roster stored with it.
    package var unknownFields = UnknownFields()

    /// Describes a change.
    public init(
        to email: EmailAddress, requestedBy: Principal, credential: CredentialID, at requestedAt: Timestamp,
        expiringAt expiresAt: Timestamp
    ) {
        self.email = email
        self.requestedBy = requestedBy
        self.credential = credential
        self.requestedAt = requestedAt
        self.expiresAt = expiresAt
    }
}

extension User {
    private static let requestPeriod: Duration = .seconds(86_400)

    /// The first moment at which another address can be asked for; nil for now.
    func nextAddressRequest(at now: Timestamp) -> Timestamp? {
        // A clock that was set back must not extend the pause.
        let recent = self.addressRequests.filter { $0 <= now && now < $0 + Self.requestPeriod }
        if recent.count >= AddressChange.dailyLimit { return recent[0] + Self.requestPeriod }
        guard let last = recent.last, now < last + AddressChange.pause else { return nil }
        return last + AddressChange.pause
    }

    /// Notes that an address was asked for, and forgets what was more than a day ago.
    mutating func noteAddressRequest(at moment: Timestamp) {
        let recent = self.addressRequests.filter { moment < $0 + Self.requestPeriod }
        self.addressRequests = Array((recent + [moment]).suffix(AddressChange.dailyLimit))
    }
}
