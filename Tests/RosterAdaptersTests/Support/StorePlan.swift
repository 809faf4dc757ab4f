import RosterAdapters
import RosterStore
import RosterDomain

/// The steps that tests ask a small directory for: each follows from those before it, and none is like another.
enum StorePlan {
    static let path = "/store"
    private static let roles = ["reader", "writer", "owner"]

    /// Small segments, and no checkpoint unless it is asked for.
    static var options: StoreOptions {
        var options = StoreOptions()
        options.compactsByItself = false
        options.lockPatience = .seconds(5)
        options.journalSizes = JournalSizes(
            segmentByteLimit: 1_024, firstStepByteCount: 4_096, stepByteLimit: 4_096)
        return options
    }

    static func id(_ number: Int) -> UserID {
        UserID(high: UInt64(number) &* 0x9E37_79B9_7F4A_7C15, low: UInt64(number))
    }

    static func email(_ number: Int) throws -> EmailAddress { try EmailAddress("user\(number)@contoso.example") }

    static func groupID(_ number: Int) -> GroupID { GroupID(high: UInt64(number), low: UInt64(number)) }

    static func groupName(_ number: Int) throws -> RecordName {
        RecordName(groupNamed: try FullName("G\(number)"))
    }

    /// The step with a number, from 1 on: a user comes with roles, is renamed, is blocked, is talked about at length; a group comes with a
    /// member, gets a role, loses the member, and is deleted; a role of the company is defined, changed, retired, and reinstated or deleted.
    static func commit(_ number: Int) throws -> Commit {
        Commit(
            revision: Revision(UInt64(number)), at: self.moment(number), principal: .system,
            changes: try self.changes(number) + [try self.companyRoleChange(number)])
    }

    private static func changes(_ number: Int) throws -> [Change] {
        switch number % 4 {
        case 0:
            let (old, new) = (try FullName("User \(number - 3)"), try FullName("User \(number)"))
            return [.userRenamed(user: self.id(number - 3), from: old, to: new), self.groupChange(number)]
        case 3:
            return [.statusChanged(user: self.id(number - 1), from: .active, to: .blocked)]
                + (try self.newGroup(number))
        case 2 where number % 8 == 2:
            return try self.newcomer(number) + [self.refusal(String(repeating: "at length ", count: 90))]
        default: return try self.newcomer(number) + [self.refusal("step \(number)")]
        }
    }

    /// A group whose member the user becomes who is blocked; the member of the group before leaves that one.
    private static func newGroup(_ number: Int) throws -> [Change] {
        let profile = try GroupProfile(name: FullName("G\(number)"))
        let group = Group(id: self.groupID(number), profile: profile, addedAt: self.moment(number))
        let changes: [Change] = [
            .groupAdded(group: group), .memberAdded(user: self.id(number - 1), group: self.groupID(number)),
        ]
        guard number > 4 else { return changes }
        return changes + [.memberRemoved(user: self.id(number - 5), group: self.groupID(number - 4))]
    }

    /// The group of the step before gets a role, or every other one is deleted.
    private static func groupChange(_ number: Int) -> Change {
        let role = GroupRole(RoleID("writer"), grantedBy: .system, grantedAt: self.moment(number))
        return .groupChanged(group: self.groupID(number - 1), change: number % 8 == 0 ? .deleted : .roleAssigned(role))
    }

    /// A user, roles and an entry of the audit that belong together.
    private static func newcomer(_ number: Int) throws -> [Change] {
        let user = User(
            id: self.id(number), fullName: try FullName("User \(number)"), email: try self.email(number),
            affiliation: .member, status: .active, addedAt: self.moment(number))
        // Every other one gets the role of the company that was defined in the step before.
        let roles =
            self.roles.prefix(1 + number % 3).map { RoleID($0) }
            + (number % 4 == 2 ? [RoleID(self.companyRoleID(number - 1))] : [])
        return [.userAdded(user: user)]
            + roles.map { role in
                let assignment = RoleAssignment(
                    of: role, to: user.id, at: .company, during: .always, grantedBy: .system,
                    grantedAt: self.moment(number))
                return .roleAssigned(assignment: assignment)
            }
    }

    private static func refusal(_ text: String) -> Change {
        .refused(refusal: Refusal(text, because: .wrongCredentials))
    }

    static func moment(_ number: Int) -> Timestamp {
        Timestamp(millisecondsSinceEpoch: 1_795_348_800_000 + Int64(number))
    }

    /// What the first steps amount to.
    static func state(after count: Int) throws -> DirectoryState {
        var state = DirectoryState()
        for number in 0..<count { try state.apply(self.commit(number + 1)) }
        return state
    }

    static let queries = [
        UserQuery(pageSize: 1_000), UserQuery(role: RoleID("writer"), pageSize: 2),
        UserQuery(statuses: [.blocked], pageSize: 3), UserQuery(text: "user 1", pageSize: 50),
        UserQuery(memberOf: groupID(3)), UserQuery(statuses: [.blocked], memberOf: groupID(7)),
    ]
    static let groupQueries = [
        GroupQuery(), GroupQuery(isDeleted: true), GroupQuery(text: "g1", role: RoleID("writer")),
    ]
}
