import RosterJSON

extension SCIMValue {
    /// Reads a part of a JSON text, whose depth the reader has bounded.
    ///
    /// - Throws: ``SCIMError`` when an object has a name twice in different cases: which of them counts is anyone's guess.
    init(_ document: JSONDocument, _ node: Int = JSONDocument.root) throws(SCIMError) {
        switch document.kind(node) {
        case .object: self = .object(try SCIMObject(document, node))
        case .list:
            var elements: [SCIMValue] = []
            for element in document.elements(of: node) { elements.append(try SCIMValue(document, element)) }
            self = .list(elements)
        case .text, .escapedText: self = .text(document.text(node) ?? "")
        case .number: self = .number(document.numeral(node) ?? "0")
        case .yes: self = .flag(true)
        case .no: self = .flag(false)
        case .nothing: self = .nothing
        }
    }

    /// Writes the value; what is `null` in an object is left out.
    func write(to json: inout JSONBytes) {
        switch self {
        case .text(let text): json.text(text)
        case .number(let numeral): json.numeral(numeral)
        case .flag(let flag): json.flag(flag)
        case .list(let elements):
            json.beginList()
            for element in elements { element.write(to: &json) }
            json.endList()
        case .object(let object): object.write(to: &json)
        case .nothing: json.nothing()
        }
    }
}

extension SCIMObject {
    fileprivate init(_ document: JSONDocument, _ node: Int) throws(SCIMError) {
        var object = SCIMObject()
        for member in document.members(of: node) {
            let name = document.text(member.name) ?? ""
            guard object[name] == nil else { throw SCIMError(.invalidSyntax, "`\(name.shown)` stands there twice") }
            object.add(name, try SCIMValue(document, member.value))
        }
        self = object
    }

    /// Writes the object, without what is `null`.
    func write(to json: inout JSONBytes) {
        json.beginObject()
        for member in self.members where member.value != .nothing {
            json.name(member.name)
            member.value.write(to: &json)
        }
        json.endObject()
    }

    /// The object as a text of JSON.
    var json: [UInt8] {
        var json = JSONBytes(reservingCapacity: 1_024)
        self.write(to: &json)
        return json.bytes
    }
}

extension String {
    /// The text cut to what an error can show, without control characters.
    var shown: String {
        let cut = String(
            self.unicodeScalars.prefix(80).map { $0.properties.generalCategory == .control ? "?" : Character($0) })
        return self.unicodeScalars.dropFirst(80).isEmpty ? cut : cut + "…"
    }
}
