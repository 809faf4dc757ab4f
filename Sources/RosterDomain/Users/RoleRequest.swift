/// Identifies a request for roles.
public typealias RoleRequestID = Identifier<RoleRequest>

/// A user's pending request for roles, which a user who may assign them can grant or decline.
public struct RoleRequest: Sendable, Hashable, Identifiable {
    /// The most Unicode scalars of a reason; ours.
    public static let reasonCharacterLimit = 1_000

    /// Identifies the request.
    public package(set) var id: RoleRequestID
    /// The user who asks for the roles.
    public package(set) var user: UserID
    /// The requested roles; at least one.
    public package(set) var roles: [RoleID]
    /// The scope at which they are requested.
    public package(set) var scope: Scope
    /// Why, in the user's own words, with line feeds for line ends; empty when the user gives none.
    public package(set) var reason: String
    /// When the user asked.
    public package(set) var requestedAt: Timestamp
    /// For when they are wished for; without an end when the user does not mind.
    public package(set) var window: ValidityWindow
    /// The first moment at which it can no longer be granted; nil when it does not expire.
    public package(set) var expiresAt: Timestamp?
    /// Fields that a newer version of Roster stored with it.
    package var unknownFields = UnknownFields()

    /// Creates a request.
    public init(
        id: RoleRequestID, user: UserID, roles: [RoleID], scope: Scope, reason: String, requestedAt: Timestamp,
        during window: ValidityWindow = .always, expiringAt expiresAt: Timestamp? = nil
    ) {
        self.window = window
        self.expiresAt = expiresAt
        self.id = id
        self.user = user
        self.roles = roles
        self.scope = scope
        self.reason = reason
        self.requestedAt = requestedAt
    }
}

extension RoleRequest {
    /// A reason with a line feed for each line end that forms and programs write (CRLF, CR, NEL, U+2028, U+2029, vertical tab,
    /// form feed), and a blank for each tab.
    static func tidied(reason: String) -> String {
        var tidied = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in reason.unicodeScalars {
            switch scalar {
            case "\n" where isAfterReturn: break
            case "\r", "\n", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": tidied.append("\n")
            case "\t": tidied.append(" ")
            default: tidied.append(scalar)
            }
            isAfterReturn = scalar == "\r"
        }
        return String(tidied)
    }

    /// Whether it can still be granted at a moment.
    public func isPending(at moment: Timestamp) -> Bool { self.expiresAt.map { moment < $0 } ?? true }
}

/// The answer to a request for roles.
public enum RoleRequestAnswer: String, Sendable, Hashable, Codable, CaseIterable {
    /// The roles were assigned.
    case granted
    /// The roles were not assigned.
    case declined
    /// The user who asked withdrew it.
    case withdrawn
    /// It had expired, or the account was deleted.
    case lapsed
}

extension User {
    /// How long a request that was withdrawn counts among those that a user may have: a day; ours.
    private static let withdrawalPeriod: Duration = .seconds(86_400)
    /// The most withdrawals that are remembered; ours.
    private static let withdrawalLimit = 100

    /// How many requests for roles the user withdrew within a day before a moment.
    func requestsWithdrawn(at moment: Timestamp) -> Int {
        self.requestWithdrawals.count { $0 <= moment && moment < $0 + Self.withdrawalPeriod }
    }

    /// Notes that the user withdrew a request, and forgets those of more than a day ago.
    mutating func noteWithdrawal(at moment: Timestamp) {
        let recent = self.requestWithdrawals.filter { moment < $0 + Self.withdrawalPeriod }
        self.requestWithdrawals = Array((recent + [moment]).suffix(Self.withdrawalLimit))
    }
}
