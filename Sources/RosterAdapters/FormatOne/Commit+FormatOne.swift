#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif
internal import RosterDomain

extension Commit {
    /// The step as a journal holds it: JSON with sorted keys, or nil when it cannot be written so.
    var journalPayload: [UInt8]? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { [UInt8]($0) }
    }

    /// Reads a step from a journal; nil when it is none.
    init?(journalPayload: [UInt8]) {
        guard let commit = try? JSONDecoder().decode(Commit.self, from: Data(journalPayload)) else { return nil }
        self = commit
    }
}
