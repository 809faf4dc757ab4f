import RosterDomain

/// Where the names of a catalog stand in its document, so that a broken rule can be told with its place.
struct CatalogPlaces {
    /// Where the parts of a role stand; the role itself for what is not there.
    struct OfRole {
        let node: Int
        let id: Int
        let includes: Int
        let scoping: Int
    }

    /// Where the parts of a permission stand; the permission itself for what is not there.
    struct OfPermission {
        let id: Int
        let rule: Int
    }

    /// Where the parts of a separation set stand; the set itself for what is not there.
    struct OfSeparationSet {
        let node: Int
        let name: Int
        let limit: Int
    }

    /// One for each role, in their order.
    var roles: [OfRole] = []
    /// One for each permission, in their order.
    var permissions: [OfPermission] = []
    /// One for each separation set, in their order.
    var separationSets: [OfSeparationSet] = []
    /// Every place where a role is named.
    var roleReferences: [(role: RoleID, node: Int)] = []
    /// Every place where a permission is named.
    var permissionReferences: [(permission: Permission, node: Int)] = []
    /// How many more pairs of characters may be compared to find nearest names; ours.
    ///
    /// Comparing each wrong name of a large document with every known one could take hours.
    private var comparisonsLeft = 10_000_000

    /// The known name that is nearest to a wrong one, as long as looking for it is cheap.
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
