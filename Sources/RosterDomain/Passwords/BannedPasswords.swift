/// The terms that attackers guess first, and how much of a password they may be.
///
/// The algorithm is that of Microsoft Entra ID ("Eliminate bad passwords using Microsoft Entra Password Protection"). A password and the
/// terms are compared without case and with `0`, `1`, `$` and `@` read as `o`, `l`, `s` and `a`.
public struct BannedPasswords: Sendable {
    /// How a password is compared with the terms.
    public enum Extent: Sendable, Hashable {
        /// The whole password may not be a term, or differ from one by a single character.
        case whole
        /// The same, and what is left of a password must be enough: each term in it counts one point, and so does each other character.
        case parts(pointMinimum: Int)

        /// Terms within a password count, and it needs 5 points, as in the directory.
        public static let standard = Extent.parts(pointMinimum: 5)
    }

    /// The most terms of a host's own, as in the directory.
    public static let customTermLimit = 1_000
    /// The fewest characters of a term, as in the directory.
    public static let characterMinimum = 4
    /// The most characters of a term; ours.
    public static let characterLimit = 64

    /// How a password is compared with the terms.
    public let extent: Extent
    private let terms: Set<GuessableForm>
    private let termsByLength: [Int: [GuessableForm]]
    private let tree: TermTree

    /// No terms at all.
    public static let none = BannedPasswords([], extent: .whole)
    /// The built-in terms, compared as in the directory.
    public static let standard = BannedPasswords(Self.builtInTerms, extent: .standard)
    /// The built-in terms, compared with whole passwords only, as NIST SP 800-63B-4 has it.
    public static let wholeOnly = BannedPasswords(Self.builtInTerms, extent: .whole)

    /// Bans the terms of a host beside those that are built in.
    ///
    /// - Parameters:
    ///   - custom: Words that only this company's people would choose, such as its products and places; in any case and spelling.
    ///   - extent: How a password is compared with the terms.
    /// - Throws: ``BannedPasswordsError``.
    public init(custom: [String], extent: Extent = .standard) throws(BannedPasswordsError) {
        guard custom.count <= Self.customTermLimit else { throw .tooManyTerms(count: custom.count) }
        if case .parts(let minimum) = extent, minimum < 1 { throw .pointMinimumTooSmall(minimum) }
        let forms = custom.map { GuessableForm($0) }
        for (index, form) in forms.enumerated()
        where !(Self.characterMinimum...Self.characterLimit).contains(form.count) {
            throw .lengthOfTerm(position: index, characterCount: form.count)
        }
        self.init(Self.builtInTerms + forms, extent: extent)
    }

    private init(_ terms: [GuessableForm], extent: Extent) {
        self.extent = extent
        self.terms = Set(terms)
        self.termsByLength = Dictionary(grouping: self.terms, by: \.count)
        self.tree = TermTree(self.terms)
    }

    /// What is wrong with a password in the light of the terms.
    ///
    /// - Complexity: O(characters × longest term + terms × their length), whatever the password.
    func problems(with form: GuessableForm) -> [PasswordProblem] {
        if self.isNearlyTerm(form) { return [.banned] }
        guard case .parts(let minimum) = self.extent, self.tree.points(of: form) < minimum else { return [] }
        return [.tooGuessable(pointMinimum: minimum)]
    }

    private func isNearlyTerm(_ form: GuessableForm) -> Bool {
        (form.count - 1...form.count + 1).contains { length in
            self.termsByLength[length]?.contains { $0.isWithinOneEdit(of: form) } ?? false
        }
    }

    /// The points that every password needs.
    var pointMinimum: Int {
        if case .parts(let minimum) = self.extent { minimum } else { 0 }
    }
}

extension BannedPasswords: Hashable {
    /// Whether both ban the same terms in the same way.
    public static func == (left: BannedPasswords, right: BannedPasswords) -> Bool {
        left.extent == right.extent && left.terms == right.terms
    }

    /// Hashes the terms and how they are compared.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.extent)
        hasher.combine(self.terms)
    }
}

/// Why a list of banned terms cannot exist.
public enum BannedPasswordsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There are more terms of the host's own than ``BannedPasswords/customTermLimit``.
    case tooManyTerms(count: Int)
    /// A term is too short or too long; its position in the list, from 0, and its length.
    case lengthOfTerm(position: Int, characterCount: Int)
    /// No password would ever have too few points.
    case pointMinimumTooSmall(Int)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .tooManyTerms(let count):
            "a list of banned passwords has at most \(BannedPasswords.customTermLimit) terms and this one has \(count)"
        case .lengthOfTerm(let position, let count):
            """
            a banned term has \(BannedPasswords.characterMinimum) to \(BannedPasswords.characterLimit) characters, and the one at \
            position \(position) has \(count)
            """
        case .pointMinimumTooSmall(let minimum): "a password needs 1 point or more, not `\(minimum)`"
        }
    }
}
