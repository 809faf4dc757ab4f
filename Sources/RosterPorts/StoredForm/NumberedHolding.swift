package import RosterDomain

/// A holding by the numbers of its role and its scope: what can be compared without reading names.
package struct NumberedHolding: Sendable, Hashable, Comparable {
    /// The role's number.
    package let role: UInt32
    /// 0 for the whole company, or one more than the scope's number.
    package let place: UInt32
    /// When it holds.
    package let window: ValidityWindow

    /// Creates a holding; nil when the numbers are too large.
    @inline(__always)
    package init?(role: UInt64, place: UInt64, window: ValidityWindow) {
        guard let role = UInt32(exactly: role), let place = UInt32(exactly: place) else { return nil }
        self.role = role
        self.place = place
        self.window = window
    }

    /// The order in which they are written: by role, by place, then by beginning and end, none first.
    package static func < (left: NumberedHolding, right: NumberedHolding) -> Bool {
        if left.role != right.role { return left.role < right.role }
        if left.place != right.place { return left.place < right.place }
        if left.window.from != right.window.from { return left.window.from < right.window.from }
        return left.window.until < right.window.until
    }
}

extension Timestamp? {
    fileprivate static func < (left: Timestamp?, right: Timestamp?) -> Bool {
        guard let right else { return false }
        return left.map { $0 < right } ?? true
    }
}
