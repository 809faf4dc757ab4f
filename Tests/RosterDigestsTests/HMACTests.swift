import RosterDigests
import Testing

@Suite("A keyed digest")
struct HMACTests {
    @Test("by SHA-1 is that of RFC 2202", arguments: KeyedVector.rfc2202)
    func sha1(_ vector: KeyedVector) {
        #expect(HMAC<SHA1>.code(of: vector.message, key: vector.key).hexadecimal.hasPrefix(vector.code))
    }

    @Test("by SHA-256 is that of RFC 4231", arguments: KeyedVector.rfc4231)
    func sha256(_ vector: KeyedVector) {
        #expect(HMAC<SHA256>.code(of: vector.message, key: vector.key).hexadecimal.hasPrefix(vector.code))
    }

    @Test("does not depend on the pieces in which the message comes")
    func pieces() {
        let message = Array<UInt8>(0...255)
        for cut in message.indices {
            var code = HMAC<SHA256>(key: "key".utf8)
            code.update(message.span.extracting(..<cut))
            code.update(contentsOf: message[cut...])
            #expect(code.finalized() == HMAC<SHA256>.code(of: message, key: "key".utf8))
        }
    }

    @Test("is recognized, and every other is not")
    func recognized() {
        let code = HMAC<SHA256>.code(of: "message".utf8, key: "key".utf8)
        #expect(HMAC<SHA256>.isCode(code, of: "message".utf8, key: "key".utf8))
        for index in code.indices {
            for bit in 0..<8 {
                var other = code
                other[index] ^= 1 << bit
                #expect(!HMAC<SHA256>.isCode(other, of: "message".utf8, key: "key".utf8))
            }
        }
        #expect(!HMAC<SHA256>.isCode([], of: "message".utf8, key: "key".utf8))
        #expect(!HMAC<SHA256>.isCode(Array(code.dropLast()), of: "message".utf8, key: "key".utf8))
        #expect(!HMAC<SHA256>.isCode(code + [0], of: "message".utf8, key: "key".utf8))
        #expect(!HMAC<SHA256>.isCode(code, of: "message".utf8, key: "Key".utf8))
    }
}

/// A key, a message and the beginning of its code: RFC 4231's fifth case truncates it.
struct KeyedVector: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let key: [UInt8]
    let message: [UInt8]
    let code: String

    private init(_ number: Int, key: [UInt8], _ message: [UInt8], _ code: String) {
        self.testDescription = "case \(number)"
        self.key = key
        self.message = message
        self.code = code
    }

    private static func bytes(_ byte: UInt8, _ count: Int) -> [UInt8] { Array(repeating: byte, count: count) }
    private static let counting = Array<UInt8>(1...25)
    private static let greeting = Array("Hi There".utf8)
    private static let question = Array("what do ya want for nothing?".utf8)
    private static let truncation = Array("Test With Truncation".utf8)
    private static let longKey = Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
    private static let longKeyAndData = Array(
        "Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data".utf8)
    private static let longest = Array(
        """
        This is a test using a larger than block-size key and a larger than block-size data. \
        The key needs to be hashed before being used by the HMAC algorithm.
        """.utf8)

    static let rfc2202 = [
        KeyedVector(1, key: bytes(0x0b, 20), greeting, "b617318655057264e28bc0b6fb378c8ef146be00"),
        KeyedVector(2, key: Array("Jefe".utf8), question, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        KeyedVector(3, key: bytes(0xaa, 20), bytes(0xdd, 50), "125d7342b9ac11cd91a39af48aa17b4f63f175d3"),
        KeyedVector(4, key: counting, bytes(0xcd, 50), "4c9007f4026250c6bc8414f9bf50c86c2d7235da"),
        KeyedVector(5, key: bytes(0x0c, 20), truncation, "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"),
        KeyedVector(6, key: bytes(0xaa, 80), longKey, "aa4ae5e15272d00e95705637ce8a3b55ed402112"),
        KeyedVector(7, key: bytes(0xaa, 80), longKeyAndData, "e8e99d0f45237d786d6bbaa7965c7808bbff1a91"),
    ]

    static let rfc4231 = [
        KeyedVector(
            1, key: bytes(0x0b, 20), greeting, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        KeyedVector(
            2, key: Array("Jefe".utf8), question, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        KeyedVector(
            3, key: bytes(0xaa, 20), bytes(0xdd, 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        KeyedVector(
            4, key: counting, bytes(0xcd, 50), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        KeyedVector(5, key: bytes(0x0c, 20), truncation, "a3b6167473100ee06e0c796c2955552b"),
        KeyedVector(
            6, key: bytes(0xaa, 131), longKey, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        KeyedVector(
            7, key: bytes(0xaa, 131), longest, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ]
}
