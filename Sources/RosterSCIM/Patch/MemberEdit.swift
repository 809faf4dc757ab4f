import RosterDomain

/// What requests change about the members of a group: kept as a difference, because a group can have 100,000.
struct MemberEdit: Sendable {
    /// Whether those who are members are to be members no more, unless they are added.
    private(set) var isCleared = false
    /// Who is to be a member no more.
    private(set) var removed: Set<UserID> = []
    /// Who is to be a member, each with a number that says in which order they came.
    private var places: [UserID: Int] = [:]
    private var nextPlace = 0

    /// Who is to be a member, in order.
    ///
    /// - Complexity: O(n log n).
    var added: [UserID] { self.places.sorted { $0.value < $1.value }.map(\.key) }

    /// Whether nothing changes.
    var isEmpty: Bool { !self.isCleared && self.places.isEmpty && self.removed.isEmpty }

    mutating func add(_ users: [UserID]) {
        for user in users where self.places[user] == nil {
            self.places[user] = self.nextPlace
            self.nextPlace += 1
        }
        self.removed.subtract(users)
    }

    mutating func remove(_ users: [UserID]) {
        for user in users { self.places[user] = nil }
        self.removed.formUnion(users)
    }

    mutating func replace(with users: [UserID]) {
        self.isCleared = true
        self.places = [:]
        self.removed = []
        self.add(users)
    }

    /// Whether a user who is a member would be left as one.
    func keeps(_ user: UserID) -> Bool {
        self.places[user] != nil || (!self.isCleared && !self.removed.contains(user))
    }

    /// The users that values name.
    ///
    /// - Parameter isRemoval: Whether they are to be members no more: then it does not matter if there are such users.
    /// - Throws: ``SCIMError`` with the keyword `invalidValue` for what is no user's identifier, and for groups, which do not nest.
    static func users(in value: SCIMValue?, isRemoval: Bool = false) throws(SCIMError) -> [UserID] {
        var users: [UserID] = []
        for element in value?.elements ?? [] where !element.isBlank {
            let object = element.object
            if object?["type"]?.text.map({ $0.isAttributeName("Group") }) ?? false, !isRemoval {
                throw SCIMError(.invalidValue, "a group has no groups as members")
            }
            let reference = object?["$ref"]?.text.flatMap { $0.split(separator: "/").last.map(String.init) }
            let text = object.map { $0["value"]?.text ?? reference ?? "" } ?? element.text ?? ""
            if let user = try? UserID(text) {
                users.append(user)
            } else if !isRemoval {
                throw SCIMError(.invalidValue, "there is no user `\(text.shown)`")
            }
        }
        return users
    }
}

extension SCIMFilter {
    /// The values that a filter names, when it chooses by value alone: `value eq "a" or value eq "b"`; nil otherwise.
    var namedValues: [String]? {
        switch self {
        case .compare(let path, .equal, .text(let text)) where path.name.isAttributeName("value") && path.part == nil:
            [text]
        case .or(let left, let right): left.namedValues.flatMap { values in right.namedValues.map { values + $0 } }
        default: nil
        }
    }
}
