import RosterPartnerCenter
import Roster
import RosterPortTesting

/// A custom adapter: a directory that keeps its history in a list, and proves that it keeps every promise of the port.
///
/// A real one would write each commit to the host's own database where this one appends to an array.
enum BringYourOwnDirectory: Scenario {
    static let name = "bring-your-own-directory"
    static let summary = "a custom directory adapter, held to the port's contract"

    static func run(_ arguments: [String]) async throws {
        Console.heading("Our own directory, held to every promise of the port")
        try await UserDirectoryContract { ListDirectory() }.verify { promise in print("  kept: \(promise)") }

        Console.heading("And in use")
        let enrolled = try await Tenant.enroll(
            FullName("Fabrikam"), firstAdministrator: FullName("Tim Paterson"),
            email: EmailAddress("tim@fabrikam.example"), catalog: .partnerCenter, directory: ListDirectory(),
            credentials: MemoryCredentialVault(), notifier: MemoryNotifier())
        print("\(enrolled.tenant.company.name) is enrolled; \(enrolled.signInInformation.email) can sign in.")
    }
}

/// Calls come one at a time, because it is an principal; the rules are `DirectoryState`'s.
actor ListDirectory: UserDirectory {
    private var state = DirectoryState()
    private var commits: [Commit] = []
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func head() -> DirectoryHead { DirectoryHead(of: self.state) }
    func user(_ id: UserID) -> UserRecord? { self.state.record(id) }
    func user(withEmail email: EmailAddress) -> UserRecord? { self.state.record(withEmail: email) }
    func users(matching query: UserQuery) -> UserPage { self.state.page(query) }

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
        self.wakeAll()
        return commit
    }

    func history(after revision: Revision, limit: Int) -> [Commit] {
        Array(self.commits.dropFirst(Int(clamping: revision.number)).prefix(max(0, limit)))
    }

    func waitForHistory(after revision: Revision) async -> Revision? {
        await withTaskCancellationHandler {
            while self.state.revision <= revision && !Task.isCancelled {
                await withCheckedContinuation { self.waiting.append($0) }
            }
            return Task.isCancelled ? nil : self.state.revision
        } onCancel: {
            Task { await self.wakeAll() }
        }
    }

    nonisolated func readStandings(_ body: (UserStanding) -> Void) async -> Revision {
        let state = await self.state
        state.standings.forEach(body)
        return state.revision
    }

    private func wakeAll() {
        let waiting = self.waiting
        self.waiting = []
        for continuation in waiting { continuation.resume() }
    }
}
