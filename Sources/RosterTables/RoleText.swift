package import RosterDomain

// A role that is held, as one word of a table: `report_viewer`, `report_viewer@/locations/42` at a place, and
// `report_viewer[2026-01-01T00:00:00.000Z/]` for a time. Roles without a place and a time are held for the whole company and for good.

extension RoleHolding {
    /// The holding as a word of a table.
    package var inTable: String {
        let name = self.role.rawValue
        let names = self.scope == .company && !name.contains("@/") ? name : "\(name)@\(self.scope.path)"
        return names + (self.window == .always && !names.hasSuffix("]") ? "" : self.window.inTable)
    }

    /// Reads a word of a table.
    ///
    /// - Throws: `TeamTableProblem`, with the nearest role, when the catalog has no such role or place.
    init(inTable word: String, of catalog: RoleCatalog) throws(TeamTableProblem) {
        let (names, window) = ValidityWindow.split(word)
        if let held = Self.read(names, during: window, of: catalog) {
            self = held
        } else if let role = try? catalog.role(named: word) {
            self.init(role)
        } else {
            throw Self.problem(names, of: catalog)
        }
    }

    /// The last mark before a place counts of which both sides are known: the name of a role can hold one.
    private static func read(_ names: String, during window: ValidityWindow, of catalog: RoleCatalog) -> RoleHolding? {
        for mark in names.ranges(of: "@/").reversed() {
            let place = String(names[names.index(after: mark.lowerBound)...])
            guard let role = try? catalog.role(named: String(names[..<mark.lowerBound])),
                let scope = try? catalog.scope(at: place)
            else { continue }
            return RoleHolding(role, at: scope, during: window)
        }
        return (try? catalog.role(named: names)).map { RoleHolding($0, during: window) }
    }

    private static func problem(_ names: String, of catalog: RoleCatalog) -> TeamTableProblem {
        let mark = names.firstRange(of: "@/")
        let name = mark.map { String(names[..<$0.lowerBound]) } ?? names
        do throws(UnknownNameError) { _ = try catalog.role(named: name) } catch { return .unknownRole(error) }
        let place = mark.map { String(names[names.index(after: $0.lowerBound)...]) } ?? ""
        do { _ = try catalog.scope(at: place) } catch { return .unknownPlace(place, error) }
        return .unknownPlace(place, ScopeError.malformed(place))
    }
}

extension ValidityWindow {
    /// The beginning and the end, of which either may be missing.
    fileprivate var inTable: String { "[\(self.from?.rfc3339 ?? "")/\(self.until?.rfc3339 ?? "")]" }

    /// A word without the time at its end, and the time; always where none stands there.
    fileprivate static func split(_ word: String) -> (names: String, window: ValidityWindow) {
        guard word.hasSuffix("]"), let start = word.lastIndex(of: "[") else { return (word, .always) }
        let ends = word[word.index(after: start)...].dropLast().split(separator: "/", omittingEmptySubsequences: false)
        let moments = ends.map { Timestamp(rfc3339: String($0)) }
        guard ends.count == 2, zip(ends, moments).allSatisfy({ $0.isEmpty || $1 != nil }),
            let window = try? ValidityWindow(from: moments[0], until: moments[1])
        else { return (word, .always) }
        return (String(word[..<start]), window)
    }
}
