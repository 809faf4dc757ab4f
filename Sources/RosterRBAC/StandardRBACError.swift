public import RosterDomain
public import RosterUseCases

/// Why a function of the standard was not valid, or failed.
@nonexhaustive
public enum StandardRBACError: Error, Sendable {
    /// The tenant did not do it; see `TenantError.refused(_:)` for what the rules say, and `TenantError.unknownName(_:)` for a role, a
    /// permission, an object or a separation set that the catalog does not know.
    case tenant(TenantError)
    /// The token opens no session of this user.
    case unknownSession
    /// The role is one of the catalog, which belongs to the host.
    case roleOfCatalog(RoleID)
    /// The role of the company would have more grants or name more roles than a definition may.
    case definition(CompanyRoleDefinitionError)
    /// The role is in the separation set already.
    case roleInSet(RoleID, set: String)
    /// The role is not in the separation set.
    case roleNotInSet(RoleID, set: String)
    /// The catalog would not be sound with the separation set.
    case catalog(RoleCatalogError)
    /// Users have roles already that the separation set would keep apart.
    case separation([RuleBreach])
}

extension StandardRBACError {
    /// Why the rules of the tenant say no; nil for another reason.
    public var refusal: Refusal? { if case .tenant(let error) = self { error.refusal } else { nil } }
}

extension StandardRBACError: CustomStringConvertible {
    /// What went wrong, for a person.
    public var description: String {
        switch self {
        case .tenant(let error): error.description
        case .unknownSession: "the user has no such session, or has it no more"
        case .roleOfCatalog(let role): "the role `\(role)` is one of the catalog, which only the host changes"
        case .definition(let error): error.description
        case .roleInSet(let role, let set): "the separation set `\(set.forDisplay)` has the role `\(role)` already"
        case .roleNotInSet(let role, let set): "the separation set `\(set.forDisplay)` does not have the role `\(role)`"
        case .catalog(let error): error.description
        case .separation(let breaches): breaches.map(\.description).joined(separator: "\n")
        }
    }
}
