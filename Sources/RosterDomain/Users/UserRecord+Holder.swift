extension UserRecord {
    /// Whether the person holds a role for the whole company and for good, and can really sign in.
    ///
    /// That takes an account in use and a password of their own that has worked: an administrator who never signed in, is
    /// blocked, or must still change a temporary password cannot be counted on.
    public func canBeCountedOn(for role: RoleID) -> Bool {
        self.user.status == .active && self.user.hasSignedIn
            && self.assignments.contains { $0.role == role && $0.scope == .company && $0.window == .always }
    }
}
