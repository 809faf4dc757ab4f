/// An element of a page, as a strict reader finds it.
final class PageElement {
    let tag: String
    let attributes: [String: String]
    private(set) weak var parent: PageElement?
    private(set) var children: [Child] = []

    enum Child {
        case element(PageElement)
        case text(String)
    }

    init(_ tag: String, _ attributes: [String: String], in parent: PageElement?) {
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
    }

    func add(_ child: Child) { self.children.append(child) }

    subscript(name: String) -> String? { self.attributes[name] }

    /// The texts in it, one after another, with blanks between elements.
    var text: String {
        let parts = self.children.map { child in
            switch child {
            case .text(let text): text
            case .element(let element): element.text
            }
        }
        return parts.joined(separator: " ").split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    }

    /// The text exactly as it is, for fields of several lines.
    var rawText: String {
        self.children.map { child in if case .text(let text) = child { text } else { "" } }.joined()
    }

    /// Every element in it, in order.
    var descendants: [PageElement] {
        self.children.flatMap { child in
            if case .element(let element) = child { [element] + element.descendants } else { [] as [PageElement] }
        }
    }

    func all(_ tags: String...) -> [PageElement] { self.descendants.filter { tags.contains($0.tag) } }

    func isInside(_ tag: String) -> Bool {
        var element = self.parent
        while let present = element {
            if present.tag == tag { return true }
            element = present.parent
        }
        return false
    }
}

/// Reads pages as the console writes them; whatever else is in them is an error.
struct PageParser {
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    private let bytes: [UInt8]
    private var position = 0

    static let tags: Set<String> = [
        "html", "head", "title", "meta", "link", "body", "header", "nav", "main", "footer", "section", "aside", "h1",
        "h2", "h3", "p", "div", "span", "strong", "em", "small", "code", "bdi", "br", "hr", "time", "pre", "output",
        "abbr", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "a", "form",
        "fieldset", "legend", "label", "input", "textarea", "select", "option", "button", "details", "summary", "svg",
        "path", "script",
    ]
    static let attributes: Set<String> = [
        "class", "id", "lang", "dir", "charset", "content", "rel", "role", "scope", "tabindex", "datetime", "title",
        "data-label", "href", "aria-label", "aria-describedby", "aria-current", "aria-invalid",
        "aria-hidden", "action", "formaction", "method", "for", "name", "type", "value", "autocomplete", "inputmode",
        "maxlength", "rows", "required", "checked", "selected", "disabled", "autofocus", "readonly", "open", "target",
        "autocapitalize", "spellcheck", "viewBox", "d", "formmethod", "hidden", "src", "defer",
    ]
    private static let voids: Set<String> = ["meta", "link", "br", "hr", "input"]

    static func page(_ body: [UInt8]) throws -> PageElement {
        var parser = PageParser(bytes: body)
        try parser.expect("<!doctype html>\n")
        let root = try parser.element(in: nil)
        try parser.expect("\n")
        guard parser.position == body.count else { throw Malformed(description: "there is something after the page") }
        return root
    }

    private func looking(at text: String) -> Bool { self.bytes[self.position...].starts(with: text.utf8) }

    private mutating func expect(_ text: String) throws {
        guard self.looking(at: text) else {
            let rest = String(decoding: self.bytes[self.position...].prefix(80), as: UTF8.self)
            throw Malformed(description: "`\(text)` is expected and not `\(rest)`")
        }
        self.position += text.utf8.count
    }

    private mutating func take(while isTaken: (UInt8) -> Bool) -> String {
        let start = self.position
        while self.position < self.bytes.count, isTaken(self.bytes[self.position]) { self.position += 1 }
        return String(decoding: self.bytes[start..<self.position], as: UTF8.self)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }

    private mutating func element(in parent: PageElement?) throws -> PageElement {
        try self.expect("<")
        let tag = self.take(while: Self.isNameByte)
        guard Self.tags.contains(tag) else { throw Malformed(description: "no page has an element `\(tag)`") }
        var attributes: [String: String] = [:]
        while self.looking(at: " ") {
            let (name, value) = try self.attribute()
            guard attributes.updateValue(value, forKey: name) == nil else {
                throw Malformed(description: "`\(tag)` has two attributes `\(name)`")
            }
        }
        try self.expect(">")
        let element = PageElement(tag, attributes, in: parent)
        if Self.voids.contains(tag) { return element }
        while !self.looking(at: "</") {
            guard self.position < self.bytes.count else { throw Malformed(description: "`\(tag)` does not end") }
            if self.looking(at: "<") {
                element.add(.element(try self.element(in: element)))
            } else {
                element.add(.text(try Self.unescaped(self.take { $0 != UInt8(ascii: "<") })))
            }
        }
        try self.expect("</\(tag)>")
        return element
    }

    private mutating func attribute() throws -> (String, String) {
        try self.expect(" ")
        let name = self.take(while: Self.isNameByte)
        guard Self.attributes.contains(name) else {
            throw Malformed(description: "no element has an attribute `\(name)`")
        }
        guard self.looking(at: "=") else { return (name, "") }
        try self.expect("=\"")
        let value = self.take { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
        try self.expect("\"")
        return (name, try Self.unescaped(value))
    }

    private static func unescaped(_ text: String) throws -> String {
        if text.contains(">") { throw Malformed(description: "`>` stands in a text") }
        var plain = ""
        var rest = text[...]
        let entities = ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"]
        while let start = rest.firstIndex(of: "&") {
            plain += rest[..<start]
            rest = rest[start...]
            guard let (entity, character) = entities.first(where: { rest.hasPrefix($0.key) }) else {
                throw Malformed(description: "`\(rest.prefix(10))` is not escaped")
            }
            plain += character
            rest = rest.dropFirst(entity.count)
        }
        let all = plain + rest
        let isClean = all.unicodeScalars.allSatisfy { scalar in
            (scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)) || scalar == "\n" || scalar == "\t"
        }
        guard isClean else { throw Malformed(description: "a control character stands in a text") }
        return all
    }
}
