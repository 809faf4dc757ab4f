/// Reads out of records what the indexes of a checkpoint were built from, so that they can be verified.
package protocol CheckpointRecordReading {
    /// What the indexes should know about a user, computed from the record and the holdings alone.
    ///
    /// - Parameter holdings: The bytes of the set of holdings that the user has.
    func facts(
        of user: CheckpointUser, holdings: UnsafeRawBufferPointer
    ) throws(ByteReader.Malformed) -> CheckpointFacts

    /// Whether two users whose e-mail addresses have equal hashes have the same address.
    func haveSameEmail(_ user: CheckpointUser, _ other: CheckpointUser) throws(ByteReader.Malformed) -> Bool
}

/// What the indexes of a checkpoint know about a user.
package struct CheckpointFacts: Sendable, Hashable {
    package var status: UInt8
    package var flags: UInt8
    /// The keyed hash of the e-mail address; nil when the user cannot be found by one.
    package var emailHash: UInt64?
    /// The numbers of the roles held, in any order.
    package var roles: [UInt32]

    /// Creates facts.
    package init(status: UInt8, flags: UInt8, emailHash: UInt64?, roles: [UInt32]) {
        self.status = status
        self.flags = flags
        self.emailHash = emailHash
        self.roles = roles
    }
}
