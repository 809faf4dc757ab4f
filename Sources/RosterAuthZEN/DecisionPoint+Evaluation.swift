import RosterDomain
import RosterJSON
import RosterUseCases
import RosterWeb

extension DecisionPoint {
    /// `POST /access/v1/evaluation`.
    func evaluation(_ reader: AuthZENReader, _ caller: AuthZENCaller) async throws -> WebResponse {
        .json(try await self.decision(on: try reader.question(defaults: nil), caller).value)
    }

    /// `POST /access/v1/evaluations`.
    func evaluations(_ reader: AuthZENReader, _ caller: AuthZENCaller) async throws -> WebResponse {
        guard let items = try reader.list("evaluations"), !items.isEmpty else {
            return try await self.evaluation(reader, caller)
        }
        guard items.count <= AuthZENService.batchLimit else {
            throw WebProblem.badRequest("tooMany", "at most \(AuthZENService.batchLimit) evaluations at once")
        }
        let semantic = try reader.semantic()
        try reader.checkDefaults()
        var decisions: [JSONValue] = []
        for item in items {
            let decision: AuthZENDecision
            do {
                decision = try await self.decision(on: try item.question(defaults: reader), caller)
            } catch let problem as WebProblem where problem.status == 400 {
                decision = .failed(problem)
            }
            decisions.append(decision.value)
            if semantic.ends(with: decision.isAllowed) { break }
        }
        return .json(.object([("evaluations", .list(decisions))]))
    }

    /// The answer to one question.
    func decision(on question: AuthZENQuestion, _ caller: AuthZENCaller) async throws -> AuthZENDecision {
        let user = try await self.user(question.subject)
        try caller.requireRight(to: user)
        guard let user else { return .denied("unknownSubject", "there is no such subject") }
        guard let type = self.mapping.resources[question.resource.type] else {
            return .denied("unknownResourceType", "there are no such resources")
        }
        guard let permission = type.actions[question.action.name] else {
            return .denied("unknownAction", "nothing of the kind can be done to it")
        }
        guard let scope = type.scope(question.resource) else {
            return .denied("unknownResource", "there can be no such resource")
        }
        let given = self.mapping.conditions(question)
        if self.tenant.permits(user, permission, at: scope, given: given) { return .allowed }
        guard self.explainsDenials else { return .denied(nil) }
        return AuthZENDecision(self.tenant.decide(user, permission, at: scope, given: given))
    }

    /// The user that a subject is; nil when there is none.
    func user(_ subject: AuthZENEntity) async throws -> UserID? {
        switch self.mapping.subjects[subject.type] {
        case nil: return nil
        case .identifiers: return (try? UserID(subject.id)).flatMap { self.tenant.handle(for: $0)?.id }
        case .userNames:
            guard let name = try? UserName(subject.id) else { return nil }
            return try await self.tenant.user(named: name)?.id
        }
    }
}

/// An answer: yes, or no and why.
struct AuthZENDecision {
    let isAllowed: Bool
    private let context: [(name: String, value: JSONValue)]

    static let allowed = AuthZENDecision(isAllowed: true, context: [])

    static func denied(_ code: String?, _ reason: String = "") -> AuthZENDecision {
        guard let code else { return AuthZENDecision(isAllowed: false, context: []) }
        return AuthZENDecision(isAllowed: false, context: [("code", .text(code)), ("reason", .text(reason))])
    }

    /// A question that could not be read, in a batch.
    static func failed(_ problem: WebProblem) -> AuthZENDecision {
        let error: [(name: String, value: JSONValue)] = [
            ("status", .number(problem.status)), ("message", .text(problem.detail ?? "")),
        ]
        return AuthZENDecision(isAllowed: false, context: [("error", .object(error))])
    }

    private init(isAllowed: Bool, context: [(name: String, value: JSONValue)]) {
        self.isAllowed = isAllowed
        self.context = context
    }

    /// A decision of the tenant, with its reason and its remedy.
    init(_ decision: AccessDecision) {
        switch decision {
        case .allowed: self = .allowed
        case .denied(let reason, let remedy):
            self.init(
                isAllowed: false,
                context: [("reason", .text(reason.description)), ("remedy", .text(remedy.description))])
        }
    }

    var value: JSONValue {
        let decision: [(name: String, value: JSONValue)] = [("decision", .flag(self.isAllowed))]
        return .object(self.context.isEmpty ? decision : decision + [("context", .object(self.context))])
    }
}

/// When a batch ends before its last question.
enum AuthZENSemantic: String {
    case executeAll = "execute_all"
    case denyOnFirstDeny = "deny_on_first_deny"
    case permitOnFirstPermit = "permit_on_first_permit"

    func ends(with isAllowed: Bool) -> Bool {
        switch self {
        case .executeAll: false
        case .denyOnFirstDeny: !isAllowed
        case .permitOnFirstPermit: isAllowed
        }
    }
}

extension AuthZENReader {
    /// The question that an object asks; what it does not name is taken whole from the defaults.
    ///
    /// What it names as `null` is missing: a subject that was lost must not become that of another question.
    func question(defaults: AuthZENReader?) throws(WebProblem) -> AuthZENQuestion {
        func source(_ name: String) -> AuthZENReader { self.names(name) ? self : defaults ?? self }
        return AuthZENQuestion(
            try source("subject").entity("subject"), try source("action").action(),
            try source("resource").entity("resource"), context: try source("context").values("context"))
    }

    /// Refuses a batch as a whole whose defaults are of the wrong kind.
    func checkDefaults() throws(WebProblem) {
        for name in ["subject", "action", "resource", "context"] where self.has(name) { _ = try self.object(name) }
    }

    func semantic() throws(WebProblem) -> AuthZENSemantic {
        guard self.has("options") else { return .executeAll }
        guard let name = try self.object("options").values["evaluations_semantic"], name != .nothing else {
            return .executeAll
        }
        guard case .text(let text) = name, let semantic = AuthZENSemantic(rawValue: text) else {
            throw .badRequest(
                "unknownSemantic",
                "`options.evaluations_semantic` is `execute_all`, `deny_on_first_deny` or `permit_on_first_permit`")
        }
        return semantic
    }

    /// The members of the object by their names.
    private var values: [String: AuthZENValue] {
        guard case .object(let values) = self.value(self.root) else { return [:] }
        return values
    }
}
