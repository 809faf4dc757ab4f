package import RosterDomain

extension DenialReason: StoredChoice {
    /// The numbers and names that stand for the cases, forever.
    package enum Alternative: UInt32, StoredAlternative {
        case unknownPermission = 1
        case unknownUser = 2
        case notActive = 3
        case noRole = 4
        case notGranted = 5
        case notYetValid = 6
        case noLongerValid = 7
        case momentNotStated = 8
        case wrongScope = 9
        case notHeldHereAndNow = 10
        case missingConditions = 11
        case ruleUnmet = 12
        case outdated = 13
        case rolesInactive = 14
        case sessionOver = 15
    }

    package var alternative: Alternative {
        switch self {
        case .unknownPermission: .unknownPermission
        case .unknownUser: .unknownUser
        case .notActive: .notActive
        case .noRole: .noRole
        case .notGranted: .notGranted
        case .notYetValid: .notYetValid
        case .noLongerValid: .noLongerValid
        case .momentNotStated: .momentNotStated
        case .wrongScope: .wrongScope
        case .notHeldHereAndNow: .notHeldHereAndNow
        case .missingConditions: .missingConditions
        case .ruleUnmet: .ruleUnmet
        case .outdated: .outdated
        case .rolesInactive: .rolesInactive
        case .sessionOver: .sessionOver
        }
    }
}

extension DenialReason {
    package func write<Writer: StoredWriter>(to writer: inout Writer) throws(StoredFormError) {
        switch self {
        case .unknownPermission(let permission, let nearest):
            try writer.put(StoredField(1, "permission"), permission)
            try writer.put(StoredField(2, "nearest"), nearest)
        case .notActive(let status):
            try writer.put(StoredField(1, "status"), status)
        case .notGranted(let heldRoles):
            try writer.put(StoredField(1, "heldRoles"), heldRoles)
        case .notYetValid(let from):
            try writer.put(StoredField(1, "from"), from)
        case .noLongerValid(let since), .outdated(let since):
            try writer.put(StoredField(1, "since"), since)
        case .wrongScope(let scopes):
            try writer.put(StoredField(1, "scopes"), scopes)
        case .notHeldHereAndNow(var holdings):
            try writer.records(StoredField(1, "holdings"), &holdings)
        case .missingConditions(let sets):
            try writer.putGroups(StoredField(1, "sets"), sets)
        case .ruleUnmet(var parts):
            try writer.records(StoredField(1, "parts"), &parts)
        case .rolesInactive(let roles):
            try writer.put(StoredField(1, "roles"), roles)
        case .unknownUser, .noRole, .momentNotStated, .sessionOver: break
        }
    }

    package static func read<Reader: StoredReader>(
        _ alternative: Alternative, from reader: inout Reader
    ) throws(StoredFormError) -> Self {
        switch alternative {
        case .unknownPermission:
            let permission: Permission = try reader.get(StoredField(1, "permission"))
            let nearest: Permission? = try reader.getOptional(StoredField(2, "nearest"))
            return .unknownPermission(permission: permission, nearest: nearest)
        case .unknownUser: return .unknownUser
        case .notActive:
            let status: AccountStatus = try reader.get(StoredField(1, "status"))
            return .notActive(status: status)
        case .noRole: return .noRole
        case .notGranted:
            let heldRoles: [RoleID] = try reader.getList(StoredField(1, "heldRoles"))
            return .notGranted(heldRoles: heldRoles)
        case .notYetValid:
            let from: Timestamp = try reader.get(StoredField(1, "from"))
            return .notYetValid(from: from)
        case .noLongerValid:
            let since: Timestamp = try reader.get(StoredField(1, "since"))
            return .noLongerValid(since: since)
        case .outdated:
            let since: Timestamp = try reader.get(StoredField(1, "since"))
            return .outdated(since: since)
        case .momentNotStated: return .momentNotStated
        case .rolesInactive:
            let roles: [RoleID] = try reader.getList(StoredField(1, "roles"))
            return .rolesInactive(roles: roles)
        case .sessionOver: return .sessionOver
        case .wrongScope:
            let scopes: [Scope] = try reader.getList(StoredField(1, "scopes"))
            return .wrongScope(holdsAt: scopes)
        case .notHeldHereAndNow:
            var holdings: [RoleHolding] = []
            try reader.records(StoredField(1, "holdings"), &holdings)
            return .notHeldHereAndNow(holdings: holdings)
        case .missingConditions:
            let sets: [Set<Condition>] = try reader.getGroups(StoredField(1, "sets"))
            return .missingConditions(anyOf: sets)
        case .ruleUnmet:
            var parts: [UnmetRulePart] = []
            try reader.records(StoredField(1, "parts"), &parts)
            return .ruleUnmet(parts: parts)
        }
    }
}

extension Remedy: StoredChoice {
    /// The numbers and names that stand for the cases, forever.
    package enum Alternative: UInt32, StoredAlternative {
        case gainRoles = 1
        case stateConditions = 2
        case stateMoment = 3
        case finishSigningUp = 4
        case reinstate = 5
        case beAdded = 6
        case wait = 7
        case nothing = 8
        case activateRoles = 9
        case beginSession = 10
    }

    package var alternative: Alternative {
        switch self {
        case .gainRoles: .gainRoles
        case .stateConditions: .stateConditions
        case .stateMoment: .stateMoment
        case .finishSigningUp: .finishSigningUp
        case .reinstate: .reinstate
        case .beAdded: .beAdded
        case .wait: .wait
        case .nothing: .nothing
        case .activateRoles: .activateRoles
        case .beginSession: .beginSession
        }
    }
}

extension Remedy {
    package func write<Writer: StoredWriter>(to writer: inout Writer) throws(StoredFormError) {
        switch self {
        case .gainRoles(var choices):
            try writer.records(StoredField(1, "choices"), &choices)
        case .stateConditions(let sets):
            try writer.putGroups(StoredField(1, "sets"), sets)
        case .reinstate(let roles):
            try writer.put(StoredField(1, "roles"), roles)
        case .wait(let until):
            try writer.put(StoredField(1, "until"), until)
        case .activateRoles(let roles, let others):
            try writer.put(StoredField(1, "roles"), roles)
            try writer.put(StoredField(2, "insteadOf"), others)
        case .stateMoment, .finishSigningUp, .beAdded, .beginSession, .nothing: break
        }
    }

    package static func read<Reader: StoredReader>(
        _ alternative: Alternative, from reader: inout Reader
    ) throws(StoredFormError) -> Self {
        switch alternative {
        case .gainRoles:
            var choices: [RoleRemedy] = []
            try reader.records(StoredField(1, "choices"), &choices)
            return .gainRoles(anyOf: choices)
        case .stateConditions:
            let sets: [Set<Condition>] = try reader.getGroups(StoredField(1, "sets"))
            return .stateConditions(anyOf: sets)
        case .stateMoment: return .stateMoment
        case .finishSigningUp: return .finishSigningUp
        case .reinstate:
            let roles: [RoleID] = try reader.getList(StoredField(1, "roles"))
            return .reinstate(by: roles)
        case .beAdded: return .beAdded
        case .wait:
            let until: Timestamp = try reader.get(StoredField(1, "until"))
            return .wait(until: until)
        case .activateRoles:
            let roles: [RoleID] = try reader.getList(StoredField(1, "roles"))
            let others: [RoleID] = try reader.getList(StoredField(2, "insteadOf"))
            return .activateRoles(roles, insteadOf: others)
        case .beginSession: return .beginSession
        case .nothing: return .nothing
        }
    }
}

// The parts of a denial explain it and decide nothing, so what a newer version wrote into them is not kept.

extension StoredRecord where Self: StoredExplanation {
    package var unknownFields: UnknownFields {
        get { UnknownFields() }
        set {}
    }
}

/// A value that explains a refusal.
package protocol StoredExplanation {}

extension RoleHolding: StoredExplanation {}
extension PasswordProblem: StoredExplanation {}
extension AttributeProblem: StoredExplanation {}

extension UnmetRulePart: StoredRecord, StoredExplanation {
    package static var blank: UnmetRulePart {
        UnmetRulePart(missing: PermissionRule.Alternatives([[RoleID]]()), planes: [])
    }

    package static func describe<Coder: StoredCoder>(
        _ part: inout UnmetRulePart, with coder: inout Coder
    ) throws(StoredFormError) {
        var missing = part.missing.alternatives.map { StoredGroup($0) }
        var count = UInt64(missing.count)
        try coder.field(StoredField(1, "count"), &count)
        try coder.records(StoredField(2, "missing"), &missing)
        try coder.list(StoredField(3, "planes"), &part.planes)
        part.missing = PermissionRule.Alternatives(missing.map(\.values))
    }
}

extension RoleRemedy: StoredRecord, StoredExplanation {
    package static var blank: RoleRemedy { RoleRemedy(gains: [], conditions: [], whoMayAssign: []) }

    package static func describe<Coder: StoredCoder>(
        _ remedy: inout RoleRemedy, with coder: inout Coder
    ) throws(StoredFormError) {
        var count = UInt64(remedy.gains.count)
        var conditions = remedy.conditions.sorted()
        try coder.field(StoredField(1, "count"), &count)
        try coder.records(StoredField(2, "gains"), &remedy.gains)
        try coder.list(StoredField(3, "conditions"), &conditions)
        try coder.list(StoredField(4, "whoMayAssign"), &remedy.whoMayAssign)
        remedy.conditions = Set(conditions)
    }
}

extension RoleGain: StoredRecord, StoredExplanation {
    package static var blank: RoleGain { RoleGain(role: .blank, scope: .company, givers: []) }

    package static func describe<Coder: StoredCoder>(
        _ gain: inout RoleGain, with coder: inout Coder
    ) throws(StoredFormError) {
        var givers = gain.givers.map { StoredGroup($0) }
        try coder.field(StoredField(1, "role"), &gain.role)
        try coder.field(StoredField(2, "scope"), &gain.scope, unless: .company)
        try coder.records(StoredField(3, "givers"), &givers)
        try coder.list(StoredField(4, "groups"), &gain.groups)
        gain.givers = givers.map(\.values)
    }
}

/// A list inside of a list.
struct StoredGroup<Value: StoredScalar>: StoredRecord, StoredExplanation {
    var values: [Value]

    init(_ values: [Value]) { self.values = values }

    static var blank: StoredGroup { StoredGroup([]) }

    static func describe<Coder: StoredCoder>(
        _ group: inout StoredGroup, with coder: inout Coder
    ) throws(StoredFormError) {
        // Field 1 tells where in a list an element begins, so it must be there for an empty group, too.
        var count = UInt64(group.values.count)
        try coder.field(StoredField(1, "count"), &count)
        try coder.list(StoredField(2, "values"), &group.values)
    }
}

extension StoredWriter {
    fileprivate mutating func putGroups(
        _ field: StoredField, _ sets: [Set<Condition>]
    ) throws(StoredFormError) {
        var groups = sets.map { StoredGroup($0.sorted()) }
        try self.records(field, &groups)
    }
}

extension StoredReader {
    fileprivate mutating func getGroups(_ field: StoredField) throws(StoredFormError) -> [Set<Condition>] {
        var groups: [StoredGroup<Condition>] = []
        try self.records(field, &groups)
        return groups.map { Set($0.values) }
    }
}
