/// A user resolved for one ``AccessTable``, so that a check need not look up the user; or a session of theirs, with the roles that it
/// has active.
///
/// Create one with ``AccessTable/handle(for:)-(UserID)``, for example when a session begins. A change to the user takes
/// effect at once. After the table has grown or changed its catalog, the handle still works, but costs a look-up by
/// identifier; create it again to make it fast. In any other table the answer is no.
public struct UserHandle: Sendable, Identifiable {
    /// Identifies the user.
    public let id: UserID
    /// Under which the table knows the entry: the user, or a session of the user that does not have all roles active.
    let subject: UserID

    /// The address of the user's entry, valid as long as the table has this generation.
    let entry: UInt64
    /// Tells the index in which the entry lies from every other index of the process.
    let generation: UInt64
    /// The numbering of permissions, and how many there were when the handle was made.
    let numbering: UInt64
    let permissionCount: UInt64
    /// The numbering of conditions then.
    let conditionNumbering: UInt64

    /// Whether it stands for a session that does not have all roles of the user active, and not for the user.
    package var isOfSession: Bool { self.subject != self.id }
}
