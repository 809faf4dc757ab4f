/// A 128-bit identifier written as a UUID, for things that Roster identifies itself.
///
/// New identifiers are version 7 (RFC 9562 §5.7): the first 48 bits are the creation time in milliseconds, so they sort
/// by age; 74 bits are random.
public struct Identifier<Kind>: Sendable, Hashable, Comparable {
    // Two words, because Swift 6.3 on x86-64 corrupts the stack when a `UInt128` is passed on it to an async function.
    /// The more significant half of the bits.
    package let high: UInt64
    /// The less significant half of the bits.
    package let low: UInt64

    /// The 128 bits, most significant first.
    public var bits: UInt128 { UInt128(self.high) << 64 | UInt128(self.low) }

    /// Creates an identifier from its 128 bits; any value is accepted.
    public init(bits: UInt128) {
        self.high = UInt64(truncatingIfNeeded: bits >> 64)
        self.low = UInt64(truncatingIfNeeded: bits)
    }

    /// Creates an identifier from the halves of its bits; any value is accepted.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Creates a version 7 identifier from a moment and 128 random bits, 74 of which are used.
    ///
    /// - Parameters:
    ///   - moment: The creation time. A moment before 1970 counts as 1970.
    ///   - randomness: Bits from a cryptographically secure generator, so that an attacker cannot guess an identifier.
    public init(madeAt moment: Timestamp, randomness: UInt128) {
        let milliseconds = UInt128(UInt64(max(0, moment.millisecondsSinceEpoch))) & 0xFFFF_FFFF_FFFF
        let highRandom = (randomness >> 64) & 0xFFF
        let lowRandom = randomness & 0x3FFF_FFFF_FFFF_FFFF
        self.init(bits: milliseconds << 80 | 0x7 << 76 | highRandom << 64 | 0b10 << 62 | lowRandom)
    }

    /// Reads the 36-character text form of RFC 9562 §4, in either case; any version is accepted.
    ///
    /// - Throws: ``IdentifierError/malformed(_:)``.
    public init(_ text: String) throws(IdentifierError) {
        let bytes = Array(text.utf8)
        let dashes = [8, 13, 18, 23]
        guard bytes.count == 36, dashes.allSatisfy({ bytes[$0] == UInt8(ascii: "-") }) else { throw .malformed(text) }
        var bits: UInt128 = 0
        for (position, byte) in bytes.enumerated() where !dashes.contains(position) {
            guard let digit = byte.hexadecimalValue else { throw .malformed(text) }
            bits = bits << 4 | UInt128(digit)
        }
        self.init(bits: bits)
    }

    /// Whether one identifier sorts before another; version 7 identifiers sort by age.
    public static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

extension Identifier: CustomStringConvertible {
    /// The 36-character lower-case text form of RFC 9562 §4.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for position in 0..<32 {
            if position == 8 || position == 12 || position == 16 || position == 20 { text.append(UInt8(ascii: "-")) }
            let word = position < 16 ? self.high : self.low
            text.append(digits[Int(truncatingIfNeeded: word >> UInt64(60 - 4 * (position & 15)) & 0xF)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Identifier: Codable {
    /// Reads the 36-character text form.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the 36-character text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.description)
    }
}

/// Why a text is not an identifier.
public enum IdentifierError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The text is not in the form of RFC 9562 §4.
    case malformed(String)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .malformed(let text):
            "`\(text.forDisplay)` is not an identifier; one looks like `018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d12`"
        }
    }
}

extension UInt8 {
    fileprivate var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
