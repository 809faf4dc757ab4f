/// Changes a resource as requests say, in memory: what came of it is then compared with what was.
struct ResourceEditor: Sendable {
    let type: SCIMResourceType
    private(set) var object: SCIMObject

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
        if attribute.isMultiValued { return self.set(part, of: attribute, to: coerced, isRemoved: kind == .remove) }
        if kind == .add, coerced == nil { return }
        var object = self[attribute.name]?.object ?? [:]
        object[part.name] = coerced
        self[attribute.name] = object.isEmpty ? nil : .object(object)
        self.keepReferenceTrue(of: attribute, part)
    }

    /// Sets a part of every value; where there is none, a value with this part comes to be.
    private mutating func set(
        _ part: SCIMAttribute, of attribute: SCIMAttribute, to value: SCIMValue?, isRemoved: Bool
    ) {
        var elements = self[attribute.name]?.elements ?? []
        if elements.isEmpty, value != nil { elements = [.object([:])] }
        elements = elements.compactMap { element in
            var object = element.object ?? [:]
            object[part.name] = value
            return object.isEmpty ? nil : .object(object)
        }
        self[attribute.name] = elements.isEmpty ? nil : .list(elements)
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
        guard let coerced = try value.flatMap({ (value) throws(SCIMError) in try attribute.value(from: value) }) else {
            if kind == .replace, attribute.source != .active { try self.clear(attribute) }
            return
        }
        switch (attribute.isMultiValued, attribute.kind, former) {
        case (true, _, let former?) where kind == .add:
            try self.add(coerced.elements, to: former.elements, of: attribute)
        case (false, .complex, .object(let former)?):
            var merged = former
            // A part that is `null` goes, one that is not named stays.
            let removed = value?.object?.members.filter(\.value.isUnassigned).map(\.name) ?? []
            for name in removed { merged[name] = nil }
            for member in coerced.object?.members ?? [] { merged[member.name] = member.value }
            if attribute.part("$ref") != nil, let object = coerced.object { merged = object }
            self[attribute.name] = .object(merged)
        default: self[attribute.name] = coerced
        }
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
            if value.object?["primary"] == .flag(true) { elements = elements.map(\.withoutPrimary) }
            if let position = elements.firstIndex(where: { value.means($0, in: attribute) }) {
                elements[position] = elements[position].merged(with: value)
            } else {
                elements.append(value)
                // Each is compared with all others, and many operations could add to them.
                try attribute.checkCount(elements.count)
            }
        }
        self[attribute.name] = .list(elements)
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
        let new: SCIMValue? =
            try value.flatMap { (value) throws(SCIMError) in
                if kind == .remove { return nil }
                guard let part = target.part else { return try attribute.value(from: value)?.elements.first }
                return try part.value(from: value).map { .object(SCIMObject([Member(name: part.name, value: $0)])) }
            }
        var elements: [SCIMValue] = []
        for (element, isChosen) in zip(former, chosen) {
            guard isChosen else {
                elements.append(new?.object?["primary"] == .flag(true) ? element.withoutPrimary : element)
                continue
            }
            if let changed = element.changed(by: new, part: target.part) { elements.append(changed) }
        }
        if !chosen.contains(true), let new {
            elements.append(try Self.element(meeting: filter, of: attribute).merged(with: new))
            try attribute.checkCount(elements.count)
        }
        self[attribute.name] = elements.isEmpty ? nil : .list(elements)
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
    /// The value with other parts; nil when nothing is left.
    fileprivate func changed(by new: SCIMValue?, part: SCIMAttribute?) -> SCIMValue? {
        if let new { return self.merged(with: new) }
        guard let part, var object = self.object else { return nil }
        object[part.name] = nil
        // What is left without the value itself says nothing.
        let isEmpty = object.isEmpty || part.name == "value"
        return isEmpty ? nil : .object(object)
    }

    /// The value with the parts of another one in the place of its own.
    fileprivate func merged(with other: SCIMValue) -> SCIMValue {
        guard var object = self.object, let added = other.object else { return other }
        for member in added.members { object[member.name] = member.value }
        return .object(object)
    }

    /// The value, no longer the primary one.
    fileprivate var withoutPrimary: SCIMValue {
        guard var object = self.object, object["primary"] == .flag(true) else { return self }
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
