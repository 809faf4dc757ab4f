package import RosterDomain

/// What a host of the ledger has seen, in one line of its file.
package enum LedgerEntry: Sendable, Equatable {
    /// The directory took a step: at which revision, and when the call began and ended, in nanoseconds of one clock for all processes.
    case added(LedgerMark, Revision, from: UInt64, through: UInt64)
    /// The directory said that the step is not in the history.
    case refused(LedgerMark)
    /// The directory said that it does not know.
    case unknown(LedgerMark)
    /// A table that had followed the history up to a revision said whether a user may manage customers.
    case checked(Revision, UserID, Bool)
    /// Something that must not happen at all.
    case wrong(String)
}

/// Tells a step from all others: the moment that its host gave it.
package typealias LedgerMark = Int64

extension LedgerEntry {
    /// The line.
    package var line: String {
        switch self {
        case .added(let mark, let revision, let start, let end): "added \(mark) \(revision) \(start) \(end)"
        case .refused(let mark): "refused \(mark)"
        case .unknown(let mark): "unknown \(mark)"
        case .checked(let revision, let user, let answer): "checked \(revision) \(user) \(answer)"
        case .wrong(let what): "wrong \(what.replacing("\n", with: " "))"
        }
    }

    /// Reads a line; nil when its host died in the middle of it.
    package init?(_ line: Substring) {
        let words = line.split(separator: " ")
        func number<Number: FixedWidthInteger>(_ position: Int) -> Number? {
            words.indices.contains(position) ? Number(words[position]) : nil
        }
        switch words.first {
        case "added":
            guard let mark: LedgerMark = number(1), let revision: UInt64 = number(2), let start: UInt64 = number(3),
                let end: UInt64 = number(4)
            else { return nil }
            self = .added(mark, Revision(revision), from: start, through: end)
        case "refused", "unknown":
            guard let mark: LedgerMark = number(1) else { return nil }
            self = words[0] == "refused" ? .refused(mark) : .unknown(mark)
        case "checked":
            guard let revision: UInt64 = number(1), words.count == 4, let user = try? UserID(String(words[2])),
                let answer = Bool(String(words[3]))
            else { return nil }
            self = .checked(Revision(revision), user, answer)
        case "wrong": self = .wrong(String(line.dropFirst(6)))
        default: return nil
        }
    }
}
