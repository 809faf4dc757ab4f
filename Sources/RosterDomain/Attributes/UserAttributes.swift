/// The profile attributes of a user, each with what its stored form says about uniqueness.
///
/// The host's ``AttributeSchema`` defines which attributes users can have. Stored attributes do not need the schema:
/// they say which values are unique, so a directory can enforce that, and a history means the same on every host.
///
/// - Size: at most ``countLimit`` attributes, with ``byteLimit`` bytes in all; the limits are ours.
public struct UserAttributes: Sendable, Hashable {
    /// The most attributes of one user.
    public static let countLimit = 100
    /// The most bytes of all names and values of one user's attributes.
    public static let byteLimit = 16_384

    // invariant: in the order of the names, each once
    private var list: [UserAttribute]

    /// Creates attributes.
    ///
    /// - Throws: ``AttributeProblem/repeated``, ``AttributeProblem/tooMany``.
    public init(_ attributes: some Sequence<UserAttribute>) throws(AttributeProblem) {
        self.list = attributes.sorted { $0.name < $1.name }
        guard zip(self.list, self.list.dropFirst()).allSatisfy({ $0.name != $1.name }) else { throw .repeated }
        guard self.isWithinLimits else { throw .tooMany }
    }

    /// No attribute.
    public init() {
        self.list = []
    }

    /// The value of an attribute; nil when the user does not have it.
    public subscript(name: AttributeName) -> AttributeValue? { self.attribute(name)?.value }

    /// An attribute as it is stored; nil when the user does not have it.
    package func attribute(_ name: AttributeName) -> UserAttribute? {
        // By position, so that those with other names are not copied.
        self.list.indices.first { self.list[$0].name == name }.map { self.list[$0] }
    }

    /// Replaces the attribute of this name, or removes it.
    package mutating func set(_ name: AttributeName, to attribute: UserAttribute?) {
        self.list.removeAll { $0.name == name }
        guard let attribute else { return }
        self.list.insert(attribute, at: self.list.firstIndex { name < $0.name } ?? self.list.endIndex)
    }

    package var isWithinLimits: Bool {
        self.list.count <= Self.countLimit
            && self.list.reduce(0) { $0 + $1.name.rawValue.utf8.count + $1.value.byteCount } <= Self.byteLimit
    }

    /// The names by which the user is found, among them.
    package var names: [RecordName] { self.list.compactMap(\.recordName) }
}

extension UserAttributes: RandomAccessCollection {
    /// The position of the first attribute.
    public var startIndex: Int { 0 }
    /// The position after the last attribute.
    public var endIndex: Int { self.list.count }

    /// The attribute at a position; they come in the order of their names.
    public subscript(position: Int) -> UserAttribute { self.list[position] }
}

/// A profile attribute as it is stored.
public struct UserAttribute: Sendable, Hashable {
    /// The name.
    public package(set) var name: AttributeName
    /// The value.
    public package(set) var value: AttributeValue
    /// Whether the value is unique to the user.
    public package(set) var uniqueness: AttributeUniqueness
    /// Fields that a newer version of Roster stored with the attribute.
    package var unknownFields = UnknownFields()

    /// Creates an attribute.
    ///
    /// An ``AttributeSchema`` creates attributes that follow its rules; see ``AttributeSchema/attribute(_:_:)``.
    public init(_ name: AttributeName, _ value: AttributeValue, uniqueness: AttributeUniqueness = .none) {
        self.name = name
        self.value = value
        self.uniqueness = uniqueness
    }

    /// The name by which the user is found; nil unless the value is unique, and one text.
    public var recordName: RecordName? {
        guard case .text(let text) = self.value else { return nil }
        return RecordName(text, of: self.name, uniqueness: self.uniqueness)
    }

    /// Whether two attributes are the same, byte by byte.
    package func isSame(as other: UserAttribute) -> Bool {
        self.name == other.name && self.uniqueness == other.uniqueness && self.value.isSame(as: other.value)
    }
}

/// Whether a value of an attribute belongs to one user at most.
public enum AttributeUniqueness: String, Sendable, Hashable, CaseIterable {
    /// Any number of users may have it.
    case none
    /// One user at most has it; texts that differ in case are two values.
    case caseExact
    /// One user at most has it, in any case, as with user names.
    case ignoringCase
}

extension AttributeUniqueness: CustomStringConvertible {
    /// The rule in words.
    public var description: String {
        switch self {
        case .none: "not unique"
        case .caseExact: "unique with regard to case"
        case .ignoringCase: "unique in any case"
        }
    }
}

/// A change to one attribute of a user.
public struct AttributeEdit: Sendable, Hashable {
    /// The name.
    public package(set) var name: AttributeName
    /// The attribute before the change; nil when the user did not have it.
    public package(set) var from: UserAttribute?
    /// The attribute after the change; nil when it is removed.
    public package(set) var to: UserAttribute?
    /// Fields that a newer version of Roster stored with the edit.
    package var unknownFields = UnknownFields()

    /// Creates an edit of an attribute; `from` and `to` have its name, unless they are nil.
    public init(_ name: AttributeName, from: UserAttribute?, to: UserAttribute?) {
        self.name = name
        self.from = from
        self.to = to
    }

    /// Whether both sides have the name of the edit.
    var isOfOneName: Bool { [self.from, self.to].allSatisfy { $0 == nil || $0?.name == self.name } }
}
