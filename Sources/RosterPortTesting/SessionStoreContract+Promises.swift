import RosterDomain
import RosterPorts

extension SessionStoreContract {
    var keepingPromises: [Promise] {
        [
            Promise("a session is found by the digest of its token and by its user, as it was kept", self.keeps),
            Promise("another token replaces the present one, and no other", self.replaces),
            Promise("uses are noted, and move forward only", self.notesUses),
            Promise("the last beginning of a session is told of those who began one", self.tellsLastSignIns),
            Promise("of sessions begun at once none is lost", self.beginsAtOnce),
        ]
    }

    var endingPromises: [Promise] {
        [
            Promise("a session that was ended is there no more, and others are", self.ends),
            Promise("an end can be brought forward, and never put off", self.endsAtMoment),
            Promise("sessions that are over are dropped when asked, and when their user begins another", self.drops),
            Promise("a user keeps a limited number of sessions: the one used least lately goes", self.limits),
            Promise("of a user who is forgotten nothing is known", self.forgets),
        ]
    }

    var durabilityPromises: [Promise] {
        [Promise("what was acknowledged is there when the store is opened again", self.keepsEverything)]
    }

    @Sendable private func keeps() async throws {
        let store = try await self.fresh()
        try await store.begin(1, 2)
        try await store.begin(3, of: 2)
        for number in 1...3 {
            let found = try await store.session(withDigest: Sample.digest(number))
            try expect("session \(number)", found, is: Sample.userSession(number, of: number == 3 ? 2 : 1))
        }
        for (number, roles) in [(5, []), (6, [RoleID("reader"), RoleID("\u{E9}diteur")])] as [(Int, Set<RoleID>)] {
            let session = Sample.userSession(number, of: 3, activating: roles)
            try await store.add(session, digest: Sample.digest(number))
            let found = try await store.session(withDigest: Sample.digest(number))
            try expect("the roles that session \(number) has active", found, is: session)
        }
        try expect("no session", try await store.session(withDigest: Sample.digest(4)), is: nil)
        try expect("of the first", try await store.ids(), is: [Sample.session(1), Sample.session(2)])
        try expect("of a stranger", try await store.ids(of: 9), is: [])
    }

    @Sendable private func replaces() async throws {
        let store = try await self.fresh()
        try await store.begin(1)
        var session = Sample.userSession(1)
        session.epoch = 4
        session.activeRoles = [RoleID("reader")]
        let other = try await store.replace(session, from: Sample.digest(7), to: Sample.digest(8))
        try expect("from a token that it does not have", other, is: false)
        let first = try await store.replace(session, from: Sample.digest(1), to: Sample.digest(2))
        try expect("from its token", first, is: true)
        try await store.note([
            SessionUse(of: Sample.session(1), of: Sample.id(1), at: Sample.noon + .seconds(9))
        ])
        session = session.used(at: Sample.noon + .seconds(9))
        _ = try await store.replace(Sample.userSession(1), from: Sample.digest(2), to: Sample.digest(6))
        let kept = try await store.session(withDigest: Sample.digest(6))?.lastUsedAt
        try expect("a use that was noted meanwhile", kept, is: Sample.noon + .seconds(9))
        _ = try await store.replace(session, from: Sample.digest(6), to: Sample.digest(2))
        let second = try await store.replace(session, from: Sample.digest(1), to: Sample.digest(3))
        try expect("from its former token", second, is: false)
        try expect("by the former token", try await store.session(withDigest: Sample.digest(1)), is: nil)
        try expect("by the present one", try await store.session(withDigest: Sample.digest(2)), is: session)
        try await store.end([Sample.session(1)], of: Sample.id(1))
        let ended = try await store.replace(session, from: Sample.digest(2), to: Sample.digest(4))
        try expect("after it was ended", ended, is: false)
        try expect("what was ended", try await store.ids(), is: [])
    }

    @Sendable private func notesUses() async throws {
        let store = try await self.fresh()
        try await store.begin(1, 2)
        let (user, later) = (Sample.id(1), Sample.noon + .seconds(60))
        func use(_ number: Int, _ moment: Timestamp) -> SessionUse {
            SessionUse(of: Sample.session(number), of: user, at: moment)
        }
        try await store.note([use(1, later), use(9, later), use(1, Sample.noon + .seconds(-60))])
        try await store.note([use(1, Sample.noon)])
        try await store.note([])
        let moments = try await store.sessions(of: user).map(\.lastUsedAt)
        try expect("when they were used", moments, is: [later, Sample.noon])
        let found = try await store.session(withDigest: Sample.digest(1))?.lastUsedAt
        try expect("by the token", found, is: later)
    }

    @Sendable private func tellsLastSignIns() async throws {
        let store = try await self.fresh()
        try await store.begin(1, at: Sample.noon)
        try await store.begin(2, at: Sample.noon + .seconds(5))
        try await store.begin(3, of: 2)
        try await store.end(nil, of: Sample.id(1))
        let moments = try await store.lastSignIns(of: [1, 2, 3].map { Sample.id($0) })
        let expected = [Sample.id(1): Sample.noon + .seconds(5), Sample.id(2): Sample.noon]
        try expect("who signed in when", moments, is: expected)
    }

    @Sendable private func beginsAtOnce() async throws {
        let store = try await self.fresh()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...40 {
                group.addTask { try await store.begin(number, of: number % 2 + 1) }
            }
            try await group.waitForAll()
        }
        let counts = (try await store.ids(of: 1).count, try await store.ids(of: 2).count)
        try expect("sessions of the first", counts.0, is: 20)
        try expect("sessions of the second", counts.1, is: 20)
    }

    @Sendable private func ends() async throws {
        let store = try await self.fresh()
        try await store.begin(1, 2, 3)
        try await store.begin(4, of: 2)
        try await store.end([Sample.session(2), Sample.session(4), Sample.session(9)], of: Sample.id(1))
        try expect("what is left", try await store.ids(), is: [Sample.session(1), Sample.session(3)])
        try expect("by the token", try await store.session(withDigest: Sample.digest(2)), is: nil)
        for _ in 0..<2 { try await store.end(nil, of: Sample.id(1)) }
        try expect("after all were ended", try await store.ids(), is: [])
        try expect("of another user", try await store.ids(of: 2), is: [Sample.session(4)])
    }

    @Sendable private func endsAtMoment() async throws {
        let store = try await self.fresh()
        try await store.begin(1, 2)
        let end = Sample.noon + .seconds(60)
        try await store.end([Sample.session(1), Sample.session(9)], of: Sample.id(1), at: end)
        let sessions = try await store.sessions(of: Sample.id(1))
        try expect("both are there", sessions.map(\.id), is: [Sample.session(1), Sample.session(2)])
        try expect("by the token", try await store.session(withDigest: Sample.digest(1))?.expiresAt, is: end)
        try expect("which of them ends", sessions.map(\.isEnding), is: [true, false])
        try await store.end([Sample.session(1)], of: Sample.id(1), at: end + .seconds(60))
        try expect("no later", try await store.session(withDigest: Sample.digest(1))?.expiresAt, is: end)
        let replaced = try await store.replace(
            Sample.userSession(1), from: Sample.digest(1), to: Sample.digest(5))
        try expect("what is ending is not put back", replaced, is: false)
        try await store.end([Sample.session(2)], of: Sample.id(1), at: Sample.noon + .seconds(1_000_000))
        let later = try await store.sessions(of: Sample.id(1)).last
        try expect("an end that does not move is noted all the same", later?.isEnding, is: true)
        try await store.removeExpired(at: end)
        try expect("once it is over", try await store.ids(), is: [Sample.session(2)])
    }

    @Sendable private func drops() async throws {
        let store = try await self.fresh()
        let idle = Sample.noon + .seconds(1_800)
        try await store.begin(1)
        try await store.begin(2, of: 2)
        try await store.begin(3, of: 2, at: Sample.noon + .seconds(60))
        try await store.removeExpired(at: idle + .milliseconds(-1))
        try expect("before any is over", try await store.ids(of: 2), is: [Sample.session(2), Sample.session(3)])
        try await store.removeExpired(at: idle)
        try expect("of the first", try await store.ids(), is: [])
        try expect("of the second", try await store.ids(of: 2), is: [Sample.session(3)])
        try await store.begin(4, of: 2, at: idle + .seconds(60))
        try expect("after another began", try await store.ids(of: 2), is: [Sample.session(4)])
    }

    @Sendable private func limits() async throws {
        let store = try await self.fresh()
        let limit = UserSession.countLimit
        for number in 1...limit {
            let dropped = try await store.add(Sample.userSession(number), digest: Sample.digest(number))
            try expect("dropped before the limit is reached", dropped, is: [])
        }
        try await store.note([SessionUse(of: Sample.session(1), of: Sample.id(1), at: Sample.noon + .seconds(9))])
        let dropped = try await store.add(
            Sample.userSession(limit + 1, at: Sample.noon + .seconds(10)), digest: Sample.digest(limit + 1))
        try expect("what was dropped", dropped, is: [Sample.session(2)])
        let ids = try await store.ids()
        try expect("how many there are", ids.count, is: limit)
        try expect("the one that was used", ids.contains(Sample.session(1)))
        try expect("the first that was not used is gone", !ids.contains(Sample.session(2)))
        try expect("the newest", ids.last, is: Sample.session(limit + 1))
    }

    @Sendable private func forgets() async throws {
        let store = try await self.fresh()
        try await store.begin(1)
        try await store.begin(2, of: 2)
        for _ in 0..<2 { try await store.forget([Sample.id(1)]) }
        try expect("sessions", try await store.ids(), is: [])
        let moments = try await store.lastSignIns(of: [Sample.id(1), Sample.id(2)])
        try expect("last sign-ins", moments, is: [Sample.id(2): Sample.noon])
    }

    @Sendable private func keepsEverything() async throws {
        var store = try await self.freshReopenable()
        try await store.current.begin(1, 2)
        try await store.current.begin(3, of: 2)
        try await store.current.end([Sample.session(1)], of: Sample.id(1))
        let replaced = Sample.userSession(2, activating: [RoleID("reader")])
        _ = try await store.current.replace(replaced, from: Sample.digest(2), to: Sample.digest(5))
        try await store.reopen()
        try expect("an ended one", try await store.current.session(withDigest: Sample.digest(1)), is: nil)
        try expect("a former token", try await store.current.session(withDigest: Sample.digest(2)), is: nil)
        let present = try await store.current.session(withDigest: Sample.digest(5))
        try expect("the present token", present, is: replaced)
        try expect("another user's", try await store.current.ids(of: 2), is: [Sample.session(3)])
        let moments = try await store.current.lastSignIns(of: [Sample.id(2)])
        try expect("the last sign-in", moments, is: [Sample.id(2): Sample.noon])
    }
}
