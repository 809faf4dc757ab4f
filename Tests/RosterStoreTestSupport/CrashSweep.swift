/// What a simulated disk could hold after a crash at any moment of its log.
///
/// The moments come in their order. What was promised by then is told by the marks: see ``SimulatedDisk/mark()``. A disk
/// that several moments between the same two marks could have left comes once; one that a moment before a mark and one
/// after it could have left comes for both, because more must be on it after the mark.
package struct CrashSweep: Sequence {
    private let log: DiskLog
    private let seed: UInt64
    private let limit: Int
    private let tearing: SectorTearing

    /// Prepares the disks of all moments.
    ///
    /// - Parameter limit: How many disks come at most for each moment.
    package init(of log: DiskLog, seed: UInt64 = 1, limit: Int = 64, tearing: SectorTearing = .never) {
        self.log = log
        self.seed = seed
        self.limit = limit
        self.tearing = tearing
    }

    /// One disk, with how many operations and how many marks came before the crash.
    package typealias Element = (prefix: Int, markCount: Int, disk: SimulatedDisk)

    /// Goes through the disks.
    package func makeIterator() -> AnyIterator<Element> {
        var seen: Set<Int> = []
        var state = CrashState(self.log.base)
        var prefix = 0
        var marks = self.log.marks.count { $0 <= 0 }
        func images() -> AnyIterator<SimulatedDisk> {
            CrashImages(state, prefix: prefix, seed: self.seed, limit: self.limit, tearing: self.tearing)
                .iterator { seen.insert($0).inserted }
        }
        var iterator = images()
        return AnyIterator {
            while true {
                if let disk = iterator.next() { return (prefix, marks, disk) }
                guard prefix < self.log.count else { return nil }
                state.apply(self.log.operations[prefix])
                prefix += 1
                let passed = self.log.marks.count { $0 <= prefix }
                // Without marks, only the caller knows what was promised when.
                if passed != marks || self.log.marks.isEmpty { seen = [] }
                marks = passed
                iterator = images()
            }
        }
    }
}
