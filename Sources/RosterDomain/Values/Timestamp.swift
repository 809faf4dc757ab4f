/// A moment in Coordinated Universal Time, in whole milliseconds.
///
/// The domain reads no clock: the caller passes every moment as a value, so that any flow can be replayed.
///
/// A timestamp is always in the years 0000 to 9999, which RFC 3339 can express: calculations end at the first and at the
/// last of these moments, and a decoder refuses any other.
public struct Timestamp: Sendable, Hashable {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted; negative before that day.
    public let millisecondsSinceEpoch: Int64

    /// Creates a moment from milliseconds since 1970-01-01T00:00:00Z, or the nearest moment that can be expressed.
    public init(millisecondsSinceEpoch: Int64) {
        self.millisecondsSinceEpoch = min(max(millisecondsSinceEpoch, Self.first), Self.last)
    }

    /// Creates a moment from milliseconds since 1970-01-01T00:00:00Z; nil for one before the year 0000 or after 9999.
    public init?(exactly millisecondsSinceEpoch: Int64) {
        self.init(millisecondsSinceEpoch: millisecondsSinceEpoch)
        if self.millisecondsSinceEpoch != millisecondsSinceEpoch { return nil }
    }

    private static let first: Int64 = -62_167_219_200_000
    private static let last: Int64 = 253_402_300_799_999

    /// The earliest moment that can be expressed, 0000-01-01T00:00:00Z.
    public static let distantPast = Timestamp(millisecondsSinceEpoch: first)
    /// The latest moment that can be expressed, a millisecond before the year 10000.
    public static let distantFuture = Timestamp(millisecondsSinceEpoch: last)

    /// The moment after a duration, or the nearest moment that can be expressed.
    public static func + (moment: Timestamp, duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let milliseconds = Int128(seconds) * 1_000 + Int128(attoseconds / 1_000_000_000_000_000)
        return Timestamp(millisecondsSinceEpoch: Int64(clamping: Int128(moment.millisecondsSinceEpoch) + milliseconds))
    }
}

extension Timestamp: Comparable {
    /// Whether one moment is before another.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
    }
}

extension Timestamp: Codable {
    /// Reads a whole number of milliseconds since 1970-01-01T00:00:00Z.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let milliseconds = try container.decode(Int64.self)
        guard let moment = Timestamp(exactly: milliseconds) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: Self.refusal(of: milliseconds))
        }
        self = moment
    }

    /// Says that a moment cannot be expressed.
    package static func refusal(of milliseconds: Int64) -> String {
        "`\(milliseconds)` is a moment before the year 0000 or after 9999"
    }

    /// Writes a whole number of milliseconds since 1970-01-01T00:00:00Z.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.millisecondsSinceEpoch)
    }
}

extension Timestamp: CustomStringConvertible {
    /// The moment in the format of RFC 3339, to the second: `2026-11-22T13:40:00Z`.
    public var description: String { self.written(toTheMillisecond: false) }

    /// The moment in the format of RFC 3339, to the millisecond: `2026-11-22T13:40:00.250Z`.
    package var rfc3339: String { self.written(toTheMillisecond: true) }

    private func written(toTheMillisecond: Bool) -> String {
        let seconds = self.millisecondsSinceEpoch.flooredQuotient(by: 1_000)
        let day = seconds.flooredQuotient(by: 86_400)
        let secondOfDay = seconds - day * 86_400
        let date = Self.civilDate(ofDay: day)
        var text = MomentText()
        text.add(date.year, width: 4, before: "-")
        text.add(date.month, width: 2, before: "-")
        text.add(date.day, width: 2, before: "T")
        text.add(secondOfDay / 3_600, width: 2, before: ":")
        text.add(secondOfDay / 60 % 60, width: 2, before: ":")
        text.add(secondOfDay % 60, width: 2, before: toTheMillisecond ? "." : "Z")
        if toTheMillisecond { text.add(self.millisecondsSinceEpoch - seconds * 1_000, width: 3, before: "Z") }
        return String(decoding: text.bytes, as: UTF8.self)
    }

    /// The Gregorian date of a day counted from 1970-01-01.
    ///
    /// Years begin in March here, so that a leap day is the last day of its year; 400 years are 146,097 days.
    private static func civilDate(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth)
    }
}

extension Int64 {
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

/// The text of a moment: every step and every resource that is shown has some.
private struct MomentText {
    private(set) var bytes: [UInt8] = []

    init() { self.bytes.reserveCapacity(24) }

    /// Adds a number that is not negative, with zeros before it, and what stands between it and the next.
    mutating func add(_ number: Int64, width: Int, before separator: Unicode.Scalar) {
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            self.bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
        self.bytes.append(UInt8(ascii: separator))
    }
}
