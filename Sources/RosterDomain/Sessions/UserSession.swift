/// What a person or a program signed in to, from then until it ends.
///
/// Its token is known to the client alone. A session ends when it is not used for a while, at its latest moment, when it is
/// ended, and when the account's session epoch moves: at a block, a deletion, a reset or a change of the password or the second factor.
public struct UserSession: Sendable, Hashable, Identifiable {
    /// The most sessions of one user that a store keeps; ours.
    public static let countLimit = 100
    /// The most roles that can be chosen for a session; ours.
    public static let activeRoleLimit = 1_000

    /// Identifies the session; it is no secret, and cannot be used to sign in.
    public let id: UserSessionID
    /// Whose session it is.
    public let user: UserID
    /// What it runs on, as the host names it: `Firefox on Linux`.
    public let device: DeviceName
    /// How the person was authenticated.
    public package(set) var methods: Set<AuthenticationMethod>
    /// The account's session epoch when the session began; it counts as long as the epoch is the same.
    public package(set) var epoch: Int
    /// When it began.
    public let begunAt: Timestamp
    /// When it was last used, to the nearest half minute or so.
    public package(set) var lastUsedAt: Timestamp
    /// How long it may go unused; nil for as long as it lasts.
    public let idleLifetime: Duration?
    /// The first moment at which it is over, used or not.
    public package(set) var expiresAt: Timestamp
    /// Whether its end was brought forward, because another token takes its place.
    public package(set) var isEnding = false
    /// The roles that were chosen for it, of which those count that the user has; nil for a session that has all of them active.
    ///
    /// `Tenant.activeRoles(of:)` says which roles count at present.
    public package(set) var activeRoles: Set<RoleID>?
    /// Fields that a newer version of Roster stored with the session.
    package var unknownFields = UnknownFields()

    /// Describes a session that begins.
    package init(
        _ id: UserSessionID, of user: UserID, on device: DeviceName, by methods: Set<AuthenticationMethod>, epoch: Int,
        at begunAt: Timestamp, idleLifetime: Duration?, expiringAt expiresAt: Timestamp, lastUsedAt: Timestamp? = nil,
        activating activeRoles: Set<RoleID>? = nil
    ) {
        self.activeRoles = activeRoles
        self.id = id
        self.user = user
        self.device = device
        self.methods = methods
        self.epoch = epoch
        self.begunAt = begunAt
        self.lastUsedAt = lastUsedAt ?? begunAt
        self.idleLifetime = idleLifetime
        self.expiresAt = expiresAt
    }

    /// The first moment at which the session is over unless it is used before.
    public var endsAt: Timestamp {
        guard let idleLifetime else { return self.expiresAt }
        return min(self.lastUsedAt + idleLifetime, self.expiresAt)
    }

    /// How long it lasts from its beginning, however much it is used.
    public var lifetime: Duration {
        .milliseconds(self.expiresAt.millisecondsSinceEpoch - self.begunAt.millisecondsSinceEpoch)
    }

    /// The session once it was used at a moment; the same when it was used later before.
    public func used(at moment: Timestamp) -> UserSession {
        var session = self
        session.lastUsedAt = max(self.lastUsedAt, moment)
        return session
    }

    /// Whether the person showed something that they have, here or to the party that authenticated them.
    package var hasShownSecondFactor: Bool { !self.methods.isDisjoint(with: AuthenticationMethod.secondFactors) }

    /// Whether it is over at a moment, by its lifetimes alone.
    public func isOver(at now: Timestamp) -> Bool { now >= self.endsAt }

    /// The session with its end brought forward to a moment, if it ends later; nil when that has been done before, and no sooner.
    package func ending(at moment: Timestamp) -> UserSession? {
        guard moment < self.expiresAt || !self.isEnding else { return nil }
        var session = self
        session.expiresAt = min(moment, self.expiresAt)
        session.isEnding = true
        return session
    }
}

/// When a session was last used.
public struct SessionUse: Sendable, Hashable {
    /// Which session.
    public let session: UserSessionID
    /// Whose it is.
    public let user: UserID
    /// When.
    public let moment: Timestamp

    /// Names a session and a moment.
    public init(of session: UserSessionID, of user: UserID, at moment: Timestamp) {
        self.session = session
        self.user = user
        self.moment = moment
    }
}

/// Tells the identifiers of sessions from those of other things.
public enum UserSessionKind: Sendable {}

/// Identifies a session; random, and never reused.
public typealias UserSessionID = Identifier<UserSessionKind>

/// How a person was authenticated, by the names that RFC 8176 registers.
public struct AuthenticationMethod: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    /// The registered name, such as `pwd`.
    public let rawValue: String

    /// Wraps a name; a host can use any of RFC 8176 §2 and names of its own.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A password (`pwd`).
    public static let password = AuthenticationMethod(rawValue: "pwd")
    /// A one-time code (`otp`).
    public static let oneTimeCode = AuthenticationMethod(rawValue: "otp")
    /// Several factors, as another party found (`mfa`).
    public static let multipleFactors = AuthenticationMethod(rawValue: "mfa")
    /// A token of a service (`token`; the registry has none for it).
    public static let token = AuthenticationMethod(rawValue: "token")
    /// A key in hardware, such as a passkey on a security key (`hwk`).
    public static let hardwareKey = AuthenticationMethod(rawValue: "hwk")

    /// The registered name.
    public var description: String { self.rawValue }
}

/// The name of what a session runs on, as the host gives it.
public struct DeviceName: Sendable, Hashable, CustomStringConvertible {
    /// The most UTF-8 bytes that are kept; ours.
    public static let byteLimit = 128

    /// The name.
    public let description: String

    /// Makes a name of any text: control characters go, and what is too long is cut.
    ///
    /// Hosts pass what browsers say of themselves, so that every text is taken.
    public init(_ text: String) {
        var (name, count) = (String.UnicodeScalarView(), 0)
        for scalar in text.unicodeScalars where !scalar.isUnsafeInText {
            count += UTF8.width(scalar)
            if count > Self.byteLimit { break }
            name.append(scalar)
        }
        self.description = String(name)
    }
}

/// A session that has just begun, or got another token, with the token's text.
///
/// The compiler does not let you copy or print it. ``reveal()`` consumes it.
public struct BegunSession: ~Copyable, Sendable {
    /// The session.
    public let session: UserSession
    /// What the person must do before anything is allowed.
    public let duties: SessionDuties
    private let token: SessionToken

    /// Joins a session and the token made for it.
    package init(_ session: UserSession, duties: SessionDuties, token: SessionToken) {
        self.session = session
        self.duties = duties
        self.token = token
    }

    /// Returns the text of the token and consumes the value; calling it twice does not compile.
    ///
    /// Give it to the client, in a cookie that is `Secure` and `HttpOnly`, and keep no copy.
    public consuming func reveal() -> String { self.token.text }
}

/// What a person who is signed in must do before anything is allowed.
public struct SessionDuties: OptionSet, Sendable, Hashable {
    /// The bits.
    public let rawValue: UInt8
    /// Wraps bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Change the temporary password.
    public static let changePassword = SessionDuties(rawValue: 1 << 0)
    /// Show the second factor that the person has.
    public static let secondFactor = SessionDuties(rawValue: 1 << 1)
    /// Enroll a second factor, which the policy demands.
    public static let enrollSecondFactor = SessionDuties(rawValue: 1 << 2)
}

/// Who presents a token, and what they may be asked to do first.
public struct SessionAdmission: Sendable {
    /// The session.
    public let session: UserSessionID
    /// Whose session it is, whether or not they may do anything yet; ``principal`` is who acts.
    public let user: UserID
    /// What must be done before anything is allowed; usually nothing.
    public let duties: SessionDuties
    /// The user with the roles that the session has active, resolved for checks; nil as long as there are ``duties``, so that nothing
    /// is allowed by mistake.
    public let subject: UserHandle?

    /// Who acts in the session with all of their roles; nil as long as there are ``duties``, so that nothing is done by mistake.
    ///
    /// Nil also where the session does not have all roles active, since a verb that is done by a user rests on all that the user holds:
    /// call it within `Tenant.acting(in:_:)`, which does it with the active roles.
    public var principal: UserID? { self.subject.flatMap { $0.isOfSession ? nil : self.user } }

    package init(session: UserSessionID, user: UserID, duties: SessionDuties, subject: UserHandle?) {
        self.session = session
        self.user = user
        self.duties = duties
        self.subject = subject
    }
}
