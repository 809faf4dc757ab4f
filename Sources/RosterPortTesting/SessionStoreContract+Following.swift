import RosterDomain
import RosterPorts

extension SessionStoreContract {
    var followingPromises: [Promise] {
        [
            Promise("whatever ends or gets another token is told after a position, and nothing else is", self.tells),
            Promise("a position that the store never gave, or forgot, is answered as forgotten", self.forgetsPositions),
            Promise("a caller that waits resumes when a session ends, and when it is canceled", self.wakes),
        ]
    }

    @Sendable private func tells() async throws {
        let store = try await self.fresh()
        try await store.begin(1, 2, 3)
        let start = try await store.changes(after: nil)
        try expect("told without a position", start, is: .changed([], through: start.through))
        try await store.begin(4)
        try await store.note([SessionUse(of: Sample.session(1), of: Sample.id(1), at: Sample.noon + .seconds(9))])
        let begun = try await store.changes(after: start.through)
        try expect("told of what began and was used", begun, is: .changed([], through: begun.through))
        try await store.end([Sample.session(1)], of: Sample.id(1))
        let ended = try await store.changes(after: start.through)
        try expect("told of an end", ended, is: .changed([Sample.session(1)], through: ended.through))
        _ = try await store.replace(Sample.userSession(2), from: Sample.digest(2), to: Sample.digest(5))
        try await store.forget([Sample.id(1)])
        let later = try await store.changes(after: ended.through)
        let expected = Set([2, 3, 4].map { Sample.session($0) })
        try expect("told after the end", later, is: .changed(expected, through: later.through))
        try await store.begin(6)
        try await store.end(nil, of: Sample.id(1), at: Sample.noon + .seconds(1))
        let shortened = try await store.changes(after: later.through)
        try expect(
            "told of an end to come", shortened, is: .changed([Sample.session(6)], through: shortened.through))
        let none = try await store.changes(after: shortened.through)
        try expect("told when nothing happened", none, is: .changed([], through: shortened.through))
    }

    @Sendable private func forgetsPositions() async throws {
        let store = try await self.fresh()
        try await store.begin(1)
        let now = try await store.changes(after: nil).through
        let ahead = try await store.changes(after: Revision(now.number + 1))
        try expect("told after a position to come", ahead, is: .forgotten(through: now))
    }

    @Sendable private func wakes() async throws {
        let store = try await self.fresh()
        try await store.begin(1)
        let start = try await store.changes(after: nil).through
        let waiting = Task { try await store.waitForChanges(after: start) }
        try await store.end(nil, of: Sample.id(1))
        let woken = try required("the position that woke a caller", try await waiting.value)
        try expect("the position is later", woken > start)
        // What happened since is waited for no more.
        _ = try required("a caller that comes late", try await store.waitForChanges(after: start))
        let now = try await store.changes(after: nil).through
        let canceled = Task { try await store.waitForChanges(after: now) }
        canceled.cancel()
        try expect("what a canceled caller hears", try await canceled.value, is: nil)
    }
}
