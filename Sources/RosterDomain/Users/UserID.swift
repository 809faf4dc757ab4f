/// Identifies one user for ever; never given to another, not even after deletion.
public typealias UserID = Identifier<User>
