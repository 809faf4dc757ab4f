import RosterWeb

// Many requests in one (RFC 7644 §3.7). Each is all or nothing by itself.

/// One request of a bulk request.
private struct BulkOperation {
    let method: WebMethod
    let path: String
    let bulkID: String?
    let version: String?
    let data: SCIMObject?
    /// The identifiers of other operations that it names.
    var references: Set<String> = []

    init(_ value: SCIMValue) throws(SCIMError) {
        guard let object = value.object, let method = object["method"]?.text, let path = object["path"]?.text else {
            throw SCIMError(.invalidSyntax, "an operation has a `method` and a `path`")
        }
        self.method = WebMethod(rawValue: method.uppercased())
        self.path = path
        self.bulkID = object["bulkId"]?.text
        self.version = object["version"]?.text
        self.data = object["data"]?.object
        guard self.method != .post || self.bulkID != nil else {
            throw SCIMError(.invalidSyntax, "an operation that adds has a `bulkId`")
        }
        Self.collect(.text(self.path.split(separator: "/").last.map(String.init) ?? ""), into: &self.references)
        if let data { Self.collect(.object(data), into: &self.references) }
    }

    private static func collect(_ value: SCIMValue, into names: inout Set<String>) {
        switch value {
        case .text(let text): if text.hasPrefix("bulkId:") { names.insert(String(text.dropFirst(7))) }
        case .list(let elements): for element in elements { self.collect(element, into: &names) }
        case .object(let object): for member in object.members { self.collect(member.value, into: &names) }
        case .number, .flag, .nothing: break
        }
    }
}

/// What is known while a bulk request is carried out.
private struct BulkProgress {
    /// The identifiers of what was added, by the names that the client gave.
    var identifiers: [String: String] = [:]
    var responses: [Int: SCIMObject] = [:]
    var errorCount = 0

    /// A value with identifiers in the place of names.
    func resolved(_ value: SCIMValue) -> SCIMValue {
        switch value {
        case .text(let text):
            text.hasPrefix("bulkId:") ? .text(self.identifiers[String(text.dropFirst(7))] ?? text) : value
        case .list(let elements): .list(elements.map(self.resolved))
        case .object(let object):
            .object(SCIMObject(object.members.map { SCIMObject.Member(name: $0.name, value: self.resolved($0.value)) }))
        case .number, .flag, .nothing: value
        }
    }
}

extension SCIMCall {
    /// The schema of the answer to a bulk request.
    private static let bulkSchema = "urn:ietf:params:scim:api:messages:2.0:BulkResponse"

    /// Answers a bulk request: what an operation names is done before it, and everything else in order.
    func bulk() async throws -> WebResponse {
        let body = try self.body()
        guard case .list(let list) = body["Operations"] else {
            throw SCIMError(.invalidSyntax, "a bulk request has `Operations`")
        }
        guard list.count <= self.options.bulkOperationLimit else {
            throw SCIMError(413, nil, "a bulk request may have \(self.options.bulkOperationLimit) operations")
        }
        let errorLimit: Int? = if case .number(let text) = body["failOnErrors"] { Int(text) } else { nil }
        var operations: [BulkOperation] = []
        for element in list { operations.append(try BulkOperation(element)) }
        var positions: [String: Int] = [:]
        for (position, operation) in operations.enumerated() {
            guard let id = operation.bulkID else { continue }
            guard positions.updateValue(position, forKey: id) == nil else {
                throw SCIMError(.invalidValue, "the bulkId `\(id.shown)` stands there twice")
            }
        }
        var progress = BulkProgress()
        for position in operations.indices {
            if let errorLimit, errorLimit > 0, progress.errorCount >= errorLimit { break }
            try await self.carryOut(position, operations, positions, &progress)
        }
        let responses = progress.responses.sorted { $0.key < $1.key }.map { SCIMValue.object($0.value) }
        return self.response(
            200, ["schemas": .list([.text(Self.bulkSchema)]), "Operations": .list(responses)])
    }

    /// Carries out an operation once what it names is there, without recursion: a chain can be as long as the request.
    private func carryOut(
        _ position: Int, _ operations: [BulkOperation], _ positions: [String: Int], _ progress: inout BulkProgress
    ) async throws {
        var open = [position]
        var isOpen: Set<Int> = [position]
        while let last = open.last {
            guard progress.responses[last] == nil else {
                open.removeLast()
                continue
            }
            let missing = operations[last].references.sorted().compactMap { positions[$0] }
                .filter { progress.responses[$0] == nil && $0 != last }
            if let next = missing.first {
                guard isOpen.insert(next).inserted else {
                    let error = SCIMError(
                        409, nil, "operations name each other in a circle; add one without the other first")
                    progress.errorCount += 1
                    let address = operations[last].method == .post ? nil : self.addresses.base + operations[last].path
                    progress.responses[last] = Self.bulkResponse(
                        operations[last], Self.response(to: error), at: address)
                    continue
                }
                open.append(next)
                continue
            }
            await self.carryOut(last, operations[last], &progress)
            open.removeLast()
        }
    }

    private func carryOut(_ position: Int, _ operation: BulkOperation, _ progress: inout BulkProgress) async {
        var (response, location) = (WebResponse(500), String?.none)
        do {
            let call = try self.call(for: operation, progress)
            // Only what was not added has no address (RFC 7644 §3.7).
            location = operation.method == .post ? nil : self.addresses.base + call.request.path
            response = try await call.answer()
        } catch {
            response = SCIMService.response(to: error)
        }
        if response.status >= 400 { progress.errorCount += 1 }
        if let id = operation.bulkID, response.status == 201, let location = response.headers["location"] {
            progress.identifiers[id] = location.split(separator: "/").last.map(String.init)
        }
        progress.responses[position] = Self.bulkResponse(operation, response, at: location)
    }

    /// The operation as a request of its own.
    private func call(for operation: BulkOperation, _ progress: BulkProgress) throws(SCIMError) -> SCIMCall {
        let segments = operation.path.split(separator: "/").map(String.init)
        guard ["Users", "Groups"].contains(segments.first ?? ""), (1...2).contains(segments.count),
            [.post, .put, .patch, .delete].contains(operation.method)
        else { throw SCIMError(.invalidValue, "a bulk request adds, changes and removes users and groups") }
        let path = segments.map { progress.resolved(.text($0)).text ?? $0 }
        let open = operation.references.filter { progress.identifiers[$0] == nil }
        guard open.isEmpty else {
            throw SCIMError(.invalidValue, "nothing was added with the bulkId `\(open.sorted()[0].shown)`")
        }
        var request = self.request
        request.method = operation.method
        request.path = "/" + path.map(WebText.encoded).joined(separator: "/")
        request.query = nil
        request.headers = ["content-type": SCIMService.mediaType]
        if let version = operation.version { request.headers["if-match"] = version }
        request.body = operation.data.flatMap { progress.resolved(.object($0)).object?.json } ?? []
        return SCIMCall(self.service, request, by: self.principal)
    }

    private static func response(to error: SCIMError) -> WebResponse { SCIMService.response(to: error) }

    private static func bulkResponse(
        _ operation: BulkOperation, _ response: WebResponse, at address: String? = nil
    ) -> SCIMObject {
        var object: SCIMObject = ["method": .text(operation.method.rawValue)]
        object.add("bulkId", operation.bulkID.map { .text($0) })
        object.add("version", response.headers["etag"].map { .text($0) })
        let location = response.headers["location"] ?? address
        object.add("location", location.map { .text($0) })
        object.add("status", .text("\(response.status)"))
        if response.status >= 400, let error = Self.read(response.body) { object.add("response", .object(error)) }
        return object
    }
}
