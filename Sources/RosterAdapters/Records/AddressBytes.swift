import RosterDomain

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
            if self[position].asciiLowercased != other[position].asciiLowercased { return false }
            position += 1
        }
        return true
    }

    /// Whether ASCII text contains a text whose letters are in lower case, without regard to case.
    func containsASCII(_ text: [UInt8]) -> Bool {
        guard let first = text.first else { return true }
        guard text.count <= self.count else { return false }
        for start in 0...self.count - text.count where self[start].asciiLowercased == first {
            if text.indices.allSatisfy({ self[start + $0].asciiLowercased == text[$0] }) { return true }
        }
        return false
    }
}
