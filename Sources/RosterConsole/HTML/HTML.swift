/// A piece of a page.
///
/// It is made of elements, attributes and texts, and every text is escaped on the way in: no initializer takes markup. So whatever
/// data holds, it stays a text.
package struct HTML: Sendable {
    /// The markup.
    package private(set) var markup: String

    /// Nothing.
    package init() { self.markup = "" }

    /// A text, escaped.
    package init(text: String) { self.markup = Escaping.text(text) }

    /// What a field of several lines holds: it comes back as it was.
    init(value: String) { self.markup = Escaping.value(value) }

    /// An element with what it contains; void elements contain nothing.
    package init(_ tag: Tag, _ attributes: [Attribute], _ content: HTML) {
        var markup = "<\(tag.rawValue)"
        for attribute in attributes { markup += attribute.markup }
        markup += ">"
        if !tag.isVoid { markup += content.markup + "</\(tag.rawValue)>" }
        self.markup = markup
    }

    /// Joins pieces in order.
    package init(_ pieces: [HTML]) { self.markup = pieces.map(\.markup).joined() }

    /// The console's own script file, which runs once the page is there: no element has a script within the page.
    init(script file: PageAddress) { self.markup = "<script src=\"\(Escaping.text(file.text))\" defer></script>" }

    /// Whether there is nothing in it.
    package var isEmpty: Bool { self.markup.isEmpty }

    /// A whole document: the piece with the declaration that makes browsers read it by the standard.
    package var document: [UInt8] { Array(("<!doctype html>\n" + self.markup + "\n").utf8) }
}

/// Writes pieces one below the other; texts between them are escaped.
@resultBuilder
package enum HTMLBuilder {
    /// A piece.
    package static func buildExpression(_ piece: HTML) -> HTML { piece }
    /// A piece, if there is one.
    package static func buildExpression(_ piece: HTML?) -> HTML { piece ?? HTML() }
    /// A text, escaped.
    package static func buildExpression(_ text: String) -> HTML { HTML(text: text) }
    /// Pieces in order.
    package static func buildExpression(_ pieces: [HTML]) -> HTML { HTML(pieces) }
    /// Pieces in order.
    package static func buildBlock(_ pieces: HTML...) -> HTML { HTML(pieces) }
    /// What a condition leaves out is nothing.
    package static func buildOptional(_ piece: HTML?) -> HTML { piece ?? HTML() }
    /// The first of two.
    package static func buildEither(first piece: HTML) -> HTML { piece }
    /// The second of two.
    package static func buildEither(second piece: HTML) -> HTML { piece }
    /// The pieces of a loop.
    package static func buildArray(_ pieces: [HTML]) -> HTML { HTML(pieces) }
}

/// The elements that pages consist of.
///
/// What runs or loads something is missing: `script`, `style`, `iframe`, `object`. ``HTML/init(script:)`` is the one way to a script.
package enum Tag: String, Sendable, CaseIterable {
    case html, head, title, meta, link, body
    case header, nav, main, footer, section, aside
    case h1, h2, h3, p, div, span, strong, em, small, code, bdi, br, hr, time, pre, output, abbr
    case ul, ol, li, dl, dt, dd
    case table, caption, thead, tbody, tr, th, td
    case a, form, fieldset, legend, label, input, textarea, select, option, button
    case details, summary, svg, path

    /// Whether it contains nothing and has no end.
    var isVoid: Bool {
        switch self {
        case .meta, .link, .br, .hr, .input: true
        default: false
        }
    }

    /// An element.
    package func callAsFunction(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
        HTML(self, attributes, content())
    }

    /// An element whose attributes come as a list.
    package func callAsFunction(_ attributes: [Attribute], @HTMLBuilder content: () -> HTML) -> HTML {
        HTML(self, attributes, content())
    }

    /// An element that contains nothing.
    package func callAsFunction(_ attributes: Attribute...) -> HTML { HTML(self, attributes, HTML()) }

    /// An element that contains a text.
    package func callAsFunction(_ attributes: Attribute..., text: String) -> HTML {
        HTML(self, attributes, HTML(text: text))
    }
}
