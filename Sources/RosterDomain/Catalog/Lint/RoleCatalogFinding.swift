/// Something in a catalog that is legal and most likely not meant.
///
/// A catalog with findings works as it says. Each case says exactly when it is found: never by a guess, so that a host that
/// leaves one as it is can say why.
public enum RoleCatalogFinding: Sendable, Hashable {
    /// No user can ever be allowed the permission: no role grants it, or separation sets forbid every user each combination of
    /// a role that grants it with roles that satisfy its rule.
    case permissionOutOfReach(Permission)
    /// Holding the role changes nothing: neither it nor a role that it includes grants anything, is named in a rule, gives
    /// authority over roles or accounts, or brings a role along.
    case roleGrantsNothing(RoleID)
    /// Holding the role is the same as holding the roles that it includes: it grants nothing that these do not grant under
    /// the same or fewer conditions, is named in no rule, gives no authority and brings no role along.
    case roleAddsNothing(RoleID, to: [RoleID])
    /// Roles that are the same but for their names and titles: in what they grant and which rules they satisfy, in where and
    /// by whom they may be held, in what their holders may assign and act on, in who may assign them and act on their
    /// holders, and in what they must be kept apart from.
    case rolesAlike([RoleID])
    /// Each role that grants the permission satisfies its rule by itself, so the rule never turns a yes into a no.
    case ruleNeverDecides(Permission)
    /// The rule has parts that change nothing; the shorter one given is satisfied by exactly the same people.
    case ruleHasRedundantParts(Permission, shorter: PermissionRule)
    /// A role grants a permission twice under the same conditions.
    case grantRepeated(Grant, in: RoleID)
    /// A role grants a permission that it has already under the same or fewer conditions, from another of its grants or from
    /// a role that it includes: the first in the catalog's order.
    case grantCovered(Grant, in: RoleID, by: RoleID)
    /// A right to assign roles is over no role at all.
    case assignmentAuthoritySelectsNothing(AssignmentAuthority)
    /// A right to assign roles is wholly within another of the same holder.
    case assignmentAuthorityCovered(AssignmentAuthority, by: AssignmentAuthority)
    /// A right over accounts allows no action, or reaches only people without a role, not even a retired one.
    case accountAuthoritySelectsNothing(AccountAuthority)
    /// A right over accounts is wholly within another of the same holder.
    case accountAuthorityCovered(AccountAuthority, by: AccountAuthority)
    /// Not even a user who held every role could assign this one: it is had only from enrollment, or through a role that
    /// includes it.
    case roleNobodyMayAssign(RoleID)
    /// A role never comes along with another, since every user it is meant for holds it without an assignment.
    case companionNeverGiven(RoleID, with: RoleID)
    /// A role that can change who has access may be held by people from outside.
    case privilegedRoleOpenToGuests(RoleID)
    /// No user can be given the role: with what comes along and with what every user holds it breaches a separation set.
    case roleKeptFromEverybody(RoleID, by: String)
    /// Who would breach the separation set would breach another one too, so it never decides.
    case separationCovered(set: String, by: String)
    /// A prerequisite of a role never decides: each user who may hold the role has it without an assignment, or by the role itself.
    case prerequisiteNeverDecides(RoleID, requires: RoleID)
    /// A separation set keeps a role and its prerequisite apart, so no user can be given the role.
    case prerequisiteOutOfReach(RoleID, requires: RoleID)
    /// The role that the company must not be without may be held by one user only, so it can never be handed over.
    case indispensableRoleForOne(RoleID)
    /// Roles whose names look alike: they differ only in characters that are not drawn, that look the same, or in case.
    case rolesLookAlike([RoleID])
    /// Roles whose titles look alike: a person who reads the title alone, in a letter or a request, cannot tell which is meant.
    case rolesTitledAlike([RoleID])
}

extension RoleCatalogFinding: CustomStringConvertible {
    /// What was found, for a person, and what to do about it.
    public var description: String {
        switch self {
        case .permissionOutOfReach(let permission):
            "no user can ever be allowed `\(permission)`; grant it by a role that can be held together with those its rule "
                + "needs, or remove it"
        case .roleNobodyMayAssign(let role): "no role may assign the role `\(role)`; give one the right to"
        case .companionNeverGiven(let companion, let role):
            "`\(companion)` never comes along with `\(role)`, because it is held without an assignment; leave it out"
        case .privilegedRoleOpenToGuests(let role):
            "the role `\(role)` is privileged and open to guests; close it to them, or take the privilege from it"
        case .roleKeptFromEverybody(let role, let set):
            "the separation set `\(set.forDisplay)` keeps the role `\(role)` from every user; take a role out of the set"
        case .separationCovered(let set, let other):
            "the separation set `\(set.forDisplay)` forbids nothing that `\(other.forDisplay)` does not; remove it"
        case .prerequisiteNeverDecides(let role, let required):
            "the role `\(role)` requires `\(required)`, which its holders have anyway; leave the prerequisite out"
        case .prerequisiteOutOfReach(let role, let required):
            "the role `\(role)` requires `\(required)`, and a separation set keeps the two apart; change one of them"
        case .indispensableRoleForOne(let role):
            "the role `\(role)`, without which the company must not be, may be held by one user, so it cannot be handed over; "
                + "allow two"
        case .rolesLookAlike(let roles):
            "the roles \(roles.prefix(8).map { "`\($0.rawValue.forDisplay(besides: $0.rawValue))`" }.joined(separator: ", ")) "
                + "look alike; rename all but one"
        case .rolesTitledAlike(let roles): "the roles \(roles.listed) have titles that look alike; give each its own"
        case .roleGrantsNothing(let role): "the role `\(role)` grants nothing; give it grants, or remove it"
        case .roleAddsNothing(let role, let others):
            "the role `\(role)` grants nothing beyond what it includes; assign \(others.listed) instead, and remove it"
        case .rolesAlike(let roles): "the roles \(roles.listed) differ in nothing but their names; keep one"
        case .grantRepeated(let grant, let role):
            "the role `\(role)` grants `\(grant.permission)` twice\(grant.inWords); remove one"
        case .grantCovered(let grant, let role, let other) where role == other:
            "the role `\(role)` grants `\(grant.permission)`\(grant.inWords) and under fewer conditions too; remove one"
        case .grantCovered(let grant, let role, let other):
            "the role `\(role)` grants `\(grant.permission)`\(grant.inWords), which it has from `\(other)` already; remove it"
        case .ruleNeverDecides(let permission):
            "the rule of `\(permission)` never decides, because each role that grants it satisfies the rule; remove the rule"
        case .ruleHasRedundantParts(let permission, let rule):
            "the rule of `\(permission)` has parts that change nothing; the same is said by \(rule)"
        case .assignmentAuthoritySelectsNothing(let authority):
            "a right of `\(authority.holder)` to assign roles is over none; name roles, or remove it"
        case .assignmentAuthorityCovered(let authority, _):
            "a right of `\(authority.holder)` to assign roles is within another of theirs; remove it"
        case .accountAuthoritySelectsNothing(let authority):
            "a right of `\(authority.holder)` over accounts allows nothing; name actions and roles, or remove it"
        case .accountAuthorityCovered(let authority, _):
            "a right of `\(authority.holder)` over accounts is within another of theirs; remove it"
        }
    }
}

extension Grant {
    fileprivate var inWords: String { self.conditions.isEmpty ? "" : " when \(self.conditions.inWords)" }
}
