/// Recognizes email addresses byte by byte, in one pass and without allocating.
///
/// It accepts only what ``EmailAddress`` accepts, and does not say what is wrong with other texts. It leaves domains with
/// `xn--` labels to the caller.
struct EmailScan {
    /// Whether folding changes a letter.
    private(set) var hasUpperCase = false
    private var isBroken = false
    private var isInDomain = false
    private var byteCount = 0
    /// The bytes of the atom or label so far.
    private var partByteCount = 0
    private var labelCount = 0
    private var lastByte: UInt8 = 0
    /// Whether the label so far is digits alone.
    private var isNumber = true

    /// Takes the next byte.
    @inline(__always)
    mutating func take(_ byte: UInt8) {
        self.byteCount += 1
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): self.isNumber = false
        case UInt8(ascii: "A")...UInt8(ascii: "Z"):
            self.isNumber = false
            self.hasUpperCase = true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): break
        case UInt8(ascii: "."): return self.endPart()
        case UInt8(ascii: "@"): return self.endLocalPart()
        default: self.takeMark(byte)
        }
        self.partByteCount += 1
        self.lastByte = byte
    }

    /// Whether all bytes together were an address.
    var isAddress: Bool {
        var whole = self
        whole.endPart()
        return !whole.isBroken && whole.labelCount >= 2 && !self.isNumber && self.byteCount <= EmailAddress.byteLimit
    }

    private mutating func takeMark(_ byte: UInt8) {
        let isHyphen = byte == UInt8(ascii: "-")
        if self.isInDomain {
            // A label neither begins nor ends with a hyphen, and holds no other mark. It may be encoded, as `xn--…`.
            let mayBeEncoded = self.partByteCount == 3 && self.lastByte == UInt8(ascii: "-")
            if !isHyphen || self.partByteCount == 0 || mayBeEncoded { self.isBroken = true }
            self.isNumber = false
        } else if !Self.isAtomMark(byte) || self.isMisread(byte) {
            self.isBroken = true
        }
    }

    /// Whether mail programs take a mark for something else where it is; see ``EmailAddressMisreading``.
    private func isMisread(_ mark: UInt8) -> Bool {
        switch mark {
        case UInt8(ascii: "!"), UInt8(ascii: "%"), UInt8(ascii: "|"), UInt8(ascii: "`"), UInt8(ascii: "$"): true
        case UInt8(ascii: "-"), UInt8(ascii: "/"): self.byteCount == 1
        case UInt8(ascii: "?"): self.lastByte == UInt8(ascii: "=")
        default: false
        }
    }

    private mutating func endPart() {
        if self.partByteCount == 0 { self.isBroken = true }
        if self.isInDomain {
            if self.partByteCount > 63 || self.lastByte == UInt8(ascii: "-") { self.isBroken = true }
            self.labelCount += 1
        }
        self.startPart()
    }

    private mutating func endLocalPart() {
        if self.isInDomain || self.partByteCount == 0 || self.byteCount > EmailAddress.localPartByteLimit + 1 {
            self.isBroken = true
        }
        self.isInDomain = true
        self.startPart()
    }

    private mutating func startPart() {
        self.partByteCount = 0
        self.isNumber = true
        self.lastByte = 0
    }

    /// Whether a byte is one of the marks that an atom may hold (RFC 5322 §3.2.3).
    private static func isAtomMark(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"): true
        case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "?"): true
        case UInt8(ascii: "^")...UInt8(ascii: "`"), UInt8(ascii: "{")...UInt8(ascii: "~"): true
        default: false
        }
    }
}
