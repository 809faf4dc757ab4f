/// Reads JSON strictly (RFC 8259): UTF-8 only, no comments, no trailing commas, no name twice in an object.
///
/// It has its own stack, so that nesting cannot exhaust the thread's stack, and reads every byte once.
struct JSONReader {
    let bytes: [UInt8]
    let limits: JSONLimits
    var position = 0
    var nodes: [JSONNode] = []
    private var open: [OpenContainer] = []

    /// An object or a list whose end has not been reached yet.
    private struct OpenContainer {
        let node: Int
        let isObject: Bool
        /// The number of its parts that were begun.
        var count = 0
        /// The last name that was read; of an object only.
        var name = 0
    }

    init(_ bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
        self.nodes.reserveCapacity(bytes.count / 16)
    }

    /// Reads the whole text.
    mutating func readDocument() throws(JSONFault) {
        let byteLimit = self.limits.byteLimit
        guard self.bytes.count <= byteLimit else { throw self.fault(.tooLarge(byteLimit: byteLimit), at: 0) }
        guard !self.bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { throw self.fault(.byteOrderMark, at: 0) }
        try self.readValue()
        while let container = self.open.last {
            if container.isObject { try self.continueObject() } else { try self.continueList() }
        }
        guard self.skipBlanks() == nil else { throw self.unexpected(wanted: "the end") }
    }

    private mutating func readValue() throws(JSONFault) {
        guard let byte = self.skipBlanks() else { throw self.unexpected(wanted: "a value") }
        switch byte {
        case UInt8(ascii: "{"): try self.begin(.object)
        case UInt8(ascii: "["): try self.begin(.list)
        case UInt8(ascii: "\""): try self.readText()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try self.readNumber()
        case UInt8(ascii: "t"): try self.readWord("true", .yes)
        case UInt8(ascii: "f"): try self.readWord("false", .no)
        case UInt8(ascii: "n"): try self.readWord("null", .nothing)
        default: throw self.unexpected(wanted: "a value")
        }
    }

    private mutating func begin(_ kind: JSONKind) throws(JSONFault) {
        let depthLimit = self.limits.depthLimit
        guard self.open.count < depthLimit else { throw self.fault(.tooDeep(limit: depthLimit)) }
        self.open.append(OpenContainer(node: self.nodes.count, isObject: kind == .object))
        self.append(kind, from: self.position, tail: 0)
        self.position += 1
    }

    private mutating func end() {
        let container = self.open.removeLast()
        self.nodes[container.node].tail = UInt32(self.nodes.count)
        self.position += 1
    }

    private mutating func continueList() throws(JSONFault) {
        let isFirst = self.open[self.open.count - 1].count == 0
        guard self.skipBlanks() != UInt8(ascii: "]") else { return self.end() }
        if !isFirst { try self.take(UInt8(ascii: ","), wanted: "`,` or `]`") }
        self.open[self.open.count - 1].count += 1
        try self.readValue()
    }

    private mutating func continueObject() throws(JSONFault) {
        let last = self.open.count - 1
        let isFirst = self.open[last].count == 0
        if self.skipBlanks() == UInt8(ascii: "}") {
            try self.checkNames()
            return self.end()
        }
        if !isFirst { try self.take(UInt8(ascii: ","), wanted: "`,` or `}`") }
        guard self.skipBlanks() == UInt8(ascii: "\"") else { throw self.unexpected(wanted: "a name in quotes") }
        let memberLimit = self.limits.memberLimit
        guard self.open[last].count < memberLimit else { throw self.fault(.tooManyKeys(limit: memberLimit)) }
        let name = self.nodes.count
        try self.readText()
        self.open[last].count += 1
        self.open[last].name = name
        try self.take(UInt8(ascii: ":"), wanted: "`:`")
        try self.readValue()
    }

    private mutating func take(_ byte: UInt8, wanted: String) throws(JSONFault) {
        guard self.skipBlanks() == byte else { throw self.unexpected(wanted: wanted) }
        self.position += 1
    }

    /// The next byte that is not a blank, or nil at the end.
    private mutating func skipBlanks() -> UInt8? {
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            self.position += 1
        }
        return nil
    }

    mutating func append(_ kind: JSONKind, from start: Int, tail: Int) {
        self.nodes.append(JSONNode(kind: kind, start: UInt32(start), tail: UInt32(tail)))
    }
}

// MARK: - Names

extension JSONReader {
    /// Refuses the object that ends here if two of its names are the same.
    private func checkNames() throws(JSONFault) {
        let object = self.open[self.open.count - 1]
        guard object.count > 1 else { return }
        var names: [Int] = []
        names.reserveCapacity(object.count)
        var name = object.node + 1
        while name < self.nodes.count {
            names.append(name)
            name = self.nodes[name + 1].after(name + 1)
        }
        guard let repeated = names.count <= 16 ? self.firstRepeated(names) : self.firstRepeatedOfMany(names) else {
            return
        }
        let text = String(decoding: self.bytes(ofName: repeated), as: UTF8.self)
        throw self.fault(.duplicateKey(text), at: Int(self.nodes[repeated].start), name: repeated)
    }

    private func firstRepeated(_ names: [Int]) -> Int? {
        for (position, name) in names.enumerated() {
            for other in names[..<position] where self.isSameName(name, other) { return name }
        }
        return nil
    }

    private func firstRepeatedOfMany(_ names: [Int]) -> Int? {
        var seen: Set<[UInt8]> = []
        return names.first { !seen.insert(Array(self.bytes(ofName: $0))).inserted }
    }

    private func isSameName(_ left: Int, _ right: Int) -> Bool {
        let (first, second) = (self.nodes[left], self.nodes[right])
        if first.kind == .text, second.kind == .text, first.tail - first.start != second.tail - second.start {
            return false
        }
        return self.bytes(ofName: left).elementsEqual(self.bytes(ofName: right))
    }

    private func bytes(ofName name: Int) -> ArraySlice<UInt8> {
        let part = self.nodes[name]
        let written = self.bytes[Int(part.start) + 1..<Int(part.tail) - 1]
        return part.kind == .escapedText ? JSONText.unescaped(written)[...] : written
    }
}

// MARK: - Faults

extension JSONReader {
    func fault(_ reason: JSONReadingError.Reason, at offset: Int? = nil, name: Int? = nil) -> JSONFault {
        JSONFault(reason: reason, offset: offset ?? self.position, path: self.path(name: name))
    }

    /// The path to the part that is being read; `name` replaces the last name of the innermost object.
    private func path(name: Int?) -> String {
        let steps = self.open.enumerated().compactMap { level, container -> JSONPath.Step? in
            guard container.count > 0 else { return nil }
            guard container.isObject else { return .position(container.count - 1) }
            let last = level == self.open.count - 1 ? name ?? container.name : container.name
            return .name(String(decoding: self.bytes(ofName: last), as: UTF8.self))
        }
        return JSONPath.text(steps)
    }

    /// The fault for an unexpected byte or part at this place.
    func unexpected(wanted: String) -> JSONFault {
        guard self.position < self.bytes.count else {
            return self.fault(.notJSON(detail: "expected \(wanted), and the text ends"))
        }
        guard let scalar = JSONText.scalar(in: self.bytes, at: self.position) else { return self.fault(.notUTF8) }
        let found = String(Character(scalar)).shown
        return self.fault(.notJSON(detail: "expected \(wanted), found `\(found)`"))
    }
}
