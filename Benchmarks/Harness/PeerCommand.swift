import Foundation
import RosterDomain

/// What `Benchmarks/compare` calls: `workload SIZE FOLDER` writes the workload for the peers, and `peer roster SIZE` or
/// `peer dictionary SIZE` answers it, run by run, as the peers' own programs do.
enum PeerCommand {
    /// Whether the arguments were such a command, which then has been done.
    static func run(_ arguments: [String]) throws(UsageError) -> Bool {
        switch arguments.first {
        case "workload" where arguments.count == 3:
            let workload = try self.workload(arguments[1])
            do {
                try workload.write(to: URL(fileURLWithPath: arguments[2]))
            } catch {
                throw UsageError("cannot write `\(arguments[2])`: \(error.localizedDescription)")
            }
        case "peer" where arguments.count == 3 && arguments[1] == "roster":
            try PeerWorker.roster(self.workload(arguments[2])).serve()
        case "peer" where arguments.count == 3 && arguments[1] == "dictionary":
            try PeerWorker.dictionary(self.workload(arguments[2])).serve()
        default: return false
        }
        return true
    }

    private static func workload(_ name: String) throws(UsageError) -> PeerWorkload {
        guard let size = PeerWorkload.sizes.first(where: { $0.name == name }) else {
            throw UsageError("there is no size `\(name)`")
        }
        do {
            return try PeerWorkload(size)
        } catch {
            throw UsageError("the workload cannot be made: \(error)")
        }
    }
}

/// One engine that has been set up, and answers everything whenever a line names one of its modes.
struct PeerWorker {
    private struct Ready: Encodable {
        let version: String
        var note = ""
        let setUpSeconds: Double
        let bytes: Int
        let modes: [Mode]
    }

    private struct Mode: Encodable {
        let name: String
        let checks: Int
    }

    private struct Reply: Encodable {
        let nanoseconds: Double
        let answers: String
    }

    /// What is repeated in a run, so that the clock's steps do not matter.
    private static let passesPerRun = 5

    private let ready: Ready
    private let modes: [String: () -> [Bool]]

    private init(version: String, _ setUp: () throws -> [(name: String, answers: () -> [Bool])]) rethrows {
        let before = Heap.byteCount
        let start = ContinuousClock.now
        let modes = try setUp()
        self.ready = Ready(
            version: version, setUpSeconds: (ContinuousClock.now - start) / .seconds(1),
            bytes: Heap.byteCount - before,
            modes: modes.map { Mode(name: $0.name, checks: PeerWorkload.checkCount) })
        self.modes = Dictionary(modes.map { ($0.name, $0.answers) }, uniquingKeysWith: { first, _ in first })
    }

    static func roster(_ workload: PeerWorkload) throws(UsageError) -> PeerWorker {
        let names = workload.askedNames
        do {
            return try PeerWorker(version: "") {
                let table = try NamedTable(workload, catalog: workload.world.makeCatalog())
                let handles = workload.permissions.map { table.handles[$0] }
                let passes = TablePasses(table: table.table)
                return [
                    ("name", { passes.answers(names, handles) }),
                    ("batch of 32", { passes.answersInBatches(names, handles) }),
                ]
            }
        } catch {
            throw UsageError("the table cannot be made: \(error)")
        }
    }

    static func dictionary(_ workload: PeerWorkload) -> PeerWorker {
        let names = workload.askedNames
        let grants = workload.permissions.map { HandWritten.Grant(permission: $0) }
        return PeerWorker(version: "") {
            let byHand = HandWritten(workload)
            return [("by hand", { byHand.answers(names, grants) })]
        }
    }

    /// Says that it is ready, then answers line by line until there are no more.
    func serve() throws(UsageError) {
        try self.write(self.ready)
        while let line = readLine() {
            guard let answers = self.modes[line] else { throw UsageError("there is no mode `\(line)`") }
            var last: [Bool] = []
            let (time, _) = Stopwatch.nanoseconds { for _ in 0..<Self.passesPerRun { last = answers() } }
            try self.write(
                Reply(
                    nanoseconds: time / Double(Self.passesPerRun * last.count),
                    answers: String(last.map { $0 ? "1" : "0" })))
        }
    }

    private func write(_ value: some Encodable) throws(UsageError) {
        do {
            try FileHandle.standardOutput.write(contentsOf: JSONEncoder().encode(value) + Data("\n".utf8))
        } catch {
            throw UsageError("no process listens: \(error.localizedDescription)")
        }
    }
}
