/// A secret in a vault by which a person can sign in: a chosen password, a temporary password, or the codes of an
/// invitation.
///
/// The domain knows only the identifier of a credential. A vault can hold several credentials for a user. Only the one
/// that the user's record names counts; the others have no effect.
public enum Credential: Sendable {}

/// Identifies a credential; random, and never reused.
public typealias CredentialID = Identifier<Credential>
