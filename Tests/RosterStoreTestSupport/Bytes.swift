#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

// What disks do with bytes, in ways that are quick without optimization too.
extension [UInt8] {
    /// Puts bytes at an offset, with zeros between the end and there.
    mutating func put(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        guard !bytes.isEmpty else { return }
        if self.count < offset + bytes.count { self.resize(to: offset + bytes.count) }
        self.withUnsafeMutableBytes { UnsafeMutableRawBufferPointer(rebasing: $0[offset...]).copyMemory(from: bytes) }
    }

    /// Cuts the bytes, or adds zeros.
    mutating func resize(to count: Int) {
        if count < self.count {
            self.removeLast(self.count - count)
        } else {
            self += [UInt8](repeating: 0, count: count - self.count)
        }
    }

    /// Bytes from an offset on, with zeros where there are none.
    func padded(from offset: Int, count: Int) -> [UInt8] {
        let kept = Swift.max(0, Swift.min(count, self.count - offset))
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            buffer.initialize(repeating: 0)
            if kept > 0 {
                self.withUnsafeBytes { all in
                    UnsafeMutableRawBufferPointer(buffer)
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: all[offset..<offset + kept]))
                }
            }
            filled = count
        }
    }

    func isSame(as other: [UInt8]) -> Bool {
        guard self.count == other.count else { return false }
        return self.withUnsafeBytes { one in
            other.withUnsafeBytes { two in
                guard let one = one.baseAddress, let two = two.baseAddress else { return true }
                return memcmp(one, two, other.count) == 0
            }
        }
    }
}
