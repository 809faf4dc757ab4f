import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterPorts

/// A directory in use on a simulated disk, which notes what was promised when.
final class StoreRecording {
    let disk: SimulatedDisk
    let oracle: StoreOracle
    private let opened: any StoreDisk
    private(set) var directory: FileDirectory?
    /// How many steps were promised at each mark of the disk's log.
    private var promises: [Int] = []
    private(set) var count: Int

    /// Begins on a disk, seen through another one perhaps, with so many steps on it.
    init(
        on disk: SimulatedDisk = SimulatedDisk(), through opened: (any StoreDisk)? = nil, count: Int = 0,
        oracle: StoreOracle = StoreOracle()
    ) {
        self.disk = disk
        self.opened = opened ?? disk
        self.count = count
        self.oracle = oracle
    }

    /// Opens the directory, again perhaps.
    func open() throws {
        self.directory = nil
        self.directory = try self.oracle.open(self.opened)
        self.mark()
    }

    func close() { self.directory = nil }

    /// Adds so many steps, one after another.
    func commit(_ count: Int = 1) async throws {
        for _ in 0..<count {
            let commit = try StorePlan.commit(self.count + 1)
            _ = try await self.directory?.commit(
                commit.changes, by: commit.principal, at: commit.at,
                given: .history(at: Revision(commit.revision.number - 1)))
            self.count += 1
            self.mark()
        }
    }

    /// Adds so many steps at the same time; each tries again until those before it are there.
    func commitTogether(_ count: Int) async throws {
        guard let directory = self.directory else { return }
        let numbers = self.count + 1...self.count + count
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in numbers { group.addTask { try await Self.commit(number, to: directory) } }
            for try await number in group {
                self.count = max(self.count, number)
                self.mark()
            }
        }
    }

    private static func commit(_ number: Int, to directory: FileDirectory) async throws -> Int {
        let commit = try StorePlan.commit(number)
        while true {
            do {
                try await directory.commit(
                    commit.changes, by: commit.principal, at: commit.at,
                    given: .history(at: Revision(commit.revision.number - 1)))
                return number
            } catch {
                guard case .conflict = error else { throw error }
                await Task.yield()
            }
        }
    }

    func compact() async throws {
        try await self.directory?.compact()
        self.mark()
    }

    private func mark() {
        self.promises.append(self.count)
        self.disk.mark()
    }

    /// Makes everything durable, so that a sweep begins here.
    func settle() {
        self.disk.settle()
        self.promises = []
    }

    /// Every disk that a crash at any moment could have left, with what was promised by then.
    ///
    /// - Parameter base: What was promised before the first mark.
    func images(
        limit: Int, base: Int = 0, tearing: SectorTearing = .never
    ) -> [(disk: SimulatedDisk, promised: Int)] {
        let sweep = CrashSweep(of: self.disk.log, limit: limit, tearing: tearing)
        return sweep.map { ($0.disk, $0.markCount == 0 ? base : self.promises[$0.markCount - 1]) }
    }

    /// Checks all of them, and tells how many there were.
    @discardableResult
    func sweep(limit: Int, base: Int = 0, inFlight: Int = 1, tearing: SectorTearing = .never) async throws -> Int {
        self.close()
        let images = self.images(limit: limit, base: base, tearing: tearing)
        for (disk, promised) in images {
            try await self.oracle.check(disk, promised: promised, asked: promised + inFlight)
        }
        return images.count
    }
}
