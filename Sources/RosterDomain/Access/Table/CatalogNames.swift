/// The names of a catalog's permissions and conditions, for look-ups while another thread changes the table.
struct CatalogNames {
    let permissions: OpenIndex
    let conditions: OpenIndex
    private let blocks: [(words: SharedWords, size: Int)]

    init(
        _ catalog: CompiledCatalog, seeds: WideKey, _ indexes: IndexArena, _ bytes: WordArena, recycle: () -> Void
    ) {
        var writer = NameWriter(bytes)
        let numbering = catalog.numbering
        let permissions = catalog.catalog.permissions.indices.map { position in
            (catalog.catalog.permissions[position].id.rawValue, numbering.number(of: position, in: catalog.catalog))
        }
        let conditions = catalog.catalog.conditions.compactMap { condition in
            numbering.conditions[condition].map { (condition.rawValue, $0) }
        }
        func index(_ names: [(String, UInt64)]) -> OpenIndex {
            var index = OpenIndex(
                stride: NameIndex.stride, slotCount: OpenIndex.slotCount(for: names.count), seeds: seeds,
                in: indexes, recycle: recycle)
            for (name, number) in names { writer.insert(name, entry: number << 4, owner: nil, into: &index) }
            return index
        }
        self.permissions = index(permissions)
        self.conditions = index(conditions)
        self.blocks = writer.blocks
    }

    /// Retires all blocks, once another catalog's names have been published.
    func retire(_ indexes: IndexArena, _ bytes: WordArena) {
        indexes.retire(self.permissions.words)
        indexes.retire(self.conditions.words)
        for (words, size) in self.blocks { bytes.retire(words, size: size) }
    }
}

/// Writes names into indexes and their bytes into blocks.
struct NameWriter {
    private let arena: WordArena
    private(set) var blocks: [(words: SharedWords, size: Int)] = []

    init(_ arena: WordArena) {
        self.arena = arena
    }

    /// Inserts a name, or replaces the entry of an existing one.
    ///
    /// - Parameter owner: The user to store behind the name's bytes; nil for a name that does not belong to a user.
    mutating func insert(_ name: String, entry: UInt64, owner: UserID?, into index: inout OpenIndex) {
        NameBytes.lend(name) { bytes in
            let names = NameIndex(index.words)
            let key = names.key(of: bytes)
            let place = names.place(of: bytes, key: key, from: names.index.home(of: key))
            let isShort = !key.isHashed && owner == nil
            // The place may be that of a forgotten name, which another thread reads, so the bytes must be visible
            // first.
            index.words.publish(isShort ? 0 : self.store(bytes, owner).address, at: place.offset + 3)
            index.words.store(key.high, at: place.offset + 1)
            index.words.store(key.low, at: place.offset + 2)
            index.words.publish(entry, at: place.offset)
            if place.entry == UserEntry.free.bits { index.usedCount += 1 }
        }
    }

    private mutating func store(_ bytes: NameBytes, _ owner: UserID?) -> SharedWords {
        let wordCount = (bytes.count + 7) / 8
        let count = 1 + wordCount + (owner == nil ? 0 : 2)
        let words = self.arena.allocate(count)
        self.blocks.append((words, WordArena.blockSize(for: count)))
        for position in 0..<wordCount { words.store(bytes.paddedWord(position), at: 1 + position) }
        if let owner {
            words.store(owner.high, at: 1 + wordCount)
            words.store(owner.low, at: 2 + wordCount)
        }
        words.store(UInt64(bytes.count), at: 0)
        return words
    }
}
