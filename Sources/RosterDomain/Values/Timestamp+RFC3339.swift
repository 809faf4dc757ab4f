extension Timestamp {
    /// Reads a moment: a date, a time and an offset; a date without a time is its beginning in UTC.
    ///
    /// Parts of a second beyond the third digit are dropped.
    package init?(rfc3339 text: String) {
        var reader = DateReader(bytes: Array(text.utf8))
        guard let milliseconds = reader.read() else { return nil }
        self.init(exactly: milliseconds)
    }
}

/// Reads a date as RFC 3339 writes it.
private struct DateReader {
    let bytes: [UInt8]
    var position = 0

    mutating func read() -> Int64? {
        guard let year = self.digits(4), self.skip("-"), let month = self.digits(2), self.skip("-"),
            let day = self.digits(2), (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day)
        else { return nil }
        let midnight = Self.day(year, month, day) * 86_400_000
        if self.position == self.bytes.count { return midnight }
        guard self.skip("T") || self.skip("t") || self.skip(" "), let hour = self.digits(2), self.skip(":"),
            let minute = self.digits(2), self.skip(":"), let second = self.digits(2), hour < 24, minute < 60,
            second < 61
        else { return nil }
        let fraction = self.fraction()
        guard let fraction, let offset = self.offset(), self.position == self.bytes.count else { return nil }
        return midnight + (hour * 3_600 + minute * 60 + second) * 1_000 + fraction - offset * 60_000
    }

    private mutating func digits(_ count: Int) -> Int64? {
        guard self.position + count <= self.bytes.count else { return nil }
        var number: Int64 = 0
        for byte in self.bytes[self.position..<(self.position + count)] {
            guard (48...57).contains(byte) else { return nil }
            number = number * 10 + Int64(byte - 48)
        }
        self.position += count
        return number
    }

    private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        guard self.position < self.bytes.count, UInt32(self.bytes[self.position]) == mark.value else { return false }
        self.position += 1
        return true
    }

    private mutating func fraction() -> Int64? {
        guard self.skip(".") else { return 0 }
        var (number, count): (Int64, Int) = (0, 0)
        while let digit = self.digits(1) {
            if count < 3 { number = number * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        return count < 3 ? (count == 1 ? number * 100 : number * 10) : number
    }

    /// The minutes that the offset is ahead of UTC; none for a time without one.
    private mutating func offset() -> Int64? {
        if self.position == self.bytes.count || self.skip("Z") || self.skip("z") { return 0 }
        let isAhead = self.skip("+")
        guard isAhead || self.skip("-"), let hours = self.digits(2), hours < 24 else { return nil }
        _ = self.skip(":")
        guard let minutes = self.digits(2), minutes < 60 else { return nil }
        return (hours * 60 + minutes) * (isAhead ? 1 : -1)
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Int(month) - 1]
    }

    /// The days since 1970-01-01; years begin in March here, so that a leap day is the last day of its year.
    private static func day(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
