/// The names that a user signs in with: the user name, and the address if there is one.
public struct SignInNames: Sendable, Hashable {
    /// The user name.
    public let userName: UserName
    /// The address; nil for an account without a mailbox.
    public let email: EmailAddress?

    /// Joins the names.
    public init(userName: UserName, email: EmailAddress?) {
        self.userName = userName
        self.email = email
    }

    /// The names of a user.
    public init(of user: User) {
        self.init(userName: user.userName, email: user.email)
    }

    /// Whether a user has these names in the very letters; names are equal without regard to case, and people care about it.
    func areLetterForLetter(of user: User) -> Bool {
        self.userName.rawValue.isSameName(as: user.userName.rawValue) && self.email?.rawValue == user.email?.rawValue
    }

    /// The names by which the user is found.
    var recordNames: [RecordName] {
        let name = RecordName(self.userName)
        guard let email, RecordName(email) != name else { return [name] }
        return [name, RecordName(email)]
    }

    /// What became of the names, in words.
    func phrase(after former: SignInNames, of user: String) -> String {
        func shown(_ email: EmailAddress?) -> String { email.map { $0.rawValue.forDisplay } ?? "none" }
        let isRenamed = !former.userName.rawValue.isSameName(as: self.userName.rawValue)
        let isMoved = former.email?.rawValue != self.email?.rawValue
        let parts = [
            isRenamed ? "the user name of \(user) to \(self.userName.rawValue.forDisplay)" : nil,
            isMoved ? "the address of \(user) to \(shown(self.email))" : nil,
        ]
        return "changed " + parts.compactMap(\.self).joined(separator: " and ")
    }
}
