internal import RosterDomain

/// The end of a journal, from the first frame on that does not check out: either what a crash tore, or damage.
///
/// Only the last step can have been torn, before it was acknowledged: each is on disk before the next is written. So what
/// cannot be the remains of one unfinished write is damage, and is never cut away: it may have been acknowledged.
struct JournalTail {
    let bytes: [UInt8]
    /// Where in the file it begins.
    let offset: UInt64
    let store: StoreID

    /// Why the tail is damage, or nil when it is torn.
    var damage: String? {
        // What ends inside its header was never acknowledged.
        guard let first = self.header(at: 0) else {
            return self.bytes.count < JournalFormat.frameHeaderByteCount ? nil : self.damageBehindBadHeader
        }
        if first.frameByteCount > self.bytes.count { return nil }
        let isLast = first.frameByteCount == self.bytes.count
        return isLast && self.hasUnwrittenSector ? nil : "the checksum of the record is wrong"
    }

    private var damageBehindBadHeader: String? {
        if let follower = (1..<self.bytes.count).first(where: { self.header(at: $0) != nil }) {
            let place = self.offset + UInt64(follower)
            return "the record's header is damaged, and another record follows at byte \(place)"
        }
        return self.hasUnwrittenSector ? nil : "the checksum of the record's header is wrong"
    }

    private func header(at position: Int) -> FrameHeader? {
        FrameHeader(self.bytes[position...].prefix(JournalFormat.frameHeaderByteCount), of: self.store)
    }

    /// Whether a whole sector, as far as it lies in the tail, holds nothing but zeros: the disk never got it.
    ///
    /// No written frame has such a sector: its payload has no zero byte, and its length is not zero. Fewer than the four
    /// bytes of the length may be zero in a frame that was written, and tell nothing.
    private var hasUnwrittenSector: Bool {
        var start = 0
        while start < self.bytes.count {
            let rest = JournalFormat.sectorByteCount - (self.offset + UInt64(start)) % JournalFormat.sectorByteCount
            let end = min(self.bytes.count, start + Int(rest))
            let isTelling = start > 0 || end >= 4
            if isTelling, self.bytes[start..<end].allSatisfy({ $0 == 0 }) { return true }
            start = end
        }
        return false
    }
}
