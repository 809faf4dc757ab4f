/// Everything that is wrong with a catalog.
public struct RoleCatalogError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Every problem that was found; at least one.
    public let problems: [RoleCatalogProblem]

    /// The problems, one a line.
    public var description: String {
        let lines = self.problems.map { "  - \($0)" }
        return (["the role catalog has \(counted(self.problems.count, "problem")):"] + lines).joined(separator: "\n")
    }
}

/// One thing that is wrong with a catalog.
public enum RoleCatalogProblem: Sendable, Hashable, CustomStringConvertible {
    /// Two roles have one name.
    case duplicateRole(RoleID)
    /// Two permissions have one name.
    case duplicatePermission(Permission)
    /// A role's name is empty or holds a blank or a control character.
    case malformedRole(RoleID)
    /// A role's name begins as the names of roles do that companies define.
    case nameReservedForCompanies(RoleID)
    /// A permission's name does not have the form `namespace/entity/action`.
    case malformedPermission(Permission)
    /// Something names a role that the catalog does not define.
    case unknownRole(RoleID, namedBy: String)
    /// Something names a permission that the catalog does not define.
    case unknownPermission(Permission, namedBy: String)
    /// Roles include one another in a circle; the first is named again at the end.
    case inclusionCycle([RoleID])
    /// A permission's rule cannot be satisfied, not even by a user who holds every role that can be assigned.
    case unsatisfiableRule(Permission, PermissionRule)
    /// A permission's rule can be satisfied in more ways than a person could read.
    case ruleTooLarge(Permission, limit: Int)
    /// Grants require more different conditions than a check can be told.
    case tooManyConditions(count: Int, limit: Int)
    /// There are more permissions than can be numbered.
    case tooManyPermissions(count: Int, limit: Int)
    /// Roles include more others, directly or through others, than a catalog may hold; nothing else was looked at.
    ///
    /// The limit allows a chain of 11,000 roles.
    case tooManyInclusions(limit: Int)
    /// No user who could ever hold a role may assign this one, so no user could ever hold it.
    case unassignableRole(RoleID)
    /// A role that is not marked as privileged includes one that is.
    case hiddenPrivilege(RoleID, includes: RoleID)
    /// A role may be held by guests, at places, or in companies, where a role that it includes may not.
    case widerThanIncluded(RoleID, includes: RoleID)
    /// A role may be held at a kind of place that scopes cannot name.
    case unknownScopeKind(String, role: RoleID)
    /// A kind of scope cannot be part of one.
    case malformedScopeKind(String)
    /// Of provisioning permissions and a role that the company must not be without, the catalog lacks one or both; and yet it
    /// names the other one, or roles that are given at enrollment.
    case incompleteForCompany
    /// A role that users hold without an assignment has prerequisites or a maximum number of holders.
    case holdingRuleOnImplicitRole(RoleID)
    /// A role's maximum number of holders is below 1.
    case holderLimitTooSmall(RoleID, limit: Int)
    /// Roles require one another in a circle; the first is named again at the end.
    case prerequisiteCycle([RoleID])
    /// The user who enrolls the company would be given a role without a role that it requires.
    case enrollmentLacksPrerequisite(RoleID, requires: RoleID)
    /// The role given at enrollment cannot be assigned for the whole company, or not to a company without programs.
    case enrollmentRoleNotForEveryCompany(RoleID)
    /// Two separation sets have one name.
    case duplicateSeparationSet(String)
    /// A separation set's name is empty or holds a blank or a control character.
    case malformedSeparationSet(String)
    /// The title of a role has a control character or a mark of direction, or nothing that can be seen.
    case malformedRoleTitle(RoleID)
    /// The name of a plane of authority is empty or holds a blank or a control character.
    case malformedCategory(String)
    /// The title of the plane of authority with this name has a control character or a mark of direction, or nothing that can be seen.
    case malformedCategoryTitle(String)
    /// The name of a program in which roles are offered is empty or holds a blank or a control character.
    case malformedProgram(Program)
    /// The name of a condition that a grant requires is empty or holds a blank or a control character.
    case malformedCondition(Condition)
    /// The title of a permission, or its workspace, has a control character or a mark of direction, or nothing that can be seen.
    case malformedPermissionTitle(Permission)
    /// A separation set's limit is below 2, or above the number of its roles.
    case separationLimitOutOfRange(set: String, limit: Int, roleCount: Int)
    /// A role includes as many of a separation set's roles as must stay apart, so no user could hold it, or no session have it
    /// active.
    case roleBreachesSeparation(RoleID, set: String)
    /// The user who enrolls the company would be given more of a separation set's roles than any user may have.
    case enrollmentBreachesSeparation(set: String)
    /// A role that users hold without an assignment, and so in every session, is or includes one of a dynamic separation set.
    case implicitRoleSeparated(RoleID, set: String)

    /// The problem, for a person.
    public var description: String {
        switch self {
        case .duplicateRole(let role): "the role `\(role)` is defined more than once"
        case .duplicatePermission(let permission): "the permission `\(permission)` is defined more than once"
        case .malformedRole(let role): "`\(role.rawValue.forDisplay)` cannot name a role"
        case .nameReservedForCompanies(let role):
            "`\(role.rawValue.forDisplay)` is a name that only roles of companies have; begin it with another word"
        case .malformedPermission(let permission):
            "the permission `\(permission.rawValue.forDisplay)` does not have the form `namespace/entity/action`"
        case .unknownRole(let role, let place): "\(place) names the role `\(role)`, which is not defined"
        case .unknownPermission(let permission, let place):
            "\(place) names the permission `\(permission)`, which is not defined"
        case .inclusionCycle(let roles):
            "roles include one another in a circle: \(roles.map { "`\($0)`" }.joined(separator: " → "))"
        case .unsatisfiableRule(let permission, let rule):
            "no user can satisfy the rule of `\(permission)`: \(rule)"
        case .ruleTooLarge(let permission, let limit):
            "the rule of `\(permission)` can be satisfied in more than \(limit) ways"
        case .tooManyConditions(let count, let limit):
            "grants require \(count) different conditions, more than \(limit)"
        case .tooManyPermissions(let count, let limit):
            "there are \(count) permissions, more than \(limit)"
        case .holdingRuleOnImplicitRole(let role):
            "the role `\(role)` is held without an assignment, so it can have no prerequisites and no maximum number of holders"
        case .holderLimitTooSmall(let role, let limit):
            "the role `\(role)` may be held by \(limit) users; the number is to be 1 or more"
        case .prerequisiteCycle(let roles):
            "roles require one another in a circle: \(roles.map { "`\($0)`" }.joined(separator: " → "))"
        case .enrollmentLacksPrerequisite(let role, let required):
            "enrollment gives the role `\(role)` without `\(required)`, which it requires"
        case .tooManyInclusions(let limit):
            "roles include more than \(limit) others in all; include fewer, or shorten the chains"
        case .unassignableRole(let role): "no role may assign the role `\(role)`"
        case .hiddenPrivilege(let role, let included):
            "the role `\(role)` is not marked as privileged and includes `\(included)`, which is"
        case .widerThanIncluded(let role, let included):
            "the role `\(role)` may be held by people or at places where `\(included)`, which it includes, may not"
        case .unknownScopeKind(let kind, let role):
            "the role `\(role)` may be held at `\(kind.forDisplay)`, which is not a kind of scope"
        case .malformedScopeKind(let kind):
            "`\(kind.forDisplay)` cannot be a kind of scope; use 1 to \(Scope.partByteLimit) ASCII letters, digits or "
                + "`. _ - ~ @ : + =`"
        case .incompleteForCompany:
            "a catalog for a company names provisioning permissions and a role that the company must not be without; one "
                + "that serves checks only names neither, and no enrollment roles"
        case .enrollmentRoleNotForEveryCompany(let role):
            "the role `\(role)` is given at enrollment and is not open to every company as a whole"
        case .duplicateSeparationSet(let set): "the separation set `\(set.forDisplay)` is defined more than once"
        case .malformedSeparationSet(let set): "`\(set.forDisplay)` cannot name a separation set"
        case .malformedRoleTitle(let role):
            "the title of the role `\(role)` cannot be read: it holds a control character or a mark of direction, or nothing "
                + "that can be seen"
        case .malformedCategory(let category): "`\(category.forDisplay)` cannot name a category of roles"
        case .malformedCategoryTitle(let category):
            "the title of the category `\(category.forDisplay)` cannot be read: it holds a control character or a mark of "
                + "direction, or nothing that can be seen"
        case .malformedProgram(let program): "`\(program)` cannot name a program"
        case .malformedCondition(let condition): "`\(condition)` cannot name a condition"
        case .malformedPermissionTitle(let permission):
            "the title of the permission `\(permission)`, or its workspace, cannot be read: it holds a control character or a "
                + "mark of direction, or nothing that can be seen"
        case .separationLimitOutOfRange(let set, let limit, let roleCount):
            "the separation set `\(set.forDisplay)` has \(counted(roleCount, "role")) and the limit \(limit), "
                + "which is to be from 2 to the number of roles"
        case .roleBreachesSeparation(let role, let set):
            "the role `\(role)` brings as many roles of the separation set `\(set.forDisplay)` as must stay apart"
        case .implicitRoleSeparated(let role, let set):
            "the role `\(role)` is held without an assignment and so is active in every session; take it out of the dynamic "
                + "separation set `\(set.forDisplay)`"
        case .enrollmentBreachesSeparation(let set):
            "enrollment gives more roles of the separation set `\(set.forDisplay)` than a user may have"
        }
    }
}
