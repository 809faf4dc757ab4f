import RosterDomain

/// The places of a catalog's names in its document, so that an error about a broken rule can include the place.
struct CatalogPlaces {
    /// The places of a role's parts; the role itself for a missing part.
    struct OfRole {
        let node: Int
        let id: Int
        let includes: Int
        let scoping: Int
    }

    /// The places of a permission's parts; the permission itself for a missing part.
    struct OfPermission {
        let id: Int
        let rule: Int
    }

    /// The places of a separation set's parts; the set itself for a missing part.
    struct OfSeparationSet {
        let node: Int
        let name: Int
        let limit: Int
    }

    /// One for each role, in their order.
    var roles: [OfRole] = []
    /// One for each permission, in their order.
    var permissions: [OfPermission] = []
    /// One for each separation set, the static ones first, in their order.
    var separationSets: [OfSeparationSet] = []
    /// Every place where a role is named.
    var roleReferences: [(role: RoleID, node: Int)] = []
    /// Every place where a permission is named.
    var permissionReferences: [(permission: Permission, node: Int)] = []
    /// How many more pairs of characters the search for similar names may compare; ours.
    ///
    /// Comparing each wrong name of a large document with every known name could take hours.
    private var comparisonsLeft = 10_000_000

    /// The known name that is most similar to a wrong one, as long as the search is cheap.
    mutating func nearest(to name: String, among known: some Sequence<String>) -> String? {
        let length = name.utf8.count
        guard length <= 128 else { return nil }
        var candidates: [String] = []
        for candidate in known where abs(candidate.utf8.count - length) <= max(1, length / 3) {
            self.comparisonsLeft -= (length + 1) * (candidate.utf8.count + 1)
            guard self.comparisonsLeft > 0 else { break }
            candidates.append(candidate)
        }
        return nearestName(to: name, among: candidates)
    }
}
