/// Something done to another person's account.
public enum AccountAction: String, Sendable, Hashable, Codable, CaseIterable {
    /// Replace the password with a temporary one.
    case resetPassword
    /// Keep the person from signing in, or allow it again.
    case block
    /// Delete the account, or restore it.
    case delete
    /// Change the profile attributes that administrators may edit.
    case editProfile
}

extension AccountAction: CustomStringConvertible {
    /// The action in words, in the infinitive.
    public var description: String {
        switch self {
        case .resetPassword: "reset the password"
        case .block: "block or unblock the account"
        case .delete: "delete or restore the account"
        case .editProfile: "change the profile"
        }
    }
}
