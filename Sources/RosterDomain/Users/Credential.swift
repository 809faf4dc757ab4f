/// What a vault keeps so that a person can show who they are: a password of their own, a temporary one, or the codes of an
/// invitation.
///
/// The domain knows a credential by its name only. A vault can hold several for one user; the one that the user's record names
/// is the one that counts, and whatever else the vault holds means nothing.
public enum Credential: Sendable {}

/// Identifies a credential; made at random, and never used again.
public typealias CredentialID = Identifier<Credential>
