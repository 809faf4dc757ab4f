import RosterDomain

/// What requests change about the members of a group: kept as a difference, because a group can have 100,000.
struct MemberEdit: Sendable {
    /// Whether those who are members are to be members no more, unless they are added.
    private(set) var isCleared = false
    /// Who is to be a member, in order.
    private(set) var added: [UserID] = []
    /// Who is to be a member no more.
    private(set) var removed: Set<UserID> = []

    /// Whether nothing changes.
    var isEmpty: Bool { !self.isCleared && self.added.isEmpty && self.removed.isEmpty }

    mutating func add(_ users: [UserID]) {
        var known = Set(self.added)
        for user in users where known.insert(user).inserted { self.added.append(user) }
        self.removed.subtract(users)
    }

    mutating func remove(_ users: some Sequence<UserID>) {
        let users = Set(users)
        self.added.removeAll(where: users.contains)
        self.removed.formUnion(users)
    }

    mutating func replace(with users: [UserID]) {
        self.isCleared = true
        self.added = []
        self.removed = []
        self.add(users)
    }

    /// The members among some that would be left.
    func members(of present: [UserID]) -> [UserID] {
        let left = self.isCleared ? [] : present.filter { !self.removed.contains($0) }
        return left + self.added.filter { !left.contains($0) }
    }

    /// The users that values name.
    ///
    /// - Parameter isRemoval: Whether they are to be members no more: then it does not matter if there are such users.
    /// - Throws: ``SCIMError`` with the keyword `invalidValue` for what is no user's identifier, and for groups, which do not nest.
    static func users(in value: SCIMValue?, isRemoval: Bool = false) throws(SCIMError) -> [UserID] {
        var users: [UserID] = []
        for element in value?.elements ?? [] where !element.isUnassigned {
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
