package import RosterDomain

/// The numbers that stand for names of roles, for scopes and for groups in the bytes of records.
///
/// Names are only ever added, and a number never changes its meaning: so bytes stay good for as long as there is a later
/// version of the table that they were written with. The whole company has no number, because nearly every assignment is
/// there.
package struct StoredNames: Sendable {
    /// The roles by number.
    package private(set) var roles: [RoleID] = []
    /// The scopes by number.
    package private(set) var scopes: [Scope] = []
    /// The groups that have, or had, members, by number.
    package private(set) var groups: [GroupID] = []
    private var numbersByRole: [RoleKey: UInt32] = [:]
    private var numbersByScope: [Scope: UInt32] = [:]
    private var numbersByGroup: [GroupID: UInt32] = [:]

    /// Creates a table without names.
    package init() {}

    /// Reads a table whose names were written as UTF-8, by number.
    ///
    /// - Throws: `Malformed` when a name is none, or has two numbers.
    package init(roles: [[UInt8]], scopes: [[UInt8]], groups: [GroupID]) throws(StoredFormError) {
        self.roles.reserveCapacity(roles.count)
        self.scopes.reserveCapacity(scopes.count)
        for bytes in roles { _ = self.number(of: RoleID(try Self.text(bytes))) }
        for bytes in scopes { _ = self.number(of: try Self.scope(writtenAs: try Self.text(bytes))) }
        self.groups.reserveCapacity(groups.count)
        for group in groups { _ = self.number(of: group) }
        guard self.roles.count == roles.count, self.scopes.count == scopes.count, self.groups.count == groups.count
        else {
            throw StoredFormError(.invalid(detail: "there is no such name"))
        }
    }

    /// The names of roles as UTF-8, by number.
    package var roleBytes: [[UInt8]] { self.roles.map { Array($0.rawValue.utf8) } }
    /// The scopes as UTF-8, by number.
    package var scopeBytes: [[UInt8]] { self.scopes.map { Array($0.path.utf8) } }

    /// The number of a role, which is given one when it has none.
    package mutating func number(of role: RoleID) -> UInt32 {
        if let number = self.numbersByRole[RoleKey(role, isASCII: false)] { return number }
        let number = UInt32(self.roles.count)
        self.roles.append(role)
        self.numbersByRole[RoleKey(role, isASCII: role.rawValue.utf8.allSatisfy { $0 < 0x80 })] = number
        return number
    }

    /// The number of a scope, which is given one when it has none.
    package mutating func number(of scope: Scope) -> UInt32 {
        if let number = self.numbersByScope[scope] { return number }
        let number = UInt32(self.scopes.count)
        self.scopes.append(scope)
        self.numbersByScope[scope] = number
        return number
    }

    /// The number of a group, which is given one when it has none.
    package mutating func number(of group: GroupID) -> UInt32 {
        if let number = self.numbersByGroup[group] { return number }
        let number = UInt32(self.groups.count)
        self.groups.append(group)
        self.numbersByGroup[group] = number
        return number
    }

    /// The number of a group that is known, or nil.
    package func knownNumber(of group: GroupID) -> UInt32? { self.numbersByGroup[group] }

    /// The number of a role that is known, or nil.
    package func knownNumber(of role: RoleID) -> UInt32? { self.numbersByRole[RoleKey(role, isASCII: false)] }

    /// The list of the users who hold a role: even numbers are of roles, odd ones of groups, so that neither ever moves.
    @inline(__always)
    package static func list(ofRole number: UInt32) -> UInt32 { number << 1 }

    /// The list of the members of a group.
    @inline(__always)
    package static func list(ofGroup number: UInt32) -> UInt32 { number << 1 | 1 }

    /// How many lists there are: all their numbers are less.
    package var listCount: Int { 2 * max(self.roles.count, self.groups.count) }

    private static func scope(writtenAs path: String) throws(StoredFormError) -> Scope {
        guard let scope = try? Scope(path), scope != .company else {
            throw StoredFormError(.invalid(detail: "there is no such name"))
        }
        return scope
    }

    private static func text(_ bytes: [UInt8]) throws(StoredFormError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw StoredFormError(.invalid(detail: "there is no such name"))
        }
        return text
    }
}

/// A role that is looked for, or one that the table has.
///
/// Roles are compared by their bytes, one after the other. Unicode takes no other text of the same length for equal to one in
/// ASCII, so that for those the comparison of texts is enough, which is much faster.
private struct RoleKey: Hashable {
    private let role: RoleID
    /// Whether it is known to be in ASCII.
    private let isASCII: Bool

    init(_ role: RoleID, isASCII: Bool) {
        self.role = role
        self.isASCII = isASCII
    }

    static func == (left: RoleKey, right: RoleKey) -> Bool {
        let (leftText, rightText) = (left.role.rawValue, right.role.rawValue)
        guard leftText.utf8.count == rightText.utf8.count, leftText == rightText else { return false }
        return left.isASCII || right.isASCII || left.role == right.role
    }

    func hash(into hasher: inout Hasher) { hasher.combine(self.role) }
}
