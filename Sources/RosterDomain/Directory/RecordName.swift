/// A name by which a directory finds a record, unique within its space.
///
/// Two names are equal when they have the same space and the same bytes as their key. The key is already folded, so an
/// adapter compares bytes and can index the key directly. The store needs no rules about case or language.
public struct RecordName: Sendable {
    /// A namespace in which each name belongs to at most one record.
    ///
    /// An adapter stores the raw value with the key; the value never changes. A later version may add a space.
    @nonexhaustive
    public enum Space: Sendable, Hashable {
        /// The names that people sign in with: user names and addresses.
        case signIn
        /// The values of a unique attribute.
        case attribute(AttributeName)
        /// The names of groups.
        case group
        /// The external identifiers of groups.
        case groupExternalID
        /// The titles of the company's own roles.
        case companyRole

        /// The text by which a store identifies the space; it is different for each space and never changes.
        public var rawValue: String {
            switch self {
            case .signIn: "signIn"
            case .attribute(let name): "attribute:\(name.rawValue)"
            case .group: "group"
            case .groupExternalID: "groupExternalID"
            case .companyRole: "companyRole"
            }
        }
    }

    /// The namespace in which this name is unique.
    public let space: Space
    /// The folded name, as it is compared.
    public let key: String

    /// Creates a name from a key that is already folded.
    public init(space: Space, key: String) {
        self.space = space
        self.key = key
    }

    /// Creates the name of a user name, which is the same in any case.
    public init(_ userName: UserName) {
        self.init(space: .signIn, key: userName.folded)
    }

    /// Creates the name of an email address, which is the same in any case, and the same as that of a user name with
    /// these letters.
    public init(_ email: EmailAddress) {
        self.init(space: .signIn, key: email.folded)
    }

    /// The name of an email address, which is the same in any case.
    public static func email(_ email: EmailAddress) -> RecordName { RecordName(email) }

    /// Creates the name of an attribute's value, or nil when the attribute is not unique.
    public init?(_ text: String, of attribute: AttributeName, uniqueness: AttributeUniqueness) {
        switch uniqueness {
        case .none: return nil
        case .caseExact: self.init(space: .attribute(attribute), key: text)
        case .ignoringCase: self.init(space: .attribute(attribute), key: CaseFolding.folded(text))
        }
    }
}

extension RecordName: Hashable {
    /// Whether two names are the same, compared by bytes and not by Unicode equivalence.
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
    /// The key, made safe to display, after the attribute's name if it is the value of an attribute.
    public var description: String {
        switch self.space {
        case .signIn, .group, .groupExternalID, .companyRole: self.key.forDisplay
        case .attribute(let attribute): "\(attribute) \(self.key.forDisplay)"
        }
    }
}

extension User {
    /// The names by which the user is found, each once; none while the account is deleted and has released them, or is purged.
    public var names: [RecordName] { self.hasReleasedNames ? [] : self.ownNames }

    /// The names of the user, which restoring the account claims again.
    package var ownNames: [RecordName] {
        if self.isErased { return [] }
        var names = [RecordName(self.userName)]
        if let email, !self.signsInWithAddressAlone, RecordName(email) != names[0] { names.append(RecordName(email)) }
        if !self.attributes.isEmpty { names += self.attributes.names }
        return names
    }
}

extension UserRecord {
    /// The name by which the user is found, when it is the address and there is no other; nil when there may be.
    package var onlyName: RecordName? {
        self.user.attributes.isEmpty && !self.user.hasReleasedNames && self.user.signsInWithAddressAlone
            ? RecordName(self.user.userName) : nil
    }
}

extension User {
    /// Whether the user name is the address, letter for letter.
    package var signsInWithAddressAlone: Bool {
        self.email.map { $0.rawValue.isSameName(as: self.userName.rawValue) } ?? false
    }
}
