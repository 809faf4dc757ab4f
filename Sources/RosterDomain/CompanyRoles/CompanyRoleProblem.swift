/// One thing that is wrong with a role of a company under a catalog.
public enum CompanyRoleProblem: Sendable, Hashable {
    /// It grants a permission that the catalog does not define.
    case unknownPermission(Permission, nearest: Permission?)
    /// It grants a permission that can change who has access, and that the catalog keeps for its own roles.
    case reservedPermission(Permission)
    /// It grants a permission under fewer conditions than any role of the catalog that companies may draw on.
    case grantTooBroad(Permission)
    /// It grants a permission that only such roles grant as must stay apart from others, take other roles, have a maximum of holders, or
    /// are held without an assignment.
    case grantBound(Permission)
    /// It would be open to more people or places than any role of the catalog that grants this permission.
    case grantTooWide(Permission)
    /// It grants something under a condition that no grant of the catalog has.
    case unknownCondition(Condition)
    /// It names a role that neither the catalog nor the company has.
    case unknownRole(RoleID)
    /// It includes a role that can change who has access, and that the catalog keeps to be given whole.
    case reservedRole(RoleID)
    /// It would be open to more people or places than a role that it includes.
    case widerThanIncluded(RoleID)
    /// It includes itself, directly or through these roles.
    case inclusionCycle([RoleID])
    /// It alone brings as many roles of this separation set as no user may have, or no session.
    case breachesSeparation(set: String)
    /// There is no program in which a company is offered all that it contains.
    case noCommonProgram
    /// It can be held at places of a kind that the catalog does not know.
    case unknownScopeKind(String)
    /// Its title is that of a role of the catalog, or looks like it.
    case titleOfCatalog(RoleID)
}

extension CompanyRoleProblem: CustomStringConvertible {
    /// The problem, for a person, after the title of the role.
    public var description: String {
        switch self {
        case .unknownPermission(let permission, let nearest):
            "grants `\(permission)`, which the catalog does not have"
                + (nearest.map { "; did you mean `\($0)`?" } ?? "")
        case .reservedPermission(let permission):
            "grants `\(permission)`, which can change who has access and stays with the roles of the catalog"
        case .grantTooBroad(let permission):
            "grants `\(permission)` more freely than a role of the catalog that it could be taken from; include the role instead"
        case .grantBound(let permission):
            "grants `\(permission)`, which comes only with roles that must stay apart from others, take other roles, have a maximum "
                + "of holders or are held without an assignment; include the role instead where that is possible"
        case .grantTooWide(let permission):
            "is open to more people or places than the roles that grant `\(permission)`"
        case .unknownCondition(let condition): "names the condition `\(condition)`, which no role of the catalog has"
        case .unknownRole(let role): "names the role `\(role)`, which does not exist"
        case .reservedRole(let role):
            "includes the role `\(role)`, which can change who has access and is only given whole"
        case .widerThanIncluded(let role): "is open to more people or places than the role `\(role)`, which it includes"
        case .inclusionCycle(let roles): "includes itself: \(roles.map { "`\($0)`" }.joined(separator: " → "))"
        case .breachesSeparation(let set): "brings together roles that `\(set.forDisplay)` keeps apart"
        case .noCommonProgram: "contains roles that no one program offers together"
        case .unknownScopeKind(let kind):
            "can be held at `\(kind.forDisplay)`, a kind of place that the catalog does not know"
        case .titleOfCatalog(let role): "has the title of the role `\(role)`, or one that looks like it"
        }
    }
}
