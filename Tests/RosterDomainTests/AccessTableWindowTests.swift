import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Windows, scopes and the clock of an access table")
struct AccessTableWindowTests {
    /// A moment, in milliseconds, and whether an assignment holds then; no moment is no number.
    struct Edge: Sendable, CustomTestStringConvertible {
        let from: Int64?
        let until: Int64?
        let now: Int64?
        let holds: Bool

        var testDescription: String {
            "\(self.from as Any) until \(self.until as Any) at \(self.now as Any): \(self.holds)"
        }

        init(_ from: Int64?, _ until: Int64?, now: Int64?, _ holds: Bool) {
            (self.from, self.until, self.now, self.holds) = (from, until, now, holds)
        }
    }

    private static let first = Timestamp.distantPast.millisecondsSinceEpoch
    private static let last = Timestamp.distantFuture.millisecondsSinceEpoch

    static let edges = [
        Edge(10, 20, now: 9, false), Edge(10, 20, now: 10, true), Edge(10, 20, now: 19, true),
        Edge(10, 20, now: 20, false), Edge(10, 11, now: 10, true), Edge(10, 11, now: 11, false),
        Edge(10, nil, now: 9, false), Edge(10, nil, now: 10, true), Edge(10, nil, now: last, true),
        Edge(nil, 20, now: first, true), Edge(nil, 20, now: 19, true), Edge(nil, 20, now: 20, false),
        Edge(-20, -10, now: -21, false), Edge(-20, -10, now: -20, true), Edge(-20, -10, now: -10, false),
        Edge(first, nil, now: first, true), Edge(first, nil, now: last, true), Edge(first, last, now: last, false),
        Edge(first, last, now: last - 1, true), Edge(last, nil, now: last, true), Edge(last, nil, now: last - 1, false),
        Edge(nil, last, now: last, false), Edge(nil, last, now: last - 1, true), Edge(nil, last, now: first, true),
        Edge(first, first + 1, now: first, true), Edge(first, first + 1, now: first + 1, false),
        Edge(nil, first, now: first, false), Edge(first, nil, now: nil, false), Edge(nil, last, now: nil, false),
        Edge(10, 20, now: nil, false), Edge(nil, nil, now: nil, true), Edge(nil, nil, now: first, true),
    ]

    @Test("A window holds from its beginning, and no more at its end, in every form of a check", arguments: Self.edges)
    func everyEdge(_ edge: Edge) throws {
        let window = try ValidityWindow(from: edge.from.map(Self.moment), until: edge.until.map(Self.moment))
        let table = TableSample.table()
        let (ada, view) = (DomainSample.id(1), try table.handle(for: .view))
        try table.addName("ada", to: ada)
        try table.assign(.viewer, to: ada, during: window)
        let subject = try #require(table.handle(for: ada))
        let now = edge.now.map(Self.moment)
        #expect(table.permits(ada, view, at: .company, now: now) == edge.holds)
        #expect(table.permits(subject, view, at: .company, now: now) == edge.holds)
        #expect(table.permits(named: "ada", view, at: .company, now: now) == edge.holds)
        #expect(table.permits(ada, .view, now: now) == edge.holds)
        #expect(table.permits(subject, .view, now: now) == edge.holds)
        #expect(table.decide(ada, .view, now: now).isAllowed == edge.holds)
        #expect(table.permits(ada, view) == (window == .always))
    }

    @Test("The clock is not read for users without assignments that begin or end")
    func clockIsNotRead() throws {
        let table = try TableSample.table(holding: .viewer, .sharer)
        let (ada, sharer, here) = (DomainSample.id(1), DomainSample.id(2), try Scope("/locations/1"))
        try table.assign(.signer, to: ada, at: here)
        func noClock() -> Timestamp? {
            Issue.record("the clock does not matter")
            return nil
        }
        let (view, edit) = (try table.handle(for: .view), try table.handle(for: .edit))
        let (share, own) = (try table.handle(for: .share), table.stated([Condition("own")]))
        let subject = try #require(table.handle(for: ada))
        // An expectation evaluates arguments before the call, so the answers come first.
        var yes = [table.permits(ada, view, at: here, now: noClock())]
        yes.append(table.permits(ada, .sign, at: here, now: noClock()))
        yes.append(table.permits(sharer, share, at: here, given: own, now: noClock()))
        var no = [table.permits(ada, edit, at: here, now: noClock())]
        no.append(table.permits(subject, edit, at: here, now: noClock()))
        no.append(table.permits(DomainSample.id(3), view, at: here, now: noClock()))
        #expect(yes == [true, true, true] && no == [false, false, false])
    }

    @Test("The clock is read once at most, and not for what holds anyway or for who is not active")
    func clockIsReadOnce() throws {
        let table = try TableSample.table(holding: .signer)
        let (ada, here) = (DomainSample.id(1), try Scope("/locations/1"))
        for scope in [Scope.company, here, try Scope("/locations/2")] {
            try table.assign(.viewer, to: ada, at: scope, during: ValidityWindow(from: Self.moment(10)))
            try table.assign(.writer, to: ada, at: scope, during: ValidityWindow(from: Self.moment(10)))
        }
        let subject = try #require(table.handle(for: ada))
        var readCount = 0
        func clock() -> Timestamp? {
            readCount += 1
            return Self.moment(10)
        }
        let (view, greet) = (try table.handle(for: .view), try table.handle(for: .greet))
        let share = try table.handle(for: .share)
        try table.addName("ada", to: ada)
        // An expectation evaluates arguments before the call, so the answers come first.
        func permits(_ handle: PermissionHandle) -> [Bool] {
            let byUser = table.permits(ada, handle, at: here, now: clock())
            let named = table.permits(named: "ada", handle, at: here, now: clock())
            return [byUser, named, table.permits(subject, handle, at: here, now: clock())]
        }
        #expect(permits(view) == [true, true, true] && readCount == 3, "once for each question")
        #expect(permits(share) == [false, false, false] && readCount <= 6)
        readCount = 0
        #expect(permits(greet) == [true, true, true] && readCount == 0, "an implicit role holds at any time")
        table.setStatus(.blocked, of: ada)
        #expect(permits(view) == [false, false, false] && readCount == 0)
    }

    @Test("An assignment holds at its scope and below it, not above, beside, or where a name only begins alike")
    func scopes() throws {
        let table = TableSample.table()
        let (ada, view) = (DomainSample.id(1), try table.handle(for: .view))
        try table.assign(.viewer, to: ada, at: Scope("/a/1"))
        let subject = try #require(table.handle(for: ada))
        let inside = ["/a/1", "/a/1/b/2", "/a/1/b/2/c/3"]
        let outside = ["/", "/a/11", "/a/12/b/2", "/a/2", "/a/0", "/b/1", "/a/1.b/c", "/a/1-/b/2"]
        for path in inside + outside where path.split(separator: "/").count.isMultiple(of: 2) {
            let scope = try Scope(path)
            #expect(table.permits(ada, view, at: scope) == inside.contains(path), "\(path)")
            #expect(table.permits(subject, view, at: scope) == inside.contains(path), "\(path)")
        }
        try table.assign(.viewer, to: ada, at: Scope("/a/11"))
        let (first, eleventh) = (try Scope("/a/1"), try Scope("/a/11"))
        let (below, beside) = (try Scope("/a/11/b/1"), try Scope("/a/111"))
        #expect(table.permits(ada, view, at: below) && !table.permits(ada, view, at: beside))
        table.remove(.viewer, from: ada, at: first)
        #expect(!table.permits(ada, view, at: first) && table.permits(ada, view, at: eleventh))
    }

    @Test("Scopes of any length are compared in every byte", arguments: [1, 3, 4, 5, 12, 13, 63, 64])
    func longScopes(_ length: Int) throws {
        let table = TableSample.table()
        let (ada, view) = (DomainSample.id(1), try table.handle(for: .view))
        for depth in [1, Scope.depthLimit] {
            let name = String(repeating: "x", count: length)
            let path = String(repeating: "/a/\(name)", count: depth)
            try table.assign(.viewer, to: ada, at: Scope(path))
            let scope = try Scope(path)
            #expect(table.permits(ada, view, at: scope))
            for place in path.utf8.indices where path[place] == "x" {
                var other = path
                other.replaceSubrange(place...place, with: "y")
                let elsewhere = try Scope(other)
                #expect(!table.permits(ada, view, at: elsewhere), "\(other)")
            }
            table.remove(.viewer, from: ada, at: try Scope(path))
        }
    }

    private static func moment(_ milliseconds: Int64) -> Timestamp { Timestamp(millisecondsSinceEpoch: milliseconds) }
}
