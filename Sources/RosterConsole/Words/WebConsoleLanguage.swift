package import RosterDomain

/// A language that a console speaks: every text of every page, by its key.
///
/// A host adds a language by translating ``english``: `{1}`, `{2}` stand for what a text is about. A key that is missing is spoken in
/// English; ``missingKeys`` lists those.
public struct WebConsoleLanguage: Sendable, Hashable {
    /// The language's tag (RFC 5646), such as `de` or `pt-BR`.
    public let tag: String
    /// The texts by their keys.
    public let texts: [String: String]

    /// Describes a language.
    public init(tag: String, texts: [String: String]) {
        self.tag = tag
        self.texts = texts
    }

    /// English.
    public static let english = WebConsoleLanguage(tag: "en", texts: PhraseTable.texts { $0.english })
    /// German.
    public static let german = WebConsoleLanguage(tag: "de", texts: PhraseTable.texts { $0.german })

    /// The keys for which the language has no text, sorted.
    public var missingKeys: [String] {
        Phrase.allCases.map(\.rawValue).filter { self.texts[$0]?.isEmpty ?? true }.sorted()
    }

    /// Why something was refused, as a sentence; for tests.
    package func sentence(_ reason: RefusalReason, of catalog: RoleCatalog) -> String {
        Words(self, of: catalog).sentence(reason)
    }

    func text(of phrase: Phrase) -> String {
        self.texts[phrase.rawValue] ?? Self.english.texts[phrase.rawValue] ?? phrase.rawValue
    }

    /// Whether a range of languages that a browser asks for (RFC 4647 §3.3.1) means this one: `de-AT` is served in `de`.
    func isSpoken(where range: String) -> Bool {
        let tag = self.tag.lowercased()
        return range == "*" || range == tag || range.hasPrefix(tag + "-") || tag.hasPrefix(range + "-")
    }
}

/// The table of all texts.
enum PhraseTable {
    /// A text in the languages that come with the console.
    struct Entry: Sendable {
        let phrase: Phrase
        let english: String
        let german: String

        init(_ phrase: Phrase, _ english: String, _ german: String) {
            self.phrase = phrase
            self.english = english
            self.german = german
        }
    }

    static func texts(_ text: (Entry) -> String) -> [String: String] {
        Dictionary(self.entries.map { ($0.phrase.rawValue, text($0)) }) { first, _ in first }
    }
}
