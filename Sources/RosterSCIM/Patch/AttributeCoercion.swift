import RosterJSON

extension SCIMAttribute {
    /// The most values of an attribute in a request; ours.
    ///
    /// What the company's schema allows may be less.
    static let valueLimit = 100

    /// A value as the attribute holds it, whatever form the client chose: words for true and false, numbers for texts, one value in a
    /// list, a value without its parts.
    ///
    /// - Returns: Nil for no value.
    /// - Throws: ``SCIMError`` with the keyword `invalidValue`.
    func value(from value: SCIMValue) throws(SCIMError) -> SCIMValue? {
        if value.isUnassigned { return nil }
        guard self.isMultiValued else {
            guard self.kind == .complex else { return try self.scalar(try self.only(value)) }
            let parts = try self.edit(by: value).set
            return parts.isEmpty ? nil : .object(parts)
        }
        try self.checkCount(value.elements.count)
        var elements: [SCIMValue] = []
        for element in value.elements where !element.isUnassigned {
            if let element = try self.element(element), !elements.contains(element) { elements.append(element) }
        }
        guard elements.count(where: \.isPrimary) < 2 else {
            throw SCIMError(.invalidValue, "only one of the values of `\(self.name)` is the primary one")
        }
        return elements.isEmpty ? nil : .list(elements)
    }

    /// Refuses more values than an attribute may have.
    func checkCount(_ count: Int) throws(SCIMError) {
        guard count <= Self.valueLimit else {
            throw SCIMError(.invalidValue, "`\(self.name)` may have \(Self.valueLimit) values")
        }
    }

    /// The value, or the only one of a list.
    private func only(_ value: SCIMValue) throws(SCIMError) -> SCIMValue {
        guard case .list(let elements) = value else { return value }
        guard elements.count == 1 else { throw SCIMError(.invalidValue, "`\(self.name)` has one value") }
        return elements[0]
    }

    /// One of the values of an attribute that has several; nil for one without a value.
    ///
    /// What says nothing that is understood is an error, and no value that is empty: it would take the place of values that count.
    private func element(_ value: SCIMValue) throws(SCIMError) -> SCIMValue? {
        guard self.kind == .complex else { return try self.scalar(value) }
        let edit = try self.edit(by: value)
        if let main = self.mainPart, edit.set[main.name] == nil {
            if edit.removed.contains(main.name) { return nil }
            guard self.source != .emails, self.source != .roles else {
                throw SCIMError(.invalidValue, "each of the values of `\(self.name)` has a `\(main.name)`")
            }
        }
        guard !edit.isEmpty else {
            throw SCIMError(.invalidValue, "one of the values of `\(self.name)` has no part that can be set")
        }
        // A value that is named and empty leaves only words about it.
        let areWords = edit.set.members.allSatisfy { ["type", "primary"].contains($0.name) }
        return areWords && !edit.removed.isEmpty ? nil : .object(edit.set)
    }

    /// What a request says of the parts of one value of a complex attribute.
    func edit(by value: SCIMValue) throws(SCIMError) -> PartsEdit {
        let value = self.isMultiValued ? value : try self.only(value)
        let object = value.object ?? self.mainPart.map { [$0.name: value] }
        guard let object else { throw SCIMError(.invalidValue, "`\(self.name)` has parts") }
        let parts = try self.unwrapped(object)
        var edit = PartsEdit()
        for part in self.parts where part.isWritable {
            guard let value = parts[part.name] else { continue }
            edit.note(part, try part.value(from: value))
        }
        if edit.set["value"] == nil, let main = self.mainPart, let reference = parts["$ref"]?.text, !reference.isEmpty {
            // The last part of a resource's address is its identifier.
            let id = reference.split(separator: "/").last.map(String.init) ?? reference
            edit.note(main, .text(id))
        }
        return edit
    }

    private func scalar(_ value: SCIMValue) throws(SCIMError) -> SCIMValue? {
        if self.kind == .boolean {
            guard let flag = (value.object?["value"] ?? value).asFlag else {
                throw SCIMError(.invalidValue, "`\(self.name)` is true or false")
            }
            return .flag(flag)
        }
        switch value {
        case .text(let text): return .text(text)
        case .number(let numeral): return .text(numeral)
        case .object(let object):
            guard let value = object["value"], value.object == nil else { break }
            return value.isUnassigned ? nil : try self.value(from: value)
        default: break
        }
        throw SCIMError(.invalidValue, "`\(self.name)` is a text")
    }

    /// A role as Entra sends it: with JSON in the text of its value, and another word for `display`.
    ///
    /// There may be JSON within the JSON; each is shorter than the one around it.
    private func unwrapped(_ object: SCIMObject) throws(SCIMError) -> SCIMObject {
        guard self.source == .roles else { return object }
        var object = object
        while let inner = try object["value"]?.wrapped, let value = inner["value"] ?? inner["id"] {
            object["value"] = value
            for member in inner.members where object[member.name] == nil { object.add(member.name, member.value) }
        }
        if object["display"] == nil, let name = object["displayName"] { object.add("display", name) }
        return object
    }
}

extension SCIMValue {
    /// The object that stands in the place of a text, or in the text as JSON.
    fileprivate var wrapped: SCIMObject? {
        get throws(SCIMError) {
            guard let text = self.text else { return self.object }
            guard text.utf8.first == UInt8(ascii: "{"),
                let document = try? JSONDocument(Array(text.utf8), limits: JSONLimits(byteLimit: 4_096, depthLimit: 4))
            else { return nil }
            return try SCIMValue(document).object
        }
    }
}
