/// What a checkpoint says about itself before any user.
package struct CheckpointInfo: Sendable, Hashable {
    /// The store that it is a checkpoint of.
    package let store: StoreID
    /// The revision at which it holds everything.
    package let revision: UInt64
    /// What it holds.
    package let kind: UInt32
    /// What else the store keeps, in bytes that mean nothing here.
    package let details: [UInt8]
    /// Random words that key its hashes, so that nobody can choose identifiers or addresses that collide.
    package let seed: (UInt64, UInt64)

    /// Describes a checkpoint.
    package init(store: StoreID, revision: UInt64, kind: UInt32, details: [UInt8], seed: (UInt64, UInt64)) {
        self.store = store
        self.revision = revision
        self.kind = kind
        self.details = details
        self.seed = seed
    }

    /// Whether two of them say the same.
    package static func == (left: CheckpointInfo, right: CheckpointInfo) -> Bool {
        left.store == right.store && left.revision == right.revision && left.kind == right.kind
            && left.details == right.details && left.seed == right.seed
    }

    /// Takes part in hashing with what tells most apart.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(self.store)
        hasher.combine(self.revision)
    }
}

/// The first page of a checkpoint.
///
/// | bytes | |
/// |---|---|
/// | 0–7 | `RSTOREC\n` |
/// | 8–11 | format, 1 |
/// | 12–15 | kind |
/// | 16–31 | store |
/// | 32–39 | revision |
/// | 40–47 | number of users |
/// | 48–63 | two words that key the hashes |
/// | 64–67 | CRC-32C of the last block of the file, which covers all others |
/// | 68–71 | number of sections, 12 |
/// | 72–263 | where each section begins and how many bytes it has, 8 bytes each |
/// | 264–4091 | zero |
/// | 4092–4095 | CRC-32C of bytes 0–4091, in every later format too |
///
/// Numbers are little endian, here and everywhere in the file.
struct CheckpointHeader: Sendable {
    static let byteCount = CheckpointLayout.blockByteCount
    static let format: UInt32 = 1
    private static let magic = Array("RSTOREC\n".utf8)
    private static let checksumOffset = Self.byteCount - 4

    let store: StoreID
    let revision: UInt64
    let kind: UInt32
    let seed: (UInt64, UInt64)
    let userCount: Int
    let rootChecksum: UInt32
    /// Where each section lies, by its number.
    let sections: [Range<Int>]

    /// Creates the header of a checkpoint that was written.
    init(_ info: CheckpointInfo, userCount: Int, rootChecksum: UInt32, sections: [Range<Int>]) {
        self.store = info.store
        self.revision = info.revision
        self.kind = info.kind
        self.seed = info.seed
        self.userCount = userCount
        self.rootChecksum = rootChecksum
        self.sections = sections
    }

    /// Where a section lies.
    func range(of section: CheckpointSection) -> Range<Int> { self.sections[section.rawValue] }

    /// The levels of checksums.
    var tree: CheckpointTree {
        CheckpointTree(dataBlockCount: self.range(of: .checksums).lowerBound / CheckpointLayout.blockByteCount)
    }

    /// The page.
    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.bytes += Self.magic
        writer.writeFixed(Self.format)
        writer.writeFixed(self.kind)
        writer.bytes += self.store.bytes
        for word in [self.revision, UInt64(self.userCount), self.seed.0, self.seed.1] { writer.writeFixed(word) }
        writer.writeFixed(self.rootChecksum)
        writer.writeFixed(UInt32(self.sections.count))
        for section in self.sections {
            writer.writeFixed(UInt64(section.lowerBound))
            writer.writeFixed(UInt64(section.count))
        }
        writer.bytes += [UInt8](repeating: 0, count: Self.checksumOffset - writer.bytes.count)
        writer.writeFixed(CRC32C.checksum(of: writer.bytes))
        return writer.bytes
    }
}

// MARK: - Reading

extension CheckpointHeader {
    /// Reads a page of a file that has so many bytes, and checks it against itself and the file.
    init(_ page: UnsafeRawBufferPointer, fileByteCount: Int, path: String) throws(FileStoreError) {
        func damaged(_ detail: String, at offset: Int = 0) -> FileStoreError {
            .damaged(path: path, offset: UInt64(offset), revision: nil, detail: detail)
        }
        guard page.count == Self.byteCount else { throw damaged("the file ends within its header", at: page.count) }
        guard page.prefix(8).elementsEqual(Self.magic) else { throw damaged("this is no checkpoint") }
        let covered = UnsafeRawBufferPointer(rebasing: page[..<Self.checksumOffset])
        let checksum = UInt32(littleEndian: page.loadUnaligned(fromByteOffset: Self.checksumOffset, as: UInt32.self))
        guard CRC32C.checksum(of: covered) == checksum else {
            throw damaged("the header has a wrong checksum")
        }
        let version = UInt32(littleEndian: page.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
        guard version <= Self.format else { throw .unsupportedVersion(path: path, version: version) }
        do throws(ByteReader.Malformed) {
            try self.init(fields: covered)
        } catch {
            throw damaged("the header is not such as is written")
        }
        if let offset = self.firstFault(fileByteCount: fileByteCount) {
            throw damaged("the sections do not fit the file", at: offset)
        }
    }

    private init(fields: UnsafeRawBufferPointer) throws(ByteReader.Malformed) {
        var reader = ByteReader(fields)
        _ = try reader.read(count: Self.magic.count)
        guard try reader.readFixed(UInt32.self) == Self.format else { throw ByteReader.Malformed() }
        self.kind = try reader.readFixed()
        self.store = StoreID(sixteen: Array(try reader.read(count: StoreID.byteCount)))
        self.revision = try reader.readFixed()
        self.userCount = try Self.readPlace(&reader)
        self.seed = (try reader.readFixed(), try reader.readFixed())
        self.rootChecksum = try reader.readFixed()
        guard try reader.readFixed(UInt32.self) == CheckpointSection.allCases.count else {
            throw ByteReader.Malformed()
        }
        var sections: [Range<Int>] = []
        for _ in CheckpointSection.allCases {
            let offset = try Self.readPlace(&reader)
            sections.append(offset..<offset + (try Self.readPlace(&reader)))
        }
        self.sections = sections
        guard try reader.read(count: reader.remainingCount).allSatisfy({ $0 == 0 }) else {
            throw ByteReader.Malformed()
        }
    }

    /// A number of bytes or users that two of cannot overflow.
    private static func readPlace(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> Int {
        let number: UInt64 = try reader.readFixed()
        guard number < 1 << 62 else { throw ByteReader.Malformed() }
        return Int(number)
    }

    /// Where in the header something stands that the file cannot hold; nil when everything fits.
    private func firstFault(fileByteCount: Int) -> Int? {
        guard self.userCount <= CheckpointLayout.userLimit else { return 40 }
        var end = Self.byteCount
        for (number, section) in self.sections.enumerated() {
            let isAligned = section.lowerBound & (CheckpointLayout.blockByteCount - 1) == 0
            guard isAligned, section.lowerBound >= end, section.upperBound <= fileByteCount else {
                return 72 + 16 * number
            }
            end = section.upperBound
        }
        guard let section = self.firstUnfitting(fileByteCount: fileByteCount) else { return nil }
        return 72 + 16 * section.rawValue
    }

    private func firstUnfitting(fileByteCount: Int) -> CheckpointSection? {
        let checksums = self.range(of: .checksums)
        let tree = self.tree
        let fits: [(CheckpointSection, Bool)] = [
            (.entries, self.range(of: .entries).count == self.userCount * CheckpointEntry.byteCount),
            (.holdings, self.range(of: .holdings).count % CheckpointHoldings.byteCount == 0),
            (.idIndex, CheckpointSlots.fit(self.range(of: .idIndex), userCount: self.userCount)),
            (.emailIndex, CheckpointSlots.fit(self.range(of: .emailIndex), userCount: 0)),
            (.lists, CheckpointLists.fit(self.range(of: .lists))),
            (.postings, self.range(of: .postings).count % 4 == 0),
            (.checksums, checksums.upperBound == fileByteCount),
            (.checksums, tree.blockCount * CheckpointLayout.blockByteCount == fileByteCount),
        ]
        return fits.first { !$0.1 }?.0
    }
}
