import RosterDomain

/// Makes temporary passwords such as `Xk7m-9Qpz-aT4w-Hc2n`, to be read aloud and typed once.
///
/// Sixteen characters, each one of 54 that cannot be taken for another, with a dash after every fourth: 16 × log₂ 54 =
/// 92 unpredictable bits. Texts that break the default ``PasswordPolicy`` are drawn again, which happens
/// about once in 400,000 times and costs less than a hundred-thousandth of a bit.
package struct TemporaryPasswordMaker: Sendable {
    /// Letters and digits without `0 O o`, `1 I i L l`.
    package static let alphabet = Array("abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789")
    /// The characters without the dashes.
    package static let characterCount = 16
    private let policy = PasswordPolicy.standard

    /// Creates a maker.
    package init() {}

    /// A new text, from the system's generator.
    package func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return self.make(using: &generator)
    }

    /// A new text, from a generator that a test can foresee.
    package func make(using generator: inout some RandomNumberGenerator) -> String {
        while true {
            let text = Self.draw(using: &generator)
            if self.policy.problems(with: Password(text)).isEmpty { return text }
        }
    }

    private static func draw(using generator: inout some RandomNumberGenerator) -> String {
        var text = ""
        for position in 0..<Self.characterCount {
            if position > 0, position.isMultiple(of: 4) { text.append("-") }
            text.append(Self.alphabet[Int.random(in: Self.alphabet.indices, using: &generator)])
        }
        return text
    }
}
