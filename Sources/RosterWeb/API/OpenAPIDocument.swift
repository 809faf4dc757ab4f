import RosterJSON

/// The description of an interface as OpenAPI 3.1, made of its routes.
package struct OpenAPIDocument {
    private let routes: [WebRoute]
    private let address: String

    /// Describes routes beneath an address.
    package init(_ routes: [WebRoute], at address: String) {
        self.routes = routes
        self.address = address
    }

    /// The document.
    package var bytes: [UInt8] { self.value.wireBytes }

    var value: JSONValue {
        .object([
            ("openapi", .text("3.1.0")),
            ("info", .object([("title", .text("Roster")), ("version", .text("1"))])),
            ("servers", .list([.object([("url", .text(self.address.isEmpty ? "/" : self.address))])])),
            ("security", .list([.object([("cookie", .list([]))]), .object([("bearer", .list([]))])])),
            ("paths", self.paths),
            (
                "components",
                .object([
                    ("securitySchemes", Self.securitySchemes), ("schemas", WebSchema.all),
                    ("responses", Self.responses),
                ])
            ),
        ])
    }

    private var paths: JSONValue {
        var paths: [(name: String, value: JSONValue)] = []
        for route in self.routes where !paths.contains(where: { $0.name == route.pattern }) {
            let here = self.routes.filter { $0.pattern == route.pattern }
            paths.append((route.pattern, .object(here.map { ($0.method.rawValue.lowercased(), $0.description) })))
        }
        return .object(paths)
    }

    private static let securitySchemes = JSONValue.object([
        (
            "cookie",
            .object([
                ("type", .text("apiKey")), ("in", .text("cookie")), ("name", .text(SessionCookie.standard.name)),
            ])
        ),
        ("bearer", .object([("type", .text("http")), ("scheme", .text("bearer"))])),
    ])

    private static let responses = JSONValue.object([
        (
            "Problem",
            .object([
                ("description", .text("The request was refused or failed")),
                (
                    "content",
                    .object([("application/problem+json", .object([("schema", WebSchema.reference("Problem"))]))])
                ),
            ])
        )
    ])
}

extension WebRoute {
    fileprivate var description: JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("operationId", .text(self.operation.name)), ("summary", .text(self.operation.summary)),
        ]
        if !self.operation.needsCaller { members.append(("security", .list([]))) }
        let parameters = self.pathParameters + self.operation.query.map(\.description) + self.versionParameter
        if !parameters.isEmpty { members.append(("parameters", .list(parameters))) }
        if let body = self.operation.body {
            members.append(("requestBody", .object([("required", .flag(true)), Self.content(of: body)])))
        }
        var success: [(name: String, value: JSONValue)] = [("description", .text(self.operation.summary))]
        if let response = self.operation.response { success.append(Self.content(of: response)) }
        let problem = JSONValue.object([("$ref", .text("#/components/responses/Problem"))])
        members.append(
            ("responses", .object([("\(self.operation.status)", .object(success)), ("default", problem)])))
        return .object(members)
    }

    private static func content(of schema: String) -> (name: String, value: JSONValue) {
        ("content", .object([("application/json", .object([("schema", WebSchema.reference(schema))]))]))
    }

    private var pathParameters: [JSONValue] {
        self.segments.compactMap { segment in
            guard case .parameter(let name) = segment else { return nil }
            return .object([
                ("name", .text(name)), ("in", .text("path")), ("required", .flag(true)),
                ("schema", .object([("type", .text("string"))])),
            ])
        }
    }

    private var versionParameter: [JSONValue] {
        guard self.operation.takesVersion else { return [] }
        return [
            .object([
                ("name", .text("If-Match")), ("in", .text("header")),
                ("description", .text("The `ETag` at which the user must be; otherwise the answer is 412")),
                ("schema", .object([("type", .text("string"))])),
            ])
        ]
    }
}

extension WebParameter {
    fileprivate var description: JSONValue {
        .object([
            ("name", .text(self.name)), ("in", .text("query")), ("required", .flag(self.isRequired)),
            ("description", .text(self.meaning)), ("schema", .object([("type", .text(self.kind.rawValue))])),
        ])
    }
}
