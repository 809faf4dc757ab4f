/// The names that a password may not contain: those of the person, and of the company.
///
/// A name counts with its words of at least four characters, compared as ``BannedPasswords`` compares terms.
public struct PersonalTerms: Sendable {
    private var terms: Set<GuessableForm> = []

    /// No names.
    public static let none = PersonalTerms()

    /// The words of a company's name.
    public init(of company: Company) {
        self.add(company.name.rawValue)
    }

    /// The words of a person's names: the full name, and what the user name and the address have before the `@`.
    public init(of fullName: FullName, _ userName: UserName, _ email: EmailAddress?) {
        self.add(fullName.rawValue)
        for name in [userName.rawValue, email?.rawValue].compactMap(\.self) {
            self.add(String(name.prefix { $0 != "@" }))
        }
    }

    private init() {}

    private mutating func add(_ name: String) {
        for word in GuessableForm.words(of: name) where word.count >= BannedPasswords.characterMinimum {
            self.terms.insert(word)
        }
    }

    func areContained(in form: GuessableForm) -> Bool {
        self.terms.contains { form.contains($0) }
    }
}
