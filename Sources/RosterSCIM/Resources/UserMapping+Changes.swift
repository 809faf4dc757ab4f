import RosterDomain
import RosterUseCases

extension UserMapping {
    /// What of an account is to be otherwise, when a resource becomes another one.
    ///
    /// - Parameter setsDisplayName: Whether the request says what name to show; if not, one that was made of others follows them.
    /// - Throws: ``SCIMError`` for values that an account cannot have.
    func changes(
        from before: SCIMObject, to after: SCIMObject, of user: User?, setsDisplayName: Bool = false
    ) throws(SCIMError) -> ProvisionedChanges {
        var changes = ProvisionedChanges()
        let own = self.type.core.attributes + self.type.common.filter { $0.name == "externalId" }
        for attribute in own {
            try self.take(attribute, before[attribute.name], after[attribute.name], of: user, into: &changes)
        }
        for schema in self.type.extensions {
            let (former, new) = (before[schema.id]?.object ?? [:], after[schema.id]?.object ?? [:])
            for attribute in schema.attributes {
                try self.take(attribute, former[attribute.name], new[attribute.name], of: user, into: &changes)
            }
        }
        if changes.fullName == nil, !setsDisplayName, let user {
            changes.fullName = try Self.following(user.fullName, from: before, to: after)
        }
        return changes
    }

    /// The full name of an account for which the client gave none: the parts of the name, or the user name; nil when it stays.
    private static func following(
        _ name: FullName, from before: SCIMObject, to after: SCIMObject
    ) throws(SCIMError) -> FullName? {
        for made in [self.writtenName, { $0["userName"]?.text }] {
            guard let former = made(before), let new = made(after), !former.utf8.elementsEqual(new.utf8) else {
                continue
            }
            if name.rawValue.utf8.elementsEqual(former.utf8) { return try FullName(scim: new) }
        }
        return nil
    }

    /// A name made of what a resource says besides `displayName`.
    private static func writtenName(_ object: SCIMObject) -> String? {
        let name = object["name"]?.object
        let parts = ["givenName", "familyName"].compactMap { name?[$0]?.text }.joined(separator: " ")
        return name?["formatted"]?.text ?? (parts.isEmpty ? object["userName"]?.text : parts)
    }

    /// The account that a resource asks for.
    func account(_ object: SCIMObject) throws(SCIMError) -> ProvisionedAccount {
        let changes = try self.changes(from: [:], to: object, of: nil)
        guard let userName = changes.userName else { throw SCIMError(.invalidValue, "a user has a `userName`") }
        let fullName: FullName
        if let given = changes.fullName {
            fullName = given
        } else {
            fullName = try FullName(scim: Self.writtenName(object) ?? userName.rawValue)
        }
        return ProvisionedAccount(
            fullName, userName: userName, email: changes.email ?? nil,
            attributes: changes.attributes.compactMapValues(\.self), roles: changes.roles ?? [],
            isActive: changes.isActive ?? true, password: changes.password)
    }

    private func take(
        _ attribute: SCIMAttribute, _ former: SCIMValue?, _ new: SCIMValue?, of user: User?,
        into changes: inout ProvisionedChanges
    ) throws(SCIMError) {
        guard former != new else { return }
        switch attribute.source {
        case .userName: changes.userName = try new?.text.map { (text) throws(SCIMError) in try UserName(scim: text) }
        case .displayName: changes.fullName = try self.fullName(new, of: user, changes)
        case .active: changes.isActive = new?.asFlag
        case .password: changes.password = new?.text.map { Password($0) }
        case .emails: try self.takeEmails(new, of: user, into: &changes)
        case .roles: try self.takeRoles(new, into: &changes)
        case .text(let name): changes.attributes.updateValue(new?.text.map { .text($0) }, forKey: name)
        case .reference(let name):
            let value = new?.object?["value"]?.text
            guard value != former?.object?["value"]?.text else { return }
            changes.attributes.updateValue(value.map { .text($0) }, forKey: name)
        case .entries(let name): changes.attributes.updateValue(Self.entries(new), forKey: name)
        case .groups, .entitlements: break
        case .none:
            for part in attribute.parts {
                try self.take(
                    part, former?.object?[part.name], new?.object?[part.name], of: user, into: &changes)
            }
        }
    }

    private func fullName(
        _ new: SCIMValue?, of user: User?, _ changes: ProvisionedChanges
    ) throws(SCIMError) -> FullName? {
        if let text = new?.text { return try FullName(scim: text) }
        guard let name = changes.userName ?? user?.userName else { return nil }
        return try FullName(scim: name.rawValue)
    }

    private func takeEmails(
        _ new: SCIMValue?, of user: User?, into changes: inout ProvisionedChanges
    ) throws(SCIMError) {
        // An address of which only the type is left is none.
        let emails = (new?.elements ?? []).filter { $0.object?["value"] != nil }
        let text = Self.accountPosition(among: emails).flatMap { emails[$0].object?["value"]?.text }
        let email = try text.map { (text) throws(SCIMError) in try EmailAddress(scim: text) }
        if email?.rawValue != user?.email?.rawValue { changes.email = .some(email) }
        guard let name = self.emailsName else { return }
        let isPlain = email.map { emails == [Self.plain($0.rawValue)] } ?? true
        changes.attributes.updateValue(isPlain ? nil : Self.entries(.list(emails)), forKey: name)
    }

    private func takeRoles(_ new: SCIMValue?, into changes: inout ProvisionedChanges) throws(SCIMError) {
        let values = (new?.elements ?? []).filter { $0.object?["value"] != nil }
        var roles: [RoleID] = []
        for value in values {
            let text = value.object?["value"]?.text ?? ""
            guard let role = self.role(text) else {
                throw SCIMError(.invalidValue, "there is no role `\(text.shown)`; see /Roles")
            }
            if !roles.contains(role) { roles.append(role) }
        }
        changes.roles = roles
        guard let name = self.rolesName else { return }
        let isPlain = values.allSatisfy { value in
            value.object.map { $0.members.count == 1 && self.catalog.role(RoleID($0["value"]?.text ?? "")) != nil }
                ?? true
        }
        changes.attributes.updateValue(isPlain ? nil : Self.entries(.list(values)), forKey: name)
    }

    private static func entries(_ value: SCIMValue?) -> AttributeValue? {
        let entries = (value?.elements ?? []).compactMap { element -> AttributeEntry? in
            var parts: [String: String] = [:]
            for member in element.object?.members ?? [] {
                switch member.value {
                case .text(let text): parts[member.name] = text
                case .flag(let flag): parts[member.name] = flag ? "true" : "false"
                default: break
                }
            }
            return parts.isEmpty ? nil : AttributeEntry(parts)
        }
        return entries.isEmpty ? nil : .entries(entries)
    }
}

extension FullName {
    /// A name that a request has.
    init(scim text: String) throws(SCIMError) {
        do throws(FullNameError) { self = try FullName(text) } catch { throw SCIMError(.invalidValue, "\(error)") }
    }
}

extension UserName {
    /// A user name that a request has.
    init(scim text: String) throws(SCIMError) {
        do throws(UserNameError) { self = try UserName(text) } catch { throw SCIMError(.invalidValue, "\(error)") }
    }
}

extension EmailAddress {
    /// An address that a request has.
    init(scim text: String) throws(SCIMError) {
        do throws(EmailAddressError) { self = try EmailAddress(text) } catch {
            throw SCIMError(.invalidValue, "\(error)")
        }
    }
}
