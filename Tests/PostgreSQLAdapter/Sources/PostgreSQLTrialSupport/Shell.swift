import Foundation

/// Programs of the machine, and what they print.
package enum Shell {
    /// Runs a program, and returns what it printed, without blanks around it.
    ///
    /// - Throws: ``ShellFailure`` when its exit status is not 0.
    @discardableResult
    package static func run(_ arguments: [String]) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = arguments
            process.standardOutput = output
            process.standardError = output
            process.terminationHandler = { process in
                let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                    .trimmingCharacters(in: .whitespacesAndNewlines)
                guard process.terminationStatus == 0 else {
                    return continuation.resume(throwing: ShellFailure(command: arguments, output: text))
                }
                continuation.resume(returning: text)
            }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }

    /// Runs a program that leaves a daemon behind.
    ///
    /// `Process` takes the end of a program for the end of all that have inherited its descriptors.
    package static func start(_ arguments: [String]) async throws {
        let script = #"(for open in /dev/fd/*; do ((${open##*/} < 3)) || eval "exec ${open##*/}>&-"; done; exec "$@")"#
        try await self.run(["bash", "-c", script, "bash"] + arguments)
    }
}

/// A program that failed, and what it printed.
package struct ShellFailure: Error, CustomStringConvertible {
    let command: [String]
    let output: String

    /// Whether it is the failure of a program.
    package func isOf(_ program: String) -> Bool { self.command.first == program }

    package var description: String { "`\(self.command.joined(separator: " "))` failed: \(self.output)" }
}
