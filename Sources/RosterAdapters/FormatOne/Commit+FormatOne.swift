internal import RosterDomain
extension Commit { init?(journalPayload: [UInt8]) { return nil } }
