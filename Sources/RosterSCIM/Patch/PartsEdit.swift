/// What a request says of the parts of a complex value: those that it does not name stay as they are.
struct PartsEdit: Sendable {
    /// The parts that get a value.
    private(set) var set = SCIMObject()
    /// The names of the parts that lose theirs, because the request names them without one.
    private(set) var removed: Set<String> = []

    /// Whether it changes nothing.
    var isEmpty: Bool { self.set.isEmpty && self.removed.isEmpty }

    /// Notes what becomes of a part; nil for no value.
    mutating func note(_ part: SCIMAttribute, _ value: SCIMValue?) {
        self.set[part.name] = value
        if value == nil { self.removed.insert(part.name) } else { self.removed.remove(part.name) }
    }

    /// The same for an operation that adds, which takes nothing away.
    func adding(_ kind: PatchRequest.Operation.Kind) -> PartsEdit {
        var edit = self
        if kind == .add { edit.removed = [] }
        return edit
    }

    /// A value after the edit; nil when nothing is left of it, or nothing but words about a value that is gone.
    func applied(to value: SCIMObject, of attribute: SCIMAttribute) -> SCIMObject? {
        var object = value
        for name in self.removed { object[name] = nil }
        for member in self.set.members { object[member.name] = member.value }
        if let main = attribute.mainPart, self.removed.contains(main.name) { return nil }
        return object.isEmpty ? nil : object
    }
}
