import RosterDigests
import Testing

@Suite("A digest")
struct DigestTests {
    @Test("by SHA-1 is that of NIST's examples", arguments: DigestVector.sha1)
    func sha1(_ vector: DigestVector) {
        #expect(SHA1.digest(of: vector.message).hexadecimal == vector.digest)
    }

    @Test("by SHA-256 is that of NIST's examples", arguments: DigestVector.sha256)
    func sha256(_ vector: DigestVector) {
        #expect(SHA256.digest(of: vector.message).hexadecimal == vector.digest)
    }

    @Test("is right for every length around the edges of its blocks")
    func lengths() {
        #expect(Self.digestOfDigests(SHA1.self) == "dfc942b5ddc5fe6421ccada9be50fa42e873926c")
        #expect(
            Self.digestOfDigests(SHA256.self) == "d5238871a46ac4a1a75ac3fb19d645b0b3b9e5f35f5f720e2b240d605c6b694e")
    }

    @Test("does not depend on the pieces in which the bytes come")
    func pieces() {
        let message = Self.message(byteCount: 300)
        for cut in 0...message.count {
            #expect(Self.inPieces(SHA1.self, message, cut) == SHA1.digest(of: message))
            #expect(Self.inPieces(SHA256.self, message, cut) == SHA256.digest(of: message))
        }
        var singly = SHA256()
        for byte in message { singly.update(contentsOf: [byte]) }
        #expect(singly.finalized() == SHA256.digest(of: message))
    }

    @Test("can be taken before the last byte, and a copy goes on by itself")
    func copies() {
        var first = SHA256()
        first.update(contentsOf: "ab".utf8)
        var second = first
        #expect(first.finalized() == SHA256.digest(of: "ab".utf8))
        first.update(contentsOf: "c".utf8)
        second.update(contentsOf: "d".utf8)
        #expect(first.finalized() == SHA256.digest(of: "abc".utf8))
        #expect(second.finalized() == SHA256.digest(of: "abd".utf8))
    }

    @Test("takes bytes that do not lie in one piece of memory")
    func scattered() {
        #expect(SHA256.digest(of: (0..<200).lazy.map { UInt8($0) }) == SHA256.digest(of: Array<UInt8>(0..<200)))
    }

    private static func message(byteCount: Int) -> [UInt8] {
        (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 * 7 + byteCount) }
    }

    /// Python's `hashlib` gives the same over the same messages.
    private static func digestOfDigests<Function: DigestFunction>(_ function: Function.Type) -> String {
        var all = Function()
        for byteCount in 0..<300 { all.update(contentsOf: Function.digest(of: self.message(byteCount: byteCount))) }
        return all.finalized().hexadecimal
    }

    private static func inPieces<Function: DigestFunction>(
        _ function: Function.Type, _ message: [UInt8], _ cut: Int
    ) -> [UInt8] {
        var digest = Function()
        digest.update(contentsOf: message[..<cut])
        digest.update(contentsOf: message[cut...])
        return digest.finalized()
    }
}

/// A message and its digest.
struct DigestVector: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let message: [UInt8]
    let digest: String

    private init(_ description: String, _ message: some Sequence<UInt8>, _ digest: String) {
        self.testDescription = description
        self.message = Array(message)
        self.digest = digest
    }

    private static let twoBlocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8
    private static let manyBlocks = """
        abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn\
        hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu
        """.utf8
    private static let million = repeatElement(UInt8(ascii: "a"), count: 1_000_000)

    /// FIPS 180-4's examples, and one of the byte-oriented validation suite.
    static let sha1 = [
        DigestVector("nothing", [], "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        DigestVector("abc", "abc".utf8, "a9993e364706816aba3e25717850c26c9cd0d89d"),
        DigestVector("56 bytes", twoBlocks, "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
        DigestVector("112 bytes", manyBlocks, "a49b2446a02c645bf419f995b67091253a04a259"),
        DigestVector("a million bytes", million, "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
        DigestVector("one byte", [0x36], "c1dfd96eea8cc2b62785275bca38ac261256e278"),
    ]

    /// FIPS 180-4's examples, and one of the byte-oriented validation suite.
    static let sha256 = [
        DigestVector("nothing", [], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        DigestVector("abc", "abc".utf8, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        DigestVector("56 bytes", twoBlocks, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
        DigestVector("112 bytes", manyBlocks, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"),
        DigestVector("a million bytes", million, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        DigestVector("one byte", [0xd3], "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"),
    ]
}

extension Sequence<UInt8> {
    /// The bytes, each as two digits.
    var hexadecimal: String {
        self.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }
}
