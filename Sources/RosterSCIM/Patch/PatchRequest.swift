/// A request to change parts of a resource (RFC 7644 §3.5.2).
struct PatchRequest: Sendable {
    /// One thing to do.
    struct Operation: Sendable {
        /// What to do; clients write it in any case.
        enum Kind: String, Sendable, CaseIterable {
            case add, replace, remove
        }

        let kind: Kind
        /// Where; nil for the attributes that the value names.
        let path: String?
        /// With what; nil for nothing at all, which is something else than `null`.
        let value: SCIMValue?
    }

    /// The most operations in one request; ours.
    static let operationLimit = 2_000

    let operations: [Operation]

    /// Reads a request.
    ///
    /// - Throws: ``SCIMError`` with the keyword `invalidSyntax`.
    init(_ body: SCIMObject) throws(SCIMError) {
        // Microsoft's validator sends an empty list.
        guard case .list(let list) = body["Operations"] else {
            throw SCIMError(.invalidSyntax, "a PATCH names what to do in `Operations`")
        }
        guard list.count <= Self.operationLimit else {
            throw SCIMError(.invalidValue, "a PATCH may have \(Self.operationLimit) operations")
        }
        var operations: [Operation] = []
        for element in list { operations.append(try Operation(element)) }
        self.operations = operations
    }
}

extension PatchRequest.Operation {
    fileprivate init(_ value: SCIMValue) throws(SCIMError) {
        guard let object = value.object, let word = object["op"]?.text,
            let kind = Kind.allCases.first(where: { $0.rawValue.isAttributeName(word) })
        else { throw SCIMError(.invalidSyntax, "an operation has an `op` that is add, replace or remove") }
        var path: String?
        switch object["path"] {
        case nil, .nothing: path = nil
        case .text(let text): path = text.isEmpty ? nil : text
        default: throw SCIMError(.invalidPath, "the path of an operation is a text")
        }
        self.init(kind: kind, path: path, value: object["value"])
        if kind == .remove, path == nil { throw SCIMError(.noTarget, "a removal needs a path") }
        if kind != .remove, self.value == nil { throw SCIMError(.invalidValue, "`\(word)` needs a value") }
    }
}
