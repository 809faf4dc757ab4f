/// The names of users who have one, for the thread that changes the table.
struct UserNames {
    struct Name {
        let text: String
        let block: SharedWords
        let blockSize: Int
    }

    private(set) var namesByUser: [UserID: [Name]] = [:]

    /// The users who have a name.
    var users: [UserID] { Array(self.namesByUser.keys) }

    var isEmpty: Bool { self.namesByUser.isEmpty }

    /// The names of a user; none for most.
    func names(of user: UserID) -> [Name] { self.isEmpty ? [] : self.namesByUser[user] ?? [] }

    mutating func add(_ name: Name, to user: UserID) { self.namesByUser[user, default: []].append(name) }

    mutating func removeAll(of user: UserID) { self.namesByUser[user] = nil }
}

extension AccessState {
    /// The user with a name, or nil.
    func user(named name: String) -> UserID? {
        NameBytes.lend(name) { bytes in NameIndex(self.userNames.words).user(named: bytes) }
    }

    /// Gives a known user a name that no other user has.
    mutating func add(_ name: String, to user: UserID, _ table: AccessTable) {
        let entry = UserIndex(self.users.words).place(of: user.key).entry
        var writer = NameWriter(self.nameBytes)
        writer.insert(name, entry: entry, owner: user, into: &self.userNames)
        if let block = writer.blocks.first {
            self.names.add(UserNames.Name(text: name, block: block.words, blockSize: block.size), to: user)
        }
        self.userNames.liveCount += 1
        if self.userNames.isFull {
            self.replaceNames(slotCount: OpenIndex.slotCount(forIncremental: self.userNames.liveCount + 1), table)
        }
    }

    /// Publishes an index of names with the entries that users have now.
    mutating func replaceNames(slotCount: Int, _ table: AccessTable) {
        let old = self.userNames
        self.rebuildNames(slotCount: slotCount, table)
        self.users.words.publish(self.userNames.words.address, at: KeyIndex.Header.userNames)
        self.indexes.retire(old.words)
    }

    /// Makes an index of names with the entries that users have now, to be published.
    mutating func rebuildNames(slotCount: Int, _ table: AccessTable) {
        let old = self.userNames
        self.userNames = OpenIndex(
            stride: NameIndex.stride, slotCount: slotCount, seeds: old.seeds, in: self.indexes,
            recycle: table.beginReuse)
        let users = UserIndex(self.users.words)
        for (user, names) in self.names.namesByUser {
            let entry = users.place(of: user.key).entry
            for name in names { self.userNames.insertUnpublished(name, entry: entry) }
        }
    }

    mutating func updateNames(of user: UserID, _ entry: UserEntry) {
        for name in self.names.names(of: user) {
            let place = NameBytes.lend(name.text) { NameIndex(self.userNames.words).place(of: $0) }
            self.userNames.words.publish(entry.bits, at: place.offset)
        }
    }

    /// Takes the bytes of a forgotten user's names out of the index, before they are retired.
    ///
    /// The places stay taken. If they still referred to the bytes, a search would find them, with their old entry,
    /// under a name that is written there later.
    mutating func clearNames(of user: UserID) {
        for name in self.names.names(of: user) {
            let place = NameBytes.lend(name.text) { NameIndex(self.userNames.words).place(of: $0) }
            self.userNames.words.publish(0, at: place.offset + 3)
        }
    }

    mutating func removeNames(of user: UserID) {
        for name in self.names.names(of: user) {
            self.nameBytes.retire(name.block, size: name.blockSize)
            self.userNames.liveCount -= 1
        }
        self.names.removeAll(of: user)
    }
}

extension NameIndex {
    /// The user with a name, whose identifier follows the name's bytes; nil when there is none.
    @inline(__always)
    func user(named name: NameBytes) -> UserID? {
        let place = self.place(of: name)
        let block = SharedWords(at: self.words.loadAcquiring(place.offset &+ 3))
        guard UserEntry(bits: place.entry).isKnown, block.address != 0 else { return nil }
        let wordCount = (name.count &+ 7) / 8
        return UserID(high: block.load(1 &+ wordCount), low: block.load(2 &+ wordCount))
    }
}

extension OpenIndex {
    fileprivate mutating func insertUnpublished(_ name: UserNames.Name, entry: UInt64) {
        NameBytes.lend(name.text) { bytes in
            let names = NameIndex(self.words)
            let key = names.key(of: bytes)
            let offset = names.place(of: bytes, key: key, from: names.index.home(of: key)).offset
            self.words.store(key.high, at: offset + 1)
            self.words.store(key.low, at: offset + 2)
            self.words.store(name.block.address, at: offset + 3)
            self.words.store(entry, at: offset)
        }
        self.usedCount += 1
        self.liveCount += 1
    }
}
