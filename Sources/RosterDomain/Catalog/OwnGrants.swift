/// What each role of a catalog grants itself, by the positions of roles and the numbers of permissions.
struct OwnGrants: Sendable {
    /// A permission, and whether the grant has conditions, in one word.
    struct Grant: Sendable {
        private let bits: UInt32

        fileprivate init(_ number: Int, isConditional: Bool) {
            self.bits = UInt32(number) << 1 | (isConditional ? 1 : 0)
        }

        /// The number of the permission.
        var permission: Int { Int(self.bits >> 1) }
        var isConditional: Bool { self.bits & 1 != 0 }
    }

    private var grants: [Grant] = []
    /// Where the grants of each role begin, and the end.
    private var starts: [Int] = [0]

    /// Numbers what roles grant; a permission that is not defined counts as none.
    ///
    /// - Complexity: O(roles + grants).
    init(_ inclusions: RoleInclusions, _ roles: [RoleID: Role], _ numbers: [Permission: Int]) {
        self.starts.reserveCapacity(inclusions.ids.count + 1)
        for id in inclusions.ids {
            for grant in roles[id]?.grants ?? [] {
                guard let number = numbers[grant.permission] else { continue }
                self.grants.append(Grant(number, isConditional: !grant.conditions.isEmpty))
            }
            self.starts.append(self.grants.count)
        }
    }

    /// What the role at a position grants, in order.
    subscript(position: Int) -> ArraySlice<Grant> { self.grants[self.starts[position]..<self.starts[position + 1]] }

    /// For each permission, where the roles stand that grant it.
    func rolesByPermission(count: Int) -> [[Int]] {
        var roles: [[Int]] = Array(repeating: [], count: count)
        for position in 0..<self.starts.count - 1 {
            for grant in self[position] where roles[grant.permission].last != position {
                roles[grant.permission].append(position)
            }
        }
        return roles
    }
}
