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
