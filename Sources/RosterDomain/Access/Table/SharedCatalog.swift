import Synchronization

/// A catalog compiled once for all tables that use it, with the names of its permissions and conditions.
final class SharedCatalog: Sendable {
    let compiled: CompiledCatalog
    let names: CatalogNames
    // invariant: what is in the arenas is written before any other thread knows of them, and never changed
    private nonisolated(unsafe) let arenas: (indexes: IndexArena, bytes: WordArena)

    fileprivate init(_ catalog: RoleCatalog) {
        self.compiled = CompiledCatalog(catalog, numbering: AccessState.numbering(for: catalog))
        self.arenas = (IndexArena(), WordArena())
        self.names = CatalogNames(self.compiled, seeds: AccessTable.seeds(), self.arenas.indexes, self.arenas.bytes) {}
    }
}

/// What a catalog was compiled into: for checking, for as long as a table uses it, and for remedies.
final class CatalogCompilation: Sendable {
    private struct Present {
        weak var catalog: SharedCatalog?
    }

    private let present = Mutex(Present())
    private let facts = Mutex<RemedyFacts?>(nil)

    /// Compiles the catalog that this belongs to, unless it is compiled already.
    func compiled(_ catalog: RoleCatalog) -> SharedCatalog {
        self.present.withLock { present in
            if let known = present.catalog { return known }
            let made = SharedCatalog(catalog)
            present.catalog = made
            return made
        }
    }

    /// What remedies need to know of the catalog that this belongs to, worked out when the first one is asked for.
    func remedyFacts(_ catalog: RoleCatalog) -> RemedyFacts {
        self.facts.withLock { facts in
            if let known = facts { return known }
            let made = RemedyFacts(catalog)
            facts = made
            return made
        }
    }
}
