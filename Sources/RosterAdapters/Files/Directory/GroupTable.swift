internal import RosterDomain

/// The groups of a directory, found by identifier and by name, all of them in memory: there are few, and their records are small.
struct GroupTable: Sendable, Equatable {
    private var groups: [GroupID: Group] = [:]
    private var idsByName: [RecordName: GroupID] = [:]

    /// Creates a table of some groups.
    init(_ groups: [Group] = []) { self.take(groups) }

    /// How many there are, deleted ones among them.
    var count: Int { self.groups.count }

    /// How many are not deleted.
    var countInUse: Int { self.groups.values.count { !$0.isDeleted } }

    /// All of them, in the order of identifiers.
    var sorted: [Group] { self.groups.values.sorted { $0.id < $1.id } }

    /// The group with an identifier, deleted or not.
    subscript(id: GroupID) -> Group? { self.groups[id] }

    /// The group that has a name; nil when it is free.
    func id(named name: RecordName) -> GroupID? { self.idsByName[name] }

    /// One page of what a query finds.
    func page(_ query: GroupQuery) -> GroupPage {
        guard let name = query.name else { return query.page(of: self.groups.values) }
        return query.page(of: [self.id(named: name).flatMap { self[$0] }].compactMap(\.self))
    }

    /// Takes over groups as they are now, whose names were checked.
    mutating func take(_ groups: [Group]) {
        // Most groups in a step have a member more or less; their names, which are folded for each look, stay.
        let renamed = groups.filter { self.groups[$0.id].map($0.hasOtherNames(than:)) ?? true }
        // Names that one group frees another can take, so that all are freed first.
        for group in renamed { for name in self.groups[group.id]?.names ?? [] { self.idsByName[name] = nil } }
        for group in groups { self.groups[group.id] = group }
        for group in renamed { for name in group.names { self.idsByName[name] = group.id } }
    }
}

extension Group {
    fileprivate func hasOtherNames(than former: Group) -> Bool {
        self.isDeleted != former.isDeleted || self.profile != former.profile
    }
}
