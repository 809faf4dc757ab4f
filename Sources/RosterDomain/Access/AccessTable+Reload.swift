extension AccessTable {
    /// Replaces all users and groups at once; users who stay keep their names.
    ///
    /// Readers see the former users until all new ones are in place.
    ///
    /// - Parameters:
    ///   - standings: What is known of every user. If a user occurs twice, the last standing counts. The sequence is
    ///     read while changes wait, so it must call nothing but checks on this table.
    ///   - groups: What is known of every group; a group that is missing gives its members nothing.
    ///   - revision: The position in the history that the standings reflect.
    /// - Complexity: O(users + roles of the groups).
    public func reload(
        _ standings: some Sequence<UserStanding>,
        groups: some Sequence<GroupStanding> = EmptyCollection<GroupStanding>(),
        at revision: Revision
    ) {
        self.withState { state in
            let old = state.beginReload(expecting: standings.underestimatedCount, self)
            // No profile is in use yet, so no row needs to follow.
            for group in groups { _ = state.profiles.set(group, state.catalog) }
            var shared = SharedProfiles()
            for standing in standings { state.storeUnpublished(standing, &shared, self) }
            state.finishReload(replacing: old, self)
            state.revision = revision
        }
    }

    /// Replaces the catalog, under which the roles of the company stay as they were defined: builds new rows for all users, which take effect at once.
    ///
    /// Users and groups keep roles that the new catalog does not define, which grant nothing. Permission handles stay valid;
    /// create ``StatedConditions`` again. Names of permissions keep their numbers for the life of the table, so a table
    /// whose catalogs have defined many permissions has wider rows.
    ///
    /// - Complexity: O(users + rows × what their roles grant); checks continue meanwhile.
    public func replaceCatalog(with catalog: RoleCatalog) {
        self.withState { $0.replaceCatalog(with: catalog, self) }
    }
}

extension AccessState {
    /// Begins with no users, to be published by ``finishReload(replacing:_:)``.
    fileprivate mutating func beginReload(expecting count: Int, _ table: AccessTable) -> Replaced {
        self.recycleRows(table)
        let replaced = Replaced(users: self.users, profiles: self.profiles, sessionEpochs: self.sessionEpochs)
        self.profiles = ProfileStore(replaced.profiles.secondFactorRoles)
        self.users = OpenIndex(
            stride: UserIndex.stride, slotCount: OpenIndex.slotCount(for: count), seeds: replaced.users.seeds,
            in: self.indexes, recycle: table.beginReuse)
        self.sessionEpochs = OpenIndex(
            stride: UserIndex.stride, slotCount: 8, seeds: replaced.users.seeds, in: self.indexes,
            recycle: table.beginReuse)
        return replaced
    }

    fileprivate mutating func finishReload(replacing old: Replaced, _ table: AccessTable) {
        self.finish(replacing: old.users, table)
        old.profiles.retireAll(in: self.rows)
        self.indexes.retire(old.sessionEpochs.words)
    }

    /// What a reload replaces.
    fileprivate struct Replaced {
        let users: OpenIndex
        let profiles: ProfileStore
        let sessionEpochs: OpenIndex
    }

    fileprivate mutating func storeUnpublished(
        _ standing: UserStanding, _ shared: inout SharedProfiles, _ table: AccessTable
    ) {
        let row = self.profiles.retain(standing, &shared, self.catalog, in: self.rows)
        self.setUnpublishedSessionFacts(SessionFacts(of: standing), of: standing.id, table)
        let entry = UserEntry(row: row, status: standing.status)
        let place = UserIndex(self.users.words).place(of: standing.id.key)
        if place.entry != UserEntry.free.bits {
            self.profiles.release(UserEntry(bits: place.entry).row, in: self.rows)
            shared.forget()
            self.users.words.store(entry.bits, at: place.offset)
            return
        }
        self.insertUnpublished(entry, of: standing.id, at: place.offset)
        if self.users.isFull { self.growUnpublished(table) }
    }

    /// Makes room in an index that no thread reads yet.
    private mutating func growUnpublished(_ table: AccessTable) {
        let old = self.users
        self.users = OpenIndex(
            stride: UserIndex.stride, slotCount: OpenIndex.slotCount(forIncremental: old.liveCount + 1),
            seeds: old.seeds, in: self.indexes, recycle: table.beginReuse)
        self.copyEntries(of: old) { $0 }
        self.indexes.retire(old.words)
    }

    /// Publishes the users along with their names.
    private mutating func finish(replacing old: OpenIndex, _ table: AccessTable) {
        for user in self.names.users where self.standing(of: user) == nil { self.removeNames(of: user) }
        let oldNames = self.userNames
        self.rebuildNames(slotCount: OpenIndex.slotCount(forIncremental: oldNames.liveCount), table)
        self.writeHeader()
        table.publish(self.users.words)
        self.indexes.retire(old.words)
        self.indexes.retire(oldNames.words)
    }

    fileprivate mutating func replaceCatalog(with catalog: RoleCatalog, _ table: AccessTable) {
        let catalog = catalog.withoutCompanyRoles
        self.recycleRows(table)
        if !self.numbering.add(catalog) { self.numbering = Self.numbering(for: catalog, after: self.numbering) }
        let company = CompanyRoles(self.catalog.company.roles(in: self.catalog.catalog), over: catalog)
        self.catalog = CompiledCatalog(catalog, numbering: self.numbering).with(company)
        let (oldUsers, oldProfiles, oldNames) = (self.users, self.profiles, self.catalogNames)
        self.profiles = oldProfiles.remade(
            self.catalog, SecondFactorRoles(self.secondFactor, in: self.catalog.whole), in: self.rows)
        self.catalogNames = CatalogNames(
            self.catalog, seeds: oldUsers.seeds, self.indexes, self.nameBytes, recycle: table.beginReuse)
        self.users = OpenIndex(
            stride: UserIndex.stride, slotCount: OpenIndex.slotCount(for: oldUsers.liveCount), seeds: oldUsers.seeds,
            in: self.indexes, recycle: table.beginReuse)
        let profiles = self.profiles
        self.copyEntries(of: oldUsers) { entry in
            UserEntry(row: profiles.row(number: entry.row.header.profile), status: entry.status)
        }
        self.finish(replacing: oldUsers, table)
        if oldNames.permissions.words != self.firstCatalog.names.permissions.words {
            oldNames.retire(self.indexes, self.nameBytes)
        }
        oldProfiles.retireAll(in: self.rows)
    }
}
