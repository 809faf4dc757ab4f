#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// What was asked for and what was acknowledged, as the writers and their parent printed it.
///
/// `ask <first> <count>` stands for the numbers that a writer was to commit.
struct TrialLedger {
    /// What a user's credential may be.
    struct CredentialStates {
        /// The last one that was acknowledged; nil before there is any.
        var acknowledged: String?
        var temporary: String?
        /// Those that were asked for since.
        var wanted: [String] = []
    }

    private(set) var asked: [Range<UInt64>] = []
    private(set) var acknowledged: [UInt64: UInt64] = [:]
    private(set) var failed: Set<UInt64> = []
    private(set) var credentials: [UInt64: CredentialStates] = [:]
    private(set) var faults: [String] = []

    /// Reads a file of lines; nil when there is none.
    init?(at path: String) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        for line in text.split(separator: "\n") { self.take(line.split(separator: " ")) }
    }

    private mutating func take(_ words: [Substring]) {
        guard words.count > 2 || words.first == "bad", let number = UInt64(words[1]) else {
            if words.first == "bad" { self.faults.append(words.joined(separator: " ")) }
            return
        }
        switch words[0] {
        case "ask": self.asked.append(number..<number + (UInt64(words[2]) ?? 0))
        case "ack":
            if self.acknowledged[number] != nil { self.faults.append("revision \(number) was acknowledged twice") }
            self.acknowledged[number] = UInt64(words[2])
        case "fail": self.failed.insert(number)
        case "want": self.credentials[number, default: .init()].wanted.append(String(words[2]))
        case "has":
            let temporary = words.count > 3 ? String(words[3]) : nil
            self.credentials[number] = CredentialStates(acknowledged: String(words[2]), temporary: temporary)
        default: break
        }
    }
}
