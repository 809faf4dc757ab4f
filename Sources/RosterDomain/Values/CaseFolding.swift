/// Folds the case of a text, in the same way on every host and in every version.
///
/// Roster compares user names, addresses and unique attributes that ignore case by their folded text. It uses a fixed
/// table and not the standard library's `lowercased()`, which follows the Unicode version of its toolchain: two hosts
/// of one directory must agree on who has a name.
///
/// - Each character stands for itself or for one other: `BJØRN` folds to `bjørn`, `ΝΙΚΟΣ` and `Νικος` to `νικοσ`, the Kelvin
///   sign to `k`. Characters of ASCII fold as ASCII does.
/// - No character folds to two: `ß` is not `ss`. No language has special rules: `İ` and `ı` differ from `i`.
/// - Accents stay, and so does their encoding: a letter composed with its accent and a letter followed by its accent
///   are two texts.
package enum CaseFolding {
    /// The text without case.
    ///
    /// It can be up to half as long again, because two Latin letters fold to longer ones.
    package static func folded(_ text: String) -> String { self.foldedUnlessSame(text) ?? text }

    /// The text without case; nil when it is ASCII without any, as most texts are.
    static func foldedUnlessSame(_ text: String) -> String? {
        let (isASCII, hasUpperCase) =
            text.utf8.withContiguousStorageIfAvailable(self.kinds) ?? self.kinds(of: text.utf8)
        if isASCII { return hasUpperCase ? self.foldedASCII(text) : nil }
        var folded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { folded.append(self.folded(scalar)) }
        return String(folded)
    }

    /// Without an early exit, the compiler vectorizes the loop.
    private static func kinds(of bytes: some Sequence<UInt8>) -> (isASCII: Bool, hasUpperCase: Bool) {
        var (isASCII, hasUpperCase) = (true, false)
        for byte in bytes {
            if byte >= 0x80 { isASCII = false }
            if byte &- UInt8(ascii: "A") < 26 { hasUpperCase = true }
        }
        return (isASCII, hasUpperCase)
    }

    /// The same for a text that is known to be ASCII.
    package static func foldedASCII(_ text: String) -> String {
        String(unsafeUninitializedCapacity: text.utf8.count) { buffer in
            var count = 0
            for byte in text.utf8 {
                buffer.initializeElement(at: count, to: byte.asciiLowercased)
                count += 1
            }
            return count
        }
    }

    /// What a character folds to; itself for most.
    ///
    /// - Complexity: O(log runs).
    package static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let value = Int32(scalar.value)
        var (low, high) = (0, self.runs.count / 4)
        while low < high {
            let middle = (low + high) / 2
            if self.runs[middle * 4 + 1] < value { low = middle + 1 } else { high = middle }
        }
        guard low < self.runs.count / 4 else { return scalar }
        let (first, step, distance) = (self.runs[low * 4], self.runs[low * 4 + 2], self.runs[low * 4 + 3])
        guard value >= first, (value - first) % step == 0 else { return scalar }
        return Unicode.Scalar(UInt32(value + distance)) ?? scalar
    }
}
