package import RosterDomain

// A role of a company is stored without context, as a group is: a reader that does not know such roles passes over them.

extension CompanyRole: StoredRecord {
    package static var blank: CompanyRole {
        CompanyRole(id: .blank, .blank, definedBy: .blank, definedAt: .blank)
    }

    package static func describe<Coder: StoredCoder>(
        _ role: inout CompanyRole, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "id"), &role.id)
        try coder.record(StoredField(2, "definition"), &role.definition)
        try coder.field(StoredField(3, "definedBy"), &role.definedBy)
        try coder.field(StoredField(4, "definedAt"), &role.definedAt)
        try coder.field(StoredField(5, "retiredAt"), &role.retiredAt)
        try coder.field(StoredField(6, "deletedAt"), &role.deletedAt)
        try coder.field(StoredField(7, "version"), &role.version, unless: 1)
        try role.version.checkStoredCount(from: 1, at: StoredField(7, "version"))
    }
}

extension CompanyRoleDefinition: StoredRecord {
    package static var blank: CompanyRoleDefinition {
        CompanyRoleDefinition(
            takenInBefore: .blank, description: "", grants: [], includes: [], scoping: .anywhere, isOpenToGuests: false,
            assignableBy: [])
    }

    package static func describe<Coder: StoredCoder>(
        _ definition: inout CompanyRoleDefinition, with coder: inout Coder
    ) throws(StoredFormError) {
        var read = definition
        var grants = definition.grants.sorted(by: Grant.precedes)
        var includes = definition.includes.sorted()
        var assigners = definition.assignableBy.sorted()
        try coder.field(StoredField(1, "title"), &read.title)
        try coder.field(StoredField(2, "description"), &read.description, unless: "")
        try coder.records(StoredField(3, "grants"), &grants)
        try coder.list(StoredField(4, "includes"), &includes)
        try coder.choice(StoredField(5, "scoping"), &read.scoping)
        try coder.field(StoredField(6, "isOpenToGuests"), &read.isOpenToGuests, unless: false)
        try coder.list(StoredField(7, "assignableBy"), &assigners)
        (read.grants, read.includes, read.assignableBy) = (Set(grants), Set(includes), Set(assigners))
        if read != definition { definition = try read.checked() }
    }

    /// The same definition, if the rules of the domain accept it.
    private func checked() throws(StoredFormError) -> CompanyRoleDefinition {
        do throws(CompanyRoleDefinitionError) {
            return try CompanyRoleDefinition(
                title: self.title, description: self.description, grants: self.grants, includes: self.includes,
                scoping: self.scoping, isOpenToGuests: self.isOpenToGuests, assignableBy: self.assignableBy)
        } catch {
            throw StoredFormError(.invalid(detail: "\(error)"))
        }
    }
}

extension Grant: StoredRecord, StoredExplanation {
    package static var blank: Grant { Grant(.blank) }

    package static func describe<Coder: StoredCoder>(
        _ grant: inout Grant, with coder: inout Coder
    ) throws(StoredFormError) {
        var (permission, conditions) = (grant.permission, grant.conditions.sorted())
        try coder.field(StoredField(1, "permission"), &permission)
        try coder.list(StoredField(2, "conditions"), &conditions)
        grant = Grant(permission, given: Set(conditions))
    }
}

extension RoleScoping: StoredChoice {
    /// Where a role may be held: the numbers and names are stored forever.
    package enum Alternative: UInt32, StoredAlternative {
        case anywhere = 1
        case companyOnly = 2
        case companyOr = 3
    }

    package var alternative: Alternative {
        switch self {
        case .anywhere: .anywhere
        case .companyOnly: .companyOnly
        case .companyOr: .companyOr
        }
    }

    package func write<Writer: StoredWriter>(to writer: inout Writer) throws(StoredFormError) {
        guard case .companyOr(let kinds) = self else { return }
        try writer.put(StoredField(1, "kinds"), kinds.sorted())
    }

    package static func read<Reader: StoredReader>(
        _ alternative: Alternative, from reader: inout Reader
    ) throws(StoredFormError) -> RoleScoping {
        switch alternative {
        case .anywhere: return .anywhere
        case .companyOnly: return .companyOnly
        case .companyOr:
            let kinds: [String] = try reader.getList(StoredField(1, "kinds"))
            return .companyOr(kinds: Set(kinds))
        }
    }
}

extension CompanyRoleChange: StoredChoice {
    /// What can happen to a role of a company: the numbers and names are stored forever.
    package enum Alternative: UInt32, StoredAlternative {
        case changed = 1
        case retired = 2
        case reinstated = 3
        case deleted = 4
    }

    package var alternative: Alternative {
        switch self {
        case .changed: .changed
        case .retired: .retired
        case .reinstated: .reinstated
        case .deleted: .deleted
        }
    }

    package func write<Writer: StoredWriter>(to writer: inout Writer) throws(StoredFormError) {
        guard case .changed(var former, var definition) = self else { return }
        try writer.record(StoredField(1, "from"), &former)
        try writer.record(StoredField(2, "to"), &definition)
    }

    package static func read<Reader: StoredReader>(
        _ alternative: Alternative, from reader: inout Reader
    ) throws(StoredFormError) -> CompanyRoleChange {
        switch alternative {
        case .changed:
            var (former, definition) = (CompanyRoleDefinition.blank, CompanyRoleDefinition.blank)
            try reader.record(StoredField(1, "from"), &former)
            try reader.record(StoredField(2, "to"), &definition)
            return .changed(from: former, to: definition)
        case .retired: return .retired
        case .reinstated: return .reinstated
        case .deleted: return .deleted
        }
    }
}
