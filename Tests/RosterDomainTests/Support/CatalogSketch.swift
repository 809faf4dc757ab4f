import RosterDomain
import Testing

/// A catalog in the making; sound until something is planted.
struct CatalogSketch {
    var roles = [Role("chief", grants: [Grant(.createHostUsers)]), Role("editor")]
    var permissions = [
        PermissionDefinition(.createHostUsers, title: "Create users"),
        PermissionDefinition(.viewHostUsers, title: "View users"),
    ]
    var mayAssign: Set<RoleID> = [.chief, .editor]
    var assignmentAuthorities: [AssignmentAuthority] = []
    var accountAuthorities: [AccountAuthority] = []
    var createUsers = Permission.createHostUsers
    var viewUsers = Permission.viewHostUsers
    var enrollmentRoles: Set<RoleID> = []
    var separationSets: [SeparationSet] = []
    var dynamicSeparationSets: [SeparationSet] = []
    var scopeKinds: Set<String>? = ["locations"]

    /// Adds a role that can be assigned.
    mutating func add(_ role: Role) {
        self.roles.append(role)
        self.mayAssign.insert(role.id)
    }

    /// Adds a permission, with a rule perhaps.
    mutating func add(_ permission: String, rule: PermissionRule? = nil) {
        self.permissions.append(PermissionDefinition(Permission(permission), title: permission, rule: rule))
    }

    /// What is wrong with the catalog as it stands.
    var problems: [RoleCatalogProblem] { self.error?.problems ?? [] }

    /// Why the catalog is refused as it stands, or nil when it is sound.
    var error: RoleCatalogError? {
        do throws(RoleCatalogError) {
            _ = try self.catalog()
            return nil
        } catch {
            return error
        }
    }

    /// The catalog as it stands.
    func catalog() throws(RoleCatalogError) -> RoleCatalog {
        try RoleCatalog(
            roles: self.roles, permissions: self.permissions,
            assignmentAuthorities: [AssignmentAuthority(.chief, mayAssign: .roles(self.mayAssign))]
                + self.assignmentAuthorities,
            accountAuthorities: self.accountAuthorities, scopeKinds: self.scopeKinds,
            provisioning: ProvisioningPermissions(createUsers: self.createUsers, viewUsers: self.viewUsers),
            indispensableRole: .chief, enrollmentRoles: self.enrollmentRoles, separationSets: self.separationSets,
            dynamicSeparationSets: self.dynamicSeparationSets)
    }
}

/// One thing that can be wrong, and how to bring it about.
struct Offense: Sendable, CustomTestStringConvertible {
    let problem: RoleCatalogProblem
    let plant: @Sendable (inout CatalogSketch) -> Void

    var testDescription: String { "\(self.problem)" }

    init(_ problem: RoleCatalogProblem, _ plant: @escaping @Sendable (inout CatalogSketch) -> Void) {
        self.problem = problem
        self.plant = plant
    }

    static let each =
        names + unknownRoles + unknownPermissions + wrongRoles + widths + rules + separations + holdingRules

    private static let names = [
        Offense(.duplicateRole(.editor)) { $0.roles.append(Role("editor")) },
        Offense(.duplicatePermission(.createHostUsers)) { $0.add("host/users/create") },
        Offense(.malformedRole(RoleID("two words"))) { $0.add(Role("two words")) },
        Offense(.malformedPermission(Permission("host//read"))) { $0.add("host//read") },
        Offense(.malformedRoleTitle(RoleID("turned"))) { $0.add(Role.titled("Ed\u{202E}rotide", "turned")) },
        Offense(.malformedRoleTitle(RoleID("unseen"))) { $0.add(Role.titled("\u{2800} \u{3164}", "unseen")) },
        Offense(.malformedRoleTitle(RoleID("two_lines"))) { $0.add(Role.titled("Two\nlines", "two_lines")) },
        Offense(.malformedPermissionTitle(Permission("host/bells/ring"))) { sketch in
            sketch.permissions.append(PermissionDefinition(Permission("host/bells/ring"), title: "Ring\u{7}"))
        },
        Offense(.malformedCategory("two planes")) {
            $0.add(Role.inCategory(RoleCategory("two planes", title: "Planes"), "boarded"))
        },
        Offense(.malformedCategoryTitle("turned_plane")) {
            $0.add(Role.inCategory(RoleCategory("turned_plane", title: "Pl\u{202E}ane"), "flown"))
        },
        Offense(.malformedProgram(Program("two programs"))) {
            $0.add(Role("offered", offeredTo: [Program("two programs"), Program("sound")]))
        },
        Offense(.inclusionCycle([RoleID("hen"), RoleID("egg"), RoleID("hen")])) { sketch in
            sketch.add(Role("hen", includes: ["egg"]))
            sketch.add(Role("egg", includes: ["hen"]))
        },
    ]

    private static let unknownRoles = [
        ghost("ghost1", namedBy: "the role `includer`") { $0.add(Role("includer", includes: ["ghost1"])) },
        ghost("ghost2", namedBy: "the role `bringer`") { $0.add(Role("bringer", accompaniedBy: ["ghost2"])) },
        ghost("ghost3", namedBy: "the rule of `host/ghosts/see`") { sketch in
            sketch.add("host/ghosts/see", rule: .anyOf(RoleID("ghost3"), .chief))
        },
        ghost("ghost4", namedBy: "the right of `ghost4` to assign roles") { sketch in
            let authority = AssignmentAuthority(RoleID("ghost4"), mayAssign: .roles([.editor]))
            sketch.assignmentAuthorities.append(authority)
        },
        ghost("ghost5", namedBy: "the right of `chief` to assign roles") { $0.mayAssign.insert(RoleID("ghost5")) },
        ghost("ghost6", namedBy: "the right of `ghost6` over accounts") { sketch in
            let authority = AccountAuthority(RoleID("ghost6"), may: [.block], holdersOf: .everyRole)
            sketch.accountAuthorities.append(authority)
        },
        ghost("ghost7", namedBy: "the right of `editor` over accounts") { sketch in
            let over = RoleSelection.union([.everyRole, .except(.everyRole, [RoleID("ghost7")])])
            sketch.accountAuthorities.append(AccountAuthority(.editor, may: [.block], holdersOf: over))
        },
        ghost("ghost8", namedBy: "enrollment") { $0.enrollmentRoles.insert(RoleID("ghost8")) },
        ghost("ghost9", namedBy: "the separation set `haunted`") { sketch in
            sketch.separationSets.append(SeparationSet("haunted", roles: [RoleID("ghost9"), .editor]))
        },
    ]

    private static let unknownPermissions = [
        Offense(.unknownPermission(Permission("host/ghosts/hunt"), namedBy: "the role `hunter`")) { sketch in
            sketch.add(Role("hunter", grants: [Grant(Permission("host/ghosts/hunt"))]))
        },
        Offense(.unknownPermission(Permission("host/ghosts/raise"), namedBy: "adding users")) { sketch in
            sketch.createUsers = Permission("host/ghosts/raise")
        },
        Offense(.unknownPermission(Permission("host/ghosts/list"), namedBy: "listing users")) { sketch in
            sketch.viewUsers = Permission("host/ghosts/list")
        },
    ]

    private static let wrongRoles = [
        Offense(.unassignableRole(RoleID("orphan"))) { $0.roles.append(Role("orphan")) },
        Offense(.unassignableRole(RoleID("dynasty"))) { sketch in
            sketch.roles.append(Role("dynasty"))
            let authority = AssignmentAuthority(RoleID("dynasty"), mayAssign: .roles([RoleID("dynasty")]))
            sketch.assignmentAuthorities.append(authority)
        },
        Offense(.hiddenPrivilege(RoleID("sheep"), includes: RoleID("wolf"))) { sketch in
            sketch.add(Role("sheep", includes: ["wolf"]))
            sketch.add(Role("wolf", isPrivileged: true))
        },
        Offense(.unknownScopeKind("moons", role: RoleID("lunar"))) { sketch in
            sketch.add(Role("lunar", scoping: .companyOr(kinds: ["locations", "moons"])))
        },
        Offense(.enrollmentRoleNotForEveryCompany(RoleID("exclusive"))) { sketch in
            sketch.roles.append(Role("exclusive", offeredTo: [Program("elite")]))
            sketch.enrollmentRoles.insert(RoleID("exclusive"))
        },
        Offense(.enrollmentRoleNotForEveryCompany(RoleID("implicit"))) { sketch in
            sketch.roles.append(Role("implicit", heldImplicitlyBy: .everyone))
            sketch.enrollmentRoles.insert(RoleID("implicit"))
        },
    ]

    private static let widths = [
        wider("crowd") { role, _ in role = Role("crowd", includes: ["crowd_core"], isOpenToGuests: true) },
        wider("place") { _, core in core = Role("place_core", scoping: .companyOnly) },
        wider("town") { role, core in
            role = Role("town", includes: ["town_core"], scoping: .companyOr(kinds: ["locations"]))
            core = Role("town_core", scoping: .companyOr(kinds: []))
        },
        wider("market") { _, core in core = Role("market_core", offeredTo: [Program("elite")]) },
        wider("fair") { role, core in
            role = Role("fair", includes: ["fair_core"], offeredTo: [Program("elite"), Program("other")])
            core = Role("fair_core", offeredTo: [Program("elite")])
        },
    ]

    /// A role that includes another, changed so that it is wider than that one.
    private static func wider(
        _ name: String, _ change: @escaping @Sendable (inout Role, inout Role) -> Void
    ) -> Offense {
        Offense(.widerThanIncluded(RoleID(name), includes: RoleID("\(name)_core"))) { sketch in
            var (role, core) = (Role(name, includes: ["\(name)_core"]), Role("\(name)_core"))
            change(&role, &core)
            sketch.add(role)
            sketch.add(core)
        }
    }

    private static let rules = [
        Offense(.tooManyConditions(count: RoleCatalog.conditionLimit + 1, limit: RoleCatalog.conditionLimit)) {
            sketch in
            sketch.add("host/weather/change")
            let grants = (0...RoleCatalog.conditionLimit).map { number in
                Grant(Permission("host/weather/change"), given: [Condition("condition_\(number)")])
            }
            sketch.add(Role("weatherman", grants: grants))
        },
        Offense(.ruleTooLarge(Permission("host/mazes/hide"), limit: RoleCatalog.ruleAlternativesLimit)) { sketch in
            // An empty choice makes one part impossible, and must not make the whole look small.
            let maze = Array(repeating: PermissionRule.anyOf(.chief, .editor), count: 30) + [.anyOf([PermissionRule]())]
            sketch.add("host/mazes/hide", rule: .anyOf([.role(.chief), .allOf(maze)]))
        },
        Offense(.unsatisfiableRule(Permission("host/doors/open"), .anyOf([]))) { sketch in
            sketch.add("host/doors/open", rule: .anyOf([]))
        },
        Offense(.ruleTooLarge(Permission("host/mazes/walk"), limit: RoleCatalog.ruleAlternativesLimit)) { sketch in
            let fork = PermissionRule.anyOf(.chief, .editor)
            sketch.add("host/mazes/walk", rule: .allOf(Array(repeating: fork, count: 200)))
        },
    ]

    private static let holdingRules = [
        ghost("ghost10", namedBy: "the role `climber`") { $0.add(Role("climber", requires: ["ghost10"])) },
        Offense(.holdingRuleOnImplicitRole(RoleID("throng"))) { sketch in
            sketch.roles.append(Role("throng", maximumHolders: 3, heldImplicitlyBy: .everyone))
        },
        Offense(.holderLimitTooSmall(RoleID("throne"), limit: 0)) { $0.add(Role("throne", maximumHolders: 0)) },
        Offense(.prerequisiteCycle([RoleID("egg2"), RoleID("hen2"), RoleID("egg2")])) { sketch in
            sketch.add(Role("egg2", requires: ["hen2"]))
            sketch.add(Role("hen2", requires: ["egg2"]))
        },
        Offense(.enrollmentLacksPrerequisite(RoleID("heir"), requires: RoleID("oath"))) { sketch in
            sketch.add(Role("heir", requires: ["oath"]))
            sketch.add(Role("oath"))
            sketch.enrollmentRoles.insert(RoleID("heir"))
        },
    ]

    private static func ghost(
        _ name: String, namedBy place: String, _ plant: @escaping @Sendable (inout CatalogSketch) -> Void
    ) -> Offense {
        Offense(.unknownRole(RoleID(name), namedBy: place), plant)
    }
}

extension Role {
    init(
        _ name: String, title: String? = nil, grants: [Grant] = [], includes: Set<String> = [],
        accompaniedBy: Set<String> = [], requires: Set<String> = [], maximumHolders: Int? = nil,
        isPrivileged: Bool = false, scoping: RoleScoping = .anywhere, isOpenToGuests: Bool = false,
        offeredTo: Set<Program> = [], heldImplicitlyBy: ImplicitHolders = .noUsers
    ) {
        self.init(
            RoleID(name), title: title ?? name, category: RoleCategory("plane", title: "Plane"), grants: grants,
            includes: Set(includes.map { RoleID($0) }), accompaniedBy: Set(accompaniedBy.map { RoleID($0) }),
            requires: Set(requires.map { RoleID($0) }), maximumHolders: maximumHolders,
            isPrivileged: isPrivileged, scoping: scoping, isOpenToGuests: isOpenToGuests, offeredTo: offeredTo,
            heldImplicitlyBy: heldImplicitlyBy)
    }
}

extension Role {
    /// A role of a category.
    static func inCategory(_ category: RoleCategory, _ name: String = "placed") -> Role {
        Role(RoleID(name), title: "Placed", category: category)
    }

    /// A role with a title that is not its name.
    static func titled(_ title: String, _ name: String) -> Role {
        Role(RoleID(name), title: title, category: RoleCategory("plane", title: "Plane"))
    }
}

extension RoleID {
    static let chief = RoleID("chief")
    static let editor = RoleID("editor")
}

extension Permission {
    static let createHostUsers = Permission("host/users/create")
    static let viewHostUsers = Permission("host/users/read")
}
