/// Identifies one user forever; never given to another, not even after deletion.
public typealias UserID = Identifier<User>
