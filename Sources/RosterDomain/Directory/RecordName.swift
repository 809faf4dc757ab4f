/// A name by which a directory finds one record: unique within its space.
///
/// Two names are the same when their space and the bytes of their key are. The key is folded already: an adapter compares it
/// byte for byte, and can index it as it is. No rule about case or language is left to the store.
public struct RecordName: Sendable {
    /// A set of names, each of which belongs to one record at most.
    ///
    /// An adapter stores the raw value beside the key; it stays the same forever. A later version may add a space.
    @nonexhaustive
    public enum Space: Sendable, Hashable {
        /// The names that people sign in with: user names and addresses.
        case signIn
        /// The values of a unique attribute.
        case attribute(AttributeName)

        /// A text that stands for the space in a store: another one for each, and the same forever.
        public var rawValue: String {
            switch self {
            case .signIn: "signIn"
            case .attribute(let name): "attribute:\(name.rawValue)"
            }
        }
    }

    /// The set of names in which this one is unique.
    public let space: Space
    /// The folded name, as it is compared.
    public let key: String

    /// Names a record by a key that is folded already.
    public init(space: Space, key: String) {
        self.space = space
        self.key = key
    }

    /// The name that a user name is, in any case of its letters.
    public init(_ userName: UserName) {
        self.init(space: .signIn, key: userName.folded)
    }

    /// The name that an email address is, in any case of its letters; the same as that of a user name with the same letters.
    public init(_ email: EmailAddress) {
        self.init(space: .signIn, key: email.folded)
    }

    /// The name that an email address is, in any case of its letters.
    public static func email(_ email: EmailAddress) -> RecordName { RecordName(email) }

    /// The name that a value of an attribute is; nil when the attribute is not unique.
    public init?(_ text: String, of attribute: AttributeName, uniqueness: AttributeUniqueness) {
        switch uniqueness {
        case .none: return nil
        case .caseExact: self.init(space: .attribute(attribute), key: text)
        case .ignoringCase: self.init(space: .attribute(attribute), key: CaseFolding.folded(text))
        }
    }
}

extension RecordName: Hashable {
    /// Whether two names are the same; texts that Unicode merely takes for equal are two.
    public static func == (left: RecordName, right: RecordName) -> Bool {
        left.space == right.space && left.key.isSameName(as: right.key)
    }

    /// Hashes the space and the key.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.space)
        hasher.combine(self.key)
    }
}

extension RecordName: CustomStringConvertible {
    /// The key, made safe to show; behind the name of the attribute, if it is a value of one.
    public var description: String {
        switch self.space {
        case .signIn: self.key.forDisplay
        case .attribute(let attribute): "\(attribute) \(self.key.forDisplay)"
        }
    }
}

extension User {
    /// The names by which the user is found, each once; none while the account is deleted and has released them.
    public var names: [RecordName] { self.hasReleasedNames ? [] : self.ownNames }

    /// The names that the user has, and takes up again when restored.
    package var ownNames: [RecordName] {
        let name = RecordName(self.userName)
        let attributes = self.attributes.names
        guard let email = self.email.map({ RecordName($0) }), email != name else { return [name] + attributes }
        return [name, email] + attributes
    }
}

extension User {
    /// Whether the user name is the address, letter for letter.
    package var signsInWithAddressAlone: Bool {
        self.email.map { $0.rawValue.isSameName(as: self.userName.rawValue) } ?? false
    }
}
