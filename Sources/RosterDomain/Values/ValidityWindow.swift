/// The time during which a role assignment holds: from a moment (inclusive) until a moment (exclusive).
public struct ValidityWindow: Sendable, Hashable {
    /// The first moment at which the assignment holds; nil means it has always held.
    public let from: Timestamp?
    /// The first moment at which the assignment no longer holds; nil means it does not end.
    public let until: Timestamp?

    /// A window without a beginning or an end.
    public static let always = ValidityWindow(uncheckedFrom: nil, until: nil)

    /// Creates a window.
    ///
    /// - Throws: ``ValidityWindowError/empty(from:until:)`` when the end is not after the beginning.
    public init(from: Timestamp? = nil, until: Timestamp? = nil) throws(ValidityWindowError) {
        if let from, let until, until <= from { throw .empty(from: from, until: until) }
        self.init(uncheckedFrom: from, until: until)
    }

    private init(uncheckedFrom from: Timestamp?, until: Timestamp?) {
        self.from = from
        self.until = until
    }

    /// Whether this window contains another one.
    public func covers(_ other: ValidityWindow) -> Bool {
        let beginsInTime = self.from.map { from in other.from.map { from <= $0 } ?? false } ?? true
        let lastsLongEnough = self.until.map { until in other.until.map { $0 <= until } ?? false } ?? true
        return beginsInTime && lastsLongEnough
    }

    /// The window that joins this one and another; nil when there is a gap between them.
    public func union(_ other: ValidityWindow) -> ValidityWindow? {
        func endsBefore(_ earlier: ValidityWindow, _ later: ValidityWindow) -> Bool {
            if let until = earlier.until, let from = later.from { until < from } else { false }
        }
        guard !endsBefore(self, other), !endsBefore(other, self) else { return nil }
        let from = self.from.flatMap { from in other.from.map { min(from, $0) } }
        let until = self.until.flatMap { until in other.until.map { max(until, $0) } }
        return ValidityWindow(uncheckedFrom: from, until: until)
    }

    /// What is left of this window outside another one, in the order of time.
    func subtracting(_ other: ValidityWindow) -> [ValidityWindow] {
        let before = other.from.map { from in
            ValidityWindow(uncheckedFrom: self.from, until: self.until.map { min($0, from) } ?? from)
        }
        let after = other.until.map { until in
            ValidityWindow(uncheckedFrom: self.from.map { max($0, until) } ?? until, until: self.until)
        }
        return [before, after].compactMap(\.self).filter { window in
            guard let from = window.from, let until = window.until else { return true }
            return from < until
        }
    }

    /// Whether the window holds at a moment.
    public func contains(_ moment: Timestamp) -> Bool {
        if let from, moment < from { return false }
        if let until, moment >= until { return false }
        return true
    }
}

extension ValidityWindow {
    /// Whether the window holds at a moment; without a moment, only a window without a beginning and an end holds.
    func contains(_ moment: Timestamp?) -> Bool {
        guard let moment else { return self == .always }
        return self.contains(moment)
    }
}

extension ValidityWindow: Codable {
    private enum CodingKeys: String, CodingKey {
        case from, until
    }

    /// Reads both ends and checks their order.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            from: container.decodeIfPresent(Timestamp.self, forKey: .from),
            until: container.decodeIfPresent(Timestamp.self, forKey: .until))
    }

    /// Writes the ends that the window has.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(self.from, forKey: .from)
        try container.encodeIfPresent(self.until, forKey: .until)
    }
}

/// Why a validity window is invalid.
public enum ValidityWindowError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The end is not after the beginning.
    case empty(from: Timestamp, until: Timestamp)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .empty(let from, let until):
            "an assignment cannot end at `\(until)` when it begins at `\(from)`"
        }
    }
}
