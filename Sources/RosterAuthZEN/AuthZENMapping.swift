public import RosterDomain

/// How the subjects, resources and actions of AuthZEN map onto users, scopes and permissions.
///
/// ```swift
/// let mapping = AuthZENMapping(
///     subjects: ["user": .userNames],
///     resources: [
///         "record": AuthZENResourceType(scopeKind: "records", actions: ["read": .readRecords, "write": .writeRecords])
///     ],
///     conditions: { question in question.resource.properties["status"] == .text("archived") ? [.archived] : [] })
/// ```
///
/// What a question does not map onto is answered with no, and the answer says so.
public struct AuthZENMapping: Sendable {
    /// How the subjects of each type are named.
    public var subjects: [String: AuthZENSubjects]
    /// The types of resources.
    public var resources: [String: AuthZENResourceType]
    /// What is true of a case, from the properties and the context of a question; nothing unless given.
    ///
    /// In a search, what is searched for has no identifier and no properties of the request: a condition that rests on them finds nothing.
    /// The resources of a search have the properties that ``AuthZENResourceType/all`` gives them.
    public var conditions: @Sendable (AuthZENQuestion) -> Set<Condition>

    /// Creates a mapping.
    public init(
        subjects: [String: AuthZENSubjects] = ["user": .identifiers], resources: [String: AuthZENResourceType],
        conditions: @escaping @Sendable (AuthZENQuestion) -> Set<Condition> = { _ in [] }
    ) {
        self.subjects = subjects
        self.resources = resources
        self.conditions = conditions
    }
}

/// How the users of a subject type are named in questions and answers.
public enum AuthZENSubjects: Sendable, Hashable {
    /// By their identifiers: a look-up that waits for nothing.
    case identifiers
    /// By their user names, or their addresses in questions.
    case userNames
}

/// A type of resources: where they lie, and what can be done to them.
public struct AuthZENResourceType: Sendable {
    /// Which permission an action needs.
    public var actions: [String: Permission]
    /// Where a resource lies; nil for one that cannot exist, which no user may do anything to.
    public var scope: @Sendable (AuthZENEntity) -> Scope?
    /// The resources of the type after one, in the order of a search, with the properties that conditions need; nil when they cannot be
    /// listed, and then the resource search does not offer the type.
    public var all: (@Sendable (_ previous: String?, _ limit: Int) async throws -> [AuthZENEntity])?

    /// Resources that lie where `scope` says.
    public init(
        actions: [String: Permission], scope: @escaping @Sendable (AuthZENEntity) -> Scope?,
        all: (@Sendable (_ previous: String?, _ limit: Int) async throws -> [AuthZENEntity])? = nil
    ) {
        self.actions = actions
        self.scope = scope
        self.all = all
    }

    /// Resources each of which is a place of its own directly in the company: `record-1` lies at `/records/record-1`.
    public init(
        scopeKind: String, actions: [String: Permission],
        all: (@Sendable (_ previous: String?, _ limit: Int) async throws -> [AuthZENEntity])? = nil
    ) {
        self.init(actions: actions, scope: { try? Scope(scopeKind, $0.id) }, all: all)
    }
}

/// A subject or a resource, as a question names it.
public struct AuthZENEntity: Sendable, Hashable {
    /// The type.
    public let type: String
    /// The identifier; empty for what is searched for.
    public let id: String
    /// What the question states of it.
    public let properties: [String: AuthZENValue]

    /// Describes a subject or a resource.
    public init(_ type: String, _ id: String, properties: [String: AuthZENValue] = [:]) {
        self.type = type
        self.id = id
        self.properties = properties
    }
}

/// An action, as a question names it.
public struct AuthZENAction: Sendable, Hashable {
    /// The name.
    public let name: String
    /// What the question states of it.
    public let properties: [String: AuthZENValue]

    /// Describes an action.
    public init(_ name: String, properties: [String: AuthZENValue] = [:]) {
        self.name = name
        self.properties = properties
    }
}

/// The question whether a subject may do an action to a resource.
public struct AuthZENQuestion: Sendable, Hashable {
    /// Who.
    public var subject: AuthZENEntity
    /// What.
    public var action: AuthZENAction
    /// To which.
    public var resource: AuthZENEntity
    /// What the question states of the circumstances.
    public var context: [String: AuthZENValue]

    /// Asks a question.
    public init(
        _ subject: AuthZENEntity, _ action: AuthZENAction, _ resource: AuthZENEntity,
        context: [String: AuthZENValue] = [:]
    ) {
        self.subject = subject
        self.action = action
        self.resource = resource
        self.context = context
    }
}

/// The value of a property.
public indirect enum AuthZENValue: Sendable, Hashable {
    /// A text.
    case text(String)
    /// A number, as it is written.
    case number(String)
    /// `true` or `false`.
    case flag(Bool)
    /// A list.
    case list([AuthZENValue])
    /// An object.
    case object([String: AuthZENValue])
    /// `null`.
    case nothing
}
