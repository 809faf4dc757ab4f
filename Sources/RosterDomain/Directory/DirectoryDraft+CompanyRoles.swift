// The roles of the company that a batch of changes touches.

extension DirectoryDraft {
    /// A role of the company that a batch touches.
    package struct DraftedCompanyRole: Sendable {
        /// The role as it was; nil when it is new.
        package let before: CompanyRole?
        /// The role as it will be.
        package internal(set) var role: CompanyRole
    }

    mutating func add(_ role: CompanyRole, over directory: some DirectoryLookup) throws(DraftError) {
        let isTouched = self.companyRoles.contains { $0.role.id == role.id }
        let isThere = try isTouched ? true : directory.found(role.id) != nil
        if isThere { throw .contradiction(.companyRoleExists(role.id)) }
        guard role.version == 1, !role.isDeleted, !role.isRetired else {
            throw .contradiction(.companyRoleDiffers(role.id))
        }
        for name in role.names { try self.give(name, to: .companyRole(role.id), over: directory) }
        self.companyRoles.append(DraftedCompanyRole(before: nil, role: role))
    }

    mutating func take(
        _ change: CompanyRoleChange, to id: CompanyRoleID, over directory: some DirectoryLookup
    ) throws(DraftError) {
        let position = try self.position(of: id, over: directory)
        let before = self.companyRoles[position].role
        guard before.follows(change) else { throw .contradiction(.companyRoleDiffers(id)) }
        self.companyRoles[position].role.apply(change, at: self.commit.at)
        try self.move(before.names, to: self.companyRoles[position].role.names, of: .companyRole(id), over: directory)
    }

    /// The position of a role, which must exist, among those touched; a step touches few.
    private mutating func position(
        of id: CompanyRoleID, over directory: some DirectoryLookup
    ) throws(DraftError) -> Int {
        if let known = self.companyRoles.firstIndex(where: { $0.role.id == id }) { return known }
        guard let found = try directory.found(id), !found.isDeleted else {
            throw .contradiction(.unknownCompanyRole(id))
        }
        self.companyRoles.append(DraftedCompanyRole(before: found, role: found))
        return self.companyRoles.count - 1
    }
}
