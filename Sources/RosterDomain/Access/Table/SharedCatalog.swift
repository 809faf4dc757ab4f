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
    private let grounds = Mutex<CompanyRoleGrounds?>(nil)
    /// The catalogs with roles of companies that were asked for last, and the most of them that are kept; ours.
    private let merged = Mutex<[(company: CompanyRoles, catalog: RoleCatalog)]>([])
    private static let mergedLimit = 8

    /// Compiles the catalog that this belongs to, unless it is compiled already.
    func compiled(_ catalog: RoleCatalog) -> SharedCatalog {
        self.present.withLock { present in
            if let known = present.catalog { return known }
            let made = SharedCatalog(catalog)
            present.catalog = made
            return made
        }
    }

    /// What the catalog that this belongs to leaves to roles of companies, worked out when it is first asked for.
    func companyRoleGrounds(_ catalog: RoleCatalog) -> CompanyRoleGrounds {
        self.grounds.withLock { grounds in
            if let known = grounds { return known }
            let made = CompanyRoleGrounds(catalog)
            grounds = made
            return made
        }
    }

    /// The catalog that this belongs to, with the roles of a company.
    ///
    /// A company keeps nothing but its roles: the merged catalogs of all companies would take many times their memory.
    func merged(_ company: CompanyRoles, into catalog: RoleCatalog) -> RoleCatalog {
        let known = self.merged.withLock { merged -> RoleCatalog? in
            guard let position = merged.firstIndex(where: { $0.company === company }) else { return nil }
            merged.append(merged.remove(at: position))
            return merged.last?.catalog
        }
        if let known { return known }
        let made = catalog.makeMerged(company)
        self.merged.withLock { merged in
            if merged.count == Self.mergedLimit { merged.removeFirst() }
            merged.append((company, made))
        }
        return made
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
