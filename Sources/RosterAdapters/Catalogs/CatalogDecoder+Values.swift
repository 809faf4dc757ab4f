import RosterDomain
import RosterJSON

/// The values of an object by its keys.
struct CatalogFields<Key: Equatable> {
    /// The object.
    let node: Int
    fileprivate var values: [(key: Key, node: Int)] = []

    subscript(key: Key) -> Int? { self.values.first { $0.key == key }?.node }
}

/// The readers for every part of a catalog; each notes what is wrong and returns nil.
extension CatalogDecoder {
    /// The values of an object that may have only these keys.
    mutating func fields<Key: RawRepresentable<String> & CaseIterable & Equatable>(
        of node: Int, as keys: Key.Type
    ) -> CatalogFields<Key>? {
        guard self.document.kind(node) == .object else {
            self.noteWrongKind(at: node, expected: "an object")
            return nil
        }
        var fields = CatalogFields<Key>(node: node)
        for (name, value) in self.document.members(of: node) {
            let text = self.document.text(name) ?? ""
            if let key = Key(rawValue: text) {
                fields.values.append((key, value))
            } else {
                let nearest = nearestName(to: text, among: Key.allCases.lazy.map(\.rawValue))
                self.note(.unknownKey(text, nearest: nearest), at: name)
            }
        }
        return fields
    }

    /// The value of a required key.
    mutating func required<Key: RawRepresentable<String>>(_ fields: CatalogFields<Key>, _ key: Key) -> Int? {
        if let value = fields[key] { return value }
        self.note(.missingKey(key.rawValue), at: fields.node)
        return nil
    }

    mutating func text(at node: Int?) -> String? {
        guard let node else { return nil }
        if let text = self.document.text(node) { return text }
        self.noteWrongKind(at: node, expected: "a text")
        return nil
    }

    /// A Boolean value; `default` if the key is missing.
    mutating func flag(at node: Int?, default: Bool = false) -> Bool? {
        guard let node else { return `default` }
        switch self.document.kind(node) {
        case .yes: return true
        case .no: return false
        case .object, .list, .text, .escapedText, .number, .nothing:
            self.noteWrongKind(at: node, expected: "`true` or `false`")
            return nil
        }
    }

    /// A whole number of any size, as it is written.
    mutating func wholeNumeral(at node: Int) -> String? {
        if let numeral = self.document.numeral(node), numeral.utf8.allSatisfy({ !".eE".utf8.contains($0) }) {
            return numeral
        }
        self.noteWrongKind(at: node, expected: "a whole number")
        return nil
    }

    /// A whole number that fits into an `Int`.
    mutating func wholeNumber(at node: Int) -> Int? {
        guard let numeral = self.wholeNumeral(at: node) else { return nil }
        if let number = Int(numeral) { return number }
        self.noteWrongKind(at: node, expected: "a number of fewer digits")
        return nil
    }

    /// The elements of a list; nil when one of them is wrong.
    mutating func list<Element>(
        _ node: Int?, _ read: (inout CatalogDecoder, Int) -> Element?
    ) -> [Element]? {
        guard let node else { return nil }
        guard self.document.kind(node) == .list else {
            self.noteWrongKind(at: node, expected: "a list")
            return nil
        }
        var result: [Element] = []
        var isSound = true
        for element in self.document.elements(of: node) {
            if let value = read(&self, element) { result.append(value) } else { isSound = false }
            if self.isFull { return nil }
        }
        return isSound ? result : nil
    }

    /// The elements of a list that may not contain a value twice.
    mutating func set<Element: Hashable>(
        _ node: Int?, _ read: (inout CatalogDecoder, Int) -> Element?
    ) -> Set<Element>? {
        var result: Set<Element> = []
        let elements: [Void]? = self.list(node) { decoder, element -> Void? in
            guard let value = read(&decoder, element) else { return nil }
            if result.insert(value).inserted { return () }
            decoder.note(.repeated(decoder.document.text(element) ?? ""), at: element)
            return nil
        }
        return elements == nil ? nil : result
    }

    /// A list of names, each at most once.
    mutating func names<Name: Hashable>(_ node: Int?, _ make: (String) -> Name) -> Set<Name>? {
        self.set(node) { $0.text(at: $1).map(make) }
    }

    /// A list of names, each at most once, with what is wrong with each of them.
    mutating func names<Name: Hashable>(
        _ node: Int?, _ make: (String) -> Name, _ problem: (Name) -> RoleCatalogProblem?
    ) -> Set<Name>? {
        self.set(node) { decoder, element in
            guard let name = decoder.text(at: element).map(make) else { return nil }
            if let problem = problem(name) { decoder.note(.invalid(problem), at: element) }
            return name
        }
    }

    /// One of a few words.
    mutating func word<Word: RawRepresentable<String> & CaseIterable>(at node: Int, as words: Word.Type) -> Word? {
        guard let text = self.text(at: node) else { return nil }
        if let word = Word(rawValue: text) { return word }
        self.note(.unknownWord(text, known: Word.allCases.map(\.rawValue)), at: node)
        return nil
    }

    mutating func noteWrongKind(at node: Int, expected: String) {
        self.note(.wrongKind(expected: expected, found: self.found(at: node)), at: node)
    }

    private func found(at node: Int) -> String {
        let kind = self.document.kind(node)
        let value = self.document.numeral(node).map { " `\($0.forDisplay)`" } ?? ""
        return kind.words + value
    }
}
