import RosterDomain
package import RosterJSON

/// The JSON object in the body of a request, of which all members are known.
package struct WebBody: Sendable {
    /// The document.
    package let document: JSONDocument
    /// The part that is the object.
    package let object: Int
    /// Where it is in the document, for messages; empty for the whole.
    private let place: String

    /// Reads the body of a request.
    ///
    /// - Throws: A 415 for another content type, a 400 for what is no JSON object or has a member that is not known.
    package init(_ request: WebRequest, members known: Set<String>? = nil) throws(WebProblem) {
        guard request.hasJSONBody else {
            throw WebProblem(415, "wantsJSON", "the body must have the content type `application/json`")
        }
        let document: JSONDocument
        do throws(JSONReadingError) {
            document = try JSONDocument(
                request.body, limits: JSONLimits(byteLimit: .max, depthLimit: WebLimits.depthLimit))
        } catch {
            throw .badRequest("malformedJSON", error.inWords)
        }
        try self.init(document, JSONDocument.root, at: "", members: known)
    }

    private init(
        _ document: JSONDocument, _ object: Int, at place: String, members known: Set<String>?
    ) throws(WebProblem) {
        guard document.kind(object) == .object else {
            throw .badRequest("wrongType", "\(place.isEmpty ? "the body" : "`\(place)`") must be an object")
        }
        self.document = document
        self.object = object
        self.place = place
        guard let known else { return }
        for member in document.members(of: object) {
            let name = document.text(member.name) ?? ""
            if !known.contains(name) {
                throw .badRequest("unknownMember", "there is no member `\(self.path(name).forDisplay)`")
            }
        }
    }

    /// A text; nil when there is none.
    ///
    /// - Throws: A 400 for a value of another kind.
    package func text(_ name: String) throws(WebProblem) -> String? {
        guard let node = self.document.value(of: name, in: self.object) else { return nil }
        guard let text = self.document.text(node) else { throw self.wrongType(name, "a text") }
        return text
    }

    /// A text that must be there.
    package func requiredText(_ name: String) throws(WebProblem) -> String {
        guard let text = try self.text(name) else {
            throw .badRequest("missingMember", "the member `\(self.path(name))` is missing")
        }
        return text
    }

    /// Whether a member is true; nil when there is none.
    package func flag(_ name: String) throws(WebProblem) -> Bool? {
        guard let node = self.document.value(of: name, in: self.object) else { return nil }
        switch self.document.kind(node) {
        case .yes: return true
        case .no: return false
        default: throw self.wrongType(name, "`true` or `false`")
        }
    }

    /// A list of texts; nil when there is none.
    package func texts(_ name: String) throws(WebProblem) -> [String]? {
        guard let node = self.document.value(of: name, in: self.object) else { return nil }
        guard self.document.kind(node) == .list else { throw self.wrongType(name, "a list of texts") }
        var texts: [String] = []
        for element in self.document.elements(of: node) {
            guard let text = self.document.text(element) else { throw self.wrongType(name, "a list of texts") }
            texts.append(text)
        }
        return texts
    }

    /// The objects of a list; nil when there is none.
    package func objects(_ name: String) throws(WebProblem) -> [WebBody]? {
        guard let node = self.document.value(of: name, in: self.object) else { return nil }
        guard self.document.kind(node) == .list else { throw self.wrongType(name, "a list of objects") }
        var objects: [WebBody] = []
        for (position, element) in self.document.elements(of: node).enumerated() {
            let place = "\(self.path(name))[\(position)]"
            objects.append(try WebBody(self.document, element, at: place, members: nil))
        }
        return objects
    }

    /// The object that a member is; nil when there is none.
    package func body(_ name: String) throws(WebProblem) -> WebBody? {
        guard let node = self.document.value(of: name, in: self.object) else { return nil }
        return try WebBody(self.document, node, at: self.path(name), members: nil)
    }

    /// The names and the parts of the members, in order.
    package var members: [(name: String, node: Int)] {
        self.document.members(of: self.object).map { (self.document.text($0.name) ?? "", $0.value) }
    }

    package func wrongType(_ name: String, _ wanted: String) -> WebProblem {
        .badRequest("wrongType", "`\(self.path(name))` must be \(wanted)")
    }

    private func path(_ name: String) -> String { self.place.isEmpty ? name : "\(self.place).\(name)" }
}

extension WebRequest {
    /// Whether the body is JSON by its media type (RFC 9110 §8.3.1); parameters, and blanks and tabs before them, do not count.
    package var hasJSONBody: Bool {
        guard let field = self.headers["content-type"] else { return false }
        return field.prefix { $0 != ";" }.withoutBlanks.lowercased() == "application/json"
    }
}

extension JSONReadingError {
    /// What is wrong and where, for a person.
    package var inWords: String {
        "line \(self.line), column \(self.column)\(self.path.isEmpty ? "" : ", at `\(self.path)`"): \(self.reason.inWords)"
    }
}

extension JSONReadingError.Reason {
    fileprivate var inWords: String {
        switch self {
        case .tooLarge(let limit): "more than \(limit) bytes"
        case .tooDeep(let limit): "nested more than \(limit) levels deep"
        case .tooManyKeys(let limit): "more than \(limit) names in an object"
        case .byteOrderMark: "a byte order mark does not belong here"
        case .notUTF8: "the bytes are not UTF-8"
        case .notJSON(let detail): detail
        case .duplicateKey(let name): "the name `\(name.forDisplay)` comes twice in an object"
        }
    }
}

extension WebResponse {
    /// An answer with a JSON body that no cache keeps.
    package static func json(
        _ value: JSONValue, status: Int = 200, headers: WebHeaders = [:], type: String = "application/json"
    ) -> WebResponse {
        var headers = headers
        headers["Content-Type"] = type
        if headers["Cache-Control"] == nil { headers["Cache-Control"] = "no-store" }
        return WebResponse(status, headers: headers, body: value.wireBytes)
    }
}
