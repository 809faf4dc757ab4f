/// Why a value cannot be stored as an attribute.
public enum AttributeProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The schema does not define the attribute; the payload is the nearest name that it defines.
    case unknown(nearest: String?)
    /// The value is of another kind, such as one text where the schema asks for several.
    case wrongKind
    /// The value is empty; remove the attribute instead.
    case empty
    /// A text has too many bytes.
    case tooLong(byteCount: Int, limit: Int)
    /// There are too many texts or entries.
    case tooManyValues(count: Int, limit: Int)
    /// An entry has a part that the schema does not name.
    case unknownPart(name: String)
    /// A text holds a control character other than a tab or a line end.
    case unsafeCharacter(code: UInt32)
    /// The same attribute occurs twice.
    case repeated
    /// Another user has the value of a unique attribute.
    case taken(by: UserID)
    /// The user has too many attributes, or they are too long in total.
    case tooMany
    /// The stored attribute and the schema disagree about uniqueness.
    case otherUniqueness(stored: AttributeUniqueness, defined: AttributeUniqueness)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .unknown(let nearest):
            "the schema has no such attribute" + (nearest.map { "; did you mean `\($0.forDisplay)`?" } ?? "")
        case .wrongKind: "the value is of another kind than the schema says"
        case .empty: "there is nothing in it; take the attribute out instead"
        case .tooLong(let byteCount, let limit): "a text may hold \(limit) bytes and this one has \(byteCount)"
        case .tooManyValues(let count, let limit): "there may be \(limit) values and these are \(count)"
        case .unknownPart(let part): "the schema has no part `\(part.forDisplay)`"
        case .unsafeCharacter(let code):
            "it holds U+\(String(code, radix: 16, uppercase: true)), a control character"
        case .repeated: "it is named more than once"
        case .taken(let user): "the value is unique, and user `\(user)` has it"
        case .tooMany:
            "a user may have \(UserAttributes.countLimit) attributes with \(UserAttributes.byteLimit) bytes in all"
        case .otherUniqueness(let stored, let defined):
            "it is stored as \(stored), and the schema says \(defined)"
        }
    }
}

/// A stored attribute of a user that contradicts the schema.
public struct AttributeContradiction: Error, Sendable, Hashable, CustomStringConvertible {
    /// The user.
    public let user: UserID
    /// The attribute.
    public let attribute: AttributeName
    /// What contradicts the schema.
    public let problem: AttributeProblem

    /// Creates a contradiction.
    public init(user: UserID, attribute: AttributeName, problem: AttributeProblem) {
        self.user = user
        self.attribute = attribute
        self.problem = problem
    }

    /// The contradiction, for a person.
    public var description: String { "attribute `\(self.attribute)` of user `\(self.user)`: \(self.problem)" }
}

/// Why a schema is invalid.
public enum AttributeSchemaError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There are more definitions than a user can have attributes.
    case tooMany(count: Int)
    /// Two definitions have the same name, or names that differ only in case.
    case repeated(AttributeName)
    /// A limit is out of its range.
    case limitOutOfRange(AttributeName)
    /// Only an attribute that is one text, of at most ``AttributeDefinition/uniqueByteLimit`` bytes, can be unique.
    case cannotBeUnique(AttributeName)
    /// Entries have no parts, too many, or parts whose names are not valid attribute names.
    case malformedParts(AttributeName)
    /// An audience may edit the attribute but not see it.
    case editableUnseen(AttributeName)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .tooMany(let count):
            "a schema may define \(UserAttributes.countLimit) attributes and this one defines \(count)"
        case .repeated(let name): "attribute `\(name)` is defined more than once, in some case"
        case .limitOutOfRange(let name):
            "attribute `\(name)`: a text may hold 1 to \(AttributeDefinition.byteLimitRange.upperBound) bytes, "
                + "and there may be 1 to \(AttributeDefinition.valueLimitRange.upperBound) values"
        case .cannotBeUnique(let name):
            "attribute `\(name)`: only one text of at most \(AttributeDefinition.uniqueByteLimit) bytes can be unique"
        case .malformedParts(let name):
            "attribute `\(name)`: entries have 1 to \(AttributeDefinition.partLimit) parts, named as attributes are"
        case .editableUnseen(let name): "attribute `\(name)`: who may edit it must be able to see it"
        }
    }
}
