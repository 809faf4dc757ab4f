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
        if case .versions(let versions) = precondition { ids.formUnion(versions.keys) }
        self.init(Array(ids), named: Array(Set(changes.flatMap(\.namesGiven))))
    }
}

extension Change {
    /// The names that the change gives to a record.
    fileprivate var namesGiven: [RecordName] {
        switch self {
        case .userAdded(let user): user.names
        case .namesRegained(_, let names): names
        case .addressChanged(_, _, let email): [RecordName(email)]
        case .attributesChanged(_, let edits): edits.compactMap { $0.to?.recordName }
        case .companyEnrolled, .userRenamed, .statusChanged, .namesReleased, .roleAssigned, .roleRemoved,
            .invitationSent,
            .invitationRevoked, .passwordReset, .passwordChanged, .firstSignIn, .sessionsEnded, .addressChangeRequested,
            .addressChangeWithdrawn, .serviceTokenIssued,
            .lockoutLifted,
            .rolesRequested,
            .roleRequestAnswered,
            .refused, .notificationsDelivered, .notificationGivenUp, .notificationRetried:
            []
        }
    }
}
