import Foundation
import Roster

/// What passwords must be like, what comparing them costs here, and a list of breached ones in a file.
enum Passwords: Scenario {
    static let name = "passwords"
    static let summary = "see what policies say, measure the cost of hashing, build a list of breached passwords"

    private static let usage: Shown = """
        say what to do, or nothing to see what policies say:
          swift run Examples passwords cost                        measure the cost of hashing on this machine
          swift run Examples passwords build FILE LIST…            make a list of breached passwords from plain ones, one a line
          swift run Examples passwords build-ranges FILE RANGE…    the same from files of digests, such as those of the range service
          swift run Examples passwords look-up FILE                read a password from the input, and look it up
        """

    static func run(_ arguments: [String]) async throws {
        let rest = Array(arguments.dropFirst())
        switch (arguments.first, rest.count) {
        case (nil, _): try self.showPolicies()
        case ("cost", 0): try self.measureCost()
        case ("build", 2...): try self.build(rest[0], of: rest.dropFirst(), areDigests: false)
        case ("build-ranges", 2...): try self.build(rest[0], of: rest.dropFirst(), areDigests: true)
        case ("look-up", 1): try await self.lookUp(in: rest[0])
        default: throw UsageError(self.usage)
        }
    }

    private static func showPolicies() throws {
        let ours = try PasswordPolicy(banned: BannedPasswords(custom: ["contoso", "northwind", "blank"]))
        for (title, policy) in [("the directory's, with three terms of our own", ours), ("NIST SP 800-63B-4", .nist)] {
            Console.heading("By the policy \(title)")
            for text in ["P@ssw0rd1", "C0ntos0Blank12", "ContoS0Bl@nkf9!", "gravel pit gravel pit"] {
                let problems = policy.problems(with: Password(text)).map(\.description).joined(separator: "; ")
                Console.reasons("  \(text): \(problems.isEmpty ? "accepted" : problems)")
            }
        }
    }

    /// Measures each cost, and names the one to write into the host.
    private static func measureCost() throws {
        #if os(Linux) || canImport(CommonCrypto)
            Console.heading("One comparison of a password, on this machine")
            for cost in PasswordCost.allCases {
                guard let time = cost.measured() else { throw UsageError("the system cannot hash at the cost \(cost)") }
                let milliseconds = Int((time / .milliseconds(1)).rounded())
                Console.say("  \("\(cost)".padding(to: 10))\(milliseconds) ms, \(cost.memoryByteCount >> 20) MiB")
            }
            Console.say("For about 100 ms: FileCredentialVault(at: …, cost: .\(PasswordCost.fitting()))")
        #else
            throw UsageError("this system has no function to hash passwords with")
        #endif
    }

    private static func build(_ path: String, of lists: ArraySlice<String>, areDigests: Bool) throws {
        var builder = try BreachedPasswordFileBuilder(at: path)
        var skipped = 0
        for list in lists {
            let name = (list as NSString).lastPathComponent
            let prefix = areDigests && name.utf8.count >= 5 ? String(name.prefix(5)) : ""
            let lines = try LineFile(list)
            while let line = try lines.next() {
                guard let text = String(validating: line.bytes, as: UTF8.self) else {
                    skipped += 1
                    continue
                }
                if line.bytes.isEmpty { continue }
                if areDigests {
                    let isShort = text.prefix { $0 != ":" }.utf8.count == 35
                    try builder.add(line: text, ofRange: isShort ? prefix : "", number: line.number)
                } else {
                    try builder.add(Password(text))
                }
            }
        }
        let count = try builder.finish()
        Console.say("\(path) lists \(count) passwords.")
        if skipped > 0 { Console.note("lines that are not text in UTF-8, and were left out: \(skipped)") }
    }

    private static func lookUp(in path: String) async throws {
        let list = try FileBreachedPasswords(at: path)
        guard let text = readLine() else { throw UsageError("give a password, as the first line of the input") }
        let isListed = try await list.contains(BreachedPasswordDigest(of: Password(text)))
        Console.say(isListed ? "It is on the list." : "It is not on the list.")
    }
}

/// A file of any size, line by line.
final class LineFile {
    private let path: String
    private let file: FileHandle
    private var bytes: [UInt8] = []
    private var start = 0
    private var number = 0

    init(_ path: String) throws {
        self.path = path
        do { self.file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path)) } catch {
            throw UsageError("cannot read `\(path)`: \(TextFile.reason(error))")
        }
    }

    /// The next line without its end; nil after the last.
    func next() throws -> (bytes: [UInt8], number: Int)? {
        while true {
            if let end = self.bytes[self.start...].firstIndex(of: UInt8(ascii: "\n")) { return self.line(until: end) }
            self.bytes.removeFirst(self.start)
            self.start = 0
            guard let more = try self.file.read(upToCount: 1 << 20), !more.isEmpty else {
                return self.bytes.isEmpty ? nil : self.line(until: self.bytes.count)
            }
            guard self.bytes.count < 1 << 20 else { throw UsageError("`\(self.path)` has a line of more than 1 MiB") }
            self.bytes += more
        }
    }

    private func line(until end: Int) -> (bytes: [UInt8], number: Int) {
        let line = self.bytes[self.start..<end]
        self.start = min(end + 1, self.bytes.count)
        self.number += 1
        return (Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line), self.number)
    }
}
