public import RosterDomain

/// A permission as the standard has it, an operation on an object: `partner/customers/manage` is `manage` on `partner/customers`.
extension Permission {
    /// The permission to do an operation on an object (INCITS 359, PRMS); a `RoleCatalog` decides whether it exists.
    public init(_ operation: String, on object: String) { self.init("\(object)/\(operation)") }

    /// What is done (INCITS 359, OPS): the name after its last slash.
    public var operation: String {
        self.rawValue.utf8.lastIndex(of: UInt8(ascii: "/"))
            .map { String(self.rawValue[self.rawValue.utf8.index(after: $0)...]) } ?? self.rawValue
    }

    /// What it is done to (INCITS 359, OBJS): the name before its last slash; empty for a name without one.
    public var object: String {
        self.rawValue.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(self.rawValue[..<$0]) } ?? ""
    }
}
