extension UserRecord {
    /// Whether the person holds a role for the whole company and permanently, and is able to sign in.
    ///
    /// This requires an active account, and a chosen password that has worked. It excludes an administrator who never
    /// signed in, is blocked, or must still change a temporary password, and it excludes services.
    public func canBeCountedOn(for role: RoleID) -> Bool {
        self.user.accountKind == .person && self.user.status == .active && self.user.hasSignedIn
            && self.assignments.contains { $0.role == role && $0.scope == .company && $0.window == .always }
    }
}
