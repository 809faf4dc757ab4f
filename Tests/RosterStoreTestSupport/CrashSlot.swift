/// What becomes of a sector of which only a part got to the disk.
package enum SectorTearing: Sendable, Hashable, CaseIterable {
    /// Sectors are written as a whole or not at all, which disks promise.
    case never
    /// The first half may be new and the second old, or the other way round.
    case half
    /// Where the new bytes differ from the old ones, anything may be.
    case garbage
}

/// One thing that is uncertain after a crash, and what it could be, from the oldest to the newest.
struct CrashSlot {
    enum Subject: Hashable {
        case sector(file: UInt64, index: Int)
        case size(file: UInt64)
        case mode(node: UInt64)
        case step(folder: UInt64, index: Int)
    }

    let subject: Subject
    /// How many things it could be.
    ///
    /// The first is the oldest; `newest` is the last that was written whole.
    let count: Int
    let newest: Int
}

extension CrashState {
    /// Everything that is uncertain, in an order that is the same each time.
    func slots(tearing: SectorTearing) -> [CrashSlot] {
        var slots: [CrashSlot] = []
        let named = self.folders.values.reduce(into: Set([DiskContent.root])) { $0.formUnion($1.nodes) }
        for serial in named.sorted() {
            let steps = self.folders[serial]?.steps.count ?? 0
            slots += (0..<steps).map { CrashSlot(subject: .step(folder: serial, index: $0), count: 2, newest: 1) }
            let modes = self.modes[serial]?.versions.count ?? 1
            if modes > 1 { slots.append(CrashSlot(subject: .mode(node: serial), count: modes, newest: modes - 1)) }
            if let file = self.files[serial], !file.isCertain { slots += Self.slots(of: file, serial, tearing) }
        }
        return slots
    }

    private static func slots(of file: CrashedFile, _ serial: UInt64, _ tearing: SectorTearing) -> [CrashSlot] {
        var slots: [CrashSlot] = []
        if file.sizes.count > 1 {
            let count = file.sizes.count
            slots.append(CrashSlot(subject: .size(file: serial), count: count, newest: count - 1))
        }
        for (index, sector) in file.sectors.sorted(by: { $0.key < $1.key }) {
            let count = sector.versions.count
            slots.append(
                CrashSlot(
                    subject: .sector(file: serial, index: index), count: count + tearing.optionCount, newest: count - 1)
            )
        }
        return slots
    }
}

extension SectorTearing {
    fileprivate var optionCount: Int {
        switch self {
        case .never: 0
        case .half: 2
        case .garbage: 1
        }
    }
}

extension CrashedFile.Sector {
    /// What the sector holds, one of the versions or, behind them, a torn one.
    func bytes(_ choice: Int, tearing: SectorTearing) -> [UInt8] {
        guard choice >= self.versions.count else { return self.versions[choice] }
        let (old, new) = (self.versions[self.versions.count - 2], self.versions[self.versions.count - 1])
        let middle = CrashedFile.sectorByteCount / 2
        switch tearing {
        case .never: return new
        case .half where choice == self.versions.count: return Array(new.prefix(middle)) + old.dropFirst(middle)
        case .half: return Array(old.prefix(middle)) + new.dropFirst(middle)
        case .garbage:
            let pairs = Swift.zip(old, new).enumerated()
            return pairs.map { $1.0 == $1.1 ? $1.0 : UInt8(truncatingIfNeeded: 0xA5 &+ 31 &* $0) }
        }
    }
}
