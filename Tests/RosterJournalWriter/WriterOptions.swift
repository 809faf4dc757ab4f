/// What the tests ask the writer to do.
struct WriterOptions: Sendable {
    /// The folder of the directory.
    let path: String
    /// How many commits to make before ending in good order.
    var commitCount = Int.max
    /// The process's umask, or nil to leave it.
    var umask: UInt32?
    /// The most bytes that a file of this process may have, or nil for no limit.
    var fileByteLimit: UInt64?
    /// Whether to wait for the end of the input after the commits, with the directory open.
    var holds = false
    /// Whether to try a commit while every descriptor is taken, before the others.
    var starves = false
    /// Whether to write a checkpoint after the commits.
    var compacts = false

    /// Reads `writer <path> [--commits 3] [--umask 077] [--file-size 4096] [--starve] [--compact] [--hold]`.
    init(_ arguments: [String]) {
        self.path = arguments.count > 1 ? arguments[1] : "missing-path"
        var rest = arguments.dropFirst(2)
        while let option = rest.popFirst() {
            switch option {
            case "--commits": self.commitCount = rest.popFirst().flatMap { Int($0) } ?? 0
            case "--umask": self.umask = rest.popFirst().flatMap { UInt32($0, radix: 8) }
            case "--file-size": self.fileByteLimit = rest.popFirst().flatMap { UInt64($0) }
            case "--starve": self.starves = true
            case "--compact": self.compacts = true
            case "--hold": self.holds = true
            default: preconditionFailure("invariant: the tests know the writer's options")
            }
        }
    }
}
