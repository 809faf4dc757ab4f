import RosterDomain
import RosterJSON
import RosterUseCases
import RosterWeb

extension DecisionPoint {
    /// The most results of one page; ours.
    static let pageLimit = 1_000
    /// How many results a page has unless the question says otherwise; ours.
    static let standardPageLimit = 100
    /// How many resources a page looks at, ours; one that found fewer than it may have goes on where it ended.
    static let lookLimit = 10_000

    /// `POST /access/v1/search/subject`.
    func searchSubjects(_ reader: AuthZENReader, _ caller: AuthZENCaller) async throws -> WebResponse {
        let question = AuthZENQuestion(
            try reader.entity("subject", isSearched: true), try reader.action(), try reader.entity("resource"),
            context: try reader.values("context"))
        try caller.requireRight(to: nil)
        let page = try reader.page(of: "subject")
        guard let naming = self.mapping.subjects[question.subject.type],
            let type = self.mapping.resources[question.resource.type],
            let permission = type.actions[question.action.name], let scope = type.scope(question.resource),
            self.tenant.catalog.knows(scope)
        else { return page.answer([], next: nil) }
        let previous = try page.cursor.map { cursor throws(WebProblem) -> UserID in
            guard let user = try? UserID(cursor) else { throw AuthZENPage.malformed }
            return user
        }
        // As in a decision, a condition that no grant requires changes nothing.
        let given = self.mapping.conditions(question).intersection(self.tenant.catalog.conditions)
        let users =
            page.limit == 0
            ? []
            : try self.tenant.whoCan(permission, at: scope, given: given, after: previous, limit: page.limit)
        var results: [JSONValue] = []
        for user in users {
            guard let id = try await self.name(of: user, naming) else { continue }
            results.append(.object([("type", .text(question.subject.type)), ("id", .text(id))]))
        }
        return page.answer(results, next: users.count == page.limit ? users.last?.description : nil)
    }

    /// How a user is named in answers; nil for one who is gone by now.
    private func name(of user: UserID, _ naming: AuthZENSubjects) async throws -> String? {
        switch naming {
        case .identifiers: user.description
        case .userNames: try await self.tenant.user(user)?.user.userName.rawValue
        }
    }

    /// `POST /access/v1/search/resource`.
    func searchResources(_ reader: AuthZENReader, _ caller: AuthZENCaller) async throws -> WebResponse {
        var question = AuthZENQuestion(
            try reader.entity("subject"), try reader.action(), try reader.entity("resource", isSearched: true),
            context: try reader.values("context"))
        let page = try reader.page(of: "resource")
        let user = try await self.user(question.subject)
        try caller.requireRight(to: user)
        guard let type = self.mapping.resources[question.resource.type] else { return page.answer([], next: nil) }
        guard let all = type.all else {
            throw WebProblem.badRequest("notSearchable", "resources of this type cannot be listed")
        }
        guard let user, let permission = type.actions[question.action.name], page.limit > 0 else {
            return page.answer([], next: nil)
        }
        var (found, previous, looked): ([JSONValue], String?, Int) = ([], page.cursor, 0)
        while looked < Self.lookLimit {
            let resources = try await all(previous, Self.pageLimit)
            if resources.isEmpty { return page.answer(found, next: nil) }
            for resource in resources {
                (previous, looked) = (resource.id, looked + 1)
                question.resource = resource
                guard let scope = type.scope(resource),
                    self.tenant.permits(user, permission, at: scope, given: self.mapping.conditions(question))
                else { continue }
                found.append(.object([("type", .text(question.resource.type)), ("id", .text(resource.id))]))
                if found.count == page.limit { return page.answer(found, next: previous) }
            }
        }
        return page.answer(found, next: previous)
    }

    /// `POST /access/v1/search/action`.
    func searchActions(_ reader: AuthZENReader, _ caller: AuthZENCaller) async throws -> WebResponse {
        let (subject, resource) = (try reader.entity("subject"), try reader.entity("resource"))
        let (context, page) = (try reader.values("context"), try reader.page(of: "action"))
        let user = try await self.user(subject)
        try caller.requireRight(to: user)
        guard let user, let type = self.mapping.resources[resource.type], let scope = type.scope(resource) else {
            return page.answer([], next: nil)
        }
        let actions = type.actions.sorted { $0.key < $1.key }.filter { page.cursor.map($0.key.isAfter) ?? true }
        let permitted = actions.filter { name, permission in
            let question = AuthZENQuestion(subject, AuthZENAction(name), resource, context: context)
            return self.tenant.permits(user, permission, at: scope, given: self.mapping.conditions(question))
        }
        let names = permitted.prefix(page.limit).map(\.key)
        let isMore = permitted.count > names.count && !names.isEmpty
        return page.answer(names.map { .object([("name", .text($0))]) }, next: isMore ? names.last : nil)
    }
}

extension String {
    fileprivate func isAfter(_ other: String) -> Bool { self > other }
}

/// Which page of a search is wanted.
struct AuthZENPage {
    static let malformed = WebProblem.badRequest("malformedToken", "`page.token` is no `next_token` of this search")

    /// Where the page begins: after this result; nil for the first page.
    let cursor: String?
    /// The most results.
    let limit: Int
    /// What tells one search from another.
    fileprivate let search: UInt64

    /// The answer with a page of results, and where the next one begins.
    func answer(_ results: [JSONValue], next: String?) -> WebResponse {
        let token = next.map { "\(String(self.search, radix: 36)).\(self.limit).\(WebText.encoded($0))" } ?? ""
        let page: [(name: String, value: JSONValue)] = [
            ("next_token", .text(token)), ("count", .number(results.count)),
        ]
        return .json(.object([("page", .object(page)), ("results", .list(results))]))
    }
}

extension AuthZENReader {
    /// Which page is wanted of a search for subjects, resources or actions.
    ///
    /// - Throws: A 400 for a limit that is no number of results, and for a token of another search: what was asked must be the same on
    ///   every page.
    func page(of results: String) throws(WebProblem) -> AuthZENPage {
        let search = self.fingerprint(results)
        guard self.has("page") else {
            return AuthZENPage(cursor: nil, limit: DecisionPoint.standardPageLimit, search: search)
        }
        let page = try self.values("page")
        let limit = try Self.limit(page["limit"])
        switch page["token"] {
        case nil, .nothing, .text(""):
            return AuthZENPage(cursor: nil, limit: limit ?? DecisionPoint.standardPageLimit, search: search)
        case .text(let token):
            let parts = token.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, UInt64(parts[0], radix: 36) == search, let former = Int(parts[1]),
                (1...DecisionPoint.pageLimit).contains(former), limit == nil || limit == former,
                let cursor = WebText.decoded(parts[2])
            else { throw AuthZENPage.malformed }
            return AuthZENPage(cursor: cursor, limit: former, search: search)
        default: throw Self.wrongType("page.token", "a text")
        }
    }

    private static func limit(_ value: AuthZENValue?) throws(WebProblem) -> Int? {
        switch value {
        case nil, .nothing: return nil
        case .number(let numeral):
            guard let limit = Int(numeral) ?? Double(numeral).flatMap(Int.init(exactly:)), limit >= 0 else {
                throw self.wrongType("page.limit", "a whole number from 0")
            }
            return min(limit, DecisionPoint.pageLimit)
        default: throw self.wrongType("page.limit", "a whole number from 0")
        }
    }

    /// A number that stands for what was asked, without the page, however it was spelled.
    private func fingerprint(_ results: String) -> UInt64 {
        let asked = ["subject", "action", "resource", "context"].map { name in
            self.document.value(of: name, in: self.root).map { self.value($0).spelling } ?? ""
        }
        return StableHash.of(([results] + asked).joined(separator: "\0").utf8)
    }
}

extension AuthZENValue {
    /// One spelling for all values that mean the same: members in the order of their names, and none that are `null`.
    ///
    /// Recursion is as deep as the document, whose depth has a limit.
    fileprivate var spelling: String {
        switch self {
        case .nothing: ""
        case .text(let text): "t\(text.utf8.count):\(text)"
        case .number(let numeral): "n\(numeral);"
        case .flag(let flag): flag ? "y" : "f"
        case .list(let elements): "[" + elements.map(\.spelling).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.filter { $0.value != .nothing }.sorted { $0.key < $1.key }
                .map { "\($0.key.utf8.count):\($0.key)=\($0.value.spelling)" }.joined() + "}"
        }
    }
}
