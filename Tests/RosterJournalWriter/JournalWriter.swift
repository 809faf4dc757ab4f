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

/// Commits to a file directory, and prints each commit once it was acknowledged.
///
/// Each line leaves in a single `write`, so that what was printed was printed whole however the process dies:
/// - `open <revision>` once the directory is open, or `refused <error>`, with exit status 2;
/// - `ack <revision> <email>` after each commit of one user with two roles;
/// - `unavailable <error>` before all others with `--starve`, which takes every descriptor for the time of one commit;
/// - `compacted` after a checkpoint was written, with `--compact`;
/// - `woken <revision>` once the history reaches further than a revision in the input, with `--hold`;
/// - `unknown <error>` or `unavailable <error>` when a commit fails. Then a second one is tried, for the same answer; then
///   `reads <revision>` says how far the history reaches for readers, and the exit status is 3.
struct JournalWriter {
    let options: WriterOptions

    init(_ options: WriterOptions) {
        self.options = options
    }

    func run() async {
        self.prepareProcess()
        do {
            let directory = try FileDirectory(at: self.options.path)
            let head = try await directory.head()
            print(line: "open \(head.revision)")
            if self.options.starves { try await self.commitWithoutDescriptors(to: directory) }
            try await self.commit(to: directory)
            if self.options.compacts {
                try await directory.compact()
                print(line: "compacted")
            }
            if self.options.holds { try await self.waitWhenTold(in: directory) }
        } catch {
            print(line: "refused \(error)")
            exit(2)
        }
    }

    /// Waits, for each revision in the input, until the history reaches further.
    private func waitWhenTold(in directory: FileDirectory) async throws {
        while let line = readLine(), let number = UInt64(line) {
            if let revision = try await directory.waitForHistory(after: Revision(number)) {
                print(line: "woken \(revision)")
            }
        }
    }

    private func prepareProcess() {
        if let mask = self.options.umask { _ = umask(mode_t(mask)) }
        if let limit = self.options.fileByteLimit {
            // Without this, the limit kills instead of failing the write.
            _ = signal(SIGXFSZ, SIG_IGN)
            var limits = rlimit(rlim_cur: rlim_t(limit), rlim_max: rlim_t(limit))
            #if canImport(Glibc)
                _ = setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
            #else
                _ = setrlimit(RLIMIT_FSIZE, &limits)
            #endif
        }
    }

    private func commit(to directory: FileDirectory) async throws {
        for _ in 0..<self.options.commitCount {
            guard try await self.commitOne(to: directory) else {
                _ = try await self.commitOne(to: directory)
                print(line: "reads \(try await directory.head().revision)")
                exit(3)
            }
        }
    }

    /// Tries a commit while this process can open nothing more.
    ///
    /// The first comes before, through another opening: the library that makes threads opens files, too, and ends the process
    /// when it cannot.
    private func commitWithoutDescriptors(to directory: FileDirectory) async throws {
        _ = try await self.commitOne(to: FileDirectory(at: self.options.path))
        _ = try await directory.head()
        var taken: [CInt] = []
        while case let copy = dup(0), copy >= 0 { taken.append(copy) }
        let isDone = try await self.commitOne(to: directory)
        for descriptor in taken { _ = close(descriptor) }
        if isDone { print(line: "unexpected commit") }
    }

    private func commitOne(to directory: FileDirectory) async throws -> Bool {
        let revision = try await directory.head().revision
        let (user, changes) = try Self.batch(after: revision)
        do throws(UserDirectoryError) {
            let commit = try await directory.commit(changes, by: .system, at: user.addedAt, after: revision)
            print(line: "ack \(commit.revision) \(user.userName)")
            return true
        } catch {
            switch error {
            case .conflict: return try await self.commitOne(to: directory)
            case .outcomeUnknown(let cause): print(line: "unknown \(cause)")
            case .unavailable(let cause): print(line: "unavailable \(cause)")
            default: print(line: "unexpected \(error)")
            }
            return false
        }
    }

    /// A user whom no other run adds, and two roles.
    private static func batch(after revision: Revision) throws -> (User, [Change]) {
        // All of one length: a commit that finds no room is then no larger than the one that is tried after it.
        let number = UInt64.random(in: 10_000_000_000_000_000_000 ... .max)
        let now = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)
        let user = User(
            id: UserID(bits: UInt128(revision.number) << 64 | UInt128(number)),
            fullName: try FullName("Writer \(number)"),
            email: try EmailAddress("w\(revision)-\(String(number, radix: 36))@contoso.example"), status: .active,
            addedAt: now)
        let roles = [RoleID("first"), RoleID("second")].map {
            Change.roleAssigned(assignment: RoleAssignment(of: $0, to: user.id, grantedBy: .system, grantedAt: now))
        }
        return (user, [.userAdded(user: user)] + roles)
    }
}

private func print(line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(1, bytes, bytes.count)
}
