import RosterDomain

/// Where a page begins and how much is on it.
struct ListWindow: Sendable {
    /// The number of resources before the page.
    let first: Int
    /// The most resources on the page; none for those who only count.
    let count: Int
    /// Where a page by cursor begins; nil for a page by number.
    let place: Cursor.Place?
    /// What was asked for, so that a cursor is not used for something else.
    let digest: String

    init(first: Int, count: Int, place: Cursor.Place?, digest: String) {
        self.first = first
        self.count = count
        self.place = place
        self.digest = digest
    }

    /// The page that a request asks for.
    init(_ request: ListRequest, _ options: SCIMOptions, endpoints: [String]) throws(SCIMError) {
        let asked = [request.filter ?? "", request.sortBy ?? "", request.isDescending ? "d" : "a"] + endpoints
        let digest = Cursor.digest(of: asked)
        let count = min(request.count ?? options.pageSize, options.pageSizeLimit)
        guard let text = request.cursor else {
            self.init(first: request.startIndex - 1, count: count, place: nil, digest: digest)
            return
        }
        let place = try text.isEmpty ? .rank(0) : Cursor(text, digest: digest).place
        let first = if case .rank(let rank) = place { rank } else { 0 }
        self.init(first: first, count: count, place: place, digest: digest)
    }

    /// Where a directory's page begins.
    func start<ID>() -> PageStart<Identifier<ID>> {
        if case .after(let text) = self.place, let id = try? Identifier<ID>(text) { return .after(id) }
        return .rank(self.first)
    }
}

/// The place in a list where a page begins, as clients carry it (RFC 9865).
///
/// It holds no rights: a caller who shows it sees what that caller may see. Pages after an identifier neither repeat nor skip a resource that was
/// there all along; those of a filter or an order are counted, and shift when resources come and go before them.
struct Cursor: Sendable, Hashable {
    /// Where a page begins.
    enum Place: Sendable, Hashable {
        /// After the resource with this identifier.
        case after(String)
        /// After so many resources.
        case rank(Int)
    }

    let place: Place
    let digest: String

    init(place: Place, digest: String) {
        self.place = place
        self.digest = digest
    }

    /// Reads a cursor.
    ///
    /// - Throws: ``SCIMError`` with the keyword `invalidCursor` for what is none, and for one of another list.
    init(_ text: String, digest: String) throws(SCIMError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[1] == digest else {
            throw SCIMError(.invalidCursor, "the cursor is none of this list; begin with an empty one")
        }
        switch parts[0] {
        case "a" where (try? UserID(parts[2])) != nil: self.init(place: .after(parts[2]), digest: digest)
        case "r":
            guard let rank = Int(parts[2]), rank >= 0, rank <= 1 << 40 else { fallthrough }
            self.init(place: .rank(rank), digest: digest)
        default: throw SCIMError(.invalidCursor, "the cursor is none of this list; begin with an empty one")
        }
    }

    /// The cursor as a text that needs no encoding in a URL.
    var text: String {
        switch self.place {
        case .after(let id): "a.\(self.digest).\(id)"
        case .rank(let rank): "r.\(self.digest).\(rank)"
        }
    }

    /// A short name for what was asked.
    static func digest(of parts: [String]) -> String {
        String(StableHash.of(parts.joined(separator: "\0").utf8), radix: 36)
    }
}

/// In which order a client wants a list (RFC 7644 §3.4.2.3).
struct ListOrder: Sendable {
    let path: AttributePath
    private let target: AttributeTarget
    private let isDescending: Bool

    /// The order that a request asks for; nil for that of the identifiers.
    init?(_ request: ListRequest, _ type: SCIMResourceType) throws(SCIMError) {
        guard let name = request.sortBy else { return nil }
        guard let path = AttributePath(name, schemas: type.urns), case .target(let target) = type.find(path),
            let compared = target.compared
        else {
            if let path = AttributePath(name, schemas: type.urns), case .notKept = type.find(path) { return nil }
            throw SCIMError(.invalidPath, "a \(type.name) cannot be sorted by `\(name.shown)`")
        }
        _ = compared
        self.path = AttributePath(schema: target.schema, name: target.attribute.name)
        self.target = target
        self.isDescending = request.isDescending
    }

    /// What decides the place of a resource: of several values, the primary one or the first.
    func key(of object: SCIMObject) -> String? {
        let whole = object.values(of: target, isCompared: false)
        let primary = whole.first { $0.object?["primary"] == .flag(true) } ?? whole.first
        let name = (self.target.part ?? self.target.attribute.mainPart)?.name
        let value =
            self.target.attribute.kind == .complex && self.target.part == nil
            ? name.flatMap { primary?.object?[$0] } : whole.first
        let isCaseExact = self.target.compared?.isCaseExact ?? false
        switch value {
        case .text(let text): return isCaseExact ? text : CaseFolding.folded(text)
        case .flag(let flag): return flag ? "true" : "false"
        case .number(let numeral): return numeral
        default: return nil
        }
    }

    /// Whether one key stands before another; resources without one come last, in descending order first.
    func precedes(_ left: String?, _ right: String?) -> Bool? {
        guard left != right else { return nil }
        guard let left else { return self.isDescending }
        guard let right else { return !self.isDescending }
        return left.utf8.lexicographicallyPrecedes(right.utf8) != self.isDescending
    }
}

/// Takes what a list request finds, and keeps what is on the page.
struct ListCollector<Found: ListedResource>: Sendable {
    private let window: ListWindow
    private let order: ListOrder?
    private var matches: [(found: Found, key: String?)] = []
    private var total = 0
    /// How many were looked at.
    private(set) var seen = 0

    init(_ window: ListWindow, _ order: ListOrder?) {
        self.window = window
        self.order = order
    }

    /// Takes one that was looked at, in the order of the identifiers.
    mutating func see(_ found: Found, _ object: SCIMObject, isMatch: Bool) {
        self.seen += 1
        guard isMatch else { return }
        let rank = self.total
        self.total += 1
        if let order {
            self.matches.append((found, order.key(of: object)))
        } else if rank >= self.window.first, self.matches.count < self.window.count {
            self.matches.append((found, nil))
        }
    }

    /// The page.
    mutating func finish() -> (page: [Found], total: Int, next: Cursor.Place?) {
        var page = self.matches.map(\.found)
        if let order {
            let sorted = self.matches.enumerated().sorted { left, right in
                order.precedes(left.element.key, right.element.key) ?? (left.offset < right.offset)
            }
            page = sorted.dropFirst(self.window.first).prefix(self.window.count).map(\.element.found)
        }
        let end = self.window.first + page.count
        return (page, self.total, end < self.total && self.window.count > 0 ? .rank(end) : nil)
    }
}
