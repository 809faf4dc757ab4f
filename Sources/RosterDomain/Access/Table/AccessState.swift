/// The state that only the thread that changes a table uses; readers never look here.
struct AccessState {
    var revision = Revision.start
    var catalog: CompiledCatalog
    var profiles: ProfileStore
    /// Who must have a second factor, whatever the catalog.
    let secondFactor: SecondFactorPolicy
    var users: OpenIndex
    var userNames: OpenIndex
    /// The session epochs of the users whose epoch has changed or who have a second factor; see ``SessionFacts``.
    var sessionEpochs: OpenIndex
    /// The names that users have; most tables have none.
    var names = UserNames()
    /// How many users were added by name alone.
    var identifiedCount: UInt64 = 0
    let rows = WordArena()
    let nameBytes = WordArena()
    let indexes = IndexArena()
    /// The name indexes of the catalog in use, and the blocks of their names.
    var catalogNames: CatalogNames
    /// The catalog that the table began with, whose names some thread may be reading for as long as there is the table.
    let firstCatalog: SharedCatalog
    /// The numbers of the catalog in use, under an identity of this table alone.
    var numbering: PermissionNumbering

    /// How many rows and names wait for reuse before the table makes all readers read again.
    private static let retiredLimit = 64

    init(_ catalog: RoleCatalog, _ secondFactor: SecondFactorPolicy, seeds: WideKey) {
        self.secondFactor = secondFactor
        let base = catalog.withoutCompanyRoles
        self.profiles = ProfileStore(SecondFactorRoles(secondFactor, in: catalog))
        self.firstCatalog = base.compilation.compiled(base)
        self.catalog = self.firstCatalog.compiled.with(catalog.company?.roles ?? .none)
        self.numbering = self.catalog.numbering.withOwnIdentity()
        self.users = OpenIndex(stride: UserIndex.stride, slotCount: 8, seeds: seeds, in: self.indexes) {}
        self.userNames = OpenIndex(stride: NameIndex.stride, slotCount: 8, seeds: seeds, in: self.indexes) {}
        self.sessionEpochs = OpenIndex(stride: UserIndex.stride, slotCount: 8, seeds: seeds, in: self.indexes) {}
        self.catalogNames = self.firstCatalog.names
        self.writeHeader()
    }

    static func numbering(
        for catalog: RoleCatalog, after former: PermissionNumbering? = nil
    ) -> PermissionNumbering {
        var numbering = PermissionNumbering(after: former)
        precondition(numbering.add(catalog), "invariant: a catalog names no more than can be numbered")
        return numbering
    }

    /// Writes the addresses of all parts in front of the users' slots.
    func writeHeader() {
        typealias Header = KeyIndex.Header
        self.users.words.store(self.userNames.words.address, at: Header.userNames)
        self.users.words.store(self.sessionEpochs.words.address, at: Header.sessionEpochs)
        self.users.words.store(self.catalogNames.permissions.words.address, at: Header.permissionNames)
        self.users.words.store(self.catalogNames.conditions.words.address, at: Header.conditionNames)
        self.users.words.store(self.numbering.identity, at: Header.numbering)
        self.users.words.store(self.numbering.conditionIdentity, at: Header.conditionNumbering)
        self.users.words.publish(UInt64(self.numbering.permissions.count), at: Header.permissionCount)
    }

    /// Releases rows and the bytes of names for reuse, once enough of them wait to be worth making readers read again.
    mutating func recycleRows(_ table: AccessTable) {
        guard self.rows.retiredCount + self.nameBytes.retiredCount >= Self.retiredLimit else { return }
        table.beginReuse()
        self.rows.recycle()
        self.nameBytes.recycle()
    }
}

// MARK: - Users

extension AccessState {
    /// What is known of a user, or nil; what the user holds through groups is not in it.
    func standing(of user: UserID) -> UserStanding? {
        let entry = UserEntry(bits: UserIndex(self.users.words).place(of: user.key).entry)
        guard entry.isKnown else { return nil }
        return self.profiles.standing(
            self.profiles.profile(of: entry.row), of: user, entry.status, self.sessionFacts(of: user))
    }

    /// Replaces what is known of a user, at once and for every thread.
    mutating func store(_ standing: UserStanding, _ table: AccessTable) {
        self.recycleRows(table)
        self.setSessionFacts(SessionFacts(of: standing), of: standing.id, table)
        let row = self.profiles.retain(standing, self.catalog, in: self.rows)
        self.store(UserEntry(row: row, status: standing.status), of: standing.id, table)
    }

    /// Gives a user a profile and a status, at once and for every thread.
    mutating func store(
        _ profile: AccessProfile, _ status: AccountStatus, of user: UserID, _ table: AccessTable
    ) {
        self.recycleRows(table)
        let row = self.profiles.retain(profile, self.catalog, in: self.rows)
        self.store(UserEntry(row: row, status: status), of: user, table)
    }

    private mutating func store(_ entry: UserEntry, of user: UserID, _ table: AccessTable) {
        let place = UserIndex(self.users.words).place(of: user.key)
        guard place.entry == UserEntry.free.bits else {
            return self.replace(UserEntry(bits: place.entry), at: place.offset, with: entry, of: user)
        }
        self.insert(entry, of: user, at: place.offset)
        if self.users.isFull { self.growUsers(table) }
    }

    /// Forgets a user; the slot stays taken until a new index is built.
    mutating func forget(_ user: UserID, _ table: AccessTable) {
        let place = UserIndex(self.users.words).place(of: user.key)
        guard UserEntry(bits: place.entry).isKnown else { return }
        self.recycleRows(table)
        self.replace(UserEntry(bits: place.entry), at: place.offset, with: .forgotten, of: user)
        self.setSessionFacts(.usual, of: user, table)
        self.clearNames(of: user)
        self.removeNames(of: user)
    }

    private mutating func replace(_ old: UserEntry, at offset: Int, with new: UserEntry, of user: UserID) {
        self.publish(new, at: offset, of: user)
        self.users.liveCount += (new.isKnown ? 1 : 0) - (old.isKnown ? 1 : 0)
        if old.isKnown { self.profiles.release(old.row, in: self.rows) }
    }

    /// Replaces the entry of a known user, at once and for every thread.
    mutating func publish(_ entry: UserEntry, at offset: Int, of user: UserID) {
        self.users.words.publish(entry.bits, at: offset)
        self.updateNames(of: user, entry)
    }

    private mutating func insert(_ entry: UserEntry, of user: UserID, at offset: Int) {
        self.users.words.store(user.high, at: offset + 1)
        self.users.words.store(user.low, at: offset + 2)
        self.users.words.publish(entry.bits, at: offset)
        self.users.usedCount += 1
        self.users.liveCount += 1
    }

    /// Publishes a larger index, or one of the same size without forgotten users.
    private mutating func growUsers(_ table: AccessTable) {
        let old = self.users
        self.users = OpenIndex(
            stride: UserIndex.stride, slotCount: OpenIndex.slotCount(forIncremental: old.liveCount + 1),
            seeds: old.seeds, in: self.indexes, recycle: table.beginReuse)
        self.copyEntries(of: old) { $0 }
        self.writeHeader()
        table.publish(self.users.words)
        self.indexes.retire(old.words)
    }

    /// Inserts all users of an index into the current one, which no thread reads yet.
    mutating func copyEntries(of old: OpenIndex, _ entry: (UserEntry) -> UserEntry) {
        old.forEachSlot { offset in
            let before = UserEntry(bits: old.words.load(offset))
            guard before.isKnown else { return }
            let user = UserID(high: old.words.load(offset + 1), low: old.words.load(offset + 2))
            let place = UserIndex(self.users.words).place(of: user.key)
            self.insertUnpublished(entry(before), of: user, at: place.offset)
        }
    }

    /// Inserts a new user into an index that no thread reads yet.
    mutating func insertUnpublished(_ entry: UserEntry, of user: UserID, at offset: Int) {
        self.users.words.store(user.high, at: offset + 1)
        self.users.words.store(user.low, at: offset + 2)
        self.users.words.store(entry.bits, at: offset)
        self.users.usedCount += 1
        self.users.liveCount += 1
    }
}

extension Identifier {
    @inline(__always)
    var key: WideKey { WideKey(high: self.high, low: self.low) }
}
