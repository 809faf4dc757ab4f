import RosterAdapters
import RosterDomain
import RosterPorts
import RosterStoreTestSupport
import Testing

@Suite("A file of breached passwords")
struct BreachedPasswordFileTests {
    @Test("holds exactly the passwords it was built of, whatever their order", arguments: [0, 1, 2, 3, 1_000])
    func holds(_ count: Int) async throws {
        let place = try FileSandbox(inMemory: true)
        var builder = try BreachedPasswordFileBuilder(at: place.path("list"))
        for number in (0..<count).reversed() { try builder.add(Password("stolen \(number)")) }
        for number in 0..<count { try builder.add(Password("stolen \(number)")) }
        #expect(try builder.finish() == count)
        let list = try FileBreachedPasswords(at: place.path("list"))
        #expect(list.count == count)
        for number in 0..<count { #expect(try await list.contains(.init(of: Password("stolen \(number)")))) }
        for number in 0..<50 { #expect(try await !list.contains(.init(of: Password("kept \(number)")))) }
    }

    @Test("is built of the public collection's lines, whole or by range")
    func lines() async throws {
        let place = try FileSandbox(inMemory: true)
        var builder = try BreachedPasswordFileBuilder(at: place.path("list"))
        try builder.add(line: "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:9545824", number: 1)
        try builder.add(line: "0018A45C4D1DEF81644B54AB7F969B88D65:10", ofRange: "21BD1", number: 2)
        try builder.add(line: "f7c3bc1d808e04732adf679965ccc34ca7ae3441", number: 3)
        for line in [
            "", "x", ":9", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FDG:1", "5BAA6 1E4C9B93F3F0682250B6CF8331B7EE68FD8",
        ] {
            #expect(throws: BreachedPasswordFileError.malformedLine(number: 4)) { try Self.add(line, to: place) }
        }
        #expect(try builder.finish() == 3)
        let list = try FileBreachedPasswords(at: place.path("list"))
        #expect(try await list.contains(.init(of: Password("password"))))
        #expect(try await list.contains(.init(of: Password("123456789"))))
        #expect(try await list.contains(#require(.init(hexadecimal: "21BD10018A45C4D1DEF81644B54AB7F969B88D65"))))
        #expect(try await !list.contains(.init(of: Password("Password"))))
    }

    private static func add(_ line: String, to place: FileSandbox) throws {
        var other = try BreachedPasswordFileBuilder(at: place.path("other-\(line.utf8.count)-\(line.hashValue)"))
        try other.add(line: line, number: 4)
    }

    @Test("knows a password however its letters are composed")
    func composed() {
        let digest = BreachedPasswordDigest(of: Password("A\u{30A}ngstrom-1"))
        #expect(digest == BreachedPasswordDigest(of: Password("\u{C5}ngstrom-1")))
    }

    @Test("is asked by a prefix of five digits, as the public range service is")
    func range() {
        let digest = BreachedPasswordDigest(of: Password("password"))
        #expect(digest.rangePrefix == "5BAA6")
        #expect(digest.rangeSuffix == "1E4C9B93F3F0682250B6CF8331B7EE68FD8")
        #expect(!"\(digest) \(String(reflecting: digest))".contains("5BAA6"))
        var dumped = ""
        dump(digest, to: &dumped)
        #expect(!dumped.contains("91") && !dumped.contains("bytes"))
    }

    @Test("is a clear error when it is missing, no file, or none of ours")
    func missing() throws {
        let place = try FileSandbox(inMemory: true)
        #expect(throws: BreachedPasswordFileError.missing(path: place.path("none"))) {
            try FileBreachedPasswords(at: place.path("none"))
        }
        #expect(throws: BreachedPasswordFileError.notAFile(path: place.path(""))) {
            try FileBreachedPasswords(at: place.path(""))
        }
        for bytes in [[], [0], Array("5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:9545824\n".utf8)] as [[UInt8]] {
            try FileSandbox.write(bytes, to: place.path("foreign"))
            #expect { try FileBreachedPasswords(at: place.path("foreign")) } throws: { error in
                if case BreachedPasswordFileError.damaged = error { true } else { false }
            }
        }
    }

    @Test("never replaces a file, and is none before it is finished")
    func unfinished() throws {
        let place = try FileSandbox(inMemory: true)
        try FileSandbox.write([1], to: place.path("taken"))
        #expect(throws: BreachedPasswordFileError.alreadyThere(path: place.path("taken"))) {
            _ = try BreachedPasswordFileBuilder(at: place.path("taken"))
        }
        try Self.begin(place.path("begun"))
        #expect { try FileBreachedPasswords(at: place.path("begun")) } throws: { error in
            if case BreachedPasswordFileError.damaged = error { true } else { false }
        }
    }

    private static func begin(_ path: String) throws {
        var builder = try BreachedPasswordFileBuilder(at: path)
        try builder.add(Password("one"))
    }

    @Test("is refused when it was cut or extended at any byte")
    func cut() throws {
        let place = try FileSandbox(inMemory: true)
        try Self.build(["a", "b", "c"], at: place.path("list"))
        let whole = try FileSandbox.bytes(place.path("list"))
        for count in 0..<whole.count {
            try FileSandbox.write(Array(whole.prefix(count)), to: place.path("cut"))
            #expect(throws: BreachedPasswordFileError.self) { try FileBreachedPasswords(at: place.path("cut")) }
        }
        try FileSandbox.write(whole + [0], to: place.path("cut"))
        #expect(throws: BreachedPasswordFileError.self) { try FileBreachedPasswords(at: place.path("cut")) }
    }

    @Test("does not answer from a block that is not as it was written, wherever it is damaged")
    func damagedBlock() async throws {
        let place = try FileSandbox(inMemory: true)
        try Self.build((0..<3).map { "stolen \($0)" }, at: place.path("list"))
        let whole = try FileSandbox.bytes(place.path("list"))
        for index in BreachedPasswordFileTests.headerByteCount..<whole.count {
            var bytes = whole
            bytes[index] ^= 1
            try FileSandbox.write(bytes, to: place.path("damaged"))
            let list = try FileBreachedPasswords(at: place.path("damaged"))
            await #expect(throws: BreachedPasswordsError.self) {
                try await list.contains(.init(of: Password("stolen 1")))
            }
        }
    }

    @Test("does not answer from blocks that were exchanged")
    func exchangedBlocks() async throws {
        let place = try FileSandbox(inMemory: true)
        try Self.build((0..<600).map { "stolen \($0)" }, at: place.path("list"))
        var bytes = try FileSandbox.bytes(place.path("list"))
        let block = 200 * 20 + 4
        for index in 0..<block { bytes.swapAt(Self.headerByteCount + index, Self.headerByteCount + 2 * block + index) }
        try FileSandbox.write(bytes, to: place.path("exchanged"))
        let list = try FileBreachedPasswords(at: place.path("exchanged"))
        var failures = 0
        for number in 0..<600 {
            do {
                #expect(try await list.contains(.init(of: Password("stolen \(number)"))))
            } catch { failures += 1 }
        }
        #expect(failures > 300)
    }

    private static let headerByteCount = 24

    @Test(
        "is the same whether its digests came in order, in batches, or in no order", arguments: [1, 7, 200, 201, 1_000])
    func batches(_ batchCount: Int) throws {
        let place = try FileSandbox(inMemory: true)
        let digests = (0..<1_001).map { BreachedPasswordDigest(of: Password("stolen \($0)")) }
        let sorted = digests.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        for (name, list) in [("sorted", sorted), ("unsorted", digests), ("twice", sorted + sorted)] {
            try Self.build(list, batchCount: batchCount, at: place.path(name))
        }
        let expected = try FileSandbox.bytes(place.path("sorted"))
        #expect(expected.count == 24 + 1_001 * 20 + 6 * 4)
        for name in ["unsorted", "twice"] { #expect(try FileSandbox.bytes(place.path(name)) == expected) }
    }

    private static func build(_ digests: [BreachedPasswordDigest], batchCount: Int, at path: String) throws {
        var builder = try BreachedPasswordFileBuilder(at: path, batchCount: batchCount)
        for digest in digests { try builder.add(digest) }
        #expect(try builder.finish() == 1_001)
    }

    private static func build(_ texts: [String], at path: String) throws {
        var builder = try BreachedPasswordFileBuilder(at: path)
        for text in texts { try builder.add(Password(text)) }
        _ = try builder.finish()
    }
}
