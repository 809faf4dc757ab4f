/// A JSON text that was checked from end to end, as a flat list of its parts.
///
/// A part takes twelve bytes, so that whatever comes in costs memory in proportion to its length. Texts and numbers stay
/// in the bytes until somebody asks for them. The first part is the whole document; the parts of an object or a list
/// follow it, an object's in pairs of name and value.
struct JSONDocument {
    let bytes: [UInt8]
    let nodes: [JSONNode]

    func kind(_ node: Int) -> JSONNode.Kind { self.nodes[node].kind }

    /// The byte at which a part begins.
    func start(_ node: Int) -> Int { Int(self.nodes[node].start) }

    /// The part behind this one and everything in it.
    func after(_ node: Int) -> Int { self.nodes[node].after(node) }

    /// The parts of a list, in order.
    func elements(of list: Int) -> JSONElements { JSONElements(document: self, place: list + 1, end: self.after(list)) }

    /// The pairs of an object, in order.
    func members(of object: Int) -> JSONMembers {
        JSONMembers(document: self, place: object + 1, end: self.after(object))
    }

    /// A text, with its escapes resolved; nil for anything else.
    func text(_ node: Int) -> String? {
        switch self.kind(node) {
        case .text: String(decoding: self.bytes(inText: node), as: UTF8.self)
        case .escapedText: String(decoding: JSONText.unescaped(self.bytes(inText: node)), as: UTF8.self)
        case .object, .list, .number, .yes, .no, .nothing: nil
        }
    }

    /// What stands between the quotes of a text.
    private func bytes(inText node: Int) -> ArraySlice<UInt8> {
        let part = self.nodes[node]
        return self.bytes[Int(part.start) + 1..<Int(part.tail) - 1]
    }

    /// A number as it is written; nil for anything else.
    func numeral(_ node: Int) -> String? {
        let part = self.nodes[node]
        guard part.kind == .number else { return nil }
        return String(decoding: self.bytes[Int(part.start)..<Int(part.tail)], as: UTF8.self)
    }
}

/// One part of a JSON text.
struct JSONNode {
    /// What a part is.
    enum Kind: UInt8 {
        case object, list, text, escapedText, number, yes, no, nothing

        /// The kind in words.
        var words: String {
            switch self {
            case .object: "an object"
            case .list: "a list"
            case .text, .escapedText: "a text"
            case .number: "a number"
            case .yes, .no: "`true` or `false`"
            case .nothing: "`null`"
            }
        }
    }

    let kind: Kind
    /// The byte at which it begins.
    let start: UInt32
    /// The number of the part behind an object or a list; the byte behind anything else.
    var tail: UInt32

    func after(_ node: Int) -> Int {
        switch self.kind {
        case .object, .list: Int(self.tail)
        case .text, .escapedText, .number, .yes, .no, .nothing: node + 1
        }
    }
}

/// The parts of a list.
struct JSONElements: Sequence, IteratorProtocol {
    fileprivate let document: JSONDocument
    fileprivate var place: Int
    fileprivate let end: Int

    mutating func next() -> Int? {
        guard self.place < self.end else { return nil }
        defer { self.place = self.document.after(self.place) }
        return self.place
    }
}

/// The names and values of an object.
struct JSONMembers: Sequence, IteratorProtocol {
    fileprivate let document: JSONDocument
    fileprivate var place: Int
    fileprivate let end: Int

    mutating func next() -> (name: Int, value: Int)? {
        guard self.place < self.end else { return nil }
        defer { self.place = self.document.after(self.place + 1) }
        return (self.place, self.place + 1)
    }
}
