/// Identifies a user; never given to another user, not even after deletion.
public typealias UserID = Identifier<User>
