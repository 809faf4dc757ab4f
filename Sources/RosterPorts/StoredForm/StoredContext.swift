internal import RosterDomain

/// What a coder remembers: fields that are in context are left out, or shortened, by it.
struct StoredContext {
    /// The moment that others count from.
    var origin = Timestamp(millisecondsSinceEpoch: 0)
    /// The moment named last.
    var moment = Timestamp(millisecondsSinceEpoch: 0)
    /// The user named last.
    var user: UserID?
    /// Who was named last as having done something.
    var principal: Principal?

    /// The distance of a moment from the origin, which wraps around so that there always is one.
    @inline(__always)
    func distance(to moment: Timestamp) -> Int64 {
        moment.millisecondsSinceEpoch &- self.origin.millisecondsSinceEpoch
    }

    /// The moment at a distance from the origin.
    @inline(__always)
    func moment(at distance: Int64) throws(StoredFormError) -> Timestamp {
        try Timestamp(stored: self.origin.millisecondsSinceEpoch &+ distance)
    }
}
