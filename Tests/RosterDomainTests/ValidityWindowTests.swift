import RosterDomain
import Testing

@Suite("A validity window")
struct ValidityWindowTests {
    @Test("holds from its beginning, inclusive, until its end, exclusive", arguments: Case.each)
    func holds(_ example: Case) throws {
        let window = try ValidityWindow(from: example.from.map(Self.moment), until: example.until.map(Self.moment))
        #expect(window.contains(Self.moment(example.moment)) == example.isInside)
    }

    @Test("is refused when its end does not lie after its beginning", arguments: [Int64(10), 9, -10, .min])
    func empty(_ end: Int64) {
        let (from, until) = (Self.moment(10), Self.moment(end))
        #expect(throws: ValidityWindowError.empty(from: from, until: until)) {
            try ValidityWindow(from: from, until: until)
        }
    }

    @Test("may last one millisecond, and all of time but the last")
    func extremes() throws {
        #expect(try ValidityWindow(from: Self.moment(10), until: Self.moment(11)).contains(Self.moment(10)))
        #expect(try ValidityWindow(from: Self.moment(.min), until: Self.moment(.max)).contains(Self.moment(0)))
    }

    @Test("without a beginning or an end is the one that always holds")
    func always() throws {
        #expect(try ValidityWindow() == .always)
        #expect(try ValidityWindow(from: Self.moment(0)) != .always)
        #expect(try ValidityWindow(until: Self.moment(0)) != .always)
    }

    /// Before, at and after each end of ``windows()``, two of which always differ at one of these.
    private static let moments = [Int64.min, 9, 10, 15, 20, 25, 30, 31, .max].map(Self.moment)

    private static func windows() throws -> [ValidityWindow] {
        let ends: [Int64?] = [nil, 10, 20, 30]
        return try ends.flatMap { from in
            try ends.filter { until in from.flatMap { from in until.map { from < $0 } } ?? true }.map { until in
                try ValidityWindow(from: from.map(Self.moment), until: until.map(Self.moment))
            }
        }
    }

    @Test("covers another when it holds at every moment at which the other does")
    func covers() throws {
        for left in try Self.windows() {
            for right in try Self.windows() {
                let expected = Self.moments.allSatisfy { left.contains($0) || !right.contains($0) }
                #expect(left.covers(right) == expected, "\(left) \(right)")
            }
        }
    }

    @Test("is united with another into what either holds, and not at all over a gap between them")
    func union() throws {
        for left in try Self.windows() {
            for right in try Self.windows() {
                let either = Self.moments.map { left.contains($0) || right.contains($0) }
                let span = either.drop { !$0 }.reversed().drop { !$0 }
                let union = left.union(right)
                #expect((union == nil) == span.contains(false), "\(left) \(right)")
                if let union { #expect(Self.moments.map(union.contains) == either, "\(left) \(right)") }
            }
        }
    }

    private static func moment(_ milliseconds: Int64) -> Timestamp { Timestamp(millisecondsSinceEpoch: milliseconds) }
}

extension ValidityWindowTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let from: Int64?
        let until: Int64?
        let moment: Int64
        let isInside: Bool

        init(_ from: Int64?, _ until: Int64?, at moment: Int64, _ isInside: Bool) {
            self.from = from
            self.until = until
            self.moment = moment
            self.isInside = isInside
        }

        var testDescription: String {
            let (from, until) = (self.from.map { "\($0)" } ?? "ever", self.until.map { "\($0)" } ?? "ever")
            return "\(self.moment) is \(self.isInside ? "in" : "not in") \(from)..<\(until)"
        }

        static let each = [
            Case(10, 20, at: 9, false), Case(10, 20, at: 10, true), Case(10, 20, at: 11, true),
            Case(10, 20, at: 19, true), Case(10, 20, at: 20, false), Case(10, 20, at: 21, false),
            Case(10, nil, at: 9, false), Case(10, nil, at: 10, true), Case(10, nil, at: .max, true),
            Case(nil, 20, at: .min, true), Case(nil, 20, at: 19, true), Case(nil, 20, at: 20, false),
            Case(nil, nil, at: .min, true), Case(nil, nil, at: .max, true),
        ]
    }
}
