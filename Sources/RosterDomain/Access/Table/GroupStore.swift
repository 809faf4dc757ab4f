/// The groups that have a role or a member, each under a number.
struct GroupStore {
    struct Record {
        let id: GroupID
        /// The roles given to it, by their numbers in a ``HoldingStore``, ascending.
        fileprivate(set) var roles: [UInt32] = []
        fileprivate(set) var isDeleted = false
        /// The number of profiles that it is part of.
        fileprivate(set) var profileCount = 0

        /// What its members hold.
        var holdings: [UInt32] { self.isDeleted ? [] : self.roles }
    }

    private var numbers: [GroupID: UInt32] = [:]
    private var records: [Record?] = []
    private var free: [UInt32] = []

    /// What is known of a group that has a number.
    subscript(number: UInt32) -> Record {
        guard let record = self.records[Int(number)] else {
            preconditionFailure("invariant: a group that a profile contains has a number")
        }
        return record
    }

    /// What is known of a group; nil when it has neither a role nor a member.
    subscript(id: GroupID) -> Record? { self.numbers[id].map { self[$0] } }

    /// Every group that gives its members something.
    var inUse: some Sequence<Record> {
        self.records.lazy.compactMap(\.self).filter { !$0.isDeleted && !$0.roles.isEmpty }
    }

    /// The groups that give their members any of certain holdings.
    func numbers(givingAnyOf holdings: Set<UInt32>) -> Set<UInt32> {
        guard !holdings.isEmpty else { return [] }
        let found = self.records.indices.filter { index in
            self.records[index]?.holdings.contains(where: holdings.contains) ?? false
        }
        return Set(found.map { UInt32($0) })
    }

    /// The number of a group; assigns one if it has none yet, for a profile to retain or for roles to be set.
    mutating func number(of id: GroupID) -> UInt32 {
        if let known = self.numbers[id] { return known }
        let number = self.free.popLast() ?? UInt32(self.records.count)
        if Int(number) == self.records.count { self.records.append(nil) }
        self.records[Int(number)] = Record(id: id)
        self.numbers[id] = number
        return number
    }

    /// Replaces the roles of a group, which forgets one that has neither a role nor a member.
    ///
    /// - Returns: The group as it was.
    mutating func set(_ roles: [UInt32], isDeleted: Bool, of number: UInt32) -> Record {
        let former = self[number]
        self.records[Int(number)]?.roles = roles
        self.records[Int(number)]?.isDeleted = isDeleted
        self.forgetIfUnused(number)
        return former
    }

    mutating func retain(_ numbers: some Sequence<UInt32>) {
        for number in numbers { self.records[Int(number)]?.profileCount += 1 }
    }

    mutating func release(_ numbers: some Sequence<UInt32>) {
        for number in numbers {
            self.records[Int(number)]?.profileCount -= 1
            self.forgetIfUnused(number)
        }
    }

    private mutating func forgetIfUnused(_ number: UInt32) {
        let record = self[number]
        guard record.profileCount == 0, record.roles.isEmpty else { return }
        self.numbers[record.id] = nil
        self.records[Int(number)] = nil
        self.free.append(number)
    }
}
