extension AttributeDefinition {
    /// Throws if the definition breaks a rule.
    func check() throws(AttributeSchemaError) {
        guard Self.byteLimitRange.contains(self.byteLimit), Self.valueLimitRange.contains(self.valueLimit) else {
            throw .limitOutOfRange(self.name)
        }
        if self.uniqueness != .none {
            guard self.kind == .text, self.byteLimit <= Self.uniqueByteLimit else { throw .cannotBeUnique(self.name) }
        }
        if case .entries(let parts) = self.kind {
            guard (1...Self.partLimit).contains(parts.count), parts.allSatisfy({ (try? AttributeName($0)) != nil })
            else {
                throw .malformedParts(self.name)
            }
        }
        guard self.visibleTo.isSuperset(of: self.editableBy) else { throw .editableUnseen(self.name) }
    }

    /// Why the attribute cannot have a value; nil when it can.
    func problem(with value: AttributeValue) -> AttributeProblem? {
        switch (self.kind, value) {
        case (.text, .text), (.texts, .texts), (.entries, .entries): break
        case (.text, _), (.texts, _), (.entries, _): return .wrongKind
        }
        guard value.count > 0 else { return .empty }
        guard value.count <= self.valueLimit || self.kind == .text else {
            return .tooManyValues(count: value.count, limit: self.valueLimit)
        }
        if case .entries(let parts) = self.kind, case .entries(let entries) = value {
            if let unknown = entries.flatMap({ Array($0.parts.keys) }).sorted().first(where: { !parts.contains($0) }) {
                return .unknownPart(name: unknown)
            }
            if entries.contains(where: \.parts.isEmpty) { return .empty }
        }
        for text in value.allTexts {
            if text.isEmpty { return .empty }
            if text.utf8.count > self.byteLimit { return .tooLong(byteCount: text.utf8.count, limit: self.byteLimit) }
            if let scalar = text.unicodeScalars.first(where: Self.isControl) {
                return .unsafeCharacter(code: scalar.value)
            }
        }
        return nil
    }

    /// Whether profiles forbid a character.
    ///
    /// Tabs and line ends occur in addresses and are kept.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0x00...0x1F, 0x7F...0x9F: true
        default: false
        }
    }
}

extension AttributeSchema {
    /// An attribute of the schema with a value that its rules allow.
    ///
    /// - Throws: ``AttributeProblem``.
    public func attribute(_ name: AttributeName, _ value: AttributeValue) throws(AttributeProblem) -> UserAttribute {
        guard let definition = self[name] else { throw self.unknown(name) }
        if let problem = definition.problem(with: value) { throw problem }
        return UserAttribute(name, value, uniqueness: definition.uniqueness)
    }

    /// The name that finds the user with a value of a unique attribute; nil when the attribute is not unique.
    public func recordName(_ name: AttributeName, _ text: String) -> RecordName? {
        self[name].flatMap { RecordName(text, of: name, uniqueness: $0.uniqueness) }
    }

    /// The attributes of a user that an audience may see.
    ///
    /// Only the host sees attributes that the schema does not define.
    public func attributes(_ attributes: UserAttributes, visibleTo audience: AttributeAudience) -> UserAttributes {
        if attributes.allSatisfy({ self[$0.name].map { !$0.visibleTo.isDisjoint(with: audience) } ?? false }) {
            return attributes
        }
        var visible = UserAttributes()
        for attribute in attributes where !(self[attribute.name]?.visibleTo.isDisjoint(with: audience) ?? true) {
            visible.set(attribute.name, to: attribute)
        }
        return visible
    }

    /// The attributes of a user that contradict the schema, in the order of their names.
    ///
    /// They are those that the schema does not define, or whose value or uniqueness is not what the schema says.
    public func contradictions(in user: User) -> [AttributeContradiction] {
        user.attributes.compactMap { attribute in
            self.problem(with: attribute).map {
                AttributeContradiction(user: user.id, attribute: attribute.name, problem: $0)
            }
        }
    }

    private func problem(with attribute: UserAttribute) -> AttributeProblem? {
        do throws(AttributeProblem) {
            let defined = try self.attribute(attribute.name, attribute.value).uniqueness
            return defined == attribute.uniqueness
                ? nil : .otherUniqueness(stored: attribute.uniqueness, defined: defined)
        } catch {
            return error
        }
    }
}
