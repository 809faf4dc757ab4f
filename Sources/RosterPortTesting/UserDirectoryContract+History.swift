import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var historyPromises: [Promise] {
        [
            Promise("the history is read in parts of any size, oldest first, without a gap", self.readsHistory),
            Promise("waiting for history returns at once when it reaches further already", self.waitsForNothing),
            Promise("waiting for history ends when a commit reaches further, and not before", self.wakes),
            Promise("waiting for history ends with nil when the task is canceled", self.stopsWaiting),
            Promise("following the changes gives every step once, in order", self.follows),
        ]
    }

    @Sendable private func readsHistory() async throws {
        let directory = try await self.fresh()
        var commits: [Commit] = []
        for number in 1...20 { commits.append(try await directory.add(.userAdded(user: try Sample.user(number)))) }
        for after in [0, 1, 10, 19, 20, 21, 1_000] {
            for limit in [0, 1, 7, 20, 21, .max] {
                let part = try await directory.history(after: Revision(UInt64(after)), limit: limit)
                let expected = Array(commits.dropFirst(after).prefix(limit))
                try expect("up to \(limit) steps after \(after)", part, is: expected)
            }
        }
        try expect(
            "nothing after the end of time", try await directory.history(after: Revision(.max), limit: 1), is: [])
    }

    @Sendable private func waitsForNothing() async throws {
        let directory = try await self.fresh()
        for number in 1...3 { try await directory.add(.userAdded(user: try Sample.user(number))) }
        for after in 0...2 {
            let reached = try await withPatience(self.patience, "waiting after \(after) of 3 ends at once") {
                try await directory.waitForHistory(after: Revision(UInt64(after)))
            }
            try expect("where the history reaches", reached, is: Revision(3))
        }
    }

    @Sendable private func wakes() async throws {
        let directory = try await self.fresh()
        let waiters = [0, 0, 1, 2, 2].map { after in
            (after, Task { try await directory.waitForHistory(after: Revision(UInt64(after))) })
        }
        defer { for (_, waiter) in waiters { waiter.cancel() } }
        for number in 1...3 {
            try await Task.sleep(for: .milliseconds(20))
            try await directory.add(.userAdded(user: try Sample.user(number)))
        }
        for (after, waiter) in waiters {
            let reached = try await withPatience(self.patience, "waiting after \(after) ends with a commit") {
                try await waiter.value
            }
            let isFurther = reached.map { $0 > Revision(UInt64(after)) && $0 <= Revision(3) } ?? false
            try expect("a revision after \(after)", isFurther, seen: "\(String(describing: reached))")
        }
    }

    @Sendable private func stopsWaiting() async throws {
        let directory = try await self.fresh()
        // Cancel the task before it waits, soon after, and while it waits.
        for milliseconds in [0, 1, 20] {
            let waiter = Task { try await directory.waitForHistory(after: .start) }
            if milliseconds > 0 { try await Task.sleep(for: .milliseconds(milliseconds)) }
            waiter.cancel()
            let reached = try await withPatience(self.patience, "waiting ends when canceled") {
                try await waiter.value
            }
            try expect("nothing reached", reached, is: nil)
        }
        let patient = Task { try await directory.waitForHistory(after: .start) }
        let other = Task { try await directory.waitForHistory(after: .start) }
        defer { patient.cancel() }
        try await Task.sleep(for: .milliseconds(20))
        other.cancel()
        _ = try await withPatience(self.patience, "waiting ends when canceled") { try await other.value }
        try await directory.add(.userAdded(user: try Sample.user(1)))
        let reached = try await withPatience(self.patience, "others wait on") { try await patient.value }
        try expect("where the history reaches", reached, is: Revision(1))
    }

    @Sendable private func follows() async throws {
        let directory = try await self.fresh()
        for number in 1...5 { try await directory.add(.userAdded(user: try Sample.user(number))) }
        let followers = [0, 3, 5, 12].map { start in
            (start, Task { try await directory.firstChanges(after: start, upTo: 30) })
        }
        defer { for (_, follower) in followers { follower.cancel() } }
        for number in 6...30 { try await directory.add(.userAdded(user: try Sample.user(number))) }
        let history = try await directory.history(after: .start, limit: .max)
        for (start, follower) in followers {
            let seen = try await withPatience(self.patience, "every step after \(start) comes") {
                try await follower.value
            }
            try expect("the steps after \(start)", seen, is: Array(history.dropFirst(start)))
        }
    }
}

extension UserDirectory {
    /// Follows the changes up to the step of a revision.
    fileprivate func firstChanges(after start: Int, upTo last: UInt64) async throws -> [Commit] {
        var seen: [Commit] = []
        for try await commit in self.changes(after: Revision(UInt64(start))) {
            seen.append(commit)
            if commit.revision >= Revision(last) { break }
        }
        return seen
    }
}
