import RosterStoreTestSupport
import Foundation
import Synchronization

/// A process started by a test, whose output comes through a pipe.
struct FileChild: Sendable {
    /// How a child ended.
    struct End: Sendable {
        /// Everything printed that had not been read before, by lines.
        let lines: [Substring]
        /// The exit status, or nil when a signal ended it.
        let status: Int32?

        func lines(of kind: String) -> [Substring] { self.lines.filter { $0.hasPrefix(kind + " ") } }
    }

    /// Keeps two tests from starting processes at once, which would inherit each other's pipes.
    private static let starting = Mutex(())

    let pid: pid_t
    private let output: CInt
    private let input: CInt

    /// The program that commits to a file directory; it is built next to the tests.
    static let writer = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("RosterJournalWriter").path

    /// Starts a program, the first of the arguments, by its path.
    init(_ arguments: [String]) throws {
        (self.pid, self.input, self.output) = try Self.starting.withLock { _ in
            var (input, output): ([CInt], [CInt]) = ([0, 0], [0, 0])
            guard pipe(&input) == 0, pipe(&output) == 0 else { throw POSIXError(.EMFILE) }
            for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            posix_spawn_file_actions_adddup2(&actions, input[0], 0)
            posix_spawn_file_actions_adddup2(&actions, output[1], 1)
            let texts = arguments.map { strdup($0) } + [nil]
            defer { texts.forEach { free($0) } }
            var pid: pid_t = 0
            let code = posix_spawn(&pid, arguments[0], &actions, nil, texts, environ)
            close(input[0])
            close(output[1])
            guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
            return (pid, input[1], output[0])
        }
    }

    /// Waits for output and returns it; empty once the child has closed it.
    func read() -> String {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Foundation.read(self.output, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    /// Reads until a line has come that contains a text, or the output ends.
    func read(until text: String) -> String {
        var output = ""
        while !(output.contains(text) && output.hasSuffix("\n")), case let more = self.read(), !more.isEmpty {
            output += more
        }
        return output
    }

    /// Writes to the input of the process.
    func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Foundation.write(self.input, bytes, bytes.count)
    }

    func kill() {
        _ = Foundation.kill(self.pid, SIGKILL)
    }

    /// Reads what is left and waits for the end; `before` is what was read already.
    func finish(after before: String = "") -> End {
        close(self.input)
        var text = before
        while case let more = self.read(), !more.isEmpty { text += more }
        close(self.output)
        var status: CInt = 0
        while waitpid(self.pid, &status, 0) == -1, errno == EINTR {}
        let isExit = status & 0x7F == 0
        return End(lines: text.split(separator: "\n"), status: isExit ? status >> 8 & 0xFF : nil)
    }

    /// Runs the writer to its end.
    static func runWriter(_ arguments: [String], under wrapper: [String] = []) async throws -> End {
        try await offPool { try FileChild(wrapper + [Self.writer] + arguments).finish() }
    }
}
