/// A generated password that can be read once, expires, and must be changed at the first sign-in.
///
/// The compiler does not let you copy, print or interpolate it. ``reveal()`` consumes it.
public struct TemporaryPassword: ~Copyable, Sendable {
    private let text: String
    /// The first moment at which it no longer works.
    public let expiresAt: Timestamp

    /// Wraps a text that a credential vault has just made.
    public init(_ text: String, expiresAt: Timestamp) {
        self.text = text
        self.expiresAt = expiresAt
    }

    /// Returns the text and consumes the value; calling it twice does not compile.
    public consuming func reveal() -> String { self.text }
}

/// What a new user needs to sign in for the first time.
///
/// It can be read once.
///
/// The Partner Center page says "Be sure to copy the new user's sign-in information", because it cannot be shown again.
@frozen
public struct SignInInformation: ~Copyable, Sendable {
    /// The user name to sign in with; usually the address.
    public let userName: UserName
    private let password: TemporaryPassword

    /// Joins a user name and the temporary password made for it.
    public init(userName: UserName, password: consuming TemporaryPassword) {
        self.userName = userName
        self.password = password
    }

    /// Returns the information and consumes the value; calling it twice does not compile.
    ///
    /// The result is plain text: give it to the user and keep no copy.
    public consuming func reveal() -> RevealedSignInInformation {
        let expiresAt = self.password.expiresAt
        return RevealedSignInInformation(
            userName: self.userName, temporaryPassword: self.password.reveal(), expiresAt: expiresAt)
    }
}

/// Sign-in information in plain text, to be handed to the user.
public struct RevealedSignInInformation: Sendable, CustomStringConvertible {
    /// The user name to sign in with; usually the address.
    public let userName: UserName
    /// The temporary password.
    public let temporaryPassword: String
    /// The first moment at which the password no longer works.
    public let expiresAt: Timestamp

    /// All of the information in one line.
    public var description: String {
        "sign in as \(self.userName) with \(self.temporaryPassword) before \(self.expiresAt)"
    }
}
