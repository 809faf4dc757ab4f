internal import RosterDomain
internal import RosterStore

extension UserID {
    /// What the store finds the user's record by.
    @inline(__always)
    var key: RecordKey { RecordKey(high: self.high, low: self.low) }

    /// The user whose record is found by a key.
    @inline(__always)
    init(_ key: RecordKey) {
        self.init(high: key.high, low: key.low)
    }
}
