import Foundation

/// A host of the ledger, as its tormentor sees it.
struct HostProcess {
    private let process = Process()
    private let input = Pipe()

    init(_ arguments: [String]) throws {
        self.process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        self.process.arguments = ["host"] + arguments
        self.process.standardInput = self.input
        try self.process.run()
    }

    /// Kills it, so that it can do nothing more.
    func kill() {
        Foundation.kill(self.process.processIdentifier, SIGKILL)
        self.process.waitUntilExit()
    }

    /// Keeps it from running for a while.
    func suspend(for duration: Duration) async throws {
        Foundation.kill(self.process.processIdentifier, SIGSTOP)
        try await Task.sleep(for: duration)
        Foundation.kill(self.process.processIdentifier, SIGCONT)
    }

    /// Has it finish what it is at; returns whether it ended well.
    func end() -> Bool {
        try? self.input.fileHandleForWriting.close()
        self.process.waitUntilExit()
        return self.process.terminationStatus == 0
    }
}
