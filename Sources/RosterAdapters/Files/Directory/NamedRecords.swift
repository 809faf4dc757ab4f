internal import RosterDomain

/// A kind of record of which a company has few, and which is small, so that a directory keeps all of them in memory.
protocol NamedRecord: Sendable, Equatable, Identifiable where ID: Comparable & Sendable {
    /// The names by which it is found.
    var names: [RecordName] { get }

    /// Whether it is found by the names by which it was found before it changed; found out without folding them.
    func hasNames(of former: Self) -> Bool
}

/// Records of one kind, found by identifier and by name.
struct NamedRecords<Record: NamedRecord>: Sendable, Equatable {
    private var records: [Record.ID: Record] = [:]
    private var idsByName: [RecordName: Record.ID] = [:]

    /// Creates a table of some records.
    init(_ records: [Record] = []) { self.take(records) }

    /// How many there are, deleted ones among them.
    var count: Int { self.records.count }

    /// All of them, in no order.
    var all: some Collection<Record> { self.records.values }

    /// All of them, in the order of identifiers.
    var sorted: [Record] { self.records.values.sorted { $0.id < $1.id } }

    /// The record with an identifier, deleted or not.
    subscript(id: Record.ID) -> Record? { self.records[id] }

    /// The record that has a name; nil when it is free.
    func id(named name: RecordName) -> Record.ID? { self.idsByName[name] }

    /// Takes over records as they are now, whose names were checked.
    mutating func take(_ records: [Record]) {
        // A step of ten thousand members touches every group, and changes no name.
        let renamed = records.filter { !(self.records[$0.id].map($0.hasNames) ?? false) }
        // Names that one record frees another can take, so that all are freed first.
        for record in renamed { for name in self.records[record.id]?.names ?? [] { self.idsByName[name] = nil } }
        for record in records { self.records[record.id] = record }
        for record in renamed { for name in record.names { self.idsByName[name] = record.id } }
    }
}

extension Group: NamedRecord {
    func hasNames(of former: Group) -> Bool {
        self.isDeleted == former.isDeleted && self.profile == former.profile
    }
}

extension CompanyRole: NamedRecord {
    func hasNames(of former: CompanyRole) -> Bool {
        self.isDeleted == former.isDeleted && self.definition.title == former.definition.title
    }
}

extension NamedRecords<Group> {
    /// How many are not deleted.
    var countInUse: Int { self.all.count { !$0.isDeleted } }

    /// One page of what a query finds.
    func page(_ query: GroupQuery) -> GroupPage {
        guard let name = query.name else { return query.page(of: self.all) }
        return query.page(of: [self.id(named: name).flatMap { self[$0] }].compactMap(\.self))
    }
}

extension NamedRecords<CompanyRole> {
    /// How many are not deleted; retired ones are among them.
    var countInUse: Int { self.all.count { !$0.isDeleted } }
}
