import RosterDomain

/// Where and when roles hold, as a form says it.
struct ScopeAndTime {
    let visit: Visit
    let values: FormValues
    private var words: Words { self.visit.words }

    /// The fields.
    var fields: HTML {
        Tag.div(.class("filters")) {
            Field("place", self.words(.place), hint: self.words(.placeHint)).line(self.placeText)
            Field("from", self.words(.fromDay), hint: self.words(.fromHint)).input("date", self.values.text("from"))
            Field("until", self.words(.untilDay), hint: self.words(.untilHint)).input("date", self.values.text("until"))
        }
    }

    private var placeText: String {
        let text = self.values["place"] ?? self.visit.query.text("place")
        return text == "/" ? "" : text
    }

    /// The same as fields that are not seen, for the next step.
    var hidden: HTML {
        HTML(["place", "from", "until"].map { self.visit.hidden($0, self.values.text($0)) })
    }

    /// What the fields say.
    func read() throws(FormProblem) -> (scope: Scope, window: ValidityWindow) {
        let (from, until) = (try self.day("from"), try self.day("until", after: 1))
        return (try self.scope(), try self.window(from, until))
    }

    /// What was asked for, with the end that is typed; nil where none is.
    func window(within asked: ValidityWindow) throws(FormProblem) -> ValidityWindow? {
        guard let until = try self.day("until", after: 1) else { return nil }
        return try self.window(asked.from, until)
    }

    private func window(_ from: Timestamp?, _ until: Timestamp?) throws(FormProblem) -> ValidityWindow {
        do throws(ValidityWindowError) { return try ValidityWindow(from: from, until: until) } catch {
            throw FormProblem(text: self.words(.windowEmpty))
        }
    }

    private func scope() throws(FormProblem) -> Scope {
        let text = self.values.text("place")
        if text.isEmpty { return .company }
        do { return try self.visit.catalog.scope(at: text) } catch {
            throw FormProblem(text: self.words(.placeUnknown, text))
        }
    }

    /// The beginning of a day, or of one after it; nil for an empty field.
    private func day(_ name: String, after days: Int64 = 0) throws(FormProblem) -> Timestamp? {
        let text = self.values.text(name)
        if text.isEmpty { return nil }
        guard let day = Timestamp(day: text) else { throw FormProblem(text: self.words(.dayUnknown, text)) }
        return Timestamp(millisecondsSinceEpoch: day.millisecondsSinceEpoch + days * 86_400_000)
    }
}

/// What is wrong with what a form says.
struct FormProblem: Error {
    let text: String
}

extension Timestamp {
    /// The beginning of a day in Coordinated Universal Time, as a field for days sends it: `2026-11-29`; nil for another text.
    init?(day text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
        guard text.utf8.count == 10, parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            (0...9_999).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        // Years begin in March here, so that a leap day is the last day of its year.
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        self.init(millisecondsSinceEpoch: days * 86_400_000)
        // The thirty-first of a short month would be another day.
        guard self.description.hasPrefix(text) else { return nil }
    }
}
