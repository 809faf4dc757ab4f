/// An attribute of an element.
///
/// The list is closed. It has no `style`, and none that holds code; addresses are values that were checked when they were made.
package struct Attribute: Sendable {
    let markup: String

    private init(_ name: StaticString, markup value: String) { self.markup = " \(name)=\"\(value)\"" }
    /// A text that people read.
    private init(_ name: StaticString, _ text: String) { self.init(name, markup: Escaping.text(text)) }
    /// A word of ours.
    private init(_ name: StaticString, word: StaticString) { self.init(name, markup: "\(word)") }
    private init(flag: StaticString) { self.markup = " \(flag)" }

    static func `class`(_ names: StaticString) -> Attribute { Attribute("class", word: names) }
    static func id(_ id: String) -> Attribute { Attribute("id", id) }
    static func lang(_ tag: String) -> Attribute { Attribute("lang", tag) }
    static func dir(_ direction: StaticString) -> Attribute { Attribute("dir", word: direction) }
    static func charset(_ name: StaticString) -> Attribute { Attribute("charset", word: name) }
    static func content(_ text: String) -> Attribute { Attribute("content", text) }
    static func rel(_ relation: StaticString) -> Attribute { Attribute("rel", word: relation) }
    static func role(_ role: StaticString) -> Attribute { Attribute("role", word: role) }
    static func scope(_ scope: StaticString) -> Attribute { Attribute("scope", word: scope) }
    static func tabindex(_ index: Int) -> Attribute { Attribute("tabindex", String(index)) }
    static func datetime(_ moment: String) -> Attribute { Attribute("datetime", moment) }
    static func title(_ text: String) -> Attribute { Attribute("title", text) }
    static func dataLabel(_ text: String) -> Attribute { Attribute("data-label", text) }

    static func href(_ address: PageAddress) -> Attribute { Attribute("href", address.text) }
    /// A place on the same page.
    static func href(fragment id: StaticString) -> Attribute { Attribute("href", "#\(id)") }

    /// In a page beside this one, which does not learn where it was opened.
    static let targetBlank = Attribute("target", word: "_blank")

    static func ariaLabel(_ text: String) -> Attribute { Attribute("aria-label", text) }
    static func ariaDescribedby(_ id: String) -> Attribute { Attribute("aria-describedby", id) }
    static func ariaCurrent(_ what: StaticString) -> Attribute { Attribute("aria-current", word: what) }
    static let ariaInvalid = Attribute("aria-invalid", word: "true")
    static let ariaHidden = Attribute("aria-hidden", word: "true")

    static func action(_ address: PageAddress) -> Attribute { Attribute("action", address.text) }
    static func formaction(_ address: PageAddress) -> Attribute { Attribute("formaction", address.text) }
    static func method(_ method: FormMethod) -> Attribute { Attribute("method", method.rawValue) }
    static func `for`(_ id: String) -> Attribute { Attribute("for", id) }
    static func name(_ name: String) -> Attribute { Attribute("name", name) }
    static func type(_ type: StaticString) -> Attribute { Attribute("type", word: type) }
    /// What a field holds: it comes back as it was.
    static func value(_ text: String) -> Attribute { Attribute("value", markup: Escaping.value(text)) }
    static func autocomplete(_ purpose: StaticString) -> Attribute { Attribute("autocomplete", word: purpose) }
    static func inputmode(_ mode: StaticString) -> Attribute { Attribute("inputmode", word: mode) }
    static func maxlength(_ length: Int) -> Attribute { Attribute("maxlength", String(length)) }
    static func rows(_ count: Int) -> Attribute { Attribute("rows", String(count)) }
    static let required = Attribute(flag: "required")
    static let checked = Attribute(flag: "checked")
    static let selected = Attribute(flag: "selected")
    static let disabled = Attribute(flag: "disabled")
    static let autofocus = Attribute(flag: "autofocus")
    static let readonly = Attribute(flag: "readonly")
    static let unseen = Attribute(flag: "hidden")
    static let open = Attribute(flag: "open")
    static let autocapitalizeNone = Attribute("autocapitalize", word: "none")
    static let spellcheckOff = Attribute("spellcheck", word: "false")

    static func viewBox(_ size: Int) -> Attribute { Attribute("viewBox", "0 0 \(size) \(size)") }
    static func d(_ path: String) -> Attribute { Attribute("d", path) }
}

/// How a form is sent.
enum FormMethod: String {
    case get, post
}
