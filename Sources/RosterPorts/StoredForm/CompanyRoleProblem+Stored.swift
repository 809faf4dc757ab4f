package import RosterDomain

extension CompanyRoleProblem: StoredChoice {
    /// The problems: the numbers and names are stored forever.
    package enum Alternative: UInt32, StoredAlternative {
        case unknownPermission = 1
        case reservedPermission = 2
        case grantTooBroad = 3
        case grantTooWide = 4
        case unknownCondition = 5
        case unknownRole = 6
        case reservedRole = 7
        case widerThanIncluded = 8
        case inclusionCycle = 9
        case breachesSeparation = 10
        case noCommonProgram = 11
        case unknownScopeKind = 12
        case titleOfCatalog = 13
        case grantBound = 14
    }

    package var alternative: Alternative {
        switch self {
        case .unknownPermission: .unknownPermission
        case .reservedPermission: .reservedPermission
        case .grantTooBroad: .grantTooBroad
        case .grantTooWide: .grantTooWide
        case .unknownCondition: .unknownCondition
        case .unknownRole: .unknownRole
        case .reservedRole: .reservedRole
        case .widerThanIncluded: .widerThanIncluded
        case .inclusionCycle: .inclusionCycle
        case .breachesSeparation: .breachesSeparation
        case .noCommonProgram: .noCommonProgram
        case .unknownScopeKind: .unknownScopeKind
        case .titleOfCatalog: .titleOfCatalog
        case .grantBound: .grantBound
        }
    }

    private enum Field {
        static let permission = StoredField(1, "permission")
        static let nearest = StoredField(2, "nearest")
        static let condition = StoredField(1, "condition")
        static let role = StoredField(1, "role")
        static let roles = StoredField(1, "roles")
        static let set = StoredField(1, "set")
        static let kind = StoredField(1, "scopeKind")
    }

    package func write<Writer: StoredWriter>(to writer: inout Writer) throws(StoredFormError) {
        switch self {
        case .unknownPermission(let permission, let nearest):
            try writer.put(Field.permission, permission)
            try writer.put(Field.nearest, nearest)
        case .reservedPermission(let permission), .grantTooBroad(let permission), .grantTooWide(let permission),
            .grantBound(let permission):
            try writer.put(Field.permission, permission)
        case .unknownCondition(let condition): try writer.put(Field.condition, condition)
        case .unknownRole(let role), .reservedRole(let role), .widerThanIncluded(let role), .titleOfCatalog(let role):
            try writer.put(Field.role, role)
        case .inclusionCycle(let roles): try writer.put(Field.roles, roles)
        case .breachesSeparation(let set): try writer.put(Field.set, set)
        case .noCommonProgram: break
        case .unknownScopeKind(let kind): try writer.put(Field.kind, kind)
        }
    }

    package static func read<Reader: StoredReader>(
        _ alternative: Alternative, from reader: inout Reader
    ) throws(StoredFormError) -> CompanyRoleProblem {
        switch alternative {
        case .unknownPermission:
            let permission: Permission = try reader.get(Field.permission)
            return .unknownPermission(permission, nearest: try reader.getOptional(Field.nearest))
        case .reservedPermission: return .reservedPermission(try reader.get(Field.permission))
        case .grantTooBroad: return .grantTooBroad(try reader.get(Field.permission))
        case .grantTooWide: return .grantTooWide(try reader.get(Field.permission))
        case .grantBound: return .grantBound(try reader.get(Field.permission))
        case .unknownCondition: return .unknownCondition(try reader.get(Field.condition))
        case .unknownRole: return .unknownRole(try reader.get(Field.role))
        case .reservedRole: return .reservedRole(try reader.get(Field.role))
        case .widerThanIncluded: return .widerThanIncluded(try reader.get(Field.role))
        case .inclusionCycle: return .inclusionCycle(try reader.getList(Field.roles))
        case .breachesSeparation: return .breachesSeparation(set: try reader.get(Field.set))
        case .noCommonProgram: return .noCommonProgram
        case .unknownScopeKind: return .unknownScopeKind(try reader.get(Field.kind))
        case .titleOfCatalog: return .titleOfCatalog(try reader.get(Field.role))
        }
    }
}

/// A problem in a list of problems.
struct StoredProblem: StoredRecord, StoredExplanation {
    var problem: CompanyRoleProblem

    static var blank: StoredProblem { StoredProblem(problem: .noCommonProgram) }

    static func describe<Coder: StoredCoder>(
        _ stored: inout StoredProblem, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.choice(StoredField(1, "problem"), &stored.problem)
    }
}
