/// The roles of one company over a catalog, in a few hundred bytes each: what a table keeps beside the compiled catalog that all tenants
/// share.
///
/// What the roles name stands here as positions in the catalog. A part that does not count under the catalog has no position: such a
/// role is kept in full, so that the part counts again under another catalog.
final class CompanyRoles: Sendable {
    /// No roles.
    static let none = CompanyRoles([], over: nil)

    /// One role, in numbers.
    private struct Entry: Sendable {
        let id: CompanyRoleID
        let title: String
        let version: Int
        let isRetired: Bool
        let isOpenToGuests: Bool
        let scoping: RoleScoping
        let assignableBy: Set<RoleID>
        /// Where its numbers begin: the roles that it includes, then the grants, each a permission and a set of conditions.
        let start: UInt32
        let inclusionCount: UInt32
        let grantCount: UInt32
    }

    /// What tells a role of the company from one of the catalog.
    private static let companyBit: UInt32 = 1 << 31

    /// The roles, in the order of their identifiers.
    private let entries: [Entry]
    private let numbers: [UInt32]
    /// The sets of conditions, the empty one first.
    private let conditions: [Set<Condition>]
    /// The definitions with parts that do not count under the catalog.
    private let incomplete: [CompanyRoleID: CompanyRoleDefinition]

    /// Numbers roles; deleted ones are left out.
    ///
    /// - Complexity: O(roles × what they name).
    convenience init(_ roles: some Sequence<CompanyRole>, over catalog: RoleCatalog) {
        self.init(roles.filter { !$0.isDeleted }.sorted { $0.id < $1.id }, over: .some(catalog))
    }

    private init(_ roles: [CompanyRole], over catalog: RoleCatalog?) {
        var numbers: [UInt32] = []
        var sets: [Set<Condition>] = [[]]
        var incomplete: [CompanyRoleID: CompanyRoleDefinition] = [:]
        self.entries = roles.map { role in
            let definition = role.definition
            let start = numbers.count
            let included = definition.includes.sorted().compactMap { id in
                catalog?.number(ofIncluded: id, among: roles)
            }
            numbers += included
            let grants = definition.grants.filter { catalog?.countsInCompanyRole($0) ?? false }
            for grant in grants.sorted(by: Grant.precedes) {
                let set = sets.firstIndex(of: grant.conditions) ?? sets.endIndex
                if set == sets.endIndex { sets.append(grant.conditions) }
                numbers.append(UInt32(catalog?.permissionNumbers[grant.permission] ?? 0))
                numbers.append(UInt32(set))
            }
            if included.count < definition.includes.count || grants.count < definition.grants.count {
                incomplete[role.id] = definition
            }
            return Entry(
                id: role.id, title: definition.title.rawValue, version: role.version, isRetired: role.isRetired,
                isOpenToGuests: definition.isOpenToGuests, scoping: definition.scoping,
                assignableBy: definition.assignableBy, start: UInt32(start), inclusionCount: UInt32(included.count),
                grantCount: UInt32(grants.count))
        }
        (self.numbers, self.conditions, self.incomplete) = (numbers, sets, incomplete)
    }

    /// Whether there is no role.
    var isEmpty: Bool { self.entries.isEmpty }

    /// How many roles there are.
    var count: Int { self.entries.count }

    /// The identifiers of the roles, in ascending order.
    var ids: [CompanyRoleID] { self.entries.map(\.id) }

    /// Where a role stands; nil for one that the company does not have.
    func position(of id: CompanyRoleID) -> Int? {
        var (low, high) = (0, self.entries.count)
        while low < high {
            let middle = (low + high) / 2
            if self.entries[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < self.entries.count && self.entries[low].id == id ? low : nil
    }

    /// The number of changes to a role.
    func version(of position: Int) -> Int { self.entries[position].version }

    /// Whether a role can be given no more.
    func isRetired(_ position: Int) -> Bool { self.entries[position].isRetired }

    /// The roles whose holders alone may give a role; empty for all who may.
    func assigners(of position: Int) -> Set<RoleID> { self.entries[position].assignableBy }
}

// MARK: - In names

extension CompanyRoles {
    /// The roles of the catalog and of the company that a role includes by name, as far as they count.
    func inclusions(of position: Int) -> (ofCatalog: [Int], ofCompany: [Int]) {
        let entry = self.entries[position]
        let numbers = self.numbers[Int(entry.start)..<Int(entry.start + entry.inclusionCount)]
        let own = numbers.filter { $0 & Self.companyBit != 0 }.map { Int($0 & ~Self.companyBit) }
        return (numbers.filter { $0 & Self.companyBit == 0 }.map { Int($0) }, own)
    }

    /// Where the roles of the company stand that a role includes, directly or through others, itself among them.
    func included(in position: Int) -> [Int] {
        var (found, seen): ([Int], Set<Int>) = ([position], [position])
        var next = 0
        while next < found.count {
            for part in self.inclusions(of: found[next]).ofCompany where seen.insert(part).inserted {
                found.append(part)
            }
            next += 1
        }
        return found
    }

    /// What a role grants itself, as far as it counts: permissions by number, and their conditions.
    func grants(of position: Int) -> [(permission: Int, conditions: Set<Condition>)] {
        let entry = self.entries[position]
        let start = Int(entry.start + entry.inclusionCount)
        return stride(from: start, to: start + 2 * Int(entry.grantCount), by: 2).map { place in
            (Int(self.numbers[place]), self.conditions[Int(self.numbers[place + 1])])
        }
    }

    /// The names of the roles that a role includes, as far as they count.
    func includedNames(of position: Int, in catalog: RoleCatalog) -> Set<RoleID> {
        let (ofCatalog, ofCompany) = self.inclusions(of: position)
        return Set(ofCatalog.map { catalog.roles[$0].id } + ofCompany.map { RoleID(self.entries[$0].id) })
    }

    /// The roles as they were defined, but for their descriptions and origins, which access does not depend on.
    func roles(in catalog: RoleCatalog) -> [CompanyRole] {
        self.entries.indices.map { position in
            let entry = self.entries[position]
            let definition =
                self.incomplete[entry.id]
                ?? CompanyRoleDefinition(
                    takenInBefore: FullName(takenInBefore: entry.title), description: "",
                    grants: Set(
                        self.grants(of: position).map {
                            Grant(catalog.permissions[$0.permission].id, given: $0.conditions)
                        }),
                    includes: self.includedNames(of: position, in: catalog), scoping: entry.scoping,
                    isOpenToGuests: entry.isOpenToGuests, assignableBy: entry.assignableBy)
            var role = CompanyRole(id: entry.id, definition, definedBy: .system, definedAt: .distantPast)
            role.version = entry.version
            role.retiredAt = entry.isRetired ? .distantPast : nil
            return role
        }
    }

    /// What is declared of a role: its title, where it may be held, and whether guests may hold it.
    func declaration(of position: Int) -> (title: String, scoping: RoleScoping, isOpenToGuests: Bool) {
        let entry = self.entries[position]
        return (entry.title, entry.scoping, entry.isOpenToGuests)
    }

    /// The roles after some were defined, changed or deleted, and where those stand of which access depends on the change.
    func applying(_ changes: [CompanyRole], over catalog: RoleCatalog) -> CompanyRoles {
        var byID = Dictionary(uniqueKeysWithValues: self.roles(in: catalog).map { ($0.id, $0) })
        for role in changes { byID[role.id] = role }
        return CompanyRoles(byID.values, over: catalog)
    }
}

extension RoleCatalog {
    /// The number of a role that a role of the company includes; nil for one that does not count.
    fileprivate func number(ofIncluded id: RoleID, among roles: [CompanyRole]) -> UInt32? {
        if let own = id.companyRole {
            return roles.firstIndex { $0.id == own }.map { UInt32($0) | 1 << 31 }
        }
        guard let position = self.inclusions.positions[id], self.rolesByID[id] != nil else { return nil }
        return self.companyRoleGrounds.isReserved(role: position) ? nil : UInt32(position)
    }

    /// Whether a role of the company can grant this.
    func countsInCompanyRole(_ grant: Grant) -> Bool {
        guard let number = self.permissionNumbers[grant.permission] else { return false }
        let grounds = self.companyRoleGrounds
        return !grounds.isReserved(permission: number) && grant.conditions.isSubset(of: grounds.conditions)
            && !grounds.sources(of: grant, in: self).isEmpty
    }

    /// What the catalog, without those of a company, leaves to roles of companies.
    var companyRoleGrounds: CompanyRoleGrounds {
        self.company?.grounds ?? self.compilation.companyRoleGrounds(self)
    }
}
