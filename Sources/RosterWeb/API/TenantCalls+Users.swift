import RosterDomain
import RosterJSON
import RosterUseCases

extension TenantCalls {
    var userRoutes: [WebRoute] {
        [
            WebRoute(
                .get, "/users",
                WebOperation(
                    "listUsers", "Lists, searches and filters users, a page at a time",
                    query: [
                        WebParameter("text", .string, "Only users whose name or address contains the text"),
                        WebParameter("role", .string, "Only users to whom the role was assigned"),
                        WebParameter("scope", .string, "Only users whose assignment of the role covers the scope"),
                        WebParameter("status", .string, "Only users with one of these statuses, separated by commas"),
                        WebParameter("limit", .integer, "The most users on the page, from 1 to 1000; 100 unless given"),
                        WebParameter("cursor", .string, "Where the page begins: `next` of the page before"),
                        WebParameter("count", .boolean, "Whether the answer says how many match in all"),
                    ], response: "UserPage")
            ) { call in try await self.listUsers(call) },
            WebRoute(
                .post, "/users",
                WebOperation(
                    "addUser", "Adds a user, and answers with the sign-in information, once", body: "NewUser",
                    status: 201, response: "AddedUser")
            ) { call in try await self.addUser(call) },
            WebRoute(
                .get, "/users/{user}", WebOperation("readUser", "Reads a user", response: "User")
            ) { call in try await self.readUser(call) },
        ]
    }

    private func listUsers(_ call: WebCall) async throws -> WebResponse {
        var query = UserQuery(
            text: call.query["text"], role: call.query["role"].map { RoleID($0) },
            pageSize: try call.query.number("limit", in: 1...UserQuery.pageSizeLimit) ?? 100,
            countingUpTo: try call.query.flag("count") ? .max : 0)
        query.scope = try call.query["scope"].map { text throws(WebProblem) in try Self.scope(text) }
        if let statuses = call.query["status"] { query.statuses = try Self.statuses(statuses) }
        if let cursor = call.query["cursor"] {
            guard let last = try? UserID(cursor) else {
                throw WebProblem.badRequest("malformedParameter", "`cursor` is no `next` of a page")
            }
            query.start = .after(last)
        }
        let page = try await self.acting(call) { [query] in try await self.tenant.users(matching: query, by: $0) }
        let records = try await self.tenant.joined(page.records)
        return .json(WebView.page(UserPage(records: records, next: page.next, totalCount: page.totalCount)))
    }

    private static func scope(_ text: String) throws(WebProblem) -> Scope {
        do throws(ScopeError) { return try Scope(text) } catch {
            throw .badRequest("malformedParameter", error.description)
        }
    }

    private static func statuses(_ text: String) throws(WebProblem) -> Set<AccountStatus> {
        var statuses: Set<AccountStatus> = []
        for name in text.split(separator: ",") {
            guard let status = AccountStatus(rawValue: String(name)) else {
                throw .badRequest("malformedParameter", "there is no status `\(String(name).forDisplay)`")
            }
            statuses.insert(status)
        }
        return statuses
    }

    private func addUser(_ call: WebCall) async throws -> WebResponse {
        let body = try call.body([
            "fullName", "userName", "email", "attributes", "roles", "scope", "from", "until",
        ])
        _ = try body.requiredText("fullName")
        guard let fullName = try body.value("fullName", { try FullName($0) }) else { throw WebProblem(500) }
        let (email, userName) = (
            try body.value("email") { try EmailAddress($0) }, try body.value("userName") { try UserName($0) }
        )
        let attributes = try body.body("attributes").map { body throws(WebProblem) in try body.attributes() } ?? [:]
        let (roles, scope, window) = (try body.roles("roles") ?? [], try body.scope(), try body.window())
        let answer = try await self.acting(call) { principal -> WebResponse in
            let added: AddedUser
            if let email {
                added = try await self.tenant.addUser(
                    fullName, email: email, userName: userName, attributes: attributes, roles: roles, at: scope,
                    during: window, by: principal)
            } else if let userName {
                added = try await self.tenant.addUser(
                    fullName, userName: userName, attributes: attributes, roles: roles, at: scope, during: window,
                    by: principal)
            } else {
                throw WebProblem.badRequest("missingMember", "`email` or `userName` is needed")
            }
            let user = added.user
            let view = WebView.added(user, added.signInInformation.reveal())
            let place = call.request.address(of: "/users/\(user.id)")
            let tag = try await self.shown(user).headers["etag"] ?? ""
            return .json(view, status: 201, headers: ["Location": place, "ETag": tag])
        }
        return answer
    }

    private func readUser(_ call: WebCall) async throws -> WebResponse {
        let user = try call.user()
        let record = try await self.acting(call) { try await self.tenant.user(user, by: $0) }
        guard let record else { throw WebProblem.notFound }
        return try await self.answer(record, to: call)
    }

    /// A user as the answer to a read, or 304 when the client has what the answer would show.
    func answer(_ record: UserRecord, to call: WebCall) async throws -> WebResponse {
        let conditions = Preconditions(call.request.headers)
        if let versions = conditions.versions, !versions.contains(record.user.version) { throw WebProblem(412) }
        var response = try await self.shown(record)
        guard conditions.has(response.headers["etag"] ?? "") else { return response }
        response.headers["content-type"] = nil
        return WebResponse(304, headers: response.headers)
    }

    /// The user after a verb, as the caller may see them.
    func present(_ user: UserID, _ principal: UserID) async throws -> WebResponse {
        guard let record = try await self.tenant.user(user, by: principal) else { return WebResponse(204) }
        return try await self.shown(record)
    }

    /// A user with what is held through groups.
    ///
    /// Who asks decides what is shown, so nothing else may be given in its place.
    private func shown(_ record: UserRecord) async throws -> WebResponse {
        let records = try await self.tenant.joined([record])
        var response = WebResponse.json(WebView.user(records.first ?? record))
        response.headers["etag"] = EntityTag.text(of: record.user.version, showing: response.body)
        response.headers["cache-control"] = "private, no-cache"
        response.headers["vary"] = "Cookie, Authorization"
        return response
    }
}

extension WebBody {
    /// Attributes: a text, a list of texts, or a list of objects whose members are texts, for each name.
    func attributes() throws(WebProblem) -> [AttributeName: AttributeValue] {
        var attributes: [AttributeName: AttributeValue] = [:]
        for (name, node) in self.members {
            let key: AttributeName
            do { key = try AttributeName(name) } catch {
                throw .unprocessable("malformedMember", "`attributes`: \(error)")
            }
            attributes[key] = try self.attribute(name, node)
        }
        return attributes
    }

    private func attribute(_ name: String, _ node: Int) throws(WebProblem) -> AttributeValue {
        if let text = self.document.text(node) { return .text(text) }
        guard self.document.kind(node) == .list else { throw self.wrongType(name, "a text or a list") }
        guard let first = self.document.elements(of: node).first(where: { _ in true }),
            self.document.kind(first) == .object
        else { return .texts(try self.texts(name) ?? []) }
        var entries: [AttributeEntry] = []
        for entry in try self.objects(name) ?? [] {
            var parts: [String: String] = [:]
            for (part, _) in entry.members { parts[part] = try entry.requiredText(part) }
            entries.append(AttributeEntry(parts))
        }
        return .entries(entries)
    }
}
