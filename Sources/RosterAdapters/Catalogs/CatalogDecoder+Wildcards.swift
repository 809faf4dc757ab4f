import RosterDomain
import RosterJSON

/// Grants of several permissions at once: `partner/customers/*` stands for every permission that begins so.
///
/// Wildcards are sugar: the catalog has the permissions that they stood for when it was read.
extension CatalogDecoder {
    /// The most permissions that the wildcards of a document may be compared with; ours, so that no document can take hours.
    static let wildcardComparisonLimit = 50_000_000

    /// The grants of a role, those that wildcards stand for in place of them; nil when one is wrong.
    ///
    /// What a wildcard stands for and the role grants under the same conditions already is not granted twice.
    mutating func grants(at node: Int) -> [Grant]? {
        guard let read = self.list(node, { decoder, element in decoder.grants(in: element) }) else { return nil }
        let named = Set(read.lazy.filter { !$0.isExpanded }.flatMap(\.grants))
        var expanded: Set<Grant> = []
        return read.flatMap { part in
            part.isExpanded ? part.grants.filter { !named.contains($0) && expanded.insert($0).inserted } : part.grants
        }
    }

    /// What one element of a list of grants stands for.
    struct GrantPart {
        let grants: [Grant]
        let isExpanded: Bool
    }

    private mutating func grants(in node: Int) -> GrantPart? {
        let (name, conditions) = self.grantParts(at: node)
        guard let name, let conditions, let text = self.text(at: name) else { return nil }
        guard text.utf8.contains(UInt8(ascii: "*")) else {
            return self.permissionName(name).map {
                GrantPart(grants: [Grant($0, given: conditions)], isExpanded: false)
            }
        }
        guard let permissions = self.permissions(matching: text, at: name) else { return nil }
        return GrantPart(grants: permissions.map { Grant($0, given: conditions) }, isExpanded: true)
    }

    /// The permissions of the document that a wildcard stands for, in their order; nil when it is wrong or stands for none.
    private mutating func permissions(matching text: String, at node: Int) -> [Permission]? {
        let pattern = text.split(separator: "/", omittingEmptySubsequences: false)
        guard pattern.count >= 3, pattern.allSatisfy({ $0 == "*" || !$0.isEmpty && !$0.contains("*") }) else {
            self.note(.malformedWildcard(text), at: node)
            return nil
        }
        // A problem with the table of permissions was reported; what the wildcard stands for is unknown.
        guard let known = self.knownPermissions else { return nil }
        if let found = self.expansions[text] { return found }
        self.wildcardComparisons += known.count
        guard self.wildcardComparisons <= Self.wildcardComparisonLimit else {
            self.note(.tooManyWildcards(limit: Self.wildcardComparisonLimit), at: node)
            return nil
        }
        let found = known.filter { Self.matches(pattern, $0.parts) }.map(\.permission)
        guard !found.isEmpty else {
            self.note(.wildcardWithoutMatch(text), at: node)
            return nil
        }
        self.expansions[text] = found
        return found
    }

    /// Whether each part is the same or a wildcard; one at the end stands for all parts that follow, one at least.
    private static func matches(_ pattern: [Substring], _ parts: [Substring]) -> Bool {
        let isOpen = pattern.last == "*"
        guard isOpen ? parts.count >= pattern.count : parts.count == pattern.count else { return false }
        return zip(pattern, parts).allSatisfy { $0 == "*" || $0 == $1 }
    }

    /// A permission of the document, and its parts.
    struct KnownPermission {
        let permission: Permission
        let parts: [Substring]

        init(_ permission: Permission) {
            self.permission = permission
            self.parts = permission.rawValue.split(separator: "/", omittingEmptySubsequences: false)
        }
    }
}
