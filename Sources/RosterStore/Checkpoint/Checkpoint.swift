/// All users of a directory, or all credentials of a vault, at one revision, in a file that is mapped and not parsed.
///
/// Opening one reads its header and the details, whatever its size. A block of the file is compared with its checksum the first
/// time that something in it is read, so every call can throw ``FileStoreError/damaged(path:offset:revision:detail:)``: a
/// byte that is not as it was written is found when it is read, and changes no answer. No contents make a call trap or
/// search for longer than the file is large.
///
/// Users are numbered by their places in the order of identifiers: those are the ordinals, from 0. All calls can be made from
/// any thread. A file that somebody cuts while it is open can end the process, see ``MappedBytes``.
package final class Checkpoint: Sendable {
    /// What the checkpoint says about itself.
    package let info: CheckpointInfo
    /// The users, or credentials.
    package let userCount: Int
    /// How many sets of holdings there are; the numbers of them are less.
    package let holdingsCount: Int
    /// How many roles users are listed by; the numbers of them are less.
    package let roleCount: Int

    package let blocks: CheckpointBlocks
    let entriesOffset: Int
    let records: Range<Int>
    let holdingsOffset: Int
    let holdingsBytes: Range<Int>
    let idIndex: CheckpointIndex
    let emailIndex: CheckpointIndex
    let listsOffset: Int
    let postings: Range<Int>
    private let names: (roles: Range<Int>, scopes: Range<Int>)

    /// Opens a checkpoint.
    ///
    /// - Throws: ``FileStoreError/damaged(path:offset:revision:detail:)`` when it has no whole header, or was cut;
    ///   ``FileStoreError/unsupportedVersion(path:version:)`` when a later version of Roster wrote it.
    package init(_ file: any StoreFile, path: String, kind: StoreKind) throws(FileStoreError) {
        let mapped = try translating(path) { () throws(FileFailure) -> MappedBytes? in
            let byteCount = Int(clamping: try file.status().byteCount)
            return byteCount < CheckpointHeader.byteCount ? nil : try file.map(byteCount: byteCount, isRandom: true)
        }
        guard let mapped, let memory = CheckpointMemory(mapped) else {
            throw .damaged(path: path, offset: 0, revision: nil, detail: "the file ends within its header")
        }
        let header = try CheckpointHeader(memory.firstPage, fileByteCount: memory.byteCount, path: path)
        guard header.kind == kind.number else {
            throw .damaged(path: path, offset: 12, revision: nil, detail: "the checkpoint is one of another kind")
        }
        let blocks = CheckpointBlocks(memory, header: header, path: path)
        self.info = CheckpointInfo(
            store: header.store, revision: header.revision, kind: header.kind,
            details: Array(try blocks.bytes(in: header.range(of: .details))), seed: header.seed)
        self.userCount = header.userCount
        self.holdingsCount = header.range(of: .holdings).count / CheckpointHoldings.byteCount
        self.roleCount = header.range(of: .lists).count / 8 - 1 - CheckpointLists.fixedCount
        self.blocks = blocks
        self.entriesOffset = header.range(of: .entries).lowerBound
        self.records = header.range(of: .records)
        self.holdingsOffset = header.range(of: .holdings).lowerBound
        self.holdingsBytes = header.range(of: .holdingsBytes)
        self.idIndex = CheckpointIndex(header.range(of: .idIndex))
        self.emailIndex = CheckpointIndex(header.range(of: .emailIndex))
        self.listsOffset = header.range(of: .lists).lowerBound
        self.postings = header.range(of: .postings)
        self.names = (header.range(of: .roles), header.range(of: .scopes))
    }

    /// The names of the roles, by their numbers.
    ///
    /// - Complexity: O(bytes of all names).
    package func roles() throws(FileStoreError) -> [[UInt8]] { try self.names(in: self.names.roles) }

    /// The names of the scopes, by their numbers.
    ///
    /// - Complexity: O(bytes of all names).
    package func scopes() throws(FileStoreError) -> [[UInt8]] { try self.names(in: self.names.scopes) }

    private func names(in section: Range<Int>) throws(FileStoreError) -> [[UInt8]] {
        var reader = ByteReader(try self.blocks.bytes(in: section))
        do throws(ByteReader.Malformed) {
            var names: [[UInt8]] = []
            for _ in 0..<(try reader.readCount()) {
                let count = try reader.readCount()
                names.append(Array(try reader.read(count: count)))
            }
            guard reader.remainingCount == 0 else { throw ByteReader.Malformed() }
            return names
        } catch {
            throw self.blocks.damaged(at: section.lowerBound + reader.position, "the names are not such as are written")
        }
    }
}

/// Where an index lies in the file, and how many slots it has.
struct CheckpointIndex: Sendable {
    let offset: Int
    let slotCount: Int

    init(_ section: Range<Int>) {
        self.offset = section.lowerBound
        self.slotCount = section.count / CheckpointSlots.byteCount
    }
}
