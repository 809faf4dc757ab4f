package import RosterDomain
package import RosterPorts

/// Compares what a directory shows with what its history amounts to.
package enum LedgerState {
    /// What differs; empty when nothing does.
    package static func complaints(
        about directory: some UserDirectory, with history: [Commit]
    ) async throws -> [String] {
        var state = DirectoryState()
        for step in history { try state.apply(step) }
        var complaints: [String] = []
        if try await directory.head() != state.head { complaints.append("the head is not that of the history") }
        var query = UserQuery(pageSize: 1_000)
        var found = 0
        while true {
            let page = try await directory.users(matching: query)
            found += page.records.count
            for record in page.records where state.user(record.id) != record {
                complaints.append("the user \(record.id) is not what the history amounts to")
            }
            guard let next = page.next else { break }
            query.start = next
        }
        if found != state.userCount { complaints.append("there are \(found) users instead of \(state.userCount)") }
        var standings: [RecordID: DirectoryStanding] = [:]
        _ = try await directory.readStandings { standings[$0.id] = $0 }
        let expected = Dictionary(uniqueKeysWithValues: state.standings.map { ($0.id, $0) })
        if standings != expected { complaints.append("the standings are not those of the history") }
        return complaints
    }
}
