#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif
internal import RosterDomain

extension Commit {
    /// Reads a step from a journal; nil when it is none.
    init?(journalPayload: [UInt8]) {
        guard let commit = try? JSONDecoder().decode(Commit.self, from: Data(journalPayload)) else { return nil }
        self = commit
    }
}
