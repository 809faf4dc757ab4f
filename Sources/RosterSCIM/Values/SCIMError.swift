import RosterDomain
import RosterUseCases
import RosterWeb

/// Why a request is answered with an error (RFC 7644 §3.12).
struct SCIMError: Error, Sendable {
    /// What went wrong, for programs (RFC 7644 table 9, RFC 9865 §2.1).
    enum Keyword: String, Sendable {
        case invalidFilter, tooMany, uniqueness, mutability, invalidSyntax, invalidPath, noTarget, invalidValue,
            invalidVers
        case invalidCursor, invalidCount
    }

    /// The schema of an error.
    static let schema = "urn:ietf:params:scim:api:messages:2.0:Error"

    let status: Int
    let keyword: Keyword?
    let detail: String
    /// What stands in the header beside: which methods there are, when to come again.
    var headers: [(name: String, value: String)] = []

    init(_ status: Int, _ keyword: Keyword? = nil, _ detail: String) {
        self.status = status
        self.keyword = keyword
        self.detail = detail
    }

    /// A request that is wrong in itself.
    init(_ keyword: Keyword, _ detail: String) { self.init(400, keyword, detail) }

    /// There is no such resource.
    static func notFound(_ what: String) -> SCIMError { SCIMError(404, nil, "there is no \(what.shown)") }

    /// The error as a response's body has it.
    var body: SCIMObject {
        var body: SCIMObject = ["schemas": .list([.text(Self.schema)]), "status": .text("\(self.status)")]
        body.add("scimType", self.keyword.map { .text($0.rawValue) })
        body.add("detail", .text(self.detail))
        return body
    }
}

extension SCIMError {
    /// What a verb of the tenant answers.
    ///
    /// - Parameter isConditional: Whether the request names the version that it rests on.
    init(_ error: TenantError, isConditional: Bool = false) {
        switch error {
        case .refused(let refusal): self.init(refusal, isConditional: isConditional)
        case .busy:
            self.init(503, nil, "\(error)")
            self.headers = [("retry-after", "1")]
        case .unknownName(let error): self.init(.invalidValue, "\(error)")
        default:
            // What failed, and where, is for the host to know and not for the client.
            self.init(503, nil, "the directory cannot do it now; try again")
            self.headers = [("retry-after", "5")]
        }
    }

    private init(_ refusal: Refusal, isConditional: Bool) {
        let code = refusal.reason.code
        let status = Self.status(of: code, isConditional: isConditional)
        self.init(status, Self.keyword(of: code, status: status), "\(refusal)")
        if status == 429 { self.headers = [("retry-after", "60")] }
    }

    private static func status(of code: RefusalCode, isConditional: Bool) -> Int {
        switch code {
        case .changedMeanwhile: isConditional ? 412 : 409
        case .wrongCredentials, .credentialsExpired, .wrongSecondFactor, .secondFactorNeeded: 403
        default: code.httpStatus == 422 ? 400 : code.httpStatus
        }
    }

    private static func keyword(of code: RefusalCode, status: Int) -> Keyword? {
        switch code {
        case .nameTaken, .accountDeleted, .attributeTaken, .groupNameTaken: .uniqueness
        case .attributeNotEditable: .mutability
        default: status == 400 ? .invalidValue : nil
        }
    }
}
