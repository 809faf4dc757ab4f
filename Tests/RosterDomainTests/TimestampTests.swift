import Foundation
import RosterDomain
import Testing

@Suite("A timestamp")
struct TimestampTests {
    @Test("is written as RFC 3339 writes it, to the second", arguments: Form.each)
    func forms(_ form: Form) {
        #expect(Timestamp(millisecondsSinceEpoch: form.milliseconds).description == form.text)
    }

    @Test("is written as Foundation writes it, from the first Gregorian day on, every tenth day for five hundred years")
    func agreesWithFoundation() {
        let style = Date.ISO8601FormatStyle()
        for day in stride(from: Int64(-141_427), through: 47_482, by: 10) {  // 1582-10-15 to 2100-01-01
            let secondOfDay = (day + 141_427) * 7_919 % 86_400
            let seconds = day * 86_400 + secondOfDay
            let timestamp = Timestamp(millisecondsSinceEpoch: seconds * 1_000 + 999)
            #expect(timestamp.description == style.format(Date(timeIntervalSince1970: TimeInterval(seconds))))
        }
    }

    @Test("has exactly one day after another in every month of four hundred years")
    func countsDays() {
        var expected = (year: 1970, month: 1, day: 1)
        for day in 0..<Int64(146_097) {  // 400 years
            let text = Timestamp(millisecondsSinceEpoch: day * 86_400_000).description
            let (year, month, dayOfMonth) = (expected.year, expected.month, expected.day)
            let parts = text.prefix { $0 != "T" }.split(separator: "-").compactMap { Int($0) }
            #expect(parts == [year, month, dayOfMonth])
            let isLast = dayOfMonth == Self.dayCount(ofMonth: month, in: year)
            expected = isLast ? (month == 12 ? (year + 1, 1, 1) : (year, month + 1, 1)) : (year, month, dayOfMonth + 1)
        }
    }

    @Test("moves by a duration in whole milliseconds, cut towards zero", arguments: Sum.exact)
    func adds(_ sum: Sum) {
        #expect(sum.result == sum.expected)
    }

    @Test(
        "stops at the nearest moment that can be expressed, only when the sum itself overflows",
        arguments: Sum.saturating)
    func saturates(_ sum: Sum) {
        #expect(sum.result == sum.expected)
    }

    @Test("sorts by time, between the distant past and the distant future")
    func sorts() {
        let moments = [-62_167_219_199_999, -1, 0, 1, 253_402_300_799_998].map { Timestamp(millisecondsSinceEpoch: $0) }
        #expect(moments.reversed().sorted() == moments)
        #expect(moments.allSatisfy { Timestamp.distantPast < $0 && $0 < .distantFuture })
    }

    @Test(
        "is the nearest one that RFC 3339 can express, with four digits for the year",
        arguments: [253_402_300_800_000, 8_000_000_000_000_000, .max, -62_167_219_200_001, -62_198_755_200_000, .min])
    func outside(_ milliseconds: Int64) {
        let moment = Timestamp(millisecondsSinceEpoch: milliseconds)
        #expect(moment == (milliseconds > 0 ? .distantFuture : .distantPast))
        #expect(moment.description == (milliseconds > 0 ? "9999-12-31T23:59:59Z" : "0000-01-01T00:00:00Z"))
        #expect(Timestamp(exactly: milliseconds) == nil)
    }

    @Test("is refused when it is read from outside of the years 0000 to 9999, and read within them")
    func decoding() throws {
        for milliseconds in ["253402300800000", "-62167219200001", "9223372036854775807", "-9223372036854775808"] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode([Timestamp].self, from: Data("[\(milliseconds)]".utf8))
            }
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(ValidityWindow.self, from: Data("{\"until\": \(milliseconds)}".utf8))
            }
        }
        for moment in [Timestamp.distantPast, .distantFuture] {
            #expect(try JSONDecoder().decode(Timestamp.self, from: JSONEncoder().encode(moment)) == moment)
        }
    }

    private static func dayCount(ofMonth month: Int, in year: Int) -> Int {
        let isLeapYear = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        return [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}

extension TimestampTests {
    struct Form: Sendable, CustomTestStringConvertible {
        let milliseconds: Int64
        let text: String

        var testDescription: String { self.text }

        static let each = [
            Form(milliseconds: 0, text: "1970-01-01T00:00:00Z"),
            Form(milliseconds: 999, text: "1970-01-01T00:00:00Z"),
            Form(milliseconds: 1_000, text: "1970-01-01T00:00:01Z"),
            Form(milliseconds: -1, text: "1969-12-31T23:59:59Z"),
            Form(milliseconds: -1_000, text: "1969-12-31T23:59:59Z"),
            Form(milliseconds: 86_399_999, text: "1970-01-01T23:59:59Z"),
            Form(milliseconds: 86_400_000, text: "1970-01-02T00:00:00Z"),
            Form(milliseconds: 951_782_399_000, text: "2000-02-28T23:59:59Z"),
            Form(milliseconds: 951_782_400_000, text: "2000-02-29T00:00:00Z"),
            Form(milliseconds: 4_107_542_400_000, text: "2100-03-01T00:00:00Z"),
            Form(milliseconds: 1_795_354_800_000, text: "2026-11-22T13:40:00Z"),
            Form(milliseconds: 253_402_300_799_999, text: "9999-12-31T23:59:59Z"),
            Form(milliseconds: -62_135_596_800_000, text: "0001-01-01T00:00:00Z"),
            Form(milliseconds: -62_135_596_800_001, text: "0000-12-31T23:59:59Z"),
            Form(milliseconds: -62_167_219_200_000, text: "0000-01-01T00:00:00Z"),
        ]
    }

    struct Sum: Sendable, CustomTestStringConvertible {
        let moment: Int64
        let duration: Duration
        let expectedMilliseconds: Int64

        init(_ moment: Int64, _ duration: Duration, _ expected: Int64) {
            self.moment = moment
            self.duration = duration
            self.expectedMilliseconds = expected
        }

        var testDescription: String { "\(self.moment) ms + \(self.duration)" }
        var result: Timestamp { Timestamp(millisecondsSinceEpoch: self.moment) + self.duration }
        var expected: Timestamp { Timestamp(millisecondsSinceEpoch: self.expectedMilliseconds) }

        static let exact = [
            Sum(0, .zero, 0), Sum(5, .milliseconds(7), 12), Sum(5, .milliseconds(-7), -2),
            Sum(0, .microseconds(999), 0), Sum(0, .microseconds(-999), 0), Sum(0, .microseconds(1_000), 1),
            Sum(0, .milliseconds(-1_500), -1_500), Sum(0, .seconds(30 * 86_400), 2_592_000_000),
            Sum(last - 1, .milliseconds(1), last), Sum(first + 1, .milliseconds(-1), first),
            // The duration alone cannot be expressed as a moment, the sum can.
            Sum(first, .milliseconds(last + 1), first + last + 1),
            Sum(last, .milliseconds(first - 1), last + first - 1),
        ]

        static let saturating = [
            Sum(last, .milliseconds(1), last), Sum(last, .seconds(1), last), Sum(0, .seconds(Int64.max), last),
            Sum(first, .seconds(-1), first), Sum(0, .seconds(Int64.min), first),
            Sum(last, .seconds(Int64.max), last), Sum(first, .seconds(Int64.min), first),
            Sum(0, .milliseconds(last + 1), last), Sum(0, .milliseconds(first - 1), first),
        ]

        /// The first and the last moment that can be expressed.
        private static let (first, last): (Int64, Int64) = (-62_167_219_200_000, 253_402_300_799_999)
    }
}
