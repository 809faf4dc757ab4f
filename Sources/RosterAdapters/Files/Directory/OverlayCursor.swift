import RosterDomain

/// Goes through the users of an overlay in the order of their identifiers: those that a filter lets through, or without one
/// all, removed ones among them.
struct OverlayCursor {
    private let overlay: RecordOverlay
    private let filter: UserFilter?
    /// The runs, and how far each was read.
    private var runs: [(positions: [UInt32], next: Int)]

    /// Begins after a user; the overlay must have been settled.
    init(_ overlay: RecordOverlay, after id: UserID?, filter: UserFilter?) {
        precondition(overlay.isSettled, "invariant: an overlay is in order before it is read")
        self.overlay = overlay
        self.filter = filter
        self.runs = overlay.runs.map { ($0, RecordOrder.start(after: id, in: $0, overlay.entries)) }
    }

    /// The next user's position.
    mutating func next() -> Int? {
        while let run = self.firstRun {
            let position = Int(self.runs[run].positions[self.runs[run].next])
            self.runs[run].next += 1
            if self.filter?.admits(self.overlay.entries[position]) ?? true { return position }
        }
        return nil
    }

    /// The run whose next user comes first.
    @inline(__always)
    private var firstRun: Int? {
        if self.runs.count == 1 { return self.runs[0].next < self.runs[0].positions.count ? 0 : nil }
        var first: (run: Int, id: UserID)?
        for run in self.runs.indices where self.runs[run].next < self.runs[run].positions.count {
            let id = self.overlay.entries[Int(self.runs[run].positions[self.runs[run].next])].id
            if first.map({ id < $0.id }) ?? true { first = (run, id) }
        }
        return first?.run
    }
}
