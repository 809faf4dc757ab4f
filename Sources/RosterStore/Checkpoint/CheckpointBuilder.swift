/// Writes a checkpoint: users in the order of their identifiers, then everything by which they are found.
///
/// The bytes go to the file in large pieces as they come. In memory stay 12 bytes a user with an e-mail address, and every
/// distinct set of holdings; ``finish()`` takes 11 bytes a user more, or 16 MiB. The last thing that is written is the header:
/// a file that was not finished has none.
package final class CheckpointBuilder {
    let file: CheckpointFile
    let info: CheckpointInfo
    let roleCount: Int
    let userLimit: Int
    /// Where the sections lie that are finished, by their numbers.
    var sections: [Range<Int>]
    let entries: CheckpointSectionWriter
    let records: CheckpointSectionWriter
    var holdings = CheckpointHoldingsTable()
    /// The hashes of e-mail addresses, and whose they are.
    var emails: (hashes: [UInt64], ordinals: [UInt32]) = ([], [])
    var userCount = 0
    private var last: RecordKey?

    /// Begins a checkpoint in an empty file.
    ///
    /// - Parameters:
    ///   - file: The file; giving it a name once it is finished is up to the caller.
    ///   - path: Where the file is, for errors.
    ///   - info: What the checkpoint says about itself.
    ///   - roles: The names of the roles, by their numbers.
    ///   - scopes: The names of the scopes, by their numbers.
    ///   - userLimit: The most users that will be added. Room for so many entries is kept; what is not used stays a hole.
    package init(
        _ file: any StoreFile, path: String, info: CheckpointInfo, roles: [[UInt8]], scopes: [[UInt8]], userLimit: Int
    ) throws(FileStoreError) {
        precondition(
            userLimit >= 0 && userLimit <= CheckpointLayout.userLimit, "invariant: ordinals of users fit 32 bits")
        self.file = CheckpointFile(file, path: path)
        self.info = info
        self.roleCount = roles.count
        self.userLimit = userLimit
        var offset = CheckpointHeader.byteCount
        var sections: [Range<Int>] = []
        for bytes in [info.details, Self.encoded(roles), Self.encoded(scopes)] {
            let writer = CheckpointSectionWriter(self.file, at: offset)
            try writer.write(bytes)
            sections.append(try writer.finish())
            offset += CheckpointLayout.blockCount(of: bytes.count) * CheckpointLayout.blockByteCount
        }
        self.sections = sections
        self.entries = CheckpointSectionWriter(self.file, at: offset)
        let room = CheckpointLayout.blockCount(of: userLimit * CheckpointEntry.byteCount)
        self.records = CheckpointSectionWriter(self.file, at: offset + room * CheckpointLayout.blockByteCount)
    }

    /// The number of a set of holdings in this checkpoint: the same for the same bytes.
    ///
    /// - Parameters:
    ///   - bytes: The set, written in the one way in which it can be.
    ///   - roles: The numbers of the roles in it, in any order; users are listed by them. They depend on the bytes alone.
    package func holdings(_ bytes: UnsafeRawBufferPointer, roles: [UInt32]) -> UInt32 {
        let count = self.holdings.count
        let number = self.holdings.number(of: bytes, roles: roles)
        if number == count {
            precondition(roles.allSatisfy { $0 < self.roleCount }, "invariant: every role in holdings has a name")
        }
        return number
    }

    /// Adds a user, whose identifier is greater than all before.
    ///
    /// - Parameters:
    ///   - user: The user; the number of the holdings is from ``holdings(_:roles:)``.
    ///   - emailHash: The hash of the e-mail address, keyed with the seed of the info; nil when the user is not to be found
    ///     by one.
    @inline(__always)
    package func add(_ user: CheckpointUser, emailHash: UInt64?) throws(FileStoreError) {
        precondition(self.last.map { $0 < user.key } ?? true, "invariant: users are added in the order of identifiers")
        precondition(self.userCount < self.userLimit, "invariant: no more users are added than were announced")
        precondition(
            user.holdings < self.holdings.count, "invariant: holdings are numbered before their holders are added")
        precondition(
            self.records.count < CheckpointEntry.recordOffsetLimit && user.record.count <= Int(UInt32.max),
            "invariant: records are found by 48 bits, and counted by 32")
        let entry = CheckpointEntry(user, recordOffset: self.records.count)
        try self.entries.write(count: CheckpointEntry.byteCount) { entry.store(to: $0) }
        try self.records.write(user.record)
        if let emailHash { self.addEmail(emailHash) }
        self.userCount += 1
        self.last = user.key
    }

    private func addEmail(_ hash: UInt64) {
        if self.emails.hashes.isEmpty {
            // Growing step by step would take twice the memory at times.
            self.emails.hashes.reserveCapacity(self.userLimit)
            self.emails.ordinals.reserveCapacity(self.userLimit)
        }
        self.emails.hashes.append(hash)
        self.emails.ordinals.append(UInt32(self.userCount))
    }

    private static func encoded(_ names: [[UInt8]]) -> [UInt8] {
        var writer = ByteWriter()
        writer.writeCompact(UInt64(names.count))
        for name in names { writer.write(counted: name) }
        return writer.bytes
    }
}

extension CheckpointSectionWriter {
    /// Writes bytes.
    func write(_ bytes: some Collection<UInt8>) throws(FileStoreError) {
        var failure: FileStoreError?
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            do throws(FileStoreError) { try self.write(UnsafeRawBufferPointer(buffer)) } catch { failure = error }
        }
        if let failure { throw failure }
        if isDone == nil { try self.write(Array(bytes)) }
    }
}
