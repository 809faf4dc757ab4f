import RosterDomain

/// A few records among which all are that a filter can choose: what an index is asked.
enum FilterLookup: Sendable, Hashable {
    /// The user or the group with an identifier.
    case id(String)
    /// The record that has a name.
    case name(RecordName)
    /// The members of a group.
    case membersOf(GroupID)
    /// The groups of a user.
    case groupsOf(UserID)
}

extension FilterMatcher {
    /// What to ask indexes for users; nil when no index knows, and every user must be looked at.
    func userLookups(in attributes: AttributeSchema) -> [FilterLookup]? {
        Self.lookups(self.root) { target, text in
            switch target.attribute.source {
            case .userName: return .some((try? UserName(text)).map { [.name(RecordName($0))] } ?? [])
            case .emails:
                guard target.compared?.name == "value" else { return nil }
                return .some((try? EmailAddress(text)).map { [.name(RecordName($0))] } ?? [])
            case .groups:
                guard target.compared?.name == "value" else { return nil }
                return .some((try? GroupID(text)).map { [.membersOf($0)] } ?? [])
            case .text(let name): return attributes.recordName(name, text).map { [.name($0)] }
            default: return target.attribute.name == "id" ? [.id(text)] : nil
            }
        }
    }

    /// What to ask indexes for groups; nil when no index knows.
    func groupLookups() -> [FilterLookup]? {
        Self.lookups(self.root) { target, text in
            switch target.attribute.name {
            case "id": return [.id(text)]
            case "displayName": return .some((try? FullName(text)).map { [.name(RecordName(groupNamed: $0))] } ?? [])
            case "externalId": return [.name(RecordName(space: .groupExternalID, key: text))]
            case "members":
                guard target.compared?.name == "value" else { return nil }
                return .some((try? UserID(text)).map { [.groupsOf($0)] } ?? [])
            default: return nil
            }
        }
    }

    private static func lookups(
        _ node: Node, _ find: (AttributeTarget, String) -> [FilterLookup]?
    ) -> [FilterLookup]? {
        switch node {
        case .compare(let target, .equal, .text(let text, _)): return find(target, text)
        case .element(let target, let node):
            return self.lookups(node) { part, text in
                find(AttributeTarget(schema: target.schema, attribute: target.attribute, part: part.attribute), text)
            }
        case .and(let left, let right):
            let (first, second) = (self.lookups(left, find), self.lookups(right, find))
            guard let first, let second else { return first ?? second }
            return second.count < first.count || first.contains(where: \.mayBeMany) ? second : first
        case .or(let left, let right):
            guard let first = self.lookups(left, find), let second = self.lookups(right, find) else { return nil }
            return first + second.filter { !first.contains($0) }
        case .compare, .present, .not, .never: return nil
        }
    }

    /// The names of the attributes that the filter asks for: what must be shown of a record to ask it.
    var attributes: Projection {
        var paths: [AttributePath] = []
        Self.collect(self.root, into: &paths)
        return Projection(included: paths)
    }

    private static func collect(_ node: Node, into paths: inout [AttributePath]) {
        switch node {
        case .compare(let target, _, _), .present(let target), .element(let target, _):
            paths.append(AttributePath(schema: target.schema, name: target.attribute.name))
        case .and(let left, let right), .or(let left, let right):
            self.collect(left, into: &paths)
            self.collect(right, into: &paths)
        case .not(let node): self.collect(node, into: &paths)
        case .never: break
        }
    }
}

extension FilterLookup {
    /// Whether it can bring many records.
    fileprivate var mayBeMany: Bool {
        switch self {
        case .id, .name: false
        case .membersOf, .groupsOf: true
        }
    }
}

extension AttributePath {
    /// The path of a whole attribute that is known.
    init(schema: String?, name: String) {
        self.schema = schema
        self.name = name
        self.part = nil
    }
}
