package import RosterDomain

/// Moments as they are written on the wire: RFC 3339.
package enum WebMoment {
    /// A moment to the millisecond: `2026-11-22T13:40:00Z`, `2026-11-22T13:40:00.250Z`.
    package static func text(_ moment: Timestamp) -> String {
        let milliseconds = Int(moment.millisecondsSinceEpoch % 1_000 + 1_000) % 1_000
        guard milliseconds != 0 else { return moment.description }
        let digits = String(milliseconds + 1_000).dropFirst()
        return moment.description.dropLast() + ".\(digits)Z"
    }

    /// Reads a moment; nil for anything that RFC 3339 §5.6 does not allow, and for a leap second.
    ///
    /// Digits beyond the millisecond are dropped.
    package static func moment(_ text: String) -> Timestamp? {
        var reader = MomentReader(rest: Array(text.utf8)[...])
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), reader.take("T") || reader.take("t"),
            let hour = reader.number(2), reader.take(":"), let minute = reader.number(2), reader.take(":"),
            let second = reader.number(2), let milliseconds = reader.fraction(), let offset = reader.offset(),
            reader.rest.isEmpty, (1...12).contains(month), (1...self.days(in: month, of: year)).contains(day),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let minutes = (self.dayNumber(year, month, day) * 24 + hour) * 60 + minute - offset
        return Timestamp(exactly: Int64((minutes * 60 + second) * 1_000 + milliseconds))
    }

    private static func days(in month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// The days from 1970-01-01 to a date of the Gregorian calendar.
    private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // Years begin in March here, so that a leap day is the last day of its year.
        let shifted = month > 2 ? year : year - 1
        let fromMarch = (month + 9) % 12
        let leapDays = (shifted + 400) / 4 - (shifted + 400) / 100 + (shifted + 400) / 400 - 97
        return shifted * 365 + leapDays + (153 * fromMarch + 2) / 5 + day - 1 - 719_468
    }
}

private struct MomentReader {
    var rest: ArraySlice<UInt8>

    mutating func take(_ character: Character) -> Bool {
        guard let byte = self.rest.first, byte == character.asciiValue else { return false }
        self.rest.removeFirst()
        return true
    }

    mutating func number(_ count: Int) -> Int? {
        guard self.rest.count >= count, self.rest.prefix(count).allSatisfy(\.isDigit) else { return nil }
        defer { self.rest.removeFirst(count) }
        return self.rest.prefix(count).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// The milliseconds of a fraction, which may be missing.
    mutating func fraction() -> Int? {
        guard self.take(".") else { return 0 }
        let digits = self.rest.prefix(while: \.isDigit)
        guard !digits.isEmpty else { return nil }
        self.rest.removeFirst(digits.count)
        let padded = Array(digits.prefix(3)) + Array(repeating: UInt8(ascii: "0"), count: max(0, 3 - digits.count))
        return padded.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// The minutes by which a time is ahead of Coordinated Universal Time.
    mutating func offset() -> Int? {
        if self.take("Z") || self.take("z") { return 0 }
        let sign = self.take("+") ? 1 : self.take("-") ? -1 : 0
        guard sign != 0, let hours = self.number(2), self.take(":"), let minutes = self.number(2), hours < 24,
            minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
