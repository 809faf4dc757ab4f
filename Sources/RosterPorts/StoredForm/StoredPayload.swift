/// The kind of a payload in the binary form; it tells how many bytes to skip.
package enum StoredKind: UInt8, Sendable {
    /// A compact number.
    case number = 0
    /// Bytes behind their number.
    case bytes = 1
    /// 16 bytes.
    case identifier = 2
    /// No byte at all: yes.
    case yes = 3

    /// The kind in the lowest two bits of a tag.
    @inline(__always)
    init(bits tag: UInt64) {
        switch tag & 3 {
        case 0: self = .number
        case 1: self = .bytes
        case 2: self = .identifier
        default: self = .yes
        }
    }
}

/// What stands for a value in a field that is being read.
///
/// It borrows the bytes of a text.
package enum StoredInput: BitwiseCopyable {
    /// A number of the binary form.
    case number(UInt64)
    /// A number in JSON.
    case signed(Int64)
    /// A number in JSON that only fits without a sign.
    case large(UInt64)
    /// A text of the binary form; `isTrusted` when its rules were checked before it was stored.
    case bytes(UnsafeRawBufferPointer, isTrusted: Bool)
    /// A text in JSON, without quotes and escapes.
    case json(UnsafeRawBufferPointer)
    /// An identifier of 128 bits.
    case identifier(high: UInt64, low: UInt64)
    /// Yes; no is left out.
    case yes
}

/// Takes what stands for a value.
package protocol StoredSink {
    /// A number, in the binary form in as few bytes as it takes; without a field it is an element of a list, here and below.
    mutating func put(number: UInt64, _ field: StoredField?)
    /// A number of either sign; in the binary form those near zero take few bytes.
    mutating func put(signed number: Int64, _ field: StoredField?)
    /// A number that has a name in JSON.
    mutating func put(code: UInt64, named name: @autoclosure () -> String, _ field: StoredField?)
    /// A text.
    mutating func put(text: String, _ field: StoredField?)
    /// An identifier.
    mutating func put(high: UInt64, low: UInt64, _ field: StoredField?)
    /// Yes.
    mutating func putYes(_ field: StoredField?)
}

extension StoredInput {
    /// The text, checked to be well-formed; nil for another kind of payload.
    @inline(__always)
    func text() throws(StoredFormError) -> String? {
        switch self {
        case .bytes(let bytes, _):
            bytes.areASCIIWithoutZero ? String(decoding: bytes, as: UTF8.self) : try Self.text(bytes)
        case .json(let bytes): String(decoding: bytes, as: UTF8.self)
        case .number, .signed, .large, .identifier, .yes: nil
        }
    }

    /// The number, when it fits; nil for another kind of payload or a negative one.
    @inline(__always)
    var unsigned: UInt64? {
        switch self {
        case .number(let number), .large(let number): number
        case .signed(let number): UInt64(exactly: number)
        case .bytes, .json, .identifier, .yes: nil
        }
    }

    /// The number of either sign.
    ///
    /// The binary form has a zigzag code for it, JSON the number itself.
    @inline(__always)
    var integer: Int64? {
        switch self {
        case .number(let number): Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
        case .signed(let number): number
        case .large, .bytes, .json, .identifier, .yes: nil
        }
    }

    /// A text in the binary form: UTF-8 in which U+0000 is written as C0 80.
    ///
    /// So no stored text has a zero byte, and sectors of a disk that a crash left unwritten can be told from text.
    private static func text(_ bytes: UnsafeRawBufferPointer) throws(StoredFormError) -> String {
        if let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) { return text }
        var plain: [UInt8] = []
        var position = 0
        while position < bytes.count {
            let isZero = bytes[position] == 0xC0 && position + 1 < bytes.count && bytes[position + 1] == 0x80
            if !isZero, bytes[position] == 0 { throw StoredFormError(.unreadable) }
            plain.append(isZero ? 0 : bytes[position])
            position += isZero ? 2 : 1
        }
        guard let text = String(validating: plain, as: UTF8.self), text.utf8.contains(0) else {
            throw StoredFormError(.invalid(detail: "the text is not UTF-8"))
        }
        return text
    }
}

extension UnsafeRawBufferPointer {
    /// Whether every byte is an ASCII character other than U+0000.
    @inline(__always)
    var areASCIIWithoutZero: Bool {
        // Without a way out of the loop, the compiler looks at many bytes at once.
        var isWrong = false
        for byte in self where byte &- 1 >= 0x7F { isWrong = true }
        return !isWrong
    }
}
