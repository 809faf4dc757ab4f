import RosterDomain
import RosterDomainTestSupport

/// A catalog with one role of each kind, and tables of it.
enum TableSample {
    static let catalog = sound {
        var sketch = CatalogSketch()
        sketch.scopeKinds = nil
        for name in ["view", "edit", "share", "greet"] { sketch.add("app/things/\(name)") }
        sketch.add("app/things/sign", rule: .role(.viewer))
        sketch.add(Role("viewer", grants: [Grant(.view)]))
        sketch.add(Role("writer", grants: [Grant(.edit)], includes: ["viewer"]))
        sketch.add(
            Role(
                "sharer",
                grants: [
                    Grant(.share, given: [Condition("own")]),
                    Grant(.edit, given: [Condition("own"), Condition("team")]),
                ]))
        sketch.add(Role("signer", grants: [Grant(.sign)]))
        sketch.roles.append(Role("greeter", grants: [Grant(.greet)], heldImplicitlyBy: .members))
        return try sketch.catalog()
    }

    /// The catalog without the permission to view and whatever names it, and with another permission in front.
    static let successor = sound {
        var sketch = CatalogSketch()
        sketch.scopeKinds = nil
        for name in ["archive", "edit", "share", "greet", "sign"] { sketch.add("app/things/\(name)") }
        sketch.add(Role("writer", grants: [Grant(.edit), Grant(Permission("app/things/archive"))]))
        sketch.add(Role("sharer", grants: [Grant(.share, given: [Condition("own")])]))
        sketch.add(Role("signer", grants: [Grant(.sign)]))
        return try sketch.catalog()
    }

    static func table() -> AccessTable { AccessTable(catalog: self.catalog) }

    /// A table in which users 1, 2, … hold one of these roles each, company-wide.
    static func table(holding roles: RoleID...) throws -> AccessTable {
        let table = self.table()
        for (position, role) in roles.enumerated() { try table.assign(role, to: DomainSample.id(position + 1)) }
        return table
    }

    /// The answers of a table that is asked in one call.
    static func answers(
        of table: AccessTable, _ users: [UserID], _ permissions: [PermissionHandle], room: [Bool]? = nil
    ) -> [Bool] {
        var answers = room ?? Array(repeating: true, count: users.count)
        var span = answers.mutableSpan
        table.permits(users.span, permissions.span, into: &span)
        return answers
    }

    /// The same for users by name.
    static func answers(
        of table: AccessTable, named names: [String], _ permissions: [PermissionHandle], room: [Bool]? = nil
    ) -> [Bool] {
        var answers = room ?? Array(repeating: true, count: names.count)
        var span = answers.mutableSpan
        table.permits(named: names.span, permissions.span, into: &span)
        return answers
    }

    private static func sound<Value>(_ make: () throws -> Value) -> Value {
        do { return try make() } catch { preconditionFailure("invariant: samples are sound: \(error)") }
    }
}

extension Permission {
    static let view = Permission("app/things/view")
    static let edit = Permission("app/things/edit")
    static let share = Permission("app/things/share")
    static let greet = Permission("app/things/greet")
    static let sign = Permission("app/things/sign")
}

extension RoleID {
    static let viewer = RoleID("viewer")
    static let writer = RoleID("writer")
    static let sharer = RoleID("sharer")
    static let signer = RoleID("signer")
    static let greeter = RoleID("greeter")
}
