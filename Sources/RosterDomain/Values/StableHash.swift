/// A number that stands for bytes: the same in every process and version, and no secret (the hash of Fowler, Noll and Vo).
///
/// For what is told to others and compared later: tags, cursors, names of statements. Texts and values in memory have Swift's own hash.
package enum StableHash {
    /// The number.
    package static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
