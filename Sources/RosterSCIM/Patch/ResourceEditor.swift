/// Changes a resource as requests say, in memory: what came of it is then compared with what was.
struct ResourceEditor: Sendable {
    let type: SCIMResourceType
    private(set) var object: SCIMObject
    /// Whether a request said what name to show.
    private(set) var setsDisplayName = false
    /// Whether a request said which roles to take.
    private(set) var removesRoles = false

    init(_ object: SCIMObject, of type: SCIMResourceType) {
        self.object = object
        self.type = type
    }

    /// Takes over what a POST or PUT names; what it does not name stays.
    ///
    /// What cannot be set is passed over, and so is what is not kept (RFC 7644 §3.5.1).
    mutating func take(_ body: SCIMObject) throws(SCIMError) { try self.apply(.replace, body) }

    /// Does one operation of a PATCH.
    mutating func apply(_ operation: PatchRequest.Operation) throws(SCIMError) {
        guard let path = operation.path else {
            guard let object = operation.value?.object else {
                throw SCIMError(.invalidValue, "an operation without a path has a value with attributes")
            }
            return try self.apply(operation.kind, object)
        }
        try self.apply(
            operation.kind, try PatchPath(path, schemas: self.type.urns), operation.value, isNamed: true)
    }

    /// Sets every attribute that an object names: by name, by dotted name, by URN, or with a filter.
    private mutating func apply(_ kind: PatchRequest.Operation.Kind, _ body: SCIMObject) throws(SCIMError) {
        for member in body.members {
            guard let path = try? PatchPath(member.name, schemas: self.type.urns) else { continue }
            try self.apply(kind, path, member.value, isNamed: false)
        }
    }

    /// Does something at a path.
    ///
    /// - Parameter isNamed: Whether the client named the path itself: then it hears when there is no such attribute, or it cannot be set.
    private mutating func apply(
        _ kind: PatchRequest.Operation.Kind, _ path: PatchPath, _ value: SCIMValue?, isNamed: Bool
    ) throws(SCIMError) {
        switch self.type.find(path.path) {
        case .notKept: return
        case .unknown:
            if isNamed {
                throw SCIMError(.invalidPath, "a \(self.type.name) has no attribute `\(path.path.name.shown)`")
            }
        case .schema(let schema): try self.apply(kind, schema, value, isNamed: isNamed)
        case .target(let target):
            guard target.attribute.isWritable, target.part?.isWritable ?? true else {
                if isNamed { throw SCIMError(.mutability, "`\(target.attribute.name)` cannot be set") }
                return
            }
            if target.attribute.source == .displayName { self.setsDisplayName = true }
            if target.attribute.source == .roles, kind == .remove { self.removesRoles = true }
            var container = target.schema.map { self.object[$0]?.object ?? [:] } ?? self.object
            try container.apply(kind, target, path.filter, value)
            guard let schema = target.schema else {
                self.object = container
                return
            }
            self.object[schema] = container.isEmpty ? nil : .object(container)
        }
    }

    /// Does something to a whole extension.
    private mutating func apply(
        _ kind: PatchRequest.Operation.Kind, _ schema: SCIMSchema, _ value: SCIMValue?, isNamed: Bool
    ) throws(SCIMError) {
        if kind == .remove || value.map(\.isUnassigned) ?? true {
            if kind != .add { self.object[schema.id] = nil }
            return
        }
        guard let object = value?.object else { throw SCIMError(.invalidValue, "`\(schema.id)` has attributes") }
        for member in object.members {
            guard var path = try? PatchPath(member.name, schemas: self.type.urns) else { continue }
            if path.path.schema == nil { path.path.schema = schema.id }
            try self.apply(kind, path, member.value, isNamed: false)
        }
    }
}

extension SCIMObject {
    /// Does something to an attribute that stands here.
    fileprivate mutating func apply(
        _ kind: PatchRequest.Operation.Kind, _ target: AttributeTarget, _ filter: SCIMFilter?, _ value: SCIMValue?
    ) throws(SCIMError) {
        let attribute = target.attribute
        if let filter {
            guard attribute.isMultiValued, attribute.kind == .complex else {
                throw SCIMError(.invalidPath, "`\(attribute.name)` does not have several values to choose from")
            }
            return try self.apply(kind, target, matching: filter, value)
        }
        guard let part = target.part else { return try self.apply(kind, attribute, value) }
        let coerced =
            kind == .remove ? nil : try value.flatMap { (value) throws(SCIMError) in try part.value(from: value) }
        if kind == .add, coerced == nil { return }
        if attribute.isMultiValued { return try self.set(part, of: attribute, to: coerced) }
        var object = self[attribute.name]?.object ?? [:]
        object[part.name] = coerced
        self[attribute.name] = object.isEmpty ? nil : .object(object)
        self.keepReferenceTrue(of: attribute, part)
    }

    /// Sets a part of every value; where there is none, a value with this part comes to be.
    private mutating func set(
        _ part: SCIMAttribute, of attribute: SCIMAttribute, to value: SCIMValue?
    ) throws(SCIMError) {
        let former = self[attribute.name]?.elements ?? []
        var elements = former
        if elements.isEmpty, value != nil { elements = [.object([:])] }
        var edit = PartsEdit()
        edit.note(part, value)
        elements = elements.compactMap { edit.applied(to: $0.object ?? [:], of: attribute).map { .object($0) } }
        try self.put(elements, of: attribute, former)
    }

    /// Puts values in the place of former ones: the one that was made the primary one last is the only such, and each is read as one that
    /// a client sends whole, so that no way to a value leads to another form of it.
    private mutating func put(
        _ elements: [SCIMValue], of attribute: SCIMAttribute, _ former: [SCIMValue]
    ) throws(SCIMError) {
        // An address or a role of which only words about it are there is none.
        let needsValue = attribute.source == .emails || attribute.source == .roles
        var elements = needsValue ? elements.filter { $0.object?["value"] != nil } : elements
        let primary = elements.indices.filter { elements[$0].isPrimary }
        if primary.count > 1 {
            let new = primary.last { !former.contains(elements[$0]) } ?? primary[0]
            for index in primary where index != new { elements[index] = elements[index].withoutPrimary }
        }
        self[attribute.name] = try attribute.value(from: .list(elements))
    }

    /// Does something to a whole attribute.
    private mutating func apply(
        _ kind: PatchRequest.Operation.Kind, _ attribute: SCIMAttribute, _ value: SCIMValue?
    ) throws(SCIMError) {
        let former = self[attribute.name]
        if kind == .remove {
            // `{"op": "remove", "path": "emails", "value": […]}` means these values, although the grammar has no such thing.
            guard attribute.isMultiValued, let value, value != .nothing else { return try self.clear(attribute) }
            let removed = value.isUnassigned ? [] : try attribute.value(from: value)?.elements ?? []
            let left = (former?.elements ?? []).filter { element in
                !removed.contains { $0.means(element, in: attribute) }
            }
            self[attribute.name] = left.isEmpty ? nil : .list(left)
            return
        }
        guard let value, !value.isUnassigned else {
            if kind == .replace, attribute.source != .active { try self.clear(attribute) }
            return
        }
        if attribute.kind == .complex, !attribute.isMultiValued {
            return self.merge(try attribute.edit(by: value).adding(kind), into: attribute)
        }
        guard let coerced = try attribute.value(from: value) else {
            if kind == .replace { try self.clear(attribute) }
            return
        }
        if kind == .add, attribute.isMultiValued, let former {
            try self.add(coerced.elements, to: former.elements, of: attribute)
        } else {
            self[attribute.name] = coerced
        }
    }

    /// Changes the parts of a complex attribute that an edit names.
    private mutating func merge(_ edit: PartsEdit, into attribute: SCIMAttribute) {
        guard !edit.isEmpty else { return }
        // A reference names its identifier twice: what is set takes the place of both.
        let former = attribute.part("$ref") == nil ? self[attribute.name]?.object ?? [:] : [:]
        self[attribute.name] = edit.applied(to: former, of: attribute).map { .object($0) }
    }

    private mutating func clear(_ attribute: SCIMAttribute) throws(SCIMError) {
        guard !attribute.isRequired else { throw SCIMError(.mutability, "`\(attribute.name)` always has a value") }
        self[attribute.name] = nil
    }

    /// Adds values to others: what is there already is not there twice.
    private mutating func add(
        _ added: [SCIMValue], to former: [SCIMValue], of attribute: SCIMAttribute
    ) throws(SCIMError) {
        var elements = former
        for value in added {
            if let position = elements.firstIndex(where: { value.means($0, in: attribute) }) {
                elements[position] = elements[position].merged(with: value)
            } else {
                elements.append(value)
                // Each is compared with all others, and many operations could add to them.
                try attribute.checkCount(elements.count)
            }
        }
        try self.put(elements, of: attribute, former)
    }

    /// A reference names its identifier twice: what was not set goes.
    private mutating func keepReferenceTrue(of attribute: SCIMAttribute, _ part: SCIMAttribute) {
        guard attribute.part("$ref") != nil, !attribute.isMultiValued, var object = self[attribute.name]?.object else {
            return
        }
        object[part.name == "$ref" ? "value" : "$ref"] = nil
        let value = try? attribute.value(from: .object(object))
        self[attribute.name] = value ?? nil
    }
}

// MARK: - Some values of an attribute

extension SCIMObject {
    private mutating func apply(
        _ kind: PatchRequest.Operation.Kind, _ target: AttributeTarget, matching filter: SCIMFilter, _ value: SCIMValue?
    ) throws(SCIMError) {
        let attribute = target.attribute
        let matcher = try FilterMatcher(filter, partsOf: attribute)
        let former = self[attribute.name]?.elements ?? []
        let chosen = former.map { element in element.object.map(matcher.matches) ?? false }
        guard let edit = try Self.edit(kind, target, value) else { return }
        var elements: [SCIMValue] = []
        for (element, isChosen) in zip(former, chosen) {
            guard isChosen, let object = element.object else {
                elements.append(element)
                continue
            }
            if edit.isEmpty { continue }
            if let changed = edit.applied(to: object, of: attribute) { elements.append(.object(changed)) }
        }
        if !chosen.contains(true), !edit.set.isEmpty {
            elements.append(try Self.element(meeting: filter, of: attribute).merged(with: .object(edit.set)))
            try attribute.checkCount(elements.count)
        }
        try self.put(elements, of: attribute, former)
    }

    /// What becomes of the values that a filter chooses: an empty edit takes them away; nil when they stay as they are.
    private static func edit(
        _ kind: PatchRequest.Operation.Kind, _ target: AttributeTarget, _ value: SCIMValue?
    ) throws(SCIMError) -> PartsEdit? {
        var edit = PartsEdit()
        guard let part = target.part else {
            guard kind != .remove, let value, !value.isUnassigned else { return kind == .add ? nil : edit }
            edit = try target.attribute.edit(by: value).adding(kind)
            guard !edit.isEmpty || kind == .add else {
                throw SCIMError(.invalidValue, "`\(target.attribute.name)` has no part that the value names")
            }
            return edit.isEmpty ? nil : edit
        }
        let coerced =
            kind == .remove ? nil : try value.flatMap { (value) throws(SCIMError) in try part.value(from: value) }
        edit.note(part, coerced)
        edit = edit.adding(kind)
        return edit.isEmpty ? nil : edit
    }

    /// A value that a filter would choose, for one that chooses none: Entra expects it to come to be.
    private static func element(meeting filter: SCIMFilter, of attribute: SCIMAttribute) throws(SCIMError) -> SCIMValue
    {
        var object = SCIMObject()
        var rest = [filter]
        while let filter = rest.popLast() {
            switch filter {
            case .and(let left, let right): rest += [right, left]
            case .compare(let path, .equal, let value):
                guard let part = attribute.part(path.name), part.isWritable else { continue }
                object[part.name] = try part.value(from: value)
            default: throw SCIMError(.noTarget, "`\(attribute.name)` has no value that the filter chooses")
            }
        }
        return .object(object)
    }
}

extension SCIMValue {
    /// The value with the parts of another one in the place of its own.
    fileprivate func merged(with other: SCIMValue) -> SCIMValue {
        guard var object = self.object, let added = other.object else { return other }
        for member in added.members { object[member.name] = member.value }
        return .object(object)
    }

    /// Whether it is the primary one of several.
    var isPrimary: Bool { self.object?["primary"] == .flag(true) }

    /// The value, no longer the primary one.
    fileprivate var withoutPrimary: SCIMValue {
        guard var object = self.object, self.isPrimary else { return self }
        object["primary"] = .flag(false)
        return .object(object)
    }

    /// Whether it stands for one of the values that are there: the same main part, and the same type where both have one.
    fileprivate func means(_ other: SCIMValue, in attribute: SCIMAttribute) -> Bool {
        guard let object = self.object, let there = other.object, let main = attribute.mainPart,
            let value = object[main.name]?.text, let present = there[main.name]?.text
        else { return self == other }
        let isSame = main.isCaseExact ? value.utf8.elementsEqual(present.utf8) : value.isAttributeName(present)
        guard isSame else { return false }
        guard let type = object["type"]?.text, let presentType = there["type"]?.text, attribute.source != .roles else {
            return true
        }
        return type.isAttributeName(presentType)
    }
}
