/// Enroll the company: its first user becomes the holder of the indispensable role, and its owner.
package struct EnrollCompany: TenantCommand {
    /// The company's name.
    package let name: FullName
    /// The programs that the company is in.
    package let programs: Set<Program>
    /// The identifier that the first user gets.
    package let userID: UserID
    /// The first user's credential.
    package let credential: CredentialID
    /// The first user's name.
    package let fullName: FullName
    /// The first user's address.
    package let email: EmailAddress

    /// Names the company and its first user.
    package init(
        name: FullName, programs: Set<Program>, userID: UserID, credential: CredentialID, fullName: FullName,
        email: EmailAddress
    ) {
        self.name = name
        self.credential = credential
        self.programs = programs
        self.userID = userID
        self.fullName = fullName
        self.email = email
    }

    /// What is wanted, in words.
    package var attempt: String { "enroll the company" }
    /// Nothing beyond the company.
    package var needs: FactNeeds { FactNeeds() }

    /// Refuses when a company has been enrolled already.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        guard facts.company == nil else { throw .alreadyEnrolled }
        let company = Company(name: self.name, programs: self.programs, enrolledBy: self.userID, enrolledAt: facts.now)
        let user = User(
            id: self.userID, fullName: self.fullName, email: self.email, status: .mustChangePassword,
            addedAt: facts.now, credential: self.credential)
        // No separation set stands in the way: a catalog refuses enrollment roles that must stay apart.
        let assignments = facts.catalog.enrollmentRoles.sorted().map { role in
            Change.roleAssigned(
                assignment: RoleAssignment(of: role, to: self.userID, grantedBy: facts.principal, grantedAt: facts.now))
        }
        return [.companyEnrolled(company: company), .userAdded(user: user)] + assignments
    }
}
