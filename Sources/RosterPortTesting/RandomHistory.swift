import RosterDomain
import RosterPorts

/// Random commits, most of them valid and some not, with a model that knows which.
struct RandomHistory {
    /// The commit to try.
    struct Attempt {
        let changes: [Change]
        let after: Revision
    }

    private let seed: UInt64
    var generator: SeededGenerator
    private(set) var state = DirectoryState()
    private var nextRequest = 0

    init(seed: UInt64) {
        self.seed = seed
        self.generator = SeededGenerator(seed: seed)
    }

    /// The next commit to try.
    mutating func next() throws -> Attempt {
        let count = Int.random(in: 1...3, using: &self.generator)
        var changes: [Change] = []
        for _ in 0..<count { changes.append(try self.change()) }
        let isStale = self.chance(1, in: 12)
        return Attempt(changes: changes, after: isStale ? self.state.revision.next : self.state.revision)
    }

    /// Fails unless a directory treated an attempt as its state requires.
    mutating func note(_ result: Result<Commit, UserDirectoryError>, of attempt: Attempt) throws {
        let what = "seed \(self.seed), after revision \(self.state.revision), \(attempt.changes)"
        guard attempt.after == self.state.revision else {
            if case .failure(.conflict(self.state.revision)) = result { return }
            throw Mismatch(expected: "a conflict: \(what)", seen: "\(result)")
        }
        let commit = Commit(
            revision: self.state.revision.next, at: Sample.noon, principal: .system, changes: attempt.changes)
        do throws(ChangeError) {
            try self.state.apply(commit)
        } catch {
            if case .failure(.contradiction) = result { return }
            throw Mismatch(expected: "the contradiction \(error): \(what)", seen: "\(result)")
        }
        guard case .success(commit) = result else { throw Mismatch(expected: "a commit: \(what)", seen: "\(result)") }
    }

    private mutating func change() throws -> Change {
        let number = Int.random(in: 0..<12, using: &self.generator)
        let id = Sample.id(number)
        if self.chance(1, in: 4) { return try self.groupChange() }
        if self.chance(1, in: 8) { return try self.companyRoleChange() }
        let record = self.state.user(id)
        guard let record, !self.chance(1, in: 20) else { return .userAdded(user: try self.user(number)) }
        switch Int.random(in: 0..<21, using: &self.generator) {
        case 0:
            return .userRenamed(user: id, from: record.user.fullName, to: try FullName("Name \(self.generator.next())"))
        case 1, 2, 3: return .statusChanged(user: id, from: self.status(near: record), to: self.anyStatus())
        case 4, 5: return .roleAssigned(assignment: try self.assignment(number))
        case 6: return .roleRemoved(assignment: try record.assignments.first ?? self.assignment(number))
        case 7: return .invitationSent(user: id, invitation: Sample.invitation)
        case 8: return .invitationRevoked(user: id)
        case 9:
            return self.chance(1, in: 2)
                ? .passwordReset(user: id, credential: Sample.credential(1), expiresAt: Sample.noon)
                : .passwordChanged(user: id, credential: Sample.credential(1))
        case 10: return self.chance(1, in: 2) ? .firstSignIn(user: id) : try self.companyWide()
        case 11, 12:
            let isRegaining = record.user.hasReleasedNames && self.chance(2, in: 3)
            return isRegaining
                ? .namesRegained(user: id, names: record.user.ownNames) : .namesReleased(user: id)
        case 20: return self.chance(1, in: 3) ? .userPurged(user: id) : try self.companyWide()
        case 14, 15, 16: return try self.edits(record)
        case 17: return .notificationGivenUp(user: id, notification: self.undelivered())
        case 18:
            return .notificationRetried(user: id, notification: record.undelivered.last ?? self.undelivered())
        case 13: return .rolesRequested(request: self.request(by: number))
        default:
            let request = record.roleRequests.first ?? self.request(by: number)
            return .roleRequestAnswered(request: request, answer: .granted)
        }
    }

    /// One or two edits, of few values, so that they collide; some do not start from the stored value.
    private mutating func edits(_ record: UserRecord) throws -> Change {
        var edits: [AttributeEdit] = []
        for _ in 0..<(self.chance(1, in: 3) ? 2 : 1) {
            let isUnique = self.chance(1, in: 2)
            let name = isUnique ? AttributeName.externalID : .title
            let text = ["a", "A", "b", "Jose\u{301}", "Jos\u{E9}"].randomElement(using: &self.generator) ?? "a"
            let after = UserAttribute(name, .text(text), uniqueness: isUnique ? .caseExact : .none)
            let before = self.chance(1, in: 8) ? nil : record.user.attributes.first { $0.name == name }
            edits.append(AttributeEdit(name, from: before, to: self.chance(1, in: 4) ? nil : after))
        }
        return .attributesChanged(user: record.id, edits: edits)
    }

    private mutating func companyWide() throws -> Change {
        switch Int.random(in: 0..<3, using: &self.generator) {
        case 0: try self.company()
        case 1: .refused(refusal: Refusal("do it", because: .wrongCredentials))
        default:
            .notificationsDelivered(
                through: Revision(.random(in: 0...self.state.revision.number, using: &self.generator)))
        }
    }

    /// An enrollment, or a change between two companies, of which the one or the other may be the present one.
    private mutating func company() throws -> Change {
        let (one, other) = (try Sample.company(), try Sample.otherCompany())
        if self.chance(1, in: 2) { return .companyEnrolled(company: one) }
        return self.chance(1, in: 2)
            ? .companyChanged(from: one, to: other) : .companyChanged(from: other, to: one)
    }

    private mutating func user(_ number: Int) throws -> User {
        let owner = self.chance(1, in: 5) ? Int.random(in: 0..<12, using: &self.generator) : number
        let text = try Sample.email(owner).rawValue
        let email = try EmailAddress(self.chance(1, in: 2) ? text.uppercased() : text)
        let status: AccountStatus = self.chance(1, in: 3) ? .invited : .active
        guard self.chance(1, in: 3) else { return try Sample.user(number, email: email, status: status) }
        let names = ["CONTOSO\\Bjørn", "contoso\\BJØRN", text.uppercased(), "svc-\(number)", "2819C223-7F76"]
        return User(
            id: Sample.id(number), fullName: try FullName("User \(number)"),
            userName: try UserName(names.randomElement(using: &self.generator) ?? text),
            email: self.chance(1, in: 2) ? email : nil, status: status, addedAt: Sample.noon)
    }

    private mutating func assignment(_ number: Int) throws -> RoleAssignment {
        let scope = self.chance(1, in: 2) ? Scope.company : try Scope("/locations/\(self.chance(1, in: 2) ? 1 : 2)")
        return Sample.assignment(self.chance(1, in: 2) ? Sample.reader : Sample.writer, to: number, at: scope)
    }

    private mutating func undelivered() -> UndeliveredNotification {
        UndeliveredNotification(
            revision: Revision(.random(in: 1...40, using: &self.generator)), position: 0, reason: .patienceEnded,
            givenUpAt: Sample.noon)
    }

    private mutating func request(by number: Int) -> RoleRequest {
        self.nextRequest += self.chance(1, in: 4) ? 0 : 1
        return Sample.request(self.nextRequest, by: number)
    }

    private mutating func status(near record: UserRecord) -> AccountStatus {
        self.chance(1, in: 8) ? self.anyStatus() : record.user.status
    }

    private mutating func anyStatus() -> AccountStatus {
        AccountStatus.allCases.randomElement(using: &self.generator) ?? .active
    }

    mutating func chance(_ hits: Int, in tries: Int) -> Bool {
        Int.random(in: 0..<tries, using: &self.generator) < hits
    }
}
