/// A filter as it is written (RFC 7644 §3.4.2.2).
indirect enum SCIMFilter: Sendable, Hashable {
    /// An attribute is compared with a value.
    case compare(AttributePath, Comparison, SCIMValue)
    /// An attribute has a value.
    case present(AttributePath)
    /// One value of an attribute matches a filter by itself: `emails[type eq "work" and value co "@contoso"]`.
    case element(AttributePath, SCIMFilter)
    case and(SCIMFilter, SCIMFilter)
    case or(SCIMFilter, SCIMFilter)
    case not(SCIMFilter)

    /// How values are compared.
    enum Comparison: String, Sendable, CaseIterable {
        case equal = "eq"
        case notEqual = "ne"
        case contains = "co"
        case startsWith = "sw"
        case endsWith = "ew"
        case greater = "gt"
        case greaterOrEqual = "ge"
        case less = "lt"
        case lessOrEqual = "le"
    }

    /// The most bytes of a filter; ours.
    static let byteLimit = 16_384
    /// The most comparisons in a filter; ours.
    static let comparisonLimit = 100
    /// The most parentheses, brackets and negations within each other; ours.
    static let depthLimit = 32

    /// Reads a filter.
    ///
    /// - Throws: ``SCIMError`` with the keyword `invalidFilter`.
    /// - Complexity: O(bytes).
    init(_ text: String, schemas: [String]) throws(SCIMError) {
        guard text.utf8.count <= Self.byteLimit else {
            throw SCIMError(.invalidFilter, "a filter may have \(Self.byteLimit) bytes")
        }
        var reader = FilterReader(text, schemas: schemas)
        self = try reader.readWhole()
    }
}
