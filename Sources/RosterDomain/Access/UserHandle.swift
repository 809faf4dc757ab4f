/// A user resolved for one ``AccessTable``, so that a check does not look the user up.
///
/// Made by ``AccessTable/handle(for:)-(UserID)``, for example when a session begins. Whatever happens to the user counts at once.
/// After the table has grown or its catalog has changed, the handle still answers, at the cost of a look-up by identifier;
/// make it anew to be fast again. At any other table the answer is no.
public struct UserHandle: Sendable, Identifiable {
    /// Identifies the user.
    public let id: UserID

    /// The address of the user's entry, good as long as the generation is the table's.
    let entry: UInt64
    /// Tells the index in which the entry lies from every other index of the process.
    let generation: UInt64
    /// The numbering of permissions, and how many there were when the handle was made.
    let numbering: UInt64
    let permissionCount: UInt64
    /// The numbering of conditions then.
    let conditionNumbering: UInt64
}
