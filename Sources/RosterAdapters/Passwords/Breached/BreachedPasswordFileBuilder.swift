public import RosterDomain
public import RosterPorts
internal import RosterStore

/// Builds the file that ``FileBreachedPasswords`` reads, from plain passwords, from digests, or from both.
///
/// Digests that come in ascending order, as those of the public collection do, are written as they come, and 32 MB of memory suffice.
/// Everything else is sorted in memory, with 32 bytes for each password: a list of ten million takes 320 MB.
public struct BreachedPasswordFileBuilder: ~Copyable, Sendable {
    private let batchCount: Int
    private let path: String
    private let folder: any StoreFolder
    private let file: any StoreFile
    private var waiting: [DigestKey] = []
    private var last: DigestKey?
    private var blockCount = 0
    private var isOutOfOrder = false

    /// Makes the file, with the mode 0600.
    ///
    /// Until ``finish()`` it is none: one that a failure or a crash leaves unfinished is refused when it is opened.
    ///
    /// - Parameter path: The file to make. What has the path already is never replaced.
    /// - Throws: ``BreachedPasswordFileError``.
    public init(at path: String) throws(BreachedPasswordFileError) {
        try self.init(at: path, batchCount: 1 << 20)
    }

    /// The same with another number of digests that wait before they are written; for tests.
    package init(at path: String, batchCount: Int) throws(BreachedPasswordFileError) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        let folder = try reading(parent) { () throws(FileFailure) in try SystemDisk().openFolder(parent) }
        let file = try reading(path) { () throws(FileFailure) in try folder.openFile(name, for: .creating) }
        try reading(path) { () throws(FileFailure) in try file.setMode(0o600) }
        (self.path, self.folder, self.file, self.batchCount) = (path, folder, file, batchCount)
    }

    /// Adds a password.
    ///
    /// - Throws: ``BreachedPasswordFileError/failed(_:)``, as all that adds does.
    public mutating func add(_ password: Password) throws(BreachedPasswordFileError) {
        try self.add(BreachedPasswordDigest(of: password))
    }

    /// Adds a digest.
    public mutating func add(_ digest: BreachedPasswordDigest) throws(BreachedPasswordFileError) {
        self.waiting.append(DigestKey(digest.bytes))
        if self.waiting.count.isMultiple(of: self.batchCount) { try self.writeWhatFollows() }
    }

    /// Adds the digest in a line of the public collection, such as `5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:9545824`.
    ///
    /// - Parameters:
    ///   - line: 40 hexadecimal digits, or what is left of them after the prefix; what follows a colon is not read.
    ///   - prefix: The digits that the lines of a range lack; they are the name of its file.
    ///   - number: The number of the line, for the error.
    /// - Throws: ``BreachedPasswordFileError/malformedLine(number:)``.
    public mutating func add(
        line: some StringProtocol, ofRange prefix: String = "", number: Int
    ) throws(BreachedPasswordFileError) {
        let digits = prefix + String(line.prefix { $0 != ":" })
        guard let digest = BreachedPasswordDigest(hexadecimal: digits) else { throw .malformedLine(number: number) }
        try self.add(digest)
    }

    /// Writes the rest, and syncs the file to the disk.
    ///
    /// - Returns: How many different passwords are on the list.
    /// - Throws: ``BreachedPasswordFileError``.
    public consuming func finish() throws(BreachedPasswordFileError) -> Int {
        self.waiting.sort()
        if !self.followsLast { try self.readBack() }
        let count = try self.write(wholeBlocksOnly: false)
        let (file, folder) = (self.file, self.folder)
        try reading(self.path) { () throws(FileFailure) in
            try file.resize(to: BreachedPasswordFormat.byteCount(of: count))
        }
        try reading(self.path) { () throws(FileFailure) in try file.syncAll() }
        // The header comes last: without it, the file is none.
        let header = BreachedPasswordFormat.header(count: count)
        try reading(self.path) { () throws(FileFailure) in try file.write(header, at: 0) }
        try reading(self.path) { () throws(FileFailure) in try file.syncAll() }
        try reading(self.path) { () throws(FileFailure) in try folder.sync() }
        return count
    }

    private var followsLast: Bool {
        guard let last = self.last, let first = self.waiting.first else { return true }
        return last <= first
    }

    /// Writes what waits, if all of it comes after what is written.
    private mutating func writeWhatFollows() throws(BreachedPasswordFileError) {
        guard !self.isOutOfOrder else { return }
        self.waiting.sort()
        self.isOutOfOrder = !self.followsLast
        if !self.isOutOfOrder { _ = try self.write(wholeBlocksOnly: true) }
    }

    /// Writes what waits in blocks, leaving out what comes twice, and returns how many digests are in the file.
    private mutating func write(wholeBlocksOnly: Bool) throws(BreachedPasswordFileError) -> Int {
        let digests = self.waitingOnce()
        let perBlock = BreachedPasswordFormat.digestsInBlock
        let isKept = wholeBlocksOnly ? digests.count % perBlock : 0
        var bytes: [UInt8] = []
        let offset = BreachedPasswordFormat.place(ofBlock: self.blockCount, of: .max).offset
        let before = self.blockCount * perBlock
        for start in stride(from: 0, to: digests.count - isKept, by: perBlock) {
            let block = digests[start..<min(start + perBlock, digests.count)]
            bytes += BreachedPasswordFormat.block(self.blockCount, of: block)
            (self.blockCount, self.last) = (self.blockCount + 1, block.last)
        }
        let file = self.file
        try reading(self.path) { () throws(FileFailure) in try file.write(bytes, at: offset) }
        self.waiting = Array(digests.suffix(isKept))
        return before + digests.count - isKept
    }

    private func waitingOnce() -> [DigestKey] {
        var (digests, last) = ([DigestKey](), self.last)
        for digest in self.waiting where digest != last {
            digests.append(digest)
            last = digest
        }
        return digests
    }

    /// Takes what is written among what waits, to write all of it anew.
    private mutating func readBack() throws(BreachedPasswordFileError) {
        let (file, count) = (self.file, self.blockCount * BreachedPasswordFormat.digestsInBlock)
        for number in 0..<self.blockCount {
            let place = BreachedPasswordFormat.place(ofBlock: number, of: count)
            let bytes = try reading(self.path) { () throws(FileFailure) in
                try file.read(place.byteCount, at: place.offset)
            }
            guard let digests = BreachedPasswordFormat.digests(inBlock: number, bytes) else {
                throw .damaged(path: self.path, detail: "block \(number) changed while the file was built")
            }
            self.waiting += digests
        }
        self.waiting.sort()
        (self.blockCount, self.last) = (0, nil)
    }
}
