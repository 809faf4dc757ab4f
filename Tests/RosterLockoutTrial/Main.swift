import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases

/// Answers what is asked of a company, a line for each line, to be compared with another directory; see
/// `Scripts/compare-slapd.sh`.
///
/// - `add NAME PASSWORD`: adds an account whose owner has chosen a password.
/// - `bind NAME PASSWORD`: signs in.
/// - `change NAME OLD NEW`: replaces a password by its owner.
/// - `reset NAME`: has the administrator replace it by a temporary one, which is answered.
/// - `unlock NAME`: has the administrator lift the lockout.
@main
struct Main {
    static func main() async throws {
        let trial = try await LockoutTrial()
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            print(try await trial.answer(words), terminator: "\n")
            flushOutput()
        }
    }
}

/// One company in memory, whose time stands still: what is locked stays so until it is lifted.
struct LockoutTrial {
    private let tenant: Tenant
    private let owner: UserID

    init() async throws {
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")),
            with: TenantParts(
                catalog: .partnerCenter, directory: MemoryUserDirectory(),
                credentials: MemoryCredentialVault(cost: .cheapest), notifier: MemoryNotifier(),
                policy: TenantPolicy(
                    passwords: PasswordPolicy(historyLength: 3), lockout: LockoutPolicy(source: nil)),
                clock: StandingClock()))
        self.tenant = enrolled.tenant
        self.owner = enrolled.owner
        let information = enrolled.signInInformation.reveal()
        try await self.tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword),
            to: Password("Analytical-1843"))
    }

    func answer(_ words: [String]) async throws -> String {
        do {
            switch (words[0], words.count) {
            case ("add", 3): return try await self.add(words[1], words[2])
            case ("bind", 3):
                let outcome = try await self.tenant.signIn(words[1], password: Password(words[2]), from: "10.0.0.1")
                if case .signedIn = outcome { return "ok" }
                return "must change"
            case ("change", 4):
                try await self.tenant.changePassword(
                    of: words[1], from: Password(words[2]), to: Password(words[3]), from: "10.0.0.1")
                return "ok"
            case ("reset", 2):
                return try await self.tenant.resetPassword(of: self.id(words[1]), by: self.owner).reveal()
                    .temporaryPassword
            case ("unlock", 2):
                try await self.tenant.liftLockout(of: self.id(words[1]), by: self.owner)
                return "ok"
            default: return "what is `\(words.joined(separator: " "))`?"
            }
        } catch TenantError.refused(let refusal) {
            return Self.word(for: refusal.reason)
        }
    }

    private func add(_ name: String, _ password: String) async throws -> String {
        let added = try await self.tenant.addUser(FullName(name), userName: UserName(name), roles: [], by: self.owner)
        let information = added.signInInformation.reveal()
        try await self.tenant.changePassword(
            of: name, from: Password(information.temporaryPassword), to: Password(password))
        return "ok"
    }

    private func id(_ name: String) async throws -> UserID {
        guard let record = try await self.tenant.user(named: UserName(name)) else { throw UnknownName() }
        return record.id
    }

    private static func word(for reason: RefusalReason) -> String {
        switch reason.code {
        case .wrongCredentials: "wrong"
        case .unacceptablePassword: "used before"
        default: reason.code.httpStatus == 429 ? "locked" : reason.code.name
        }
    }
}

private struct UnknownName: Error {}

/// A clock that stands still.
private struct StandingClock: WallClock {
    let now = Timestamp(millisecondsSinceEpoch: 1_750_000_000_000)
}
