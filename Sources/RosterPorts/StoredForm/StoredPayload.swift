internal import RosterDomain

/// What stands for a value in a field, in the binary form or in JSON.
package enum StoredPayload {
    /// A number; in the binary form in as few bytes as it takes.
    case number(UInt64)
    /// A number in JSON that only fits without a sign.
    case large(UInt64)
    /// A number of either sign; in the binary form those near zero take few bytes.
    case signed(Int64)
    /// A number that has a name in JSON.
    case code(UInt64, name: String)
    /// A text.
    case text(String)
    /// A text of the binary form, not yet read; `isTrusted` when its rules were checked before it was stored.
    case bytes(UnsafeRawBufferPointer, isTrusted: Bool)
    /// An identifier of 128 bits.
    case identifier(high: UInt64, low: UInt64)
    /// Yes; no is left out.
    case yes
}

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
}

extension StoredPayload {
    /// The text, checked to be well-formed; nil for another kind of payload.
    func text() throws(StoredFormError) -> String? {
        switch self {
        case .text(let text): text
        case .bytes(let bytes, _): try Self.text(bytes)
        case .number, .large, .signed, .code, .identifier, .yes: nil
        }
    }

    /// The number, when it fits; nil for another kind of payload or a negative one.
    var unsigned: UInt64? {
        switch self {
        case .number(let number), .large(let number): number
        case .signed(let number): UInt64(exactly: number)
        case .code, .text, .bytes, .identifier, .yes: nil
        }
    }

    /// The number of either sign.
    ///
    /// The binary form has a zigzag code for it, JSON the number itself.
    var integer: Int64? {
        switch self {
        case .number(let number): Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
        case .signed(let number): number
        case .large, .code, .text, .bytes, .identifier, .yes: nil
        }
    }

    /// A text in the binary form: UTF-8 in which U+0000 is written as C0 80.
    ///
    /// So no stored text has a zero byte, and sectors of a disk that a crash left unwritten can be told from text.
    private static func text(_ bytes: UnsafeRawBufferPointer) throws(StoredFormError) -> String {
        if bytes.areASCIIWithoutZero { return String(decoding: bytes, as: UTF8.self) }
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
