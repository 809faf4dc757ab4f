internal import RosterStore

extension UnsafeRawBufferPointer {
    /// Whether two addresses are the same, without regard to the case of ASCII letters.
    func isSameAddress(as other: UnsafeRawBufferPointer) -> Bool {
        guard self.count == other.count else { return false }
        var position = 0
        while position + 8 <= self.count {
            let left = self.loadUnaligned(fromByteOffset: position, as: UInt64.self).asciiLowercased
            let right = other.loadUnaligned(fromByteOffset: position, as: UInt64.self).asciiLowercased
            if left != right { return false }
            position += 8
        }
        while position < self.count {
            if self[position].inLowerCase != other[position].inLowerCase { return false }
            position += 1
        }
        return true
    }

    /// Whether ASCII text contains a text whose letters are in lower case, without regard to case.
    func containsASCII(_ text: [UInt8]) -> Bool {
        text.withUnsafeBytes { text in
            guard let first = text.first else { return true }
            guard text.count <= self.count else { return false }
            for start in 0...self.count - text.count where self[start].inLowerCase == first {
                var length = 1
                while length < text.count, self[start + length].inLowerCase == text[length] { length += 1 }
                if length == text.count { return true }
            }
            return false
        }
    }
}

extension UInt8 {
    /// The character in lower case, if it is an ASCII letter.
    @inline(__always)
    fileprivate var inLowerCase: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}

extension UnsafeRawBufferPointer {
    /// Whether every byte is an ASCII character.
    var areASCII: Bool {
        var bits: UInt8 = 0
        for byte in self { bits |= byte }
        return bits < 0x80
    }
}
