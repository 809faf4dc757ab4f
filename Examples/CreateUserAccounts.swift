import RosterPartnerCenter
import Roster

/// The page "Create user accounts and assign roles", step by step, on real files.
///
/// The first run enrolls a company and adds users; a later run opens the company and shows it.
enum CreateUserAccounts: Scenario {
    static let name = "create-user-accounts"
    static let summary = "enroll a company, add people, give roles, sign in, refuse, request (the default)"
    static let folder = "contoso.roster"
    /// Mail is indented, to set it apart from the story.
    private static let mailer = StdoutMailer(output: Console.aside)

    static func run(_ arguments: [String]) async throws {
        let folder = arguments.first ?? self.folder
        let parts = try TenantParts(
            catalog: .partnerCenter, directory: FileDirectory(at: folder),
            credentials: FileCredentialVault(at: folder), notifier: self.mailer)
        do {
            try await self.showWhatIsThere(Tenant.open(parts), in: folder)
        } catch TenantError.notEnrolled {
            Console.heading("Contoso is enrolled in \(folder), with Ada Lovelace as its Global admin and owner")
            let enrolled = try await Tenant.enroll(
                CompanyEnrollment(
                    of: FullName("Contoso"), programs: [.indirectProvider],
                    firstAdministrator: FullName("Ada Lovelace"), email: EmailAddress("ada@contoso.example")),
                with: parts)
            let (tenant, ada) = (enrolled.tenant, enrolled.owner)
            try await self.signInForTheFirstTime(
                tenant, enrolled.signInInformation.reveal(), choosing: "Analytical-1843")
            try await self.walkThrough(tenant, as: ada)
            Console.say("\nRun it again to see what was kept.")
        }
    }

    /// Tells the story, and delivers notifications after each part of it.
    ///
    /// A server leaves that to `tenant.run()`, in a task of its own.
    private static func walkThrough(_ tenant: Tenant, as ada: UserID) async throws {
        await tenant.deliverNotifications()
        let grace = try await self.createGrace(tenant, by: ada)
        await tenant.deliverNotifications()
        let margaret = try await self.addTheTeam(tenant, by: ada)
        await tenant.deliverNotifications()
        try await self.meetThePrerequisites(tenant, margaret, by: ada)
        await tenant.deliverNotifications()
        try await self.findTheGlobalAdmins(tenant, for: grace)
        try await self.requestARole(tenant, for: grace, from: ada)
        try await self.inviteAGuest(tenant, by: ada)
        await tenant.deliverNotifications()
        try await self.showPermissions(tenant, as: ada)
    }

    /// Steps 5 to 9 of the page: name and address, roles, confirmation, sign-in information, first sign-in.
    private static func createGrace(_ tenant: Tenant, by ada: UserID) async throws -> UserID {
        Console.heading("Ada creates Grace's account, with roles of all three categories")
        let added = try await tenant.addUser(
            FullName("Grace Hopper"), email: EmailAddress("grace@contoso.example"),
            roles: [.adminAgent, .billingAdmin, .referralsAdmin], by: ada)
        let grace = added.userID
        self.confirm(added.user, in: tenant)
        let information = added.signInInformation.reveal()  // asking twice does not compile
        Console.say("Sign-in information, shown this once: \(information)")
        Console.say("Before the first sign-in Grace may manage customers: \(tenant.permits(grace, .manageCustomers))")
        try await self.signInForTheFirstTime(tenant, information, choosing: "Compiler-1952")
        Console.say("After it Grace may manage customers: \(tenant.permits(grace, .manageCustomers))")
        return grace
    }

    private static func addTheTeam(_ tenant: Tenant, by ada: UserID) async throws -> UserID {
        Console.heading("Ada takes in two existing accounts with one role set, and adds Margaret as Account admin")
        let existing = try await tenant.addExistingUsers(
            [
                ExistingAccount(FullName("Katherine Johnson"), email: EmailAddress("katherine@contoso.example")),
                ExistingAccount(FullName("Alan Turing"), email: EmailAddress("alan@contoso.example")),
            ],
            roles: [.referralsUser], at: Scope("/locations/42"), by: ada)
        Console.say("Taken in: \(existing.map(\.fullName.rawValue).joined(separator: ", "))")
        let margaret = try await tenant.addUser(
            FullName("Margaret Hamilton"), email: EmailAddress("margaret@contoso.example"), roles: [.accountAdmin],
            by: ada)
        let id = margaret.userID
        try await self.signInForTheFirstTime(tenant, margaret.signInInformation.reveal(), choosing: "Lunar-Module-11")
        return id
    }

    /// "You must be an Account admin … **and** a User admin": one of the two roles is not enough.
    private static func meetThePrerequisites(_ tenant: Tenant, _ margaret: UserID, by ada: UserID) async throws {
        Console.heading("Margaret tries to add a user: an Account admin needs a directory role as well")
        func addRadia() async throws -> UserID {
            let added = try await tenant.addUser(
                FullName("Radia Perlman"), email: EmailAddress("radia@contoso.example"), roles: [.incentivesUser],
                by: margaret)
            return added.userID
        }
        do {
            _ = try await addRadia()
        } catch TenantError.refused(let refusal) {
            Console.reasons("Refused: \(refusal)")
        }
        Console.say("Ada gives Margaret the directory role User admin.")
        try await tenant.assignRoles([.userAdmin], to: margaret, by: ada)
        Console.say("Margaret tries again.")
        let radia = try await addRadia()
        Console.say("Added: \(try await tenant.user(radia)?.fullName.rawValue ?? "no user")")
    }

    private static func findTheGlobalAdmins(_ tenant: Tenant, for grace: UserID) async throws {
        Console.heading("Grace filters the users on Global admin")
        let page = try await tenant.users(matching: UserQuery(role: .globalAdmin), by: grace)
        for record in page.records { Console.say("\(record.fullName) <\(record.userName)>") }
    }

    private static func requestARole(_ tenant: Tenant, for grace: UserID, from ada: UserID) async throws {
        Console.heading("Grace asks why she cannot initiate incentive claims, and requests the role that would do")
        let decision = tenant.decide(grace, .initiateIncentiveClaims)
        Console.reasons("\(decision)")
        guard case .denied(_, .gainRoles(let choices)) = decision, let smallest = choices.first else { return }
        let request = try await tenant.requestRoles(
            smallest.roles, at: smallest.scope, reason: "I file the claims for the spring campaign.", by: grace)
        await tenant.deliverNotifications()
        Console.say("Ada grants it.")
        try await tenant.grantRequest(request, by: ada)
        Console.say("Grace may initiate claims now: \(tenant.permits(grace, .initiateIncentiveClaims))")
    }

    private static func inviteAGuest(_ tenant: Tenant, by ada: UserID) async throws {
        Console.heading("Ada invites a guest, who may hold only roles that are open to guests")
        do {
            try await tenant.inviteUsers([EmailAddress("tim@fabrikam.example")], roles: [.adminAgent], by: ada)
        } catch TenantError.refused(let refusal) {
            Console.reasons("Refused: \(refusal)")
        }
        Console.say("Ada invites him as Referrals admin instead.")
        try await tenant.inviteUsers([EmailAddress("tim@fabrikam.example")], roles: [.referralsAdmin], by: ada)
    }

    private static func signInForTheFirstTime(
        _ tenant: Tenant, _ information: RevealedSignInInformation, choosing newPassword: String
    ) async throws {
        let temporary = Password(information.temporaryPassword)
        let outcome = try await tenant.signIn(information.userName.rawValue, password: temporary)
        Console.say("First sign-in of \(information.userName): \(outcome.inWords)")
        try await tenant.changePassword(of: information.userName.rawValue, from: temporary, to: Password(newPassword))
        let again = try await tenant.signIn(information.userName.rawValue, password: Password(newPassword))
        Console.say("After the change: \(again.inWords)")
    }
}

extension SignInOutcome {
    fileprivate var inWords: String {
        switch self {
        case .signedIn: "signed in"
        case .mustChangePassword: "the temporary password must be changed first"
        case .mustShowSecondFactor: "the second factor must be shown first"
        case .mustEnrollSecondFactor: "a second factor must be enrolled first"
        }
    }
}
