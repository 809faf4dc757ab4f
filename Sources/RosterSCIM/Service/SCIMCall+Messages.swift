import RosterJSON
import RosterWeb

// Bodies and headers, read and written.

extension SCIMCall {
    /// The most levels of objects and lists in a body; ours.
    static let depthLimit = 16

    /// The object in the body.
    ///
    /// - Throws: ``SCIMError``: 413 for too many bytes, 415 for what is no JSON, `invalidSyntax` for what cannot be read.
    func body() throws(SCIMError) -> SCIMObject {
        guard self.request.body.count <= self.options.bodyByteLimit else {
            throw SCIMError(413, nil, "a body may have \(self.options.bodyByteLimit) bytes")
        }
        try self.checkContentType()
        let limits = JSONLimits(byteLimit: self.options.bodyByteLimit, depthLimit: Self.depthLimit)
        let document: JSONDocument
        do throws(JSONReadingError) {
            document = try JSONDocument(self.request.body, limits: limits)
        } catch {
            let place = "line \(error.line), column \(error.column)"
            throw SCIMError(.invalidSyntax, "the body cannot be read at \(place): \(error.reason)".shownWhole)
        }
        guard let object = try SCIMValue(document).object else {
            throw SCIMError(.invalidSyntax, "the body is no JSON object")
        }
        return object
    }

    private func checkContentType() throws(SCIMError) {
        let encoding = self.request.headers["content-encoding"]?.lowercased() ?? "identity"
        guard encoding == "identity" else {
            var error = SCIMError(415, nil, "a body comes as it is, and not as `\(encoding.shown)`")
            // RFC 9110 §12.5.3: what would be taken.
            error.headers = [("accept-encoding", "identity")]
            throw error
        }
        guard let type = self.request.headers["content-type"] else { return }
        let parts = type.lowercased().split(separator: ";").map { $0.filter { $0 != " " } }
        let isJSON = ["application/scim+json", "application/json", "text/json"].contains(parts.first ?? "")
        let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }?.dropFirst(8).filter { $0 != "\"" }
        guard isJSON, charset == nil || charset == "utf-8" || charset == "utf8" else {
            throw SCIMError(415, nil, "a body is application/scim+json in UTF-8")
        }
    }

    /// The object in the body of a response.
    static func read(_ body: [UInt8]) -> SCIMObject? {
        let document = try? JSONDocument(body, limits: JSONLimits(byteLimit: 1 << 20, depthLimit: Self.depthLimit))
        return document.flatMap { try? SCIMValue($0) }?.object
    }

    /// A resource as a response.
    func response(_ status: Int = 200, _ object: SCIMObject) -> WebResponse {
        WebResponse(status, headers: ["content-type": SCIMService.mediaType], body: object.json)
    }

    /// A resource with its version and its address, as a response to a caller that may have this version.
    ///
    /// - Parameter showsOthers: Whether the object tells of other resources, or of the moment. The version does not move with those, so
    ///   that the caller may have something else under it.
    func response(
        _ status: Int = 200, _ object: SCIMObject, at location: String, version: Int, showsOthers: Bool
    ) -> WebResponse {
        let tag = ResourceAddresses.tag(version)
        let isRead = self.request.method == .get || self.request.method == .head
        if isRead, !showsOthers, self.names(tag, in: "if-none-match") {
            return WebResponse(304, headers: ["etag": tag])
        }
        var response = self.response(status, object)
        response.headers.append("etag", tag)
        response.headers.append(status == 201 ? "location" : "content-location", location)
        return response
    }

    private func names(_ tag: String, in header: String) -> Bool {
        guard let field = self.request.headers[header] else { return false }
        return Self.tags(in: field).contains { $0 == "*" || Self.opaque($0) == Self.opaque(tag) }
    }

    /// Refuses with 412 when the request rests on another version than the present one.
    ///
    /// - Returns: The version, where the request names one.
    func checkVersion(_ version: Int) throws(SCIMError) -> Int? {
        guard self.request.headers["if-match"] != nil else { return nil }
        guard self.names(ResourceAddresses.tag(version), in: "if-match") else {
            throw SCIMError(412, nil, "the resource has another version: it was changed in the meantime")
        }
        return version
    }

    private static func tags(in field: String) -> [String] {
        field.split(separator: ",").map { $0.split(separator: " ").joined() }
    }

    /// A tag without its weakness: every tag here is weak, and clients send it back as they like.
    private static func opaque(_ tag: String) -> String {
        String((tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...]).filter { $0 != "\"" })
    }
}

extension String {
    /// The text cut to what an error can show.
    fileprivate var shownWhole: String { String(self.unicodeScalars.prefix(300).map(Character.init)) }
}
