/// A text as a guesser reads it: without case, and without the usual substitutions.
///
/// The rules are those of Microsoft Entra ID ("Eliminate bad passwords using Microsoft Entra Password Protection"): lower case, then `0`
/// for `o`, `1` for `l`, `$` for `s` and `@` for `a`.
struct GuessableForm: Sendable, Hashable {
    let characters: [Unicode.Scalar]

    init(_ text: String) {
        self.characters = CanonicalComposition.composed(text).unicodeScalars.map { Self.plain(CaseFolding.folded($0)) }
    }

    private init(characters: [Unicode.Scalar]) {
        self.characters = characters
    }

    var count: Int { self.characters.count }

    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "0": "o"
        case "1": "l"
        case "$": "s"
        case "@": "a"
        default: scalar
        }
    }

    /// The parts between characters that are neither letters nor digits.
    static func words(of text: String) -> [GuessableForm] {
        CanonicalComposition.composed(text).unicodeScalars
            .split { !$0.properties.isAlphabetic && $0.properties.numericType == nil }
            .map { GuessableForm(String(Substring($0))) }
    }

    /// Whether one character more, less or exchanged makes one text of the other.
    func isWithinOneEdit(of other: GuessableForm) -> Bool {
        let (short, long) =
            self.count <= other.count ? (self.characters, other.characters) : (other.characters, self.characters)
        guard long.count - short.count <= 1 else { return false }
        let same = zip(short, long).prefix { $0 == $1 }.count
        let rest = short.count == long.count ? short.dropFirst(same + 1) : short.dropFirst(same)
        return rest.elementsEqual(long.dropFirst(same + 1))
    }

    /// Whether another text is in this one.
    func contains(_ part: GuessableForm) -> Bool {
        guard let first = part.characters.first, part.count <= self.count else { return part.count == 0 }
        return (0...self.count - part.count).contains { start in
            self.characters[start] == first
                && self.characters[start..<start + part.count].elementsEqual(part.characters)
        }
    }
}
