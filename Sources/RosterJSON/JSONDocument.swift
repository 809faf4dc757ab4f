/// A JSON text that was checked completely, as a flat list of its parts.
///
/// Parts are numbered, and ``root`` is the whole document. The parts of an object or a list follow it, an object's in
/// pairs of name and value. A part takes twelve bytes, so memory is proportional to the length of any text. Texts and
/// numbers are decoded from the bytes on request.
package struct JSONDocument: Sendable {
    /// The number of the part that is the whole document.
    package static let root = 0

    let bytes: [UInt8]
    let nodes: [JSONNode]

    /// What a part is.
    package func kind(_ node: Int) -> JSONKind { self.nodes[node].kind }

    /// The byte at which a part begins.
    func start(_ node: Int) -> Int { Int(self.nodes[node].start) }

    /// The part after this one and everything in it.
    func after(_ node: Int) -> Int { self.nodes[node].after(node) }

    /// The parts of a list, in order.
    package func elements(of list: Int) -> JSONElements {
        JSONElements(document: self, place: list + 1, end: self.after(list))
    }

    /// The pairs of an object, in order.
    package func members(of object: Int) -> JSONMembers {
        JSONMembers(document: self, place: object + 1, end: self.after(object))
    }

    /// The value of a name in an object; nil if the object does not have it, or the part is not an object.
    package func value(of name: String, in object: Int) -> Int? {
        guard self.kind(object) == .object else { return nil }
        return self.members(of: object).first { self.text($0.name) == name }?.value
    }

    /// A text, with its escapes resolved; nil for anything else.
    package func text(_ node: Int) -> String? {
        switch self.kind(node) {
        case .text: String(decoding: self.bytes(inText: node), as: UTF8.self)
        case .escapedText: String(decoding: JSONText.unescaped(self.bytes(inText: node)), as: UTF8.self)
        case .object, .list, .number, .yes, .no, .nothing: nil
        }
    }

    /// The bytes between the quotes of a text.
    private func bytes(inText node: Int) -> ArraySlice<UInt8> {
        let part = self.nodes[node]
        return self.bytes[Int(part.start) + 1..<Int(part.tail) - 1]
    }

    /// A number as it is written; nil for anything else.
    package func numeral(_ node: Int) -> String? {
        let part = self.nodes[node]
        guard part.kind == .number else { return nil }
        return String(decoding: self.bytes[Int(part.start)..<Int(part.tail)], as: UTF8.self)
    }
}

/// What a part of a JSON text is.
package enum JSONKind: UInt8, Sendable {
    case object, list
    /// A text, without and with escapes.
    case text, escapedText
    case number
    /// `true` and `false`.
    case yes, no
    /// `null`.
    case nothing

    /// The kind in words.
    package var words: String {
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

/// One part of a JSON text.
struct JSONNode: Sendable {
    let kind: JSONKind
    /// The byte at which it begins.
    let start: UInt32
    /// The number of the part after an object or a list; the byte after any other part.
    var tail: UInt32

    func after(_ node: Int) -> Int {
        switch self.kind {
        case .object, .list: Int(self.tail)
        case .text, .escapedText, .number, .yes, .no, .nothing: node + 1
        }
    }
}

/// The parts of a list.
package struct JSONElements: Sequence, IteratorProtocol {
    fileprivate let document: JSONDocument
    fileprivate var place: Int
    fileprivate let end: Int

    package mutating func next() -> Int? {
        guard self.place < self.end else { return nil }
        defer { self.place = self.document.after(self.place) }
        return self.place
    }
}

/// The names and values of an object.
package struct JSONMembers: Sequence, IteratorProtocol {
    fileprivate let document: JSONDocument
    fileprivate var place: Int
    fileprivate let end: Int

    package mutating func next() -> (name: Int, value: Int)? {
        guard self.place < self.end else { return nil }
        defer { self.place = self.document.after(self.place + 1) }
        return (self.place, self.place + 1)
    }
}
