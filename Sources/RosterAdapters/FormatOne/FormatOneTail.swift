internal import RosterDomain

/// The end of a journal, from the first frame on that does not check out: either what a crash tore, or damage.
///
/// Only the last step can have been torn, before it was acknowledged: each is on disk before the next is written. So what
/// cannot be the remains of one unfinished write is damage, and is never cut away: it may have been acknowledged.
///
/// One kind of damage cannot be told: when all is zeros from exactly the beginning of a record on, no more of them than
/// one record can have, that is also what a crash leaves of a write of which the disk got nothing but the length of the
/// file.
struct FormatOneTail {
    let bytes: [UInt8]
    /// Where in the file it begins.
    let offset: UInt64
    let store: StoreID
    /// The revision of the step that should stand there.
    let revision: UInt64

    /// Why the tail is damage, or nil when it is torn.
    var damage: String? {
        guard let first = self.header(at: 0) else { return self.damageWithBadHeader }
        if first.frameByteCount > self.bytes.count { return nil }
        let isLast = first.frameByteCount == self.bytes.count
        return isLast && self.hasUnwrittenSector ? nil : "the checksum of the record is wrong"
    }

    /// Why a tail of so many bytes is damage whatever is in it, or nil when it may be torn.
    static func damage(ofByteCount byteCount: UInt64) -> String? {
        let limit = FormatOneLayout.frameHeaderByteCount + FormatOneLayout.payloadByteLimit
        return byteCount <= UInt64(limit) ? nil : "\(byteCount) bytes follow, more than one record can have"
    }

    private var damageWithBadHeader: String? {
        if let follower = (1..<self.bytes.count).first(where: { self.header(at: $0) != nil }) {
            let place = self.offset + UInt64(follower)
            return "the record's header is damaged, and another record follows at byte \(place)"
        }
        if let detail = self.damageInFirstSector { return detail }
        // What ends inside its header was never acknowledged.
        if self.bytes.count < FormatOneLayout.frameHeaderByteCount { return nil }
        return self.hasUnwrittenSector || self.lacksOnlyFirstBytes ? nil : Self.badHeader
    }

    /// Whether the header checks out once its zero bytes before the first boundary of a sector, fewer than the length
    /// has, are those of a frame that reaches exactly to the end: the disk never got that sector.
    private var lacksOnlyFirstBytes: Bool {
        let lost = self.sectorEnd(from: 0)
        guard lost < 4, self.bytes[..<lost].allSatisfy({ $0 == 0 }) else { return false }
        let length = UInt32(clamping: self.bytes.count - FormatOneLayout.frameHeaderByteCount)
        let start = length.littleEndianBytes[..<lost] + self.bytes[lost..<FormatOneLayout.frameHeaderByteCount]
        guard let header = FormatOneFrame(start[...], of: self.store) else { return false }
        return header.frameByteCount == self.bytes.count && header.revision == self.revision
    }

    /// What is wrong with as much of a bad header as lies in the first sector, if the disk got that one.
    ///
    /// A sector gets there as a whole: what is in it, besides zeros, is as it was written.
    private var damageInFirstSector: String? {
        let written = self.bytes[..<self.sectorEnd(from: 0)]
        guard written.count >= 4, written.contains(where: { $0 != 0 }) else { return nil }
        let length = UInt32(littleEndianBytes: written[..<4])
        guard (1...UInt32(FormatOneLayout.payloadByteLimit)).contains(length) else {
            return "the record's length is none that was ever written"
        }
        guard self.bytes.count <= FormatOneLayout.frameHeaderByteCount + Int(length) else {
            return "more follows than the record's length says"
        }
        return written.count < FormatOneLayout.frameHeaderByteCount ? nil : Self.badHeader
    }

    private static let badHeader = "the checksum of the record's header is wrong"

    private func header(at position: Int) -> FormatOneFrame? {
        FormatOneFrame(self.bytes[position...].prefix(FormatOneLayout.frameHeaderByteCount), of: self.store)
    }

    /// Whether a whole sector, as far as it lies in the tail, holds nothing but zeros: the disk never got it.
    ///
    /// No written frame has such a sector: its payload has no zero byte, and its length is not zero. Fewer than the four
    /// bytes of the length may be zero in a frame that was written, and tell nothing.
    private var hasUnwrittenSector: Bool {
        var start = 0
        while start < self.bytes.count {
            let end = self.sectorEnd(from: start)
            let isTelling = start > 0 || end >= 4
            if isTelling, self.bytes[start..<end].allSatisfy({ $0 == 0 }) { return true }
            start = end
        }
        return false
    }

    /// Where the sector ends in which a byte of the tail lies, or the tail itself.
    private func sectorEnd(from start: Int) -> Int {
        let rest = FormatOneLayout.sectorByteCount - (self.offset + UInt64(start)) % FormatOneLayout.sectorByteCount
        return min(self.bytes.count, start + Int(rest))
    }
}
