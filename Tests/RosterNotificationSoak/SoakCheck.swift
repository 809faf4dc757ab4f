import Foundation
import RosterDomain
import RosterUseCases

/// Compares the ledger with the history: each letter arrived or is listed as given up, and more than once only where an attempt was
/// interrupted.
struct SoakCheck {
    private var arrivals: [String: Int] = [:]
    private var interruptions: [String: Int] = [:]

    init(ledger path: String) throws {
        var ended: [Substring: [String]] = [:]
        var open: [String: Set<Substring>] = [:]
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 3 else { throw SoakError(description: "the ledger has a line `\(line)`") }
            let (what, process, id) = (words[0], words[1], String(words[2]))
            switch what {
            case "arrived":
                self.arrivals[id, default: 0] += 1
                open[id, default: []].insert(process)
            case "failed": self.interruptions[id, default: 0] += 1
            default: break
            }
            if what != "arrived" { open[id]?.remove(process) }
            if what == "ended" { ended[process, default: []].append(id) }
        }
        // Killed between the message and the end of the delivery, or between that and the note of it: the last few of a process.
        for (id, processes) in open { self.interruptions[id, default: 0] += processes.count }
        for id in ended.values.flatMap({ $0.suffix(3) }) { self.interruptions[id, default: 0] += 1 }
    }

    func run(_ tenant: Tenant) async throws -> String {
        var expected = Set<String>()
        for commit in try await tenant.history(limit: .max) { expected.formUnion(commit.letters) }
        var listed = Set<String>()
        var query = UserQuery(hasUndeliveredNotifications: true)
        let reader = tenant.company.enrolledBy
        while true {
            let page = try await tenant.users(matching: query, by: reader)
            for record in page.records {
                listed.formUnion(record.undelivered.map { "\($0.revision)-\($0.position)-\(record.id)" })
            }
            guard let next = page.next else { break }
            query.start = next
        }
        let told = Set(self.arrivals.keys)
        guard told.union(listed).isSuperset(of: expected) else {
            throw SoakError(description: "neither arrived nor listed: \(expected.subtracting(told.union(listed)))")
        }
        guard told.isSubset(of: expected) else {
            throw SoakError(description: "arrived without cause: \(told.subtracting(expected))")
        }
        for (id, count) in self.arrivals where count > 1 + (self.interruptions[id] ?? 0) {
            throw SoakError(
                description: "\(id) arrived \(count) times, interrupted \(self.interruptions[id] ?? 0) times")
        }
        let repeated = self.arrivals.values.count { $0 > 1 }
        return "\(expected.count) letters, \(told.count) arrived, \(listed.count) given up, \(repeated) repeated"
    }
}

extension Commit {
    /// The letters that a step of the trial calls for: people who were taken in, and roles that changed.
    fileprivate var letters: [String] {
        guard case .user = self.principal else { return [] }
        let added = self.changes.enumerated().compactMap { position, change in
            if case .userAdded(let user) = change { "\(self.revision)-\(position)-\(user.id)" } else { nil as String? }
        }
        guard added.isEmpty else { return added }
        for (position, change) in self.changes.enumerated() {
            switch change {
            case .roleAssigned(let assignment), .roleRemoved(let assignment):
                return ["\(self.revision)-\(position)-\(assignment.user)"]
            default: continue
            }
        }
        return []
    }
}
