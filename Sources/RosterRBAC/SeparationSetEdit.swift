import RosterDomain
import RosterUseCases

/// The separation sets of one kind, static or dynamic, in a catalog, and how one of them becomes another.
struct SeparationSetEdit {
    /// Which sets of a catalog: of the two kinds, one property.
    enum Kind { case fixed, dynamic }

    let kind: Kind
    let catalog: RoleCatalog

    var sets: [SeparationSet] {
        switch self.kind {
        case .fixed: self.catalog.separationSets
        case .dynamic: self.catalog.dynamicSeparationSets
        }
    }

    /// The set with a name.
    func set(named name: String) throws(StandardRBACError) -> SeparationSet {
        if let set = self.sets.first(where: { $0.name == name }) { return set }
        let nearest = nearestName(to: name, among: self.sets.map(\.name))
        throw .tenant(.unknownName(UnknownNameError(kind: .separationSet, name: name, nearest: nearest)))
    }

    /// The catalog with one set more.
    func adding(_ set: SeparationSet) throws(StandardRBACError) -> RoleCatalog {
        try self.catalog(with: self.sets + [set])
    }

    /// The catalog with one set changed, or without it when `change` returns nil.
    func changing(
        _ name: String, _ change: (SeparationSet) throws(StandardRBACError) -> SeparationSet?
    ) throws(StandardRBACError) -> RoleCatalog {
        let changed = try change(try self.set(named: name))
        return try self.catalog(with: self.sets.compactMap { $0.name == name ? changed : $0 })
    }

    /// The catalog with one role more in a set.
    func adding(_ role: RoleID, to name: String) throws(StandardRBACError) -> RoleCatalog {
        try self.changing(name) { (set) throws(StandardRBACError) in
            guard !set.roles.contains(role) else { throw .roleInSet(role, set: name) }
            return SeparationSet(name, roles: set.roles.union([role]), limit: set.limit)
        }
    }

    /// The catalog with one role less in a set.
    func removing(_ role: RoleID, from name: String) throws(StandardRBACError) -> RoleCatalog {
        try self.changing(name) { (set) throws(StandardRBACError) in
            guard set.roles.contains(role) else { throw .roleNotInSet(role, set: name) }
            return SeparationSet(name, roles: set.roles.subtracting([role]), limit: set.limit)
        }
    }

    /// The catalog with another limit of a set.
    func limiting(_ name: String, to limit: Int) throws(StandardRBACError) -> RoleCatalog {
        try self.changing(name) { SeparationSet(name, roles: $0.roles, limit: limit) }
    }

    private func catalog(with sets: [SeparationSet]) throws(StandardRBACError) -> RoleCatalog {
        do throws(RoleCatalogError) {
            switch self.kind {
            case .fixed: return try self.catalog.separating(statically: sets)
            case .dynamic: return try self.catalog.separating(dynamically: sets)
            }
        } catch {
            throw .catalog(error)
        }
    }
}
