import RosterJSON
import RosterWeb

/// Reads the entities of a question strictly, and ignores what it does not know.
struct AuthZENReader {
    let document: JSONDocument
    let root: Int

    /// Reads the body of a request.
    ///
    /// - Throws: A 400 for another content type than `application/json`, and for what is no JSON object.
    init(_ request: WebRequest) throws(WebProblem) {
        let body: WebBody
        do throws(WebProblem) { body = try WebBody(request) } catch {
            throw WebProblem(400, error.code, error.detail)
        }
        self.init(document: body.document, root: body.object)
    }

    init(document: JSONDocument, root: Int) {
        self.document = document
        self.root = root
    }

    /// Whether a member is named, be it as `null`.
    func names(_ name: String) -> Bool { self.document.value(of: name, in: self.root) != nil }

    /// Whether a member is there; `null` counts as none.
    func has(_ name: String) -> Bool { self.member(name) != nil }

    private func member(_ name: String) -> Int? {
        guard let node = self.document.value(of: name, in: self.root), self.document.kind(node) != .nothing else {
            return nil
        }
        return node
    }

    /// A subject or a resource; `isSearched` is one whose identifier does not count.
    func entity(_ name: String, isSearched: Bool = false) throws(WebProblem) -> AuthZENEntity {
        let object = try self.object(name)
        let type = try object.text("type", of: name)
        let id = isSearched ? "" : try object.text("id", of: name)
        return AuthZENEntity(type, id, properties: try object.values("properties"))
    }

    /// The action.
    func action() throws(WebProblem) -> AuthZENAction {
        let object = try self.object("action")
        return AuthZENAction(try object.text("name", of: "action"), properties: try object.values("properties"))
    }

    /// The members of an object by their names; nothing when it is missing.
    func values(_ name: String) throws(WebProblem) -> [String: AuthZENValue] {
        guard let node = self.member(name) else { return [:] }
        guard case .object(let values) = self.value(node) else { throw Self.wrongType(name, "an object") }
        return values
    }

    /// The elements of a list; nil when it is missing.
    func list(_ name: String) throws(WebProblem) -> [AuthZENReader]? {
        guard let node = self.member(name) else { return nil }
        guard self.document.kind(node) == .list else { throw Self.wrongType(name, "a list") }
        var items: [AuthZENReader] = []
        for element in self.document.elements(of: node) {
            guard self.document.kind(element) == .object else { throw Self.wrongType(name, "a list of objects") }
            items.append(AuthZENReader(document: self.document, root: element))
        }
        return items
    }

    /// An object that must be there.
    func object(_ name: String) throws(WebProblem) -> AuthZENReader {
        guard let node = self.member(name) else { throw .badRequest("missingMember", "`\(name)` is missing") }
        guard self.document.kind(node) == .object else { throw Self.wrongType(name, "an object") }
        return AuthZENReader(document: self.document, root: node)
    }

    private func text(_ name: String, of owner: String) throws(WebProblem) -> String {
        guard let node = self.member(name) else { throw .badRequest("missingMember", "`\(owner).\(name)` is missing") }
        guard let text = self.document.text(node) else { throw Self.wrongType("\(owner).\(name)", "a text") }
        return text
    }

    // Recursion is as deep as the document, whose depth has a limit.
    func value(_ node: Int) -> AuthZENValue {
        switch self.document.kind(node) {
        case .text, .escapedText: .text(self.document.text(node) ?? "")
        case .number: .number(self.document.numeral(node) ?? "")
        case .yes: .flag(true)
        case .no: .flag(false)
        case .nothing: .nothing
        case .list: .list(self.document.elements(of: node).map(self.value))
        case .object:
            .object(
                Dictionary(
                    self.document.members(of: node).map { (self.document.text($0.name) ?? "", self.value($0.value)) }
                ) { first, _ in first })
        }
    }

    static func wrongType(_ name: String, _ wanted: String) -> WebProblem {
        .badRequest("wrongType", "`\(name)` must be \(wanted)")
    }
}
