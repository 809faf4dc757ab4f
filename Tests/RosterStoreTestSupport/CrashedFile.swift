/// What could be left of the bytes of one file.
struct CrashedFile {
    /// What one write to a disk puts there as a whole.
    static let sectorByteCount = 512

    /// What a sector could hold.
    struct Sector {
        /// What was on the disk for certain, then what was written since, in order; at least two, no neighbors equal.
        var versions: [[UInt8]]
        /// Whether the next sync writes it; not after one that failed.
        var isDirty: Bool
    }

    /// The bytes as a reader of the file sees them.
    private(set) var current: [UInt8]
    /// The sectors of which it is not certain what they hold; all others hold what `current` says.
    private(set) var sectors: [Int: Sector] = [:]
    /// The sizes that the file could have; the last is the current one.
    private(set) var sizes: [Int]
    private var isSizeDirty = false

    init(_ bytes: [UInt8]) {
        self.current = bytes
        self.sizes = [bytes.count]
    }

    /// Whether it is certain what is left.
    var isCertain: Bool { self.sectors.isEmpty && self.sizes.count == 1 }

    // MARK: Changes

    mutating func write(_ bytes: [UInt8], at offset: Int) {
        guard !bytes.isEmpty else { return }
        let touched = offset / Self.sectorByteCount...(offset + bytes.count - 1) / Self.sectorByteCount
        let before = touched.map { self.sector($0) }
        bytes.withUnsafeBytes { self.current.put($0, at: offset) }
        for (index, old) in zip(touched, before) { self.note(index, old) }
        self.noteSize()
    }

    mutating func resize(to byteCount: Int) {
        let end = self.current.count
        let touched = byteCount < end ? byteCount / Self.sectorByteCount..<(end - 1) / Self.sectorByteCount + 1 : 0..<0
        let before = touched.map { self.sector($0) }
        self.current.resize(to: byteCount)
        for (index, old) in zip(touched, before) { self.note(index, old) }
        self.noteSize()
    }

    /// The bytes of a sector as they are read now, with zeros behind the end of the file.
    private func sector(_ index: Int) -> [UInt8] {
        self.current.padded(from: index * Self.sectorByteCount, count: Self.sectorByteCount)
    }

    private mutating func note(_ index: Int, _ old: [UInt8]) {
        let new = self.sector(index)
        var sector = self.sectors[index] ?? Sector(versions: [old], isDirty: false)
        if sector.versions.last?.isSame(as: new) != true { sector.versions.append(new) }
        sector.isDirty = true
        self.sectors[index] = sector.versions.count > 1 ? sector : nil
    }

    private mutating func noteSize() {
        guard self.sizes.last != self.current.count else { return }
        self.sizes.append(self.current.count)
        self.isSizeDirty = true
    }

    // MARK: Syncs

    /// Makes the bytes durable, and the size as far as reading them takes it: one that a cut made smaller may be lost.
    mutating func syncData() {
        let end = self.current.count
        let needed = self.isSizeDirty ? end : self.endOfDirtySectors
        self.sizes = self.sizes.filter { $0 > end || ($0 >= needed && $0 != end) } + [end]
        let mayBeLonger = self.sizes.contains { $0 > end }
        for (index, sector) in self.sectors where sector.isDirty {
            let isCut = mayBeLonger && (index + 1) * Self.sectorByteCount > end
            self.sectors[index] = isCut ? self.cut(sector, index) : nil
        }
    }

    /// Makes all of it durable.
    mutating func syncAll() {
        if self.isSizeDirty { self.sizes = [self.current.count] }
        self.syncData()
        self.isSizeDirty = self.isSizeDirty && self.sizes.count > 1
    }

    /// Forgets what was to be written: a later sync does not write it.
    mutating func failSync() {
        for index in self.sectors.keys { self.sectors[index]?.isDirty = false }
        self.isSizeDirty = false
    }

    private var endOfDirtySectors: Int {
        let last = self.sectors.filter { $0.value.isDirty }.keys.max()
        return min(self.current.count, ((last ?? -1) + 1) * Self.sectorByteCount)
    }

    /// A sector behind the end of a file that may be longer after all: what lies before the end is certain.
    private func cut(_ sector: Sector, _ index: Int) -> Sector? {
        let certain = self.sector(index)
        let kept = max(0, self.current.count - index * Self.sectorByteCount)
        var versions: [[UInt8]] = []
        for version in sector.versions {
            let mixed = Array(certain.prefix(kept)) + version.dropFirst(kept)
            if versions.last != mixed { versions.append(mixed) }
        }
        return versions.count > 1 ? Sector(versions: versions, isDirty: true) : nil
    }
}
