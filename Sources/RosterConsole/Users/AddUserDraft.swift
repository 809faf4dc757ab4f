import RosterDomain
import RosterTables
import RosterUseCases

/// Whom "Add user" adds: the three ways of the page.
enum AddUserMode: String, CaseIterable {
    case new, existing, guests, service

    var title: Phrase {
        switch self {
        case .new: .createNewUsers
        case .existing: .addExistingUsers
        case .guests: .inviteGuests
        case .service: .addServices
        }
    }

    var text: Phrase {
        switch self {
        case .new: .createNewUsersText
        case .existing: .addExistingUsersText
        case .guests: .inviteGuestsText
        case .service: .addServicesText
        }
    }

    var affiliation: Affiliation { self == .guests ? .guest : .member }
}

/// Where in "Add user" the person is.
enum AddUserStep: String, CaseIterable {
    case who, roles, review

    var phrase: Phrase {
        switch self {
        case .who: .stepWho
        case .roles: .stepRoles
        case .review: .stepReview
        }
    }

    var previous: AddUserStep { self == .review ? .roles : .who }
}

/// What was typed and chosen so far.
///
/// It travels in the form, in no address.
struct AddUserDraft {
    let visit: Visit
    let mode: AddUserMode
    private var words: Words { self.visit.words }
    var form: FormValues { self.visit.form }

    /// The roles chosen; one may have been deleted since.
    var roles: [RoleID] { self.form.chosenRoles }

    /// A person to add.
    struct NewPerson: Sendable {
        let fullName: FullName
        let email: EmailAddress
        let userName: UserName?
    }

    /// What is wrong with the fields of a step, by their names.
    struct Problems: Error {
        let byField: [String: String]
    }

    /// The new person.
    func newPerson() throws(Problems) -> NewPerson {
        var problems: [String: String] = [:]
        let words = self.words
        func read<Value, Failure: Error>(
            _ name: String, _ make: () throws(Failure) -> Value, _ sentence: (Failure) -> String
        ) -> Value? {
            do throws(Failure) { return try make() } catch {
                problems[name] = sentence(error)
                return nil
            }
        }
        let fullName = read(
            "full-name", { () throws(FullNameError) in try FullName(self.form.text("full-name")) }, words.sentence)
        let email = read(
            "email", { () throws(EmailAddressError) in try EmailAddress(self.form.text("email")) }, words.sentence)
        let name = self.form.text("user-name")
        let userName =
            name.isEmpty
            ? nil
            : read("user-name", { () throws(UserNameError) in try UserName(name) }, { _ in words(.userNameInvalid) })
        guard let fullName, let email, problems.isEmpty else { throw Problems(byField: problems) }
        return NewPerson(fullName: fullName, email: email, userName: userName)
    }

    /// The service to add.
    func service() throws(Problems) -> (name: FullName, userName: UserName) {
        let name: FullName
        do throws(FullNameError) { name = try FullName(self.form.text("full-name")) } catch {
            throw Problems(byField: ["full-name": self.words.sentence(error)])
        }
        guard let userName = try? UserName(self.form.text("user-name")) else {
            throw Problems(byField: ["user-name": self.words(.userNameInvalid)])
        }
        return (name, userName)
    }

    /// The names that one new account would have; none for several accounts.
    func names() throws(Problems) -> [UserName] {
        switch self.mode {
        case .new:
            let person = try self.newPerson()
            return [UserName(person.email)] + (person.userName.map { [$0] } ?? [])
        case .service: return [try self.service().userName]
        case .existing, .guests: return []
        }
    }

    /// The field that has asked for a name that is refused.
    func field(of reason: RefusalReason) -> String {
        switch self.mode {
        case .new:
            let refused: UserName? =
                switch reason {
                case .nameTaken(let name): name
                case .accountDeleted(let name, _): name
                default: nil
                }
            let address = (try? EmailAddress(self.form.text("email"))).map { UserName($0) }
            return refused == nil || refused == address ? "email" : "user-name"
        case .service: return "user-name"
        case .existing, .guests: return "people"
        }
    }

    /// The lines of a field for several people.
    private func lines(_ separators: Set<Character>) -> [String] {
        (self.form["people"] ?? "").split { $0.isNewline || separators.contains($0) }
            .map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    /// The addresses to invite, separated by commas, semicolons or line ends.
    func addresses() throws(Problems) -> [EmailAddress] {
        var addresses: [EmailAddress] = []
        for line in self.lines([",", ";"]) {
            do throws(EmailAddressError) { addresses.append(try EmailAddress(line)) } catch {
                throw self.problem(line, self.words.sentence(error))
            }
        }
        try self.check(addresses.count, limit: Tenant.invitationLimit) { .invitationCount(count: $0, limit: $1) }
        return addresses
    }

    /// The people to take in: a line for each, with the name before the address.
    func accounts() throws(Problems) -> [ExistingAccount] {
        var accounts: [ExistingAccount] = []
        for line in self.lines([";"]) {
            let marks: Set<Character> = ["<", ">", ",", "\t", " "]
            let address = line.split { marks.contains($0) }.last.map(String.init) ?? ""
            let name = String(line.dropLast(line.hasSuffix(">") ? address.count + 1 : address.count))
            let fullName = String(name.reversed().drop { marks.contains($0) }.reversed()).trimmed
            let email: EmailAddress
            do throws(EmailAddressError) { email = try EmailAddress(address) } catch {
                throw self.problem(line, self.words.sentence(error))
            }
            guard let known = try? FullName(fullName.isEmpty ? email.localPart : fullName) else {
                throw self.problem(line, self.words(.nameUnsafe))
            }
            accounts.append(ExistingAccount(known, email: email))
        }
        try self.check(accounts.count, limit: Tenant.existingUserLimit) { .accountCount(count: $0, limit: $1) }
        return accounts
    }

    private func problem(_ line: String, _ sentence: String) -> Problems {
        Problems(byField: ["people": self.words(.lineProblem, line) + " " + sentence])
    }

    private func check(
        _ count: Int, limit: Int, _ reason: (Int, Int) -> RefusalReason
    ) throws(Problems) {
        guard !(1...limit).contains(count) else { return }
        throw Problems(byField: ["people": self.words.sentence(reason(count, limit))])
    }

    /// Whether the step about the people is complete.
    func checkPeople() throws(Problems) {
        switch self.mode {
        case .new: _ = try self.newPerson()
        case .existing: _ = try self.accounts()
        case .guests: _ = try self.addresses()
        case .service: _ = try self.service()
        }
    }

    /// Whether the catalog still has every role that was chosen.
    func checkRolesAreKnown() throws(FormProblem) {
        guard let unknown = self.roles.first(where: { self.visit.catalog.role($0) == nil }) else { return }
        throw FormProblem(text: self.words.sentence(RefusalReason.unknownRole(role: unknown, nearest: nil)))
    }

    /// What a separation set says of the roles chosen together.
    func checkRoles() throws(FormProblem) {
        let chosen = Set(self.roles.flatMap(self.visit.catalog.rolesIncluded))
        for set in self.visit.catalog.separationSets {
            let together = set.roles.intersection(chosen)
            guard together.count >= set.limit else { continue }
            let reason = RefusalReason.rolesSeparated(
                set: set.name, wanted: together.sorted(), held: [], limit: set.limit)
            throw FormProblem(text: self.words.sentence(reason))
        }
    }

    /// The people, as the review names them.
    var people: [String] {
        switch self.mode {
        case .new: ["\(self.form.text("full-name")), \(self.form.text("email"))"]
        case .existing: ((try? self.accounts()) ?? []).map { "\($0.fullName.rawValue), \($0.email.rawValue)" }
        case .guests: ((try? self.addresses()) ?? []).map(\.rawValue)
        case .service: [self.form.text("full-name")]
        }
    }

    /// What other steps have asked for, as fields that are not seen.
    func hidden(besides step: AddUserStep) -> HTML {
        var pieces: [HTML] = []
        if step != .who {
            for name in ["full-name", "email", "user-name", "people"] where self.form.has(name) {
                pieces.append(self.visit.hidden(name, self.form[name] ?? ""))
            }
        }
        if step != .roles {
            pieces += self.roles.map { self.visit.hidden("role", $0.rawValue) }
            pieces.append(ScopeAndTime(visit: self.visit, values: self.form).hidden)
        }
        return HTML(pieces)
    }
}
