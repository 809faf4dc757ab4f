import RosterDomain

/// The parts of forms: every field with its label, its hint and what is wrong with it.
struct Field {
    let name: String
    let label: String
    var hint: String?
    var problem: String?
    /// Tells fields of one name apart, where a page has several forms.
    let id: String

    init(_ name: String, _ label: String, hint: String? = nil, problem: String? = nil, id: String = "") {
        self.name = name
        self.id = id.isEmpty ? name : name + "-" + id
        self.label = label
        self.hint = hint
        self.problem = problem
    }

    private var hintID: String { "hint-\(self.id)" }

    /// The attributes that tie a control to its label and its hints.
    private var ties: [Attribute] {
        var ties: [Attribute] = [.id("field-\(self.id)"), .name(self.name)]
        if self.hint != nil || self.problem != nil { ties.append(.ariaDescribedby(self.hintID)) }
        if self.problem != nil { ties.append(.ariaInvalid) }
        return ties
    }

    private func labeled(_ control: HTML) -> HTML {
        Tag.div(self.problem == nil ? .class("field") : .class("field wrong")) {
            Tag.label(.for("field-\(self.id)")) { self.label }
            if self.hint != nil || self.problem != nil {
                Tag.div(.id(self.hintID), .class("hint")) {
                    if let problem { Tag.p(.class("wrong")) { problem } }
                    if let hint { Tag.p { hint } }
                }
            }
            control
        }
    }

    /// A line of text.
    func line(_ value: String = "", _ attributes: Attribute...) -> HTML {
        self.labeled(HTML(.input, [.type("text")] + self.ties + [.value(value)] + attributes, HTML()))
    }

    /// A line of a kind that browsers know.
    func input(_ type: StaticString, _ value: String = "", _ attributes: Attribute...) -> HTML {
        self.labeled(HTML(.input, [.type(type)] + self.ties + [.value(value)] + attributes, HTML()))
    }

    /// A password, which never comes back in a page.
    func password(_ autocomplete: StaticString, _ attributes: Attribute...) -> HTML {
        let own: [Attribute] = [.type("password"), .required, .autocomplete(autocomplete)]
        return self.labeled(HTML(.input, own + self.ties + attributes, HTML()))
    }

    /// Several lines of text.
    func area(_ value: String = "", rows: Int = 4, _ attributes: Attribute...) -> HTML {
        // Browsers drop a line end right after the tag.
        self.labeled(HTML(.textarea, self.ties + [.rows(rows)] + attributes, HTML(value: "\n" + value)))
    }

    /// One of several.
    func choice(_ options: [(value: String, title: String)], selected: String? = nil) -> HTML {
        self.labeled(
            Tag.select(self.ties) {
                for option in options {
                    Tag.option(
                        option.value == selected ? [.value(option.value), .selected] : [.value(option.value)]
                    ) { option.title }
                }
            })
    }
}

extension Visit {
    /// A form that changes something; it carries the session's secret.
    func postForm(
        _ address: PageAddress, _ attributes: Attribute..., @HTMLBuilder content: () throws -> HTML
    ) rethrows -> HTML {
        HTML(
            .form, [.method(.post), .action(address)] + attributes,
            HTML([self.hidden(FormToken.field, self.formToken.text), try content()]))
    }

    /// A form that asks for a page.
    func getForm(
        _ address: PageAddress, _ attributes: Attribute..., @HTMLBuilder content: () throws -> HTML
    ) rethrows -> HTML {
        HTML(.form, [.method(.get), .action(address)] + attributes, try content())
    }

    /// What a person had typed, beside what is there now.
    func whatYouTyped(_ facts: [(title: String, text: String)]) -> HTML {
        Tag.section(.class("panel")) {
            Tag.h2 { self.words(.whatYouTyped) }
            Tag.dl(.class("facts")) {
                for fact in facts {
                    Tag.dt { fact.title }
                    Tag.dd { Tag.bdi { fact.text } }
                }
            }
        }
    }

    /// A field that people do not see.
    func hidden(_ name: String, _ value: String) -> HTML {
        Tag.input(.type("hidden"), .name(name), .value(value))
    }

    /// The button that sends a form.
    func submit(_ phrase: Phrase, danger: Bool = false) -> HTML {
        Tag.button(.type("submit"), danger ? .class("danger") : .class("primary")) { self.words(phrase) }
    }

    /// A box to check.
    func box(_ name: String, _ value: String, isChecked: Bool, isDisabled: Bool = false, label: HTML) -> HTML {
        var attributes: [Attribute] = [.type("checkbox"), .name(name), .value(value)]
        if isChecked { attributes.append(.checked) }
        if isDisabled { attributes.append(.disabled) }
        return Tag.label(.class("box")) {
            HTML(.input, attributes, HTML())
            Tag.span { label }
        }
    }

    /// One of several buttons, of which one is chosen.
    func radio(_ name: String, _ value: String, isChecked: Bool, label: HTML) -> HTML {
        let attributes: [Attribute] = [.type("radio"), .name(name), .value(value)] + (isChecked ? [.checked] : [])
        return Tag.label(.class("box")) {
            HTML(.input, attributes, HTML())
            Tag.span { label }
        }
    }

    /// A moment that programs can read, too.
    func time(_ moment: Timestamp) -> HTML {
        Tag.time(.datetime(moment.description)) { self.words.moment(moment) }
    }
}
