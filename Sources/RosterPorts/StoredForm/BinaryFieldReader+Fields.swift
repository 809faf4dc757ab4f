internal import RosterDomain

// MARK: - Values

extension BinaryFieldReader {
    @inline(__always)
    private mutating func read<Value: StoredScalar>(_ field: StoredField) throws(StoredFormError) -> Value {
        let value: Value
        do throws(StoredFormError) {
            guard let known = try Value(stored: try self.payload(self.next.kind)) else {
                throw StoredFormError(.wrongKind)
            }
            value = known
        } catch {
            throw error.inside(field.name)
        }
        try self.advance()
        return value
    }

    @inline(__always)
    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value) throws(StoredFormError) {
        if try self.find(field) {
            value = try self.read(field)
            return
        }
        var known: Value?
        if self.unknown != nil { try self.field(field, &known) }
        guard let known else { throw StoredFormError(.missing, at: field.name) }
        value = known
    }

    @inline(__always)
    mutating func field<Value: StoredScalar>(
        _ field: StoredField, _ value: inout Value, unless usual: Value
    ) throws(StoredFormError) {
        if try self.find(field) {
            value = try self.read(field)
            return
        }
        var known: Value?
        if self.unknown != nil { try self.field(field, &known) }
        value = known ?? usual
    }

    @inline(__always)
    mutating func field<Value: StoredScalar>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError) {
        if try self.find(field) {
            value = try self.read(field)
            return
        }
        value = nil
        guard self.unknown != nil else { return }
        try self.inJSON(field) { (reader) throws(StoredFormError) in try reader.field(field, &value) }
    }

    mutating func list<Value: StoredScalar>(
        _ field: StoredField, _ values: inout [Value]
    ) throws(StoredFormError) {
        values = []
        guard try self.find(field) else {
            guard self.unknown != nil else { return }
            return try self.inJSON(field) { (reader) throws(StoredFormError) in try reader.list(field, &values) }
        }
        do throws(StoredFormError) {
            try self.checkIsBytes()
            values = try self.nested { (list) throws(StoredFormError) in
                var values: [Value] = []
                while list.position < list.end {
                    let input =
                        Value.kind == .yes ? StoredInput.number(try list.number()) : try list.payload(Value.kind)
                    guard let value = try Value(stored: input) else { throw StoredFormError(.wrongKind) }
                    values.append(value)
                }
                return values
            }
        } catch {
            throw error.inside(field.name)
        }
        try self.advance()
    }
}

// MARK: - Records

extension BinaryFieldReader {
    @inline(__always)
    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value) throws(StoredFormError) {
        guard try self.find(field) else { throw StoredFormError(.missing, at: field.name) }
        do throws(StoredFormError) {
            try self.checkIsBytes()
            try self.nested { (reader) throws(StoredFormError) in try reader.describe(&value) }
        } catch {
            throw error.inside(field.name)
        }
        try self.advance()
    }

    mutating func record<Value: StoredRecord>(_ field: StoredField, _ value: inout Value?) throws(StoredFormError) {
        value = nil
        guard try self.find(field) else {
            guard self.unknown != nil else { return }
            return try self.inJSON(field) { (reader) throws(StoredFormError) in try reader.record(field, &value) }
        }
        var known = Value.blank
        try self.record(field, &known)
        value = known
    }

    mutating func records<Value: StoredRecord>(
        _ field: StoredField, _ values: inout [Value]
    ) throws(StoredFormError) {
        values = []
        guard try self.find(field) else {
            guard self.unknown != nil else { return }
            return try self.inJSON(field) { (reader) throws(StoredFormError) in try reader.records(field, &values) }
        }
        do throws(StoredFormError) {
            try self.checkIsBytes()
            try self.nested { (reader) throws(StoredFormError) in
                reader.isList = true
                // A guess that is right for most: about six bytes each.
                values.reserveCapacity(min(64, (reader.end - reader.position + 5) / 6))
                while reader.position < reader.end {
                    values.append(Value.blank)
                    try reader.describe(&values[values.count - 1])
                }
            }
        } catch {
            throw error.inside("\(field.name).\(max(0, values.count - 1))")
        }
        try self.advance()
    }

    mutating func choices<Value: StoredChoice>(
        _ field: StoredField, _ values: inout [Value], unknown: inout [Int: UnknownFields]
    ) throws(StoredFormError) {
        values = []
        guard try self.find(field) else { throw StoredFormError(.missing, at: field.name) }
        do throws(StoredFormError) {
            try self.checkIsBytes()
            try self.nested { (reader) throws(StoredFormError) in
                while reader.position < reader.end {
                    var kept = UnknownFields()
                    values.append(try reader.alternative(keeping: &kept))
                    if !kept.isEmpty { unknown[values.count - 1] = kept }
                }
            }
        } catch {
            throw error.inside("\(field.name).\(values.count)")
        }
        try self.advance()
    }

    mutating func choice<Value: StoredChoice>(
        _ field: StoredField, as type: Value.Type
    ) throws(StoredFormError) -> Value {
        guard try self.find(field) else { throw StoredFormError(.missing, at: field.name) }
        let value: Value
        do throws(StoredFormError) {
            try self.checkIsBytes()
            value = try self.nested { (reader) throws(StoredFormError) in
                var kept = UnknownFields()
                return try reader.alternative(keeping: &kept)
            }
        } catch {
            throw error.inside(field.name)
        }
        try self.advance()
        return value
    }

    @inline(__always)
    private mutating func alternative<Value: StoredChoice>(
        keeping unknown: inout UnknownFields
    ) throws(StoredFormError) -> Value {
        let number = try self.number()
        guard let raw = UInt32(exactly: number), let alternative = Value.Alternative(rawValue: raw) else {
            throw StoredFormError(.unknownAlternative, at: "#\(number)")
        }
        do throws(StoredFormError) {
            return try self.nested { (reader) throws(StoredFormError) in
                try reader.begin()
                let value = try Value.read(alternative, from: &reader)
                try reader.end(&unknown)
                return value
            }
        } catch {
            throw error.inside("\(alternative)")
        }
    }

    mutating func fields<Value: StoredRecord>(of type: Value.Type) throws(StoredFormError) -> Value {
        var value = Value.blank
        try Value.describe(&value, with: &self)
        try self.end(&value.unknownFields)
        return value
    }
}

// MARK: - In context

extension BinaryFieldReader {
    @inline(__always)
    mutating func user(_ field: StoredField, _ user: inout UserID) throws(StoredFormError) {
        if try self.find(field) {
            user = try self.read(field)
            self.context.user = user
        } else if let last = self.context.user {
            user = last
        } else {
            throw StoredFormError(.missing, at: field.name)
        }
    }

    @inline(__always)
    mutating func principal(_ field: StoredField, _ principal: inout Principal) throws(StoredFormError) {
        if try self.find(field) {
            principal = try self.read(field)
            self.context.principal = principal
        } else if let last = self.context.principal {
            principal = last
        } else {
            throw StoredFormError(.missing, at: field.name)
        }
    }

    @inline(__always)
    mutating func origin(_ field: StoredField, _ moment: inout Timestamp) throws(StoredFormError) {
        moment = try self.find(field) ? try self.readMoment(field) : self.context.origin
        self.context.origin = moment
        self.context.moment = moment
    }

    @inline(__always)
    mutating func moment(_ field: StoredField, _ moment: inout Timestamp) throws(StoredFormError) {
        moment = try self.find(field) ? try self.readMoment(field) : self.context.moment
        self.context.moment = moment
    }

    @inline(__always)
    mutating func moment(_ field: StoredField, _ moment: inout Timestamp?) throws(StoredFormError) {
        moment = try self.find(field) ? try self.readMoment(field) : nil
    }

    @inline(__always)
    private mutating func readMoment(_ field: StoredField) throws(StoredFormError) -> Timestamp {
        guard let distance = try self.payload(self.next.kind).integer else {
            throw StoredFormError(.wrongKind, at: field.name)
        }
        try self.advance()
        do throws(StoredFormError) { return try self.context.moment(at: distance) } catch {
            throw error.inside(field.name)
        }
    }

    @inline(__always)
    mutating func role(_ field: StoredField, _ role: inout RoleID) throws(StoredFormError) {
        guard let roles else { return try self.field(field, &role) }
        guard try self.find(field) else { throw StoredFormError(.missing, at: field.name) }
        role = roles[try self.readNumber(field, below: roles.count)]
    }

    mutating func roles(_ field: StoredField, _ roles: inout [RoleID]) throws(StoredFormError) {
        guard let names = self.roles else { return try self.list(field, &roles) }
        var numbers: [UInt64] = []
        try self.list(field, &numbers)
        roles = []
        for number in numbers {
            guard number < UInt64(names.count) else { throw Self.unknownName.inside(field.name) }
            roles.append(names[Int(number)])
        }
    }

    mutating func groups(_ field: StoredField, _ groups: inout [GroupID]) throws(StoredFormError) {
        guard self.roles != nil else { return try self.list(field, &groups) }
        var numbers: [UInt64] = []
        try self.list(field, &numbers)
        groups = []
        for number in numbers {
            guard number < UInt64(self.groups.count) else { throw Self.unknownName.inside(field.name) }
            groups.append(self.groups[Int(number)])
        }
    }

    @inline(__always)
    mutating func scope(_ field: StoredField, _ scope: inout Scope) throws(StoredFormError) {
        guard self.roles != nil else { return try self.field(field, &scope, unless: .company) }
        scope = try self.find(field) ? self.scopes[try self.readNumber(field, below: self.scopes.count)] : .company
    }

    private static var unknownName: StoredFormError { StoredFormError(.invalid(detail: "there is no such name")) }

    /// Reads the number of a name.
    @inline(__always)
    private mutating func readNumber(_ field: StoredField, below count: Int) throws(StoredFormError) -> Int {
        let number: UInt64 = try self.read(field)
        guard number < UInt64(count) else { throw Self.unknownName.inside(field.name) }
        return Int(number)
    }
}
