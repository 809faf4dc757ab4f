import Foundation
import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

@Suite("A directory of the first format whose journal was damaged", .timeLimit(.minutes(5)))
struct FormatOneDamageTests {
    @Test("recovers a journal that ends anywhere in one of its last two records")
    func tornAnywhere() async throws {
        let store = try FormatOneStore(commits: 3)
        let cuts =
            store.ends[1...2].flatMap { Array($0 + 1..<$0 + 22) }
            + stride(from: store.ends[1] + 23, to: store.ends[3], by: 61) + [store.ends[2] - 1, store.ends[3] - 1]
        for byteCount in cuts where !store.ends.contains(byteCount) {
            let commits = byteCount < store.ends[2] ? 1 : 2
            try await store.recover(Array(store.original[..<byteCount]), to: commits)
        }
        for commits in 0...3 {
            try store.put(Array(store.original[..<store.ends[commits]]))
            let directory = try FileDirectory(at: store.path)
            #expect(directory.recoveredTail == nil)
            #expect(try await directory.head().revision == Revision(UInt64(commits)))
        }
    }

    @Test("refuses a journal with any bit of a header or any bit of a record flipped")
    func flippedBits() async throws {
        let store = try FormatOneStore(commits: 3)
        for position in store.original.indices where position < store.ends[0] + 20 || position.isMultiple(of: 3) {
            let commits = store.ends.lastIndex { $0 <= position }
            let start = commits.map { store.ends[$0] } ?? 0
            let isHeader = commits == nil || position < start + 20
            for bit in isHeader ? Array(0..<8) : [position % 8] {
                var bytes = store.original
                bytes[position] ^= 1 << UInt8(bit)
                let damage = try #require(try store.damage(of: bytes), "bit \(bit) of byte \(position) went unnoticed")
                try #require(damage.offset == start)
                try #require(damage.revision == commits.map { UInt64($0 + 1) })
            }
        }
    }

    @Test("refuses a bad record that a good one follows, whatever is wrong with it")
    func badBeforeGood() async throws {
        let store = try FormatOneStore(commits: 3)
        for range in [
            store.ends[1]..<store.ends[2], store.ends[1]..<store.ends[1] + 20, store.ends[1] + 20..<store.ends[2],
            store.ends[0]..<store.ends[2],
        ] {
            var bytes = store.original
            for position in range { bytes[position] = 0 }
            let damage = try #require(try store.damage(of: bytes))
            #expect(damage.offset == (range.lowerBound == store.ends[0] ? store.ends[0] : store.ends[1]))
        }
    }

    @Test("recovers a journal that ends in zeros which no disk had overwritten yet")
    func zeroTails() async throws {
        let store = try FormatOneStore(commits: 2)
        let good = Array(store.original[..<store.ends[1]])
        for count in [1, 19, 20, 21, 511, 512, 513, 4_096, 100_000] {
            try await store.recover(good + [UInt8](repeating: 0, count: count), to: 1)
        }
        // Each sector of the last record that may have been left out.
        var start = store.ends[1]
        while start < store.ends[2] {
            let end = min(store.ends[2], (start / 512 + 1) * 512)
            var bytes = store.original
            for position in start..<end { bytes[position] = 0 }
            if end - start >= 4 { try await store.recover(bytes, to: 1) }
            start = end
        }
    }

    @Test("recovers a record that lacks its first bytes up to the end of a sector", arguments: 1...3)
    func lostFirstBytes(_ count: Int) async throws {
        let store = try FormatOneStore(commits: 2)
        // Blanks behind the first record's text, until the second begins so many bytes before the end of a sector.
        let blanks = 2 * 512 - count - store.ends[1] % 512
        let first = FileForgery(payload: store.payload(1) + [UInt8](repeating: 0x20, count: blanks), revision: 1)
        let good = Array(store.original[..<store.ends[0]]) + first.bytes(in: store)
        func torn(revision: UInt64) -> [UInt8] {
            let second = FileForgery(payload: store.payload(2), revision: revision).bytes(in: store)
            return good + [UInt8](repeating: 0, count: count) + second[count...]
        }
        try #require(good.count % 512 == 512 - count)
        #expect(try store.damage(of: torn(revision: 3))?.offset == good.count)
        #expect(try store.damage(of: torn(revision: 2) + [1])?.offset == good.count)
        #expect(try store.damage(of: torn(revision: 2).dropLast())?.offset == good.count)
        try store.put(torn(revision: 2))
        let directory = try FileDirectory(at: store.path)
        #expect(directory.recoveredTail?.offset == UInt64(good.count))
        #expect(try await directory.head().revision == Revision(1))
    }

    @Test("refuses zeros that are no whole sector, and garbage")
    func garbageTails() async throws {
        let store = try FormatOneStore(commits: 2)
        var bytes = store.original
        for position in store.ends[1] + 30..<store.ends[1] + 90 { bytes[position] = 0 }
        #expect(try store.damage(of: bytes)?.offset == store.ends[1])
        let garbage = (0..<2_000).map { UInt8($0 % 251 + 1) }
        #expect(try store.damage(of: store.original + garbage)?.offset == store.ends[2])
        #expect(try store.damage(of: store.original + garbage)?.revision == 3)
    }

    @Test("refuses a whole record that a sector of zeros follows a damaged record with")
    func damageBeforeTornRecord() async throws {
        let store = try FormatOneStore(commits: 2)
        var bytes = store.original
        for position in (store.ends[1] / 512 + 1) * 512..<(store.ends[1] / 512 + 1) * 512 + 30 { bytes[position] = 0 }
        #expect(try store.damage(of: bytes + [0, 0, 0])?.offset == store.ends[1])
        #expect(try store.damage(of: bytes + [UInt8](repeating: 0, count: 600))?.offset == store.ends[1])
    }

    @Test("refuses a journal that goes on for longer than one record can, before reading that")
    func hugeTail() async throws {
        let store = try FormatOneStore(commits: 2)
        try store.put(store.original)
        for byteCount in [64 << 30, store.ends[2] + 20 + 256 << 20 + 1] {
            #expect(truncate(store.journal, byteCount) == 0)
            let error = #expect(throws: FileStoreError.self) { try FileDirectory(at: store.path) }
            guard case .damaged(store.journal, UInt64(store.ends[2]), Revision(3), _) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        #expect(truncate(store.journal, store.ends[2]) == 0)
        #expect(try FileSandbox.bytes(store.journal) == store.original)
    }

    @Test("refuses a length that was written and is none, or is less than what follows, whatever zeros come behind it")
    func writtenLength() async throws {
        let store = try FormatOneStore(commits: 2)
        let good = Array(store.original[..<store.ends[1]])
        let zeros = [UInt8](repeating: 0, count: 1_500)
        try #require(store.ends[1] % 512 < 512 - 20)
        for length in [0, 256 << 20 + 1, .max] as [UInt32] {
            let bytes = good + FileForgery.littleEndian(length) + [1] + zeros
            #expect(try store.damage(of: bytes)?.detail == "the record's length is none that was ever written")
        }
        let short = good + FileForgery.littleEndian(100 as UInt32) + zeros
        #expect(try store.damage(of: short)?.detail == "more follows than the record's length says")
        let ended = good + FileForgery.littleEndian(UInt32.max)
        #expect(try store.damage(of: ended)?.offset == store.ends[1])
    }

    @Test("refuses a header that was written and does not check out, whatever zeros come behind it")
    func writtenHeader() async throws {
        let store = try FormatOneStore(commits: 2)
        try #require(store.ends[1] % 512 < 512 - 20)
        var bytes = store.original
        for position in (store.ends[1] / 512 + 1) * 512..<store.ends[2] { bytes[position] = 0 }
        try await store.recover(bytes, to: 1)
        for position in store.ends[1]..<store.ends[1] + 20 {
            var bytes = bytes
            bytes[position] ^= 0x10
            #expect(try store.damage(of: bytes)?.offset == store.ends[1])
        }
    }

    @Test("refuses a record that comes twice, is left out, or is out of order")
    func wrongOrder() async throws {
        let store = try FormatOneStore(commits: 3)
        let header = Array(store.original[..<store.ends[0]])
        let orders: [[Int]] = [[1, 1, 2, 3], [2, 3], [1, 3], [2, 1, 3], [1, 2, 3, 3]]
        for order in orders {
            let damage = try store.damage(of: header + order.flatMap { store.frame($0) })
            let firstWrong = try #require(order.indices.first { order[$0] != $0 + 1 })
            #expect(damage?.revision == UInt64(firstWrong + 1))
        }
    }

    @Test("refuses a record of another store")
    func otherStore() async throws {
        let (store, other) = (try FormatOneStore(commits: 2), try FormatOneStore(commits: 2))
        let mixed = Array(store.original[..<store.ends[1]]) + other.frame(2)
        #expect(try store.damage(of: mixed)?.offset == store.ends[1])
        let swapped = Array(other.original[..<other.ends[0]]) + store.original[store.ends[0]...]
        #expect(try store.damage(of: swapped)?.offset == store.ends[0])
    }

    @Test(
        "refuses a length that nothing was ever written with, without believing it",
        arguments: [0, 1, 0x7FFF_FFFF, .max])
    func hostileLength(_ length: UInt32) async throws {
        let store = try FormatOneStore(commits: 2)
        let frame = FileForgery(payload: store.payload(2), revision: 2, length: length)
        let damage = try store.damage(of: Array(store.original[..<store.ends[1]]) + frame.bytes(in: store))
        #expect(damage?.offset == store.ends[1])
    }

    @Test("takes no more memory for a record than its file has bytes, however long it says it is")
    func hostileButPossibleLength() async throws {
        let store = try FormatOneStore(commits: 2)
        let frame = FileForgery(payload: [1, 2, 3], revision: 2, length: 256 << 20)
        try await store.recover(Array(store.original[..<store.ends[1]]) + frame.bytes(in: store), to: 1)
    }

    @Test("refuses a record that is whole but is no step of the history", arguments: FileForgery.nonsense)
    func nonsense(_ payload: String) async throws {
        let store = try FormatOneStore(commits: 2)
        let frame = FileForgery(payload: Array(payload.utf8), revision: 3)
        let damage = try #require(try store.damage(of: store.original + frame.bytes(in: store)))
        #expect(damage.offset == store.ends[2])
        #expect(damage.revision == 3)
    }

    @Test("refuses a record whose text names another revision than its header")
    func twoRevisions() async throws {
        let store = try FormatOneStore(commits: 2)
        let frame = FileForgery(payload: store.payload(2), revision: 3)
        #expect(try store.damage(of: store.original + frame.bytes(in: store))?.detail.contains("revision 2") == true)
        let last = FileForgery(payload: store.payload(2), revision: .max)
        #expect(try store.damage(of: store.original + last.bytes(in: store))?.revision == 3)
    }

    @Test("reads a record that was forged with care, which shows that the forgeries above are refused for their reason")
    func forgery() async throws {
        let store = try FormatOneStore(commits: 2)
        let frame = FileForgery(payload: store.payload(2), revision: 2)
        #expect(try store.damage(of: Array(store.original[..<store.ends[1]]) + frame.bytes(in: store)) == nil)
    }

    @Test("refuses a journal of a newer format, and says which", arguments: [0, 2, .max])
    func newerFormat(_ version: UInt32) async throws {
        let store = try FormatOneStore(commits: 1)
        var header = Array(store.original[..<28])
        header.replaceSubrange(8..<12, with: FileForgery.littleEndian(version))
        let bytes = header + FileForgery.littleEndian(FileForgery.crc32c(header)) + store.original[32...]
        try store.put(bytes)
        #expect(throws: FileStoreError.unsupportedVersion(path: store.journal, version: version)) {
            try FileDirectory(at: store.path)
        }
        #expect(try FileSandbox.bytes(store.journal) == bytes)
    }

    @Test("refuses a journal that ends inside its header, or is no journal", arguments: [0, 1, 7, 8, 31])
    func shortHeader(_ byteCount: Int) async throws {
        let store = try FormatOneStore(commits: 1)
        #expect(try store.damage(of: Array(store.original[..<byteCount]))?.offset == 0)
        #expect(try store.damage(of: [UInt8](repeating: 0, count: byteCount))?.offset == 0)
        #expect(try store.damage(of: Array("{\"users\": []}, which is something else".utf8))?.offset == 0)
    }

    @Test("tells in an error what a person needs, and nothing out of the file")
    func messages() async throws {
        let store = try FormatOneStore(commits: 2)
        var bytes = store.original
        bytes[store.ends[1] + 100] ^= 1
        try store.put(bytes)
        let error = #expect(throws: FileStoreError.self) { try FileDirectory(at: store.path) }
        let text = try #require(error).description
        #expect(
            text == "`\(store.journal)` is damaged at byte \(store.ends[1]), where revision 2 should be: "
                + "the checksum of the record is wrong; nothing was changed, restore it from a copy")
    }
}
