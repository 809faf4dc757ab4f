import RosterDomain

/// A filter whose attributes were found in a kind of resource, ready to be asked.
struct FilterMatcher: Sendable {
    /// What is asked.
    indirect enum Node: Sendable {
        case compare(AttributeTarget, SCIMFilter.Comparison, Operand)
        case present(AttributeTarget)
        case element(AttributeTarget, Node)
        case and(Node, Node)
        case or(Node, Node)
        case not(Node)
        /// About an attribute that is not kept: no resource has a value.
        case never
    }

    /// The value that is compared with, prepared for what the attribute holds.
    enum Operand: Sendable {
        case text(String, isCaseExact: Bool)
        case flag(Bool)
        case moment(Timestamp)
        case number(Double)
        case nothing
    }

    let root: Node

    /// Finds the attributes of a filter.
    ///
    /// - Throws: ``SCIMError`` with the keyword `invalidFilter` for an attribute that there is not, and for a comparison that makes no
    ///   sense.
    init(_ filter: SCIMFilter, in type: SCIMResourceType) throws(SCIMError) {
        self.root = try Self.node(filter) { (path) throws(SCIMError) in
            switch type.find(path) {
            case .target(let target): target
            case .notKept: nil
            case .schema, .unknown:
                throw SCIMError(.invalidFilter, "a \(type.name) has no attribute `\(path.name.shown)`")
            }
        }
    }

    /// Finds the parts of one attribute in a filter on its values.
    init(_ filter: SCIMFilter, partsOf attribute: SCIMAttribute) throws(SCIMError) {
        self.root = try Self.node(filter) { (path) throws(SCIMError) in Self.part(path, of: attribute) }
    }

    private static func part(_ path: AttributePath, of attribute: SCIMAttribute) -> AttributeTarget? {
        attribute.part(path.name).map { AttributeTarget(schema: nil, attribute: $0, part: nil) }
    }

    private static func node(
        _ filter: SCIMFilter, _ find: (AttributePath) throws(SCIMError) -> AttributeTarget?
    ) throws(SCIMError) -> Node {
        switch filter {
        case .and(let left, let right): return .and(try self.node(left, find), try self.node(right, find))
        case .or(let left, let right): return .or(try self.node(left, find), try self.node(right, find))
        case .not(let filter): return .not(try self.node(filter, find))
        case .present(let path): return try find(path).map { .present($0) } ?? .never
        case .compare(let path, let comparison, let value):
            guard let target = try find(path) else { return .never }
            return .compare(target, comparison, try Operand(value, of: target, comparison))
        case .element(let path, let filter):
            guard let target = try find(path) else { return .never }
            guard target.attribute.kind == .complex, target.part == nil else {
                throw SCIMError(.invalidFilter, "`\(target.attribute.name)` has no parts")
            }
            return .element(
                target,
                try self.node(filter) { (path) throws(SCIMError) in
                    guard let part = self.part(path, of: target.attribute) else {
                        throw SCIMError(.invalidFilter, "`\(target.attribute.name)` has no part `\(path.name.shown)`")
                    }
                    return part
                })
        }
    }
}

extension FilterMatcher.Operand {
    fileprivate init(
        _ value: SCIMValue, of target: AttributeTarget, _ comparison: SCIMFilter.Comparison
    ) throws(SCIMError) {
        guard let compared = target.compared else {
            throw SCIMError(.invalidFilter, "`\(target.attribute.name)` has parts, and the filter names none")
        }
        if case .nothing = value {
            guard comparison == .equal || comparison == .notEqual else {
                throw SCIMError(.invalidFilter, "null can only be compared with eq and ne")
            }
            self = .nothing
            return
        }
        switch compared.kind {
        case .boolean: self = try Self.flag(value, comparison, compared)
        case .dateTime:
            guard let moment = value.text.flatMap({ Timestamp(rfc3339: $0) }) else {
                throw SCIMError(
                    .invalidFilter, "`\(compared.name)` is compared with a moment, such as 2026-01-31T00:00:00Z")
            }
            self = .moment(moment)
        case .integer:
            guard case .number(let text) = value, let number = Double(text) else {
                throw SCIMError(.invalidFilter, "`\(compared.name)` is compared with a number")
            }
            self = .number(number)
        case .string, .binary, .reference, .complex:
            let text =
                switch value {
                case .text(let text): text
                case .number(let text): text
                default: nil as String?
                }
            guard let text else { throw SCIMError(.invalidFilter, "`\(compared.name)` is compared with a text") }
            self = .text(compared.isCaseExact ? text : CaseFolding.folded(text), isCaseExact: compared.isCaseExact)
        }
    }

    private static func flag(
        _ value: SCIMValue, _ comparison: SCIMFilter.Comparison, _ attribute: SCIMAttribute
    ) throws(SCIMError) -> FilterMatcher.Operand {
        guard let flag = value.asFlag, comparison == .equal || comparison == .notEqual else {
            throw SCIMError(.invalidFilter, "`\(attribute.name)` is compared with true or false, by eq or ne")
        }
        return .flag(flag)
    }
}

// MARK: - Asking

extension FilterMatcher {
    /// Whether a resource matches.
    func matches(_ object: SCIMObject) -> Bool { Self.matches(object, self.root) }

    private static func matches(_ object: SCIMObject, _ node: Node) -> Bool {
        switch node {
        case .and(let left, let right): self.matches(object, left) && self.matches(object, right)
        case .or(let left, let right): self.matches(object, left) || self.matches(object, right)
        case .not(let node): !self.matches(object, node)
        case .never: false
        case .present(let target): !object.values(of: target, isCompared: false).allSatisfy(\.isUnassigned)
        case .element(let target, let node):
            object.values(of: target, isCompared: false).contains { $0.object.map { self.matches($0, node) } ?? false }
        case .compare(let target, let comparison, let operand):
            self.matches(object.values(of: target, isCompared: true), comparison, operand)
        }
    }

    private static func matches(_ values: [SCIMValue], _ comparison: SCIMFilter.Comparison, _ operand: Operand) -> Bool
    {
        if case .nothing = operand { return values.isEmpty == (comparison == .equal) }
        if values.isEmpty { return comparison == .notEqual }
        return values.contains { self.matches($0, comparison, operand) }
    }

    private static func matches(_ value: SCIMValue, _ comparison: SCIMFilter.Comparison, _ operand: Operand) -> Bool {
        switch (value, operand) {
        case (.flag(let flag), .flag(let wanted)): return (flag == wanted) == (comparison == .equal)
        case (.text(let text), .moment(let wanted)):
            return Timestamp(rfc3339: text).map { comparison.holds($0, wanted) } ?? false
        case (.number(let text), .number(let wanted)):
            return Double(text).map { comparison.holds($0, wanted) } ?? false
        case (.text(let text), .text(let wanted, let isCaseExact)):
            return comparison.holds(isCaseExact ? text : CaseFolding.folded(text), wanted)
        default: return comparison == .notEqual
        }
    }
}

extension SCIMFilter.Comparison {
    /// Whether two values are so to each other that have an order.
    fileprivate func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .equal: left == right
        case .notEqual: left != right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .contains, .startsWith, .endsWith: false
        }
    }

    /// Whether two texts are so to each other, byte by byte.
    fileprivate func holds(_ left: String, _ right: String) -> Bool {
        switch self {
        case .equal: left.utf8.elementsEqual(right.utf8)
        case .notEqual: !left.utf8.elementsEqual(right.utf8)
        case .contains: left.containsBytes(of: right)
        case .startsWith: left.utf8.starts(with: right.utf8)
        case .endsWith: left.utf8.reversed().starts(with: right.utf8.reversed())
        case .greater: right.utf8.lexicographicallyPrecedes(left.utf8)
        case .greaterOrEqual: !left.utf8.lexicographicallyPrecedes(right.utf8)
        case .less: left.utf8.lexicographicallyPrecedes(right.utf8)
        case .lessOrEqual: !right.utf8.lexicographicallyPrecedes(left.utf8)
        }
    }
}

extension String {
    /// Whether the bytes of a text are among these.
    ///
    /// - Complexity: O(bytes), whatever repeats itself in them (Knuth, Morris, Pratt).
    fileprivate func containsBytes(of other: String) -> Bool {
        let wanted = Array(other.utf8)
        guard self.utf8.count >= wanted.count else { return false }
        let restarts = Self.restarts(of: wanted)
        var count = 0
        for byte in self.utf8 where count < wanted.count {
            while count > 0, byte != wanted[count] { count = restarts[count - 1] }
            if byte == wanted[count] { count += 1 }
        }
        return count == wanted.count
    }

    /// For each number of bytes that were found, how many of them are a beginning again when the next one does not fit.
    private static func restarts(of wanted: [UInt8]) -> [Int] {
        var restarts = [Int](repeating: 0, count: wanted.count)
        var count = 0
        for position in wanted.indices.dropFirst() {
            while count > 0, wanted[position] != wanted[count] { count = restarts[count - 1] }
            if wanted[position] == wanted[count] { count += 1 }
            restarts[position] = count
        }
        return restarts
    }
}

extension SCIMObject {
    /// The values that a target has in a resource, those of several values each by itself.
    ///
    /// - Parameter isCompared: Whether a complex value stands for its main part.
    func values(of target: AttributeTarget, isCompared: Bool) -> [SCIMValue] {
        let container = target.schema.map { self[$0]?.object ?? [:] } ?? self
        guard let value = container[target.attribute.name] else { return [] }
        let part = target.part ?? (isCompared && target.attribute.kind == .complex ? target.attribute.mainPart : nil)
        guard let part else { return value.elements }
        return value.elements.flatMap { $0.object?[part.name]?.elements ?? [] }
    }
}

extension SCIMValue {
    /// Whether it says yes or no: a flag, or the words in any case, as some clients send them.
    var asFlag: Bool? {
        switch self {
        case .flag(let flag): flag
        case .text(let text) where text.isAttributeName("true"): true
        case .text(let text) where text.isAttributeName("false"): false
        default: nil
        }
    }
}
