package import RosterDomain
package import RosterJSON
package import RosterUseCases

/// What goes out on the wire, as JSON; `views.json` among the tests is the contract.
package enum WebView {
    /// A user, with what the reader may see.
    package static func user(_ record: UserRecord) -> JSONValue {
        let user = record.user
        var members: [(name: String, value: JSONValue)] = [
            ("id", .text(user.id.description)), ("fullName", .text(user.fullName.rawValue)),
            ("userName", .text(user.userName.rawValue)),
        ]
        if let email = user.email { members.append(("email", .text(email.rawValue))) }
        members += [
            ("kind", .text(user.accountKind.rawValue)), ("affiliation", .text(user.affiliation.rawValue)),
            ("status", .text(user.status.rawValue)), ("addedAt", self.moment(user.addedAt)),
            ("version", .number(user.version)), ("hasSecondFactor", .flag(user.secondFactor != nil)),
        ]
        if let moment = user.deletedAt { members.append(("deletedAt", self.moment(moment))) }
        members.append(("roles", .list(record.heldAssignments.map(self.assignment))))
        members.append(("attributes", .object(user.attributes.map { ($0.name.rawValue, self.attribute($0.value)) })))
        return .object(members)
    }

    /// A role that a user holds.
    package static func assignment(_ assignment: RoleAssignment) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("role", .text(assignment.role.rawValue)), ("scope", .text(assignment.scope.path)),
        ]
        if let from = assignment.window.from { members.append(("from", self.moment(from))) }
        if let until = assignment.window.until { members.append(("until", self.moment(until))) }
        members += [
            ("grantedBy", .text(assignment.grantedBy.description)), ("grantedAt", self.moment(assignment.grantedAt)),
        ]
        if let group = assignment.group { members.append(("group", .text(group.description))) }
        return .object(members)
    }

    private static func attribute(_ value: AttributeValue) -> JSONValue {
        switch value {
        case .text(let text): .text(text)
        case .texts(let texts): .list(texts.map { .text($0) })
        case .entries(let entries): .list(entries.map { .object($0.sortedParts.map { ($0.key, .text($0.value)) }) })
        }
    }

    /// A page of users.
    package static func page(_ page: UserPage) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [("users", .list(page.records.map(self.user)))]
        if case .after(let last) = page.next { members.append(("next", .text(last.description))) }
        if let count = page.totalCount { members.append(("count", .number(count))) }
        return .object(members)
    }

    /// A user who was added, with the sign-in information.
    package static func added(_ record: UserRecord, _ information: RevealedSignInInformation) -> JSONValue {
        .object([("user", self.user(record)), ("signInInformation", self.information(information))])
    }

    /// What a user needs to sign in for the first time.
    package static func information(_ information: RevealedSignInInformation) -> JSONValue {
        .object([
            ("userName", .text(information.userName.rawValue)),
            ("temporaryPassword", .text(information.temporaryPassword)),
            ("expiresAt", self.moment(information.expiresAt)),
        ])
    }

    /// The roles of a catalog that the company is offered.
    package static func roles(of tenant: Tenant) -> JSONValue {
        let programs = tenant.company.programs
        return .object([
            ("roles", .list(tenant.catalog.roles.filter { $0.isOffered(to: programs) }.map(self.role)))
        ])
    }

    private static func role(_ role: Role) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("id", .text(role.id.rawValue)), ("title", .text(role.title)), ("category", .text(role.category.id)),
            ("categoryTitle", .text(role.category.title)), ("isPrivileged", .flag(role.isPrivileged)),
            ("isOpenToGuests", .flag(role.isOpenToGuests)),
            ("includes", .list(role.includes.sorted().map { .text($0.rawValue) })),
            ("requires", .list(role.requires.sorted().map { .text($0.rawValue) })),
        ]
        switch role.scoping {
        case .anywhere: break
        case .companyOnly: members.append(("scopeKinds", .list([])))
        case .companyOr(let kinds): members.append(("scopeKinds", .list(kinds.sorted().map { .text($0) })))
        }
        return .object(members)
    }

    /// A moment.
    package static func moment(_ moment: Timestamp) -> JSONValue { .text(WebMoment.text(moment)) }
}

extension WebView {
    /// The answer to a question, with its reasons.
    package static func decision(_ decision: AccessDecision) -> JSONValue {
        switch decision {
        case .allowed(let grounds):
            .object([("allowed", .flag(true)), ("reason", .text(grounds.description))])
        case .denied(let reason, let remedy):
            .object([
                ("allowed", .flag(false)), ("reason", .text(reason.description)), ("remedy", .text(remedy.description)),
                ("roles", .list(remedy.choices)),
            ])
        }
    }

    /// A page of the history.
    package static func page(_ page: HistoryPage) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [("steps", .list(page.entries.map(self.step)))]
        if let next = page.next { members.append(("next", .number(Int(clamping: next.number)))) }
        return .object(members)
    }

    private static func step(_ entry: HistoryEntry) -> JSONValue {
        let untold = entry.untoldChangeCount
        return .object(
            [
                ("revision", .number(Int(clamping: entry.revision.number))), ("at", self.moment(entry.at)),
                ("by", .text(entry.principal.description)), ("sentences", .list(entry.sentences.map { .text($0) })),
            ] + (untold > 0 ? [("untoldChangeCount", .number(untold))] : []))
    }

    /// A session or token of a user, as lists show it.
    package static func session(_ session: UserSession, present: UserSessionID?) -> JSONValue {
        .object([
            ("id", .text(session.id.description)), ("device", .text(session.device.description)),
            ("begunAt", self.moment(session.begunAt)), ("lastUsedAt", self.moment(session.lastUsedAt)),
            ("endsAt", self.moment(session.endsAt)), ("isPresent", .flag(session.id == present)),
        ])
    }

    /// The session of the caller.
    package static func session(of caller: SessionAdmission) -> JSONValue {
        self.session(caller.session, caller.user, caller.duties)
    }

    /// A session that has begun or got another token.
    package static func session(_ session: UserSession, duties: SessionDuties, token: String?) -> JSONValue {
        self.session(session.id, session.user, duties, token.map { [("token", .text($0))] } ?? [])
    }

    private static func session(
        _ session: UserSessionID, _ user: UserID, _ duties: SessionDuties,
        _ more: [(name: String, value: JSONValue)] = []
    ) -> JSONValue {
        .object(
            [
                ("session", .text(session.description)), ("user", .text(user.description)),
                ("duties", .list(duties.names.map { .text($0) })),
            ] + more)
    }
}

extension Remedy {
    /// The choices of roles that would do, and who can give them.
    fileprivate var choices: [JSONValue] {
        guard case .gainRoles(let choices) = self else { return [] }
        return choices.map { choice in
            .object([
                ("gain", .list(choice.roles.map { .text($0.rawValue) })), ("scope", .text(choice.scope.path)),
                ("givenBy", .list(choice.whoMayAssign.map { .text($0.rawValue) })),
            ])
        }
    }
}
