/// The numbers of the lists of users in a checkpoint: one for each role, then for each status, then for each flag.
enum CheckpointLists {
    static let statusCount = 256
    static let flagCount = 8

    /// How many lists there are beside those of roles.
    static let fixedCount = Self.statusCount + Self.flagCount

    /// Whether a section can tell where each list begins and the last one ends.
    static func fit(_ section: Range<Int>) -> Bool {
        section.count % 8 == 0 && section.count / 8 > Self.fixedCount
    }

    /// Names every list that a user is in, but those of roles.
    @inline(__always)
    static func forEachFixed(of entry: CheckpointEntry, roleCount: Int, _ body: (Int) -> Void) {
        body(roleCount + Int(entry.status))
        var flags = entry.flags
        while flags != 0 {
            body(roleCount + Self.statusCount + flags.trailingZeroBitCount)
            flags &= flags &- 1
        }
    }
}
