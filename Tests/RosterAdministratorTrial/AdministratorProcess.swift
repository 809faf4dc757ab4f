import Foundation

/// A process in which an administrator acts, and the pipes to it.
final class AdministratorProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(_ name: String, folder: String) throws {
        self.process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        self.process.arguments = ["act", folder, name]
        self.process.standardInput = self.input
        self.process.standardOutput = self.output
        try self.process.run()
        guard self.answer() == "ready" else { throw CocoaError(.executableLoad) }
    }

    func ask(_ act: Act, after pause: Int) {
        try? self.input.fileHandleForWriting.write(contentsOf: Data("\(act.rawValue) \(pause)\n".utf8))
    }

    /// The next line that it says; nil when it has died.
    func answer() -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(self.output.fileHandleForReading.fileDescriptor, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        return nil
    }

    /// Kills it in a while, without waiting for that.
    func kill(after pause: Int) {
        let identifier = self.process.processIdentifier
        DispatchQueue.global().asyncAfter(deadline: .now() + .microseconds(pause)) {
            _ = Foundation.kill(identifier, SIGKILL)
        }
    }

    /// Ends it, unless it has died.
    func end() {
        try? self.input.fileHandleForWriting.close()
        self.process.waitUntilExit()
    }
}
