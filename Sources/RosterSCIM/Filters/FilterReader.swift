import RosterJSON

/// Reads filters and the paths of PATCH, byte by byte.
struct FilterReader {
    private let bytes: [UInt8]
    private let schemas: [String]
    private var position = 0
    private var depth = 0
    private var comparisons = 0

    init(_ text: String, schemas: [String]) {
        self.bytes = Array(text.utf8)
        self.schemas = schemas
    }

    /// Reads a filter that is the whole text.
    mutating func readWhole() throws(SCIMError) -> SCIMFilter {
        let filter = try self.readAlternatives()
        guard self.peek() == nil else { throw self.fault("expected the end") }
        return filter
    }

    private mutating func readAlternatives() throws(SCIMError) -> SCIMFilter {
        var filter = try self.readConjunction()
        while self.skip(word: "or") { filter = .or(filter, try self.readConjunction()) }
        return filter
    }

    private mutating func readConjunction() throws(SCIMError) -> SCIMFilter {
        var filter = try self.readTerm()
        while self.skip(word: "and") { filter = .and(filter, try self.readTerm()) }
        return filter
    }

    private mutating func readTerm() throws(SCIMError) -> SCIMFilter {
        if self.peek() == UInt8(ascii: "(") { return try self.readGroup(until: UInt8(ascii: ")")) }
        let start = self.position
        if self.skip(word: "not") {
            if self.peek() == UInt8(ascii: "(") { return .not(try self.readGroup(until: UInt8(ascii: ")"))) }
            self.position = start
        }
        return try self.readComparison()
    }

    private mutating func readGroup(until end: UInt8) throws(SCIMError) -> SCIMFilter {
        self.depth += 1
        guard self.depth <= SCIMFilter.depthLimit else { throw self.fault("it is nested more deeply than allowed") }
        self.position += 1
        let filter = try self.readAlternatives()
        guard self.peek() == end else { throw self.fault("expected `\(Character(Unicode.Scalar(end)))`") }
        self.position += 1
        self.depth -= 1
        return filter
    }

    private mutating func readComparison() throws(SCIMError) -> SCIMFilter {
        let path = try self.readPath()
        guard self.current == UInt8(ascii: "[") else { return try self.readOperator(path) }
        let element = try self.readGroup(until: UInt8(ascii: "]"))
        guard self.current == UInt8(ascii: ".") else { return .element(path, element) }
        // `emails[type eq "work"].value eq "x"`: not in the grammar, and sent all the same.
        self.position += 1
        let part = try self.readPath()
        return .element(path, .and(element, try self.readOperator(part)))
    }

    private mutating func readOperator(_ path: AttributePath) throws(SCIMError) -> SCIMFilter {
        self.comparisons += 1
        guard self.comparisons <= SCIMFilter.comparisonLimit else {
            throw self.fault("it has more than \(SCIMFilter.comparisonLimit) comparisons")
        }
        if self.skip(word: "pr") { return .present(path) }
        let comparison = SCIMFilter.Comparison.allCases.first { self.skip(word: $0.rawValue) }
        guard let comparison else { throw self.fault("expected eq, ne, co, sw, ew, gt, ge, lt, le or pr") }
        return .compare(path, comparison, try self.readValue())
    }

    /// Reads the path of an attribute, without a filter.
    private mutating func readPath() throws(SCIMError) -> AttributePath {
        _ = self.peek()
        let start = self.position
        while let byte = self.current, Self.isOfPath(byte) { self.position += 1 }
        let text = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        guard let path = AttributePath(text, schemas: self.schemas) else { throw self.fault("expected an attribute") }
        return path
    }

    private mutating func readValue() throws(SCIMError) -> SCIMValue {
        guard let first = self.peek() else { throw self.fault("expected a value") }
        let start = self.position
        if first == UInt8(ascii: "\"") {
            self.position += 1
            while let byte = self.current, byte != UInt8(ascii: "\"") {
                self.position += byte == UInt8(ascii: "\\") ? 2 : 1
            }
            self.position += 1
        } else {
            while let byte = self.current, !Self.endsWord(byte) { self.position += 1 }
        }
        guard self.position <= self.bytes.count else {
            throw self.fault("a text that begins here does not end", at: start)
        }
        return try self.value(of: Array(self.bytes[start..<self.position]), at: start)
    }

    /// A value as JSON has it; `True` and `False` are sent, too.
    private func value(of bytes: [UInt8], at start: Int) throws(SCIMError) -> SCIMValue {
        let word = bytes.first == UInt8(ascii: "\"") ? bytes : bytes.map(\.lowercasedASCII)
        let limits = JSONLimits(byteLimit: SCIMFilter.byteLimit, depthLimit: 0)
        guard let document = try? JSONDocument(word, limits: limits) else {
            throw self.fault("expected a text in quotes, a number, true, false or null", at: start)
        }
        return try SCIMValue(document)
    }
}

// MARK: - Bytes

extension FilterReader {
    private var current: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    /// The next byte that is not a blank, which is the current one from then on.
    private mutating func peek() -> UInt8? {
        while let byte = self.current, Self.isBlank(byte) { self.position += 1 }
        return self.current
    }

    /// Passes over a word in any case, if it comes next and ends there.
    private mutating func skip(word: String) -> Bool {
        _ = self.peek()
        let end = self.position + word.utf8.count
        guard end <= self.bytes.count,
            zip(self.bytes[self.position..<end], word.utf8).allSatisfy({ $0.lowercasedASCII == $1 }),
            end == self.bytes.count || Self.endsWord(self.bytes[end]) || self.bytes[end] == UInt8(ascii: "\"")
        else { return false }
        self.position = end
        return true
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func endsWord(_ byte: UInt8) -> Bool {
        self.isBlank(byte) || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]")
    }

    private static func isOfPath(_ byte: UInt8) -> Bool {
        let letter = byte.lowercasedASCII &- UInt8(ascii: "a") < 26 || (48...57).contains(byte)
        return letter || "$:._-".utf8.contains(byte)
    }

    private func fault(_ detail: String, at place: Int? = nil) -> SCIMError {
        SCIMError(.invalidFilter, "the filter cannot be read at character \((place ?? self.position) + 1): \(detail)")
    }
}

// MARK: - Paths of PATCH

/// The path of an operation: an attribute, perhaps some of its values, perhaps a part of them.
struct PatchPath: Sendable, Hashable {
    var path: AttributePath
    /// Which values of the attribute are meant; nil for all.
    var filter: SCIMFilter?

    /// Reads a path: `emails[type eq "work"].value`.
    ///
    /// - Throws: ``SCIMError`` with the keyword `invalidPath`.
    init(_ text: String, schemas: [String]) throws(SCIMError) {
        guard text.utf8.count <= SCIMFilter.byteLimit else { throw SCIMError(.invalidPath, "the path is too long") }
        var reader = FilterReader(text, schemas: schemas)
        do throws(SCIMError) {
            self = try reader.readPatchPath()
        } catch {
            throw SCIMError(.invalidPath, "`\(text.shown)` is no path of an attribute: \(error.detail)")
        }
    }

    fileprivate init(path: AttributePath, filter: SCIMFilter?) {
        self.path = path
        self.filter = filter
    }
}

extension FilterReader {
    fileprivate mutating func readPatchPath() throws(SCIMError) -> PatchPath {
        var path = try self.readPath()
        var filter: SCIMFilter?
        if self.current == UInt8(ascii: "[") {
            filter = try self.readGroup(until: UInt8(ascii: "]"))
            if self.current == UInt8(ascii: ".") {
                self.position += 1
                path.part = try self.readPath().name
            }
        }
        guard self.peek() == nil else { throw self.fault("expected the end") }
        return PatchPath(path: path, filter: filter)
    }
}
