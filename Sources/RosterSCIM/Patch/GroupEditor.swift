import RosterDomain

/// Changes a group as requests say, in memory.
struct GroupEditor: Sendable {
    private var editor: ResourceEditor
    private(set) var members = MemberEdit()
    /// Whether a filter chose among the present members.
    private(set) var hasReadMembers = false
    /// How many members filters may still look at.
    private var looks: Int

    /// Begins with a group.
    ///
    /// - Parameter lookLimit: The most members that all filters of one request look at; the first of them may look at all there are.
    init(_ object: SCIMObject, lookLimit: Int = 0) {
        self.editor = ResourceEditor(object, of: GroupMapping.type)
        self.looks = lookLimit
    }

    /// The group without its members.
    var object: SCIMObject { self.editor.object }

    /// Takes over what a POST or PUT names; what it does not name stays.
    mutating func take(_ body: SCIMObject) throws(SCIMError) {
        if let value = body["members"] { self.members.replace(with: try MemberEdit.users(in: value)) }
        try self.editor.take(body.withoutMembers)
    }

    /// Does one operation of a PATCH.
    ///
    /// - Parameter present: Reads the present members, for filters that choose by something else than the identifier.
    mutating func apply(
        _ operation: PatchRequest.Operation, _ present: () async throws -> [UserRecord]
    ) async throws {
        guard let text = operation.path else {
            guard let body = operation.value?.object else {
                throw SCIMError(.invalidValue, "an operation without a path has a value with attributes")
            }
            for member in body.members {
                let path = try? PatchPath(member.name, schemas: GroupMapping.type.urns)
                guard let path, path.isOfMembers else { continue }
                try await self.apply(operation.kind, path, member.value, present)
            }
            let rest = SCIMValue.object(body.withoutMembers)
            return try self.editor.apply(PatchRequest.Operation(kind: operation.kind, path: nil, value: rest))
        }
        let path = try PatchPath(text, schemas: GroupMapping.type.urns)
        guard path.isOfMembers else { return try self.editor.apply(operation) }
        try await self.apply(operation.kind, path, operation.value, present)
    }

    private mutating func apply(
        _ kind: PatchRequest.Operation.Kind, _ path: PatchPath, _ value: SCIMValue?,
        _ present: () async throws -> [UserRecord]
    ) async throws {
        if let filter = path.filter { return try await self.apply(kind, filter, value, present) }
        switch kind {
        case .add: self.members.add(try MemberEdit.users(in: value))
        case .replace: self.members.replace(with: try MemberEdit.users(in: value))
        case .remove:
            // Entra names the members to remove in the value: without it, all of them are meant.
            guard let value, value != .nothing else { return self.members.replace(with: []) }
            self.members.remove(try MemberEdit.users(in: value, isRemoval: true))
        }
    }

    private mutating func apply(
        _ kind: PatchRequest.Operation.Kind, _ filter: SCIMFilter, _ value: SCIMValue?,
        _ present: () async throws -> [UserRecord]
    ) async throws {
        let chosen: [UserID]
        if let names = filter.namedValues {
            chosen = names.compactMap { try? UserID($0) }
        } else {
            let matcher = try FilterMatcher(filter, partsOf: GroupMapping.members)
            guard self.looks > 0 else {
                throw SCIMError(
                    .tooMany, "the filters of several operations look at too many members; send them one by one")
            }
            let present = try await present()
            self.hasReadMembers = true
            self.looks -= present.count
            chosen = present.filter { record in
                let value = GroupMapping.member(record, at: ResourceAddresses(base: ""), showsName: true)
                return self.members.keeps(record.id) && value.object.map(matcher.matches) ?? false
            }.map(\.id)
        }
        if kind == .remove { return self.members.remove(chosen) }
        let users = try MemberEdit.users(in: value)
        if kind == .replace { self.members.remove(chosen) }
        self.members.add(users.isEmpty ? chosen : users)
    }
}

extension PatchPath {
    /// Whether it leads to the members of a group.
    fileprivate var isOfMembers: Bool {
        self.path.name.isAttributeName("members")
            && self.path.schema.map { $0.isAttributeName(GroupSchema.core) } ?? true
    }
}

extension SCIMObject {
    fileprivate var withoutMembers: SCIMObject {
        let prefix = GroupSchema.core + ":members"
        return SCIMObject(
            self.members.filter { !$0.name.isAttributeName("members") && !$0.name.isAttributeName(prefix) })
    }
}
