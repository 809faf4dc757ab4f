/// The records to read, by identifier or by name.
public struct RecordKeys: Sendable, Hashable {
    /// The identifiers; their order does not matter.
    public var ids: [RecordID]
    /// The names; their order does not matter.
    public var names: [RecordName]

    /// Creates keys; none when called without arguments.
    public init(_ ids: [RecordID] = [], named names: [RecordName] = []) {
        self.ids = ids
        self.names = names
    }

    /// Creates the keys of everything that an adapter must read to decide whether it can add a step, and to compute the
    /// new records.
    ///
    /// An adapter reads these in its transaction, and hands the excerpt to `CommitPrecondition.holds(in:)` and to
    /// `DirectoryDraft`.
    ///
    /// - Parameters:
    ///   - changes: The changes of the step.
    ///   - precondition: What the step rests on.
    /// - Complexity: O(changes + records that the precondition names).
    public init(toCommit changes: [Change], given precondition: CommitPrecondition) {
        var ids = Set(changes.compactMap(\.subject).map { RecordID.user($0) })
        ids.formUnion(changes.compactMap(\.group).map { .group($0) })
        ids.formUnion(changes.compactMap(\.companyRole).map { .companyRole($0) })
        if case .versions(let versions, _) = precondition { ids.formUnion(versions.keys) }
        self.init(Array(ids), named: Array(Set(changes.flatMap(\.namesGiven))))
    }
}
