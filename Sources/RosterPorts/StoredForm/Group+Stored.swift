package import RosterDomain

// A group is stored without context: a reader that does not know groups passes over them, and understands what follows.

extension Group: StoredRecord {
    package static var blank: Group {
        Group(id: .blank, profile: .blank, addedAt: .blank)
    }

    package static func describe<Coder: StoredCoder>(
        _ group: inout Group, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "id"), &group.id)
        try coder.record(StoredField(2, "profile"), &group.profile)
        try coder.records(StoredField(3, "roles"), &group.roles)
        try coder.field(StoredField(4, "addedAt"), &group.addedAt)
        try coder.field(StoredField(5, "deletedAt"), &group.deletedAt)
        try coder.field(StoredField(6, "version"), &group.version, unless: 1)
        try group.version.checkStoredCount(from: 1, at: StoredField(6, "version"))
        try coder.field(StoredField(48, "changedAt"), &group.changedAt)
    }
}

extension GroupProfile: StoredRecord {
    package static var blank: GroupProfile {
        GroupProfile(takenInBefore: .blank, description: "", externalID: nil, owners: [])
    }

    package static func describe<Coder: StoredCoder>(
        _ profile: inout GroupProfile, with coder: inout Coder
    ) throws(StoredFormError) {
        var read = profile
        var owners = profile.owners.sorted()
        try coder.field(StoredField(1, "name"), &read.name)
        try coder.field(StoredField(2, "description"), &read.description, unless: "")
        try coder.field(StoredField(3, "externalID"), &read.externalID)
        try coder.list(StoredField(4, "owners"), &owners)
        read.owners = Set(owners)
        if read != profile { profile = try read.checked() }
    }

    /// The same profile, if the rules of the domain accept it.
    private func checked() throws(StoredFormError) -> GroupProfile {
        do throws(GroupProfileError) {
            return try GroupProfile(
                name: self.name, description: self.description, externalID: self.externalID, owners: self.owners)
        } catch {
            throw StoredFormError(.invalid(detail: "\(error)"))
        }
    }
}

extension GroupRole: StoredRecord {
    package static var blank: GroupRole { GroupRole(.blank, grantedBy: .blank, grantedAt: .blank) }

    package static func describe<Coder: StoredCoder>(
        _ role: inout GroupRole, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "role"), &role.role)
        try coder.field(StoredField(2, "scope"), &role.scope, unless: .company)
        var (from, until) = (role.window.from, role.window.until)
        try coder.field(StoredField(3, "from"), &from)
        try coder.field(StoredField(4, "until"), &until)
        role.window = try ValidityWindow(storedFrom: from, until: until)
        try coder.field(StoredField(5, "grantedBy"), &role.grantedBy)
        try coder.field(StoredField(6, "grantedAt"), &role.grantedAt)
    }
}

extension GroupChange: StoredChoice {
    /// What can happen to a group: the numbers and names are stored forever.
    package enum Alternative: UInt32, StoredAlternative {
        case changed = 1
        case deleted = 2
        case restored = 3
        case roleAssigned = 4
        case roleRemoved = 5
    }

    package var alternative: Alternative {
        switch self {
        case .changed: .changed
        case .deleted: .deleted
        case .restored: .restored
        case .roleAssigned: .roleAssigned
        case .roleRemoved: .roleRemoved
        }
    }

    private enum Field {
        static let former = StoredField(1, "from")
        static let profile = StoredField(2, "to")
        static let restored = StoredField(1, "as")
    }

    package func write<Writer: StoredWriter>(to writer: inout Writer) throws(StoredFormError) {
        switch self {
        case .changed(var former, var profile):
            try writer.record(Field.former, &former)
            try writer.record(Field.profile, &profile)
        case .deleted: break
        case .restored(var profile): try writer.record(Field.restored, &profile)
        case .roleAssigned(let role), .roleRemoved(let role): try writer.fields(of: role)
        }
    }

    package static func read<Reader: StoredReader>(
        _ alternative: Alternative, from reader: inout Reader
    ) throws(StoredFormError) -> GroupChange {
        switch alternative {
        case .changed:
            var (former, profile) = (GroupProfile.blank, GroupProfile.blank)
            try reader.record(Field.former, &former)
            try reader.record(Field.profile, &profile)
            return .changed(from: former, to: profile)
        case .deleted: return .deleted
        case .restored:
            var profile = GroupProfile.blank
            try reader.record(Field.restored, &profile)
            return .restored(as: profile)
        case .roleAssigned: return .roleAssigned(try reader.fields(of: GroupRole.self))
        case .roleRemoved: return .roleRemoved(try reader.fields(of: GroupRole.self))
        }
    }
}
