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
        guard self.isMultiValued else { return try self.single(value) }
        try self.checkCount(value.elements.count)
        var elements: [SCIMValue] = []
        for element in value.elements where !element.isUnassigned {
            if let element = try self.element(element), !elements.contains(element) { elements.append(element) }
        }
        return elements.isEmpty ? nil : .list(elements)
    }

    /// Refuses more values than an attribute may have.
    func checkCount(_ count: Int) throws(SCIMError) {
        guard count <= Self.valueLimit else {
            throw SCIMError(.invalidValue, "`\(self.name)` may have \(Self.valueLimit) values")
        }
    }

    /// One value of an attribute that has one.
    private func single(_ value: SCIMValue) throws(SCIMError) -> SCIMValue? {
        if case .list(let elements) = value {
            guard elements.count == 1 else { throw SCIMError(.invalidValue, "`\(self.name)` has one value") }
            return try self.value(from: elements[0])
        }
        return self.kind == .complex ? try self.element(value) : try self.scalar(value)
    }

    /// One of the values of a complex attribute: its parts, those that there are.
    private func element(_ value: SCIMValue) throws(SCIMError) -> SCIMValue? {
        guard self.kind == .complex else { return try self.scalar(value) }
        guard let main = self.mainPart else {
            guard let object = value.object else { throw SCIMError(.invalidValue, "`\(self.name)` has parts") }
            return try self.parts(of: object)
        }
        guard let object = value.object else {
            return try self.parts(of: self.unwrapped([main.name: value]))
        }
        return try self.parts(of: self.unwrapped(object))
    }

    /// The parts that can be set; others are passed over.
    private func parts(of object: SCIMObject) throws(SCIMError) -> SCIMValue? {
        var result = SCIMObject()
        for part in self.parts where part.isWritable {
            guard let value = object[part.name], !value.isUnassigned else { continue }
            result.add(part.name, try part.value(from: value))
        }
        if result["value"] == nil, let main = self.mainPart, let reference = result["$ref"]?.text {
            // The last part of a resource's address is its identifier.
            let id = reference.split(separator: "/").last.map(String.init) ?? reference
            result[main.name] = .text(id)
        }
        return result.isEmpty ? nil : .object(result)
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
    private func unwrapped(_ object: SCIMObject) throws(SCIMError) -> SCIMObject {
        guard self.source == .roles else { return object }
        var object = object
        if let text = object["value"]?.text, text.utf8.first == UInt8(ascii: "{"),
            let document = try? JSONDocument(Array(text.utf8), limits: JSONLimits(byteLimit: 4_096, depthLimit: 4)),
            let inner = try SCIMValue(document).object, let value = inner["value"] ?? inner["id"]
        {
            object["value"] = value
            for member in inner.members where object[member.name] == nil { object.add(member.name, member.value) }
        }
        if object["display"] == nil, let name = object["displayName"] { object.add("display", name) }
        return object
    }
}
