import RosterWeb

/// What a client asks a list for, in the query or in the body of a search (RFC 7644 §3.4.2, §3.4.3; RFC 9865).
struct ListRequest: Sendable {
    var filter: String?
    var sortBy: String?
    var isDescending = false
    /// The number of the first resource, from 1.
    var startIndex = 1
    /// The most resources on the page; nil for as many as the service chooses.
    var count: Int?
    /// Where the page begins, as the page before said; empty for the first page, nil for a page by number.
    var cursor: String?
    var attributes: [String]?
    var excludedAttributes: [String] = []

    /// Reads the query of a request.
    init(query: String?) throws(SCIMError) {
        for pair in (query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = WebText.decoded(parts[0], plusIsBlank: true),
                let value = WebText.decoded(parts.count > 1 ? parts[1] : "", plusIsBlank: true)
            else { throw SCIMError(.invalidSyntax, "the query is not encoded as RFC 3986 says") }
            try self.take(name, value)
        }
    }

    /// Reads the body of a search.
    init(body: SCIMObject) throws(SCIMError) {
        for member in body.members {
            switch member.value {
            case .text(let text): try self.take(member.name, text)
            case .number(let numeral): try self.take(member.name, numeral)
            case .list(let elements):
                let names = elements.compactMap(\.text).joined(separator: ",")
                if !member.name.isAttributeName("schemas") { try self.take(member.name, names) }
            default: break
            }
        }
    }

    private mutating func take(_ name: String, _ value: String) throws(SCIMError) {
        switch name.lowercased() {
        case "filter": self.filter = value.allSatisfy { $0 == " " } ? nil : value
        case "sortby": self.sortBy = value.isEmpty ? nil : value
        case "sortorder": self.isDescending = value.isAttributeName("descending")
        case "startindex": self.startIndex = max(1, try Self.number(name, value))
        case "count": self.count = max(0, try Self.number(name, value))
        case "cursor": self.cursor = value
        case "attributes":
            let names = Self.names(value)
            self.attributes = names.isEmpty ? nil : names
        case "excludedattributes": self.excludedAttributes = Self.names(value)
        default: break
        }
    }

    private static func number(_ name: String, _ value: String) throws(SCIMError) -> Int {
        guard let number = Int(value), abs(number) <= 1 << 40 else {
            throw SCIMError(
                name.lowercased() == "count" ? .invalidCount : .invalidValue, "`\(name.shown)` is a whole number")
        }
        return number
    }

    private static func names(_ value: String) -> [String] {
        value.split(separator: ",").map { $0.split(separator: " ").joined() }.filter { !$0.isEmpty }
    }

    /// The attributes that answers have.
    func projection(schemas: [String]) -> Projection {
        func paths(_ names: [String]) -> [AttributePath] {
            names.prefix(200).compactMap { AttributePath($0, schemas: schemas) }
        }
        return Projection(included: self.attributes.map(paths), excluded: paths(self.excludedAttributes))
    }
}

extension SCIMCall {
    /// What the query asks for.
    func queryRequest() throws(SCIMError) -> ListRequest { try ListRequest(query: self.request.query) }

    /// Which attributes of a kind of resource the query asks for.
    func projection(_ type: SCIMResourceType) throws(SCIMError) -> Projection {
        guard self.request.query != nil else { return .standard }
        return try self.queryRequest().projection(schemas: type.urns)
    }

    /// Answers a search, whose parameters are in the body.
    func search(_ method: WebMethod, _ endpoints: [String]) async throws -> WebResponse {
        try Self.allow([.post], method)
        return try await self.list(endpoints, try ListRequest(body: try self.body()))
    }
}
