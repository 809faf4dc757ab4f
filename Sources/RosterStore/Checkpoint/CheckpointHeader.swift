/// What a checkpoint says about itself before any record.
package struct CheckpointInfo: Sendable, Hashable {
    /// The store that it is a checkpoint of.
    package let store: StoreID
    /// The revision at which it holds everything.
    package let revision: UInt64
    /// The number of the ``StoreKind``.
    package let kind: UInt32
    /// What else the owner keeps, in bytes that mean nothing here.
    package var details: [UInt8]
    /// Random words that key its hashes, so that attackers cannot choose keys that collide.
    package let seed: KeyedHash.Seed

    /// Describes a checkpoint.
    package init(store: StoreID, revision: UInt64, kind: UInt32, details: [UInt8], seed: KeyedHash.Seed) {
        self.store = store
        self.revision = revision
        self.kind = kind
        self.details = details
        self.seed = seed
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
/// | 40–47 | number of records |
/// | 48–63 | two words that key the hashes |
/// | 64–67 | CRC-32C of the last block of the file, which covers all others |
/// | 68–71 | number of sections, 10 |
/// | 72–231 | where each section begins and how many bytes it has, 8 bytes each |
/// | 232–4091 | zero |
/// | 4092–4095 | CRC-32C of bytes 0–4091, in every later format too |
///
/// Numbers are little endian, here and everywhere in the file.
struct CheckpointHeader: Sendable {
    static let byteCount = CheckpointLayout.blockByteCount
    static let format: UInt32 = 1
    private static let magic = Array("RSTOREC\n".utf8)
    private static let checksumOffset = Self.byteCount - 4

    /// What it says about itself; of the details it does not tell.
    let info: CheckpointInfo
    let recordCount: Int
    let rootChecksum: UInt32
    /// Where each section lies, by its number.
    let sections: [Range<Int>]

    /// Creates the header of a checkpoint that was written.
    init(_ info: CheckpointInfo, recordCount: Int, rootChecksum: UInt32, sections: [Range<Int>]) {
        self.info = info
        self.recordCount = recordCount
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
        writer.writeFixed(self.info.kind)
        writer.bytes += self.info.store.bytes
        let seed = self.info.seed
        for word in [self.info.revision, UInt64(self.recordCount), seed.first, seed.second] { writer.writeFixed(word) }
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
            throw damaged("the header has an invalid encoding")
        }
        if let offset = self.firstFault(fileByteCount: fileByteCount) {
            throw damaged("the sections do not fit the file", at: offset)
        }
    }

    private init(fields: UnsafeRawBufferPointer) throws(ByteReader.Malformed) {
        var reader = ByteReader(fields)
        _ = try reader.read(count: Self.magic.count)
        guard try reader.readFixed(UInt32.self) == Self.format else { throw ByteReader.Malformed() }
        let kind: UInt32 = try reader.readFixed()
        let store = StoreID(sixteen: Array(try reader.read(count: StoreID.byteCount)))
        let revision: UInt64 = try reader.readFixed()
        self.recordCount = try Self.readPlace(&reader)
        let seed = KeyedHash.Seed(try reader.readFixed(), try reader.readFixed())
        self.info = CheckpointInfo(store: store, revision: revision, kind: kind, details: [], seed: seed)
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

    /// A number of bytes or records that two of cannot overflow.
    private static func readPlace(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> Int {
        let number: UInt64 = try reader.readFixed()
        guard number < 1 << 62 else { throw ByteReader.Malformed() }
        return Int(number)
    }

    /// Where in the header something stands that the file cannot hold; nil when everything fits.
    private func firstFault(fileByteCount: Int) -> Int? {
        guard self.recordCount <= CheckpointLayout.recordLimit else { return 40 }
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
        let fits: [(CheckpointSection, Bool)] = [
            (.entries, self.range(of: .entries).count == self.recordCount * CheckpointEntry.byteCount),
            (.values, self.range(of: .values).count % SharedValue.entryByteCount == 0),
            (.recordIndex, CheckpointSlots.fit(self.range(of: .recordIndex), count: self.recordCount)),
            (.keyIndex, CheckpointSlots.fit(self.range(of: .keyIndex), count: 0)),
            (.lists, CheckpointLists.fit(self.range(of: .lists))),
            (.postings, self.range(of: .postings).count % 4 == 0),
            (.checksums, self.range(of: .checksums).upperBound == fileByteCount),
            (.checksums, self.tree.blockCount * CheckpointLayout.blockByteCount == fileByteCount),
        ]
        return fits.first { !$0.1 }?.0
    }
}
