#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
internal import RosterAdapters
internal import RosterStore
internal import RosterDomain
internal import RosterPorts

/// What `Scripts/check-crashes.sh` starts, stops, starves and kills: it does what its input says, line by line.
///
/// Everything that is durable is told in a line of its own, in a single `write`, so that what was printed was printed whole
/// however the process dies. Together these lines are the ledger that ``TrialCheck`` compares a store with. After each
/// line of input comes `done`:
/// - `open`, `vault`: opens the directory or the vault, and prints `open <revision>`, or `refused <error>` and ends with 2;
/// - `commit <first> <count> <tasks>`: see ``TrialCommits``;
/// - `credentials <first> <count>`: see ``TrialCredentials``;
/// - `compact`: prints `compacted` or `kept <error>`;
/// - `watch <revision>`: prints `saw <revision>` once it has read that far, woken by others;
/// - `check <ledger>`: prints `good <revision>`, or lines that begin with `bad`, and ends with 1.
struct Trial {
    private let path: String
    private let disk: any StoreDisk
    private let isReading: Bool
    private var options = StoreOptions()

    /// Reads `writer --trial <path> [--careless] [--small] [--reading] [--patience 2]`; nil when something else is asked for.
    ///
    /// `--careless` is a build with a mistake: what it commits is never synced. `--small` makes segments and checkpoints as
    /// small as they can be, so that a short run has many. `--reading` opens directories for reading only.
    init?(_ arguments: [String]) {
        guard arguments.count > 2, arguments[1] == "--trial" else { return nil }
        self.path = arguments[2]
        self.isReading = arguments.contains("--reading")
        self.disk = arguments.contains("--careless") ? CarelessDisk() : SystemDisk()
        if arguments.contains("--small") {
            self.options.journalSizes = JournalSizes(
                segmentByteLimit: 6 << 10, firstStepByteCount: 4 << 10, stepByteLimit: 8 << 10)
            self.options.leastChangedByteCount = 16 << 10
            self.options.mostChangedByteCount = 32 << 10
        }
        if let option = arguments.firstIndex(of: "--patience"), let seconds = Int(arguments[option + 1]) {
            self.options.lockPatience = .seconds(seconds)
        }
    }

    func run() async {
        var directory: FileDirectory?
        var vault: FileCredentialVault?
        while let line = Self.readLine() {
            let words = line.split(separator: " ").map { String($0) }
            let numbers = words.dropFirst().compactMap { UInt64($0) }
            switch (words.first, directory, vault) {
            case ("open", _, _): directory = await self.openDirectory()
            case ("vault", _, _): vault = self.openVault()
            case ("commit", let directory?, _) where numbers.count == 3:
                await TrialCommits(directory).run(first: numbers[0], count: numbers[1], tasks: numbers[2])
            case ("credentials", _, let vault?) where numbers.count == 2:
                await TrialCredentials(vault).run(first: numbers[0], count: numbers[1])
            case ("compact", let directory?, _): await Self.compact(directory)
            case ("watch", let directory?, _) where numbers.count == 1: await Self.watch(directory, numbers[0])
            case ("check", _, _) where words.count == 2: await self.check(words[1], vault)
            default: tell("bad the trial does not know: \(line)")
            }
            tell("done")
        }
    }

    private static func readLine() -> String? {
        // At the end of the input the library tries again forever if some call before was interrupted.
        errno = 0
        return Swift.readLine()
    }

    private func directory() throws(FileStoreError) -> FileDirectory {
        self.isReading
            ? try FileDirectory(readingAt: self.path, on: self.disk, options: self.options)
            : try FileDirectory(at: self.path, on: self.disk, options: self.options)
    }

    private func openDirectory() async -> FileDirectory {
        do {
            let directory = try self.directory()
            tell("open \(try await directory.head().revision)")
            if let tail = directory.recoveredTail { tell("torn \(tail.offset) \(tail.byteCount)") }
            return directory
        } catch {
            tell("refused \(error)")
            exit(2)
        }
    }

    private func openVault() -> FileCredentialVault {
        do {
            let vault = try FileCredentialVault(
                at: self.path, function: YescryptFunction(cost: .cheapest), on: self.disk, options: self.options)
            tell("open 0")
            return vault
        } catch {
            tell("refused \(error)")
            exit(2)
        }
    }

    private static func compact(_ directory: FileDirectory) async {
        do {
            try await directory.compact()
            tell("compacted")
        } catch {
            tell("kept \(error)")
        }
    }

    private static func watch(_ directory: FileDirectory, _ last: UInt64) async {
        do {
            var seen = Revision.start
            while seen.number < last {
                guard let reached = try await directory.waitForHistory(after: seen) else { break }
                let steps = try await directory.history(after: seen, limit: .max)
                let expected = (0..<UInt64(steps.count)).map { Revision(seen.number + 1 + $0) }
                guard steps.map(\.revision) == expected else { return tell("bad the history has a gap") }
                seen = steps.last?.revision ?? seen
                if seen < reached { tell("bad the history ends at \(seen), before \(reached) of which it was told") }
            }
            tell("saw \(seen)")
        } catch {
            tell("bad the watch failed: \(error)")
        }
    }

    private func check(_ ledgerPath: String, _ vault: FileCredentialVault?) async {
        guard let ledger = TrialLedger(at: ledgerPath) else { return tell("bad there is no ledger") }
        var check = TrialCheck(ledger, isReading: self.isReading)
        if let vault {
            await check.run(on: vault)
        } else {
            await check.run { () throws(FileStoreError) in try self.directory() }
        }
        for fault in check.faults.prefix(5) { tell("bad \(fault)") }
        if !check.faults.isEmpty { exit(1) }
        tell("good \(check.revision)")
    }
}

/// Prints a line in one piece.
func tell(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(1, bytes, bytes.count)
}
