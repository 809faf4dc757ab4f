/// The company or a place below it, where an assignment holds or a check applies.
///
/// A scope is written as a path of kinds and names: `/` is the company, `/locations/42` one of its locations. An
/// assignment holds at its scope and at every scope below.
public struct Scope: Sendable, Hashable, Comparable {
    /// The most pairs of kind and name; ours.
    public static let depthLimit = 8
    /// The most bytes of one kind or name; ours.
    public static let partByteLimit = 64

    /// The path as text; `/` for the company.
    public let path: String

    /// The whole company.
    public static let company = Scope(uncheckedPath: "/")

    /// Reads a path.
    ///
    /// - Throws: ``ScopeError/malformed(_:)`` when it is not `/` or `/kind/name`, repeated up to ``depthLimit`` times,
    ///   each part being 1 to ``partByteLimit`` ASCII letters, digits or `. _ - ~ @ : + =`, and neither `.` nor `..`.
    public init(_ path: String) throws(ScopeError) {
        guard path != "/" else {
            self = .company
            return
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard path.hasPrefix("/"), parts.count.isMultiple(of: 2), parts.count <= 2 * Self.depthLimit,
            parts.allSatisfy(Self.isPart)
        else { throw .malformed(path) }
        self.path = path
    }

    /// A place that lies directly in the company: `Scope("locations", "42")` is `/locations/42`.
    ///
    /// Use it for names that come in as data: a name never becomes more than one part of a path.
    ///
    /// - Throws: ``ScopeError/malformedPart(_:)`` when the kind or the name cannot be part of a scope.
    public init(_ kind: String, _ name: String) throws(ScopeError) {
        self = try Scope.company.appending(kind, name)
    }

    private init(uncheckedPath path: String) {
        self.path = path
    }

    /// A place that lies directly in this scope.
    ///
    /// - Throws: ``ScopeError/malformedPart(_:)`` when the kind or the name cannot be part of a scope,
    ///   ``ScopeError/tooDeep(limit:)`` when this scope has ``depthLimit`` pairs already.
    public func appending(_ kind: String, _ name: String) throws(ScopeError) -> Scope {
        for part in [kind, name] where !Self.isPart(part[...]) { throw .malformedPart(part) }
        let depth = self.path.utf8.count { $0 == UInt8(ascii: "/") } / 2
        guard self == .company || depth < Self.depthLimit else { throw .tooDeep(limit: Self.depthLimit) }
        return Scope(uncheckedPath: (self == .company ? "" : self.path) + "/\(kind)/\(name)")
    }

    /// Whether this scope is another one or lies above it.
    ///
    /// - Complexity: O(length of the path).
    public func contains(_ other: Scope) -> Bool {
        if self == .company || self == other { return true }
        let (outer, inner) = (self.path.utf8, other.path.utf8)
        return inner.count > outer.count && inner.starts(with: outer)
            && inner[inner.index(inner.startIndex, offsetBy: outer.count)] == UInt8(ascii: "/")
    }

    /// The kinds along the path, outermost first: `["locations"]` for `/locations/42`, none for the company.
    public var kinds: [String] {
        let parts = self.path.split(separator: "/")
        return stride(from: 0, to: parts.count, by: 2).map { String(parts[$0]) }
    }

    /// Whether one path sorts before another, by its characters.
    public static func < (left: Scope, right: Scope) -> Bool { left.path < right.path }

    /// Whether a text can be a kind or a name.
    static func isPart(_ part: Substring) -> Bool {
        (1...Self.partByteLimit).contains(part.utf8.count) && part != "." && part != ".."
            && part.utf8.allSatisfy { $0.isASCIILetterOrDigit || "._~-@:+=".utf8.contains($0) }
    }
}

extension Scope: CustomStringConvertible {
    /// The path.
    public var description: String { self.path }
}

extension Scope: Codable {
    /// Reads a path and checks it.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the path.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.path)
    }
}

/// Why a text is not a scope.
public enum ScopeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The text is not a path of kinds and names.
    case malformed(String)
    /// The text cannot be a kind or a name within a scope.
    case malformedPart(String)
    /// The scope would have more pairs of kind and name than it may have.
    case tooDeep(limit: Int)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .malformed(let path):
            "`\(path.forDisplay)` is not a scope; the company is `/`, and a place in it looks like `/locations/42`"
        case .malformedPart(let part):
            "`\(part.forDisplay)` cannot be part of a scope; a part has 1 to \(Scope.partByteLimit) ASCII letters, digits "
                + "or `. _ - ~ @ : + =`, and is neither `.` nor `..`"
        case .tooDeep(let limit): "a scope has at most \(counted(limit, "pair")) of kind and name"
        }
    }
}
