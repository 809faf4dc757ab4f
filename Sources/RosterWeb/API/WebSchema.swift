import RosterDomain
import RosterJSON

/// The schemas of what comes in and goes out (JSON Schema 2020-12).
enum WebSchema {
    /// The schema of a name.
    static func reference(_ name: String) -> JSONValue { .object([("$ref", .text("#/components/schemas/\(name)"))]) }

    /// All schemas, by their names.
    static var all: JSONValue { .object(self.requests + self.answers) }

    private static var requests: [(name: String, value: JSONValue)] {
        [
            (
                "NewUser",
                self.closed(
                    [
                        ("fullName", self.text), ("userName", self.text), ("email", self.text),
                        ("attributes", .object([("type", .text("object"))])), ("roles", self.texts),
                        ("scope", self.text),
                        ("from", self.moment), ("until", self.moment),
                    ], required: ["fullName"])
            ),
            (
                "RoleGift",
                self.closed(
                    [("roles", self.texts), ("scope", self.text), ("from", self.moment), ("until", self.moment)],
                    required: ["roles"])
            ),
            ("RoleChoice", self.closed([("roles", self.texts)], required: ["roles"])),
            (
                "SignIn",
                self.closed(
                    [("name", self.text), ("password", self.text), ("roles", self.texts)],
                    required: ["name", "password"])
            ),
            (
                "PasswordChange",
                self.closed([("current", self.text), ("new", self.text)], required: ["current", "new"])
            ),
            ("SecondFactorCode", self.closed([("code", self.text)], required: ["code"])),
        ]
    }

    private static var answers: [(name: String, value: JSONValue)] {
        [
            (
                "User",
                self.open(
                    [
                        ("id", self.text), ("fullName", self.text), ("userName", self.text), ("email", self.text),
                        ("kind", self.text), ("affiliation", self.oneOf(Affiliation.allCases.map(\.rawValue))),
                        ("status", self.oneOf(AccountStatus.allCases.map(\.rawValue))), ("addedAt", self.moment),
                        ("version", self.number), ("hasSecondFactor", self.flag), ("deletedAt", self.moment),
                        ("roles", self.list(self.reference("Assignment"))),
                        ("attributes", .object([("type", .text("object"))])),
                    ],
                    required: [
                        "id", "fullName", "userName", "kind", "affiliation", "status", "addedAt", "version", "roles",
                        "attributes",
                    ])
            ),
            (
                "Assignment",
                self.open(
                    [
                        ("role", self.text), ("scope", self.text), ("from", self.moment), ("until", self.moment),
                        ("grantedBy", self.text), ("grantedAt", self.moment), ("group", self.text),
                    ], required: ["role", "scope", "grantedBy", "grantedAt"])
            ),
            (
                "UserPage",
                self.open(
                    [("users", self.list(self.reference("User"))), ("next", self.text), ("count", self.number)],
                    required: ["users"])
            ),
            (
                "AddedUser",
                self.open(
                    [("user", self.reference("User")), ("signInInformation", self.reference("SignInInformation"))],
                    required: ["user", "signInInformation"])
            ),
            (
                "SignInInformation",
                self.open(
                    [("userName", self.text), ("temporaryPassword", self.text), ("expiresAt", self.moment)],
                    required: ["userName", "temporaryPassword", "expiresAt"])
            ),
            ("RoleList", self.open([("roles", self.list(self.reference("Role")))], required: ["roles"])),
            (
                "Role",
                self.open(
                    [
                        ("id", self.text), ("title", self.text), ("category", self.text), ("categoryTitle", self.text),
                        ("isPrivileged", self.flag), ("isOpenToGuests", self.flag), ("includes", self.texts),
                        ("requires", self.texts), ("scopeKinds", self.texts),
                    ], required: ["id", "title", "category", "isPrivileged"])
            ),
            ("Answer", self.open([("allowed", self.flag)], required: ["allowed"])),
            (
                "Explanation",
                self.open(
                    [
                        ("allowed", self.flag), ("reason", self.text), ("remedy", self.text),
                        ("roles", self.list(.object([("type", .text("object"))]))),
                    ], required: ["allowed", "reason"])
            ),
            (
                "HistoryPage",
                self.open([("steps", self.list(self.reference("Step"))), ("next", self.number)], required: ["steps"])
            ),
            (
                "Step",
                self.open(
                    [
                        ("revision", self.number), ("at", self.moment), ("by", self.text), ("sentences", self.texts),
                        ("untoldChangeCount", self.number),
                    ],
                    required: ["revision", "at", "by", "sentences"])
            ),
            (
                "Session",
                self.open(
                    [("session", self.text), ("user", self.text), ("duties", self.texts), ("token", self.text)],
                    required: ["session", "user", "duties"])
            ),
            (
                "SessionList",
                self.open([("sessions", self.list(self.reference("ListedSession")))], required: ["sessions"])
            ),
            (
                "ListedSession",
                self.open(
                    [
                        ("id", self.text), ("device", self.text), ("begunAt", self.moment), ("lastUsedAt", self.moment),
                        ("endsAt", self.moment), ("isPresent", self.flag),
                    ], required: ["id", "device", "begunAt", "lastUsedAt", "endsAt", "isPresent"])
            ),
            (
                "Problem",
                self.open(
                    [("title", self.text), ("status", self.number), ("code", self.text), ("detail", self.text)],
                    required: ["title", "status"])
            ),
            ("OpenAPI", .object([("type", .text("object"))])),
        ]
    }

    private static let text = JSONValue.object([("type", .text("string"))])
    private static let moment = JSONValue.object([("type", .text("string")), ("format", .text("date-time"))])
    private static let number = JSONValue.object([("type", .text("integer"))])
    private static let flag = JSONValue.object([("type", .text("boolean"))])
    private static let texts = Self.list(Self.text)

    private static func oneOf(_ values: [String]) -> JSONValue { .object([("enum", .list(values.map { .text($0) }))]) }

    private static func list(_ element: JSONValue) -> JSONValue {
        .object([("type", .text("array")), ("items", element)])
    }

    /// An object to which later versions may add members.
    private static func open(_ members: [(name: String, value: JSONValue)], required: [String]) -> JSONValue {
        .object(self.members(members, required))
    }

    /// An object that has no other members.
    private static func closed(_ members: [(name: String, value: JSONValue)], required: [String]) -> JSONValue {
        .object(self.members(members, required) + [("additionalProperties", .flag(false))])
    }

    private static func members(
        _ members: [(name: String, value: JSONValue)], _ required: [String]
    ) -> [(name: String, value: JSONValue)] {
        [
            ("type", .text("object")), ("properties", .object(members)),
            ("required", .list(required.map { .text($0) })),
        ]
    }
}
