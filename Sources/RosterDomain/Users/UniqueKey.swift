/// What leads to one user and to no other.
///
/// A directory keeps one index from keys to users. Two keys are the same when they are of the same kind and their texts have the
/// same bytes: no rule about case or language is left to the store.
public struct UniqueKey: Sendable {
    /// What kinds of keys there are. A text of one kind says nothing about those of another.
    public enum Kind: Sendable, Hashable {
        /// A user name or an address: these are one namespace.
        case name
        /// The value of a unique attribute.
        case attribute(AttributeName)
    }

    /// Of which kind it is.
    public let kind: Kind
    /// The text that is compared, byte by byte.
    public let text: String

    /// The key of a user name.
    public init(_ name: UserName) {
        self.kind = .name
        self.text = name.folded
    }

    /// The key of a value of an attribute; nil when the attribute is not unique.
    public init?(_ text: String, of attribute: AttributeName, uniqueness: AttributeUniqueness) {
        switch uniqueness {
        case .none: return nil
        case .caseExact: self.text = text
        case .ignoringCase: self.text = CaseFolding.folded(text)
        }
        self.kind = .attribute(attribute)
    }

    /// The key of an address; the same as that of a user name with the same letters.
    public init(_ email: EmailAddress) {
        self.kind = .name
        self.text = email.folded
    }
}

extension UniqueKey: Hashable {
    /// Whether two keys lead to the same user.
    public static func == (left: UniqueKey, right: UniqueKey) -> Bool {
        left.kind == right.kind && left.text.isSameName(as: right.text)
    }

    /// Hashes the kind and the text.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.kind)
        hasher.combine(self.text)
    }
}

extension UniqueKey: CustomStringConvertible {
    /// The text, made safe to show.
    public var description: String { self.text.forDisplay }
}

extension User {
    /// The keys that lead to the user, each once; none while the account is deleted and has released its names.
    public var keys: [UniqueKey] { self.hasReleasedNames ? [] : self.ownKeys }

    /// The keys that the user has, and takes up again when restored.
    package var ownKeys: [UniqueKey] {
        let name = UniqueKey(self.userName)
        let attributes = self.attributes.keys
        guard let email = self.email.map(UniqueKey.init), email != name else { return [name] + attributes }
        return [name, email] + attributes
    }
}
