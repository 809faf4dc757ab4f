import RosterDomain
import RosterTables
import RosterUseCases

/// The profile attributes of a person: those that the one who looks may edit as fields, the others as texts.
struct AttributeForm {
    let visit: Visit
    let record: UserRecord
    let audience: AttributeAudience
    /// What was typed into the fields and refused; nil for what the account has.
    var typed: FormValues?
    /// Why it was refused, which is told at the field that it is about.
    var refusal: RefusalReason?

    /// What the one who looks may see.
    var definitions: [AttributeDefinition] {
        self.visit.tenant.attributeSchema.definitions.filter { !$0.visibleTo.isDisjoint(with: self.audience) }
    }

    func isEditable(_ definition: AttributeDefinition) -> Bool {
        if case .entries = definition.kind { return false }
        return !definition.editableBy.isDisjoint(with: self.audience)
    }

    /// The form; without a button where there is nothing to edit.
    func form(to address: PageAddress, also fields: HTML = HTML()) -> HTML {
        let words = self.visit.words
        return Tag.section(.class("panel")) {
            Tag.h2 { words(.profile) }
            self.visit.postForm(address) {
                Tag.div(.class("columns")) {
                    fields
                    for definition in self.definitions where self.isEditable(definition) { self.field(definition) }
                }
                self.facts { !self.isEditable($0) }
                if self.definitions.contains(where: self.isEditable) {
                    Tag.div(.class("buttons")) { self.visit.submit(.save) }
                }
            }
        }
    }

    /// The attributes as texts alone.
    var texts: HTML {
        let facts = self.facts { _ in true }
        guard !facts.isEmpty else { return HTML() }
        return Tag.section(.class("panel")) {
            Tag.h2 { self.visit.words(.profile) }
            facts
        }
    }

    /// What is known, as texts; nothing where nothing is known.
    private func facts(_ isShown: (AttributeDefinition) -> Bool) -> HTML {
        let known = self.definitions.filter(isShown).compactMap { definition in
            self.text(definition, separator: ", ").map { (definition.title, $0) }
        }
        guard !known.isEmpty else { return HTML() }
        return Tag.dl(.class("facts")) {
            for (title, text) in known {
                Tag.dt { title }
                Tag.dd { Tag.bdi { text } }
            }
        }
    }

    private func field(_ definition: AttributeDefinition) -> HTML {
        let name = "attribute-\(definition.name.rawValue)"
        let typed = self.typed?[name]
        let problem = self.refusal.flatMap { $0.attribute == definition.name ? self.visit.words.sentence($0) : nil }
        if case .texts = definition.kind {
            return Field(name, definition.title, hint: self.visit.words(.oneEachLine), problem: problem).area(
                typed ?? self.text(definition, separator: "\n") ?? "")
        }
        return Field(name, definition.title, problem: problem).line(typed ?? self.text(definition, separator: "") ?? "")
    }

    /// What the person had typed, beside what is there now.
    func yours(and others: [(title: String, text: String)] = []) -> HTML {
        self.visit.whatYouTyped(
            others
                + self.definitions.filter(self.isEditable).map {
                    ($0.title, self.visit.form.text("attribute-\($0.name.rawValue)"))
                })
    }

    private func text(_ definition: AttributeDefinition, separator: String) -> String? {
        switch self.record.user.attributes[definition.name] {
        case .text(let text): text
        case .texts(let texts): texts.joined(separator: separator)
        case .entries(let entries): entries.map { $0["value"] ?? "" }.joined(separator: separator)
        case nil: nil
        }
    }

    /// What was changed in the form; an empty field takes the attribute out.
    var values: [AttributeName: AttributeValue?] {
        var values: [AttributeName: AttributeValue?] = [:]
        for definition in self.definitions where self.isEditable(definition) {
            let isTexts = if case .texts = definition.kind { true } else { false }
            let text = self.visit.form["attribute-\(definition.name.rawValue)"]
            // What was not touched stays, with the blanks at its edges.
            guard let text, text != self.text(definition, separator: isTexts ? "\n" : "") ?? "" else { continue }
            if isTexts {
                let texts = text.split { $0.isNewline }.map { String($0).trimmed }.filter { !$0.isEmpty }
                values[definition.name] = .some(texts.isEmpty ? nil : .texts(texts))
            } else {
                values[definition.name] = .some(text.trimmed.isEmpty ? nil : .text(text.trimmed))
            }
        }
        return values
    }
}

extension RefusalReason {
    /// The attribute that was refused; nil when it is about none.
    fileprivate var attribute: AttributeName? {
        switch self {
        case .attributeInvalid(let name, _), .attributeNotEditable(let name), .attributeTaken(let name): name
        default: nil
        }
    }
}
