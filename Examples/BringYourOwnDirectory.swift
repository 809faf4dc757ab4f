import RosterPartnerCenter
import Roster
import RosterPortTesting

/// A custom adapter: a directory that keeps its history in an array, and verifies every promise of the port.
///
/// A real adapter would write each commit to the host's database instead of appending it to an array.
enum BringYourOwnDirectory: Scenario {
    static let name = "bring-your-own-directory"
    static let summary = "a custom directory adapter, held to the port's contract"

    static func run(_ arguments: [String]) async throws {
        Console.heading("Our own directory, held to every promise of the port")
        try await UserDirectoryContract { ListDirectory() }.verify { promise in Console.say("  kept: \(promise)") }

        Console.heading("And in use")
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Fabrikam"), firstAdministrator: FullName("Tim Paterson"),
                email: EmailAddress("tim@fabrikam.example")),
            with: TenantParts(
                catalog: .partnerCenter, directory: ListDirectory(), credentials: MemoryCredentialVault(),
                notifier: MemoryNotifier()))
        Console.say("\(enrolled.tenant.company.name) is enrolled; \(enrolled.signInInformation.userName) can sign in.")
    }
}

/// As an actor, it runs one call at a time. `DirectoryState` provides the rules.
actor ListDirectory: UserDirectory {
    private var state = DirectoryState()
    private var commits: [Commit] = []
    private let waiters = HistoryWaiters(at: .start)
    private let turns = LocalDeliveryTurns()

    func read(_ keys: RecordKeys) -> DirectoryExcerpt { self.state.excerpt(of: keys) }
    func page(_ query: DirectoryQuery) -> DirectoryPage { self.state.page(query) }

    func commit(
        _ changes: [Change], by principal: Principal, at moment: Timestamp, given precondition: CommitPrecondition
    ) throws(UserDirectoryError) -> Commit {
        let latest = self.state.revision
        guard self.state.meets(precondition) else { throw .conflict(latest: latest) }
        let commit = Commit(revision: latest.next, at: moment, principal: principal, changes: changes)
        do {
            try self.state.apply(commit)  // a database would store the commit in the same transaction
        } catch {
            throw .contradiction(error)
        }
        self.commits.append(commit)
        PersonalErasure.erase(for: commit, from: &self.commits)  // of users whom the step purges
        self.waiters.advance(to: commit.revision)
        return commit
    }

    func history(after revision: Revision, limit: Int) -> [Commit] {
        Array(self.commits.dropFirst(Int(clamping: revision.number)).prefix(max(0, limit)))
    }

    nonisolated func waitForHistory(after revision: Revision) async -> Revision? {
        await self.waiters.wait(after: revision)
    }

    func takeDeliveryTurn() -> (any DeliveryTurn)? { self.turns.take() }
    func deliveryNotes() -> [UInt8] { self.turns.notes }

    nonisolated func readStandings(_ body: (DirectoryStanding) -> Void) async -> Revision {
        let state = await self.state
        state.standings.forEach(body)
        return state.revision
    }
}
