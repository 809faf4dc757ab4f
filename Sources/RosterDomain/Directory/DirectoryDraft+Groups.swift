// The groups that a batch of changes touches.

extension DirectoryDraft {
    /// A group that a batch touches.
    package struct DraftedGroup: Sendable {
        /// The group as it was; nil when it is new.
        package let before: Group?
        /// The group as it will be.
        package internal(set) var group: Group
    }

    private func position(of group: GroupID) -> Int? {
        self.groupPositions.find(group.draftHash) { self.groups[Int($0)].group.id == group }.map { Int($0) }
    }

    private mutating func touch(_ group: DraftedGroup) -> Int {
        self.groupPositions.insert(UInt32(self.groups.count), hash: group.group.id.draftHash)
        self.groups.append(group)
        return self.groups.count - 1
    }

    /// The position of a group, which must exist, among those touched.
    mutating func position(
        of id: GroupID, over directory: some DirectoryLookup
    ) throws(DraftError) -> Int {
        if let known = self.position(of: id) { return known }
        guard let found = try directory.found(id) else { throw .contradiction(.unknownGroup(id)) }
        return self.touch(DraftedGroup(before: found, group: found))
    }

    mutating func add(_ group: Group, over directory: some DirectoryLookup) throws(DraftError) {
        let isTouched = self.position(of: group.id) != nil
        let isThere = try isTouched ? true : directory.found(group.id) != nil
        if isThere { throw .contradiction(.groupExists(group.id)) }
        guard group.version == 1, !group.isDeleted, group.roles.isEmpty else {
            throw .contradiction(.groupDiffers(group.id))
        }
        for name in group.names { try self.give(name, to: .group(group.id), over: directory) }
        _ = self.touch(DraftedGroup(before: nil, group: group))
    }

    mutating func take(
        _ change: GroupChange, to id: GroupID, over directory: some DirectoryLookup
    ) throws(DraftError) {
        let position = try self.position(of: id, over: directory)
        let before = self.groups[position].group
        guard before.follows(change) else { throw .contradiction(.groupDiffers(id)) }
        self.groups[position].group.apply(change, at: self.commit.at)
        try self.move(before.names, to: self.groups[position].group.names, of: .group(id), over: directory)
    }
}

extension Group {
    /// Whether a change to this group follows from what it is.
    fileprivate func follows(_ change: GroupChange) -> Bool {
        switch change {
        case .changed(let former, let new): !self.isDeleted && self.profile == former && former != new
        case .deleted: !self.isDeleted
        case .restored: self.isDeleted
        case .roleAssigned(let role): !self.isDeleted && self.role(role.role, at: role.scope) == nil
        case .roleRemoved(let role): self.role(role.role, at: role.scope) != nil
        }
    }
}
