import Roster
import RosterPartnerCenter
import Testing

/// A company with three Global admins who have signed in, Ada, Bob and Kim, and an invited guest, Gil; every call to its ports is
/// ordered.
struct PairedCompany: Sendable {
    /// Who is there, and what they know: with the content of the stores, a whole company.
    struct Cast: Sendable {
        let ada: UserID
        let bob: UserID
        let kim: UserID
        let gil: UserID
        let code: String
        let texts: [CredentialID: OrderedVault.Texts]

        var all: [UserID] { [self.ada, self.bob, self.kim, self.gil] }
    }

    static let password = "Correct-Horse-1"

    let order = CallOrder()
    let vault: OrderedVault
    let parts: TenantParts
    let cast: Cast
    /// The host that verbs go to.
    private(set) var tenant: Tenant

    /// Makes a company in empty stores.
    init(in directory: any UserDirectory, _ vault: any CredentialVault) async throws {
        self.vault = OrderedVault(vault, self.order)
        self.parts = Self.parts(OrderedDirectory(inner: directory, order: self.order), self.vault)
        (self.tenant, self.cast) = try await Self.found(self.parts, self.vault)
    }

    /// Opens a company that was made before.
    init(of cast: Cast, in directory: any UserDirectory, _ vault: any CredentialVault) async throws {
        self.vault = OrderedVault(vault, self.order, remembering: cast.texts)
        self.parts = Self.parts(OrderedDirectory(inner: directory, order: self.order), self.vault)
        self.tenant = try await Tenant.open(self.parts)
        self.cast = cast
    }

    /// The same company, as another host has it.
    func onAnotherHost() async throws -> PairedCompany {
        var other = self
        other.tenant = try await Tenant.open(self.parts)
        return other
    }

    private static func parts(_ directory: any UserDirectory, _ vault: any CredentialVault) -> TenantParts {
        TenantParts(
            catalog: .partnerCenter, directory: directory, credentials: vault, notifier: MemoryNotifier(),
            clock: ManualClock())
    }

    private static func found(_ parts: TenantParts, _ vault: OrderedVault) async throws -> (Tenant, Cast) {
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), firstAdministrator: FullName("Ada"),
                email: EmailAddress("ada@contoso.example")),
            with: parts)
        let (tenant, ada) = (enrolled.tenant, enrolled.owner)
        try await Self.signUp(enrolled.signInInformation.reveal(), tenant)
        var people: [UserID] = []
        for name in ["bob", "kim"] {
            let added = try await tenant.addUser(
                FullName(name), email: EmailAddress("\(name)@contoso.example"), roles: [.globalAdmin], by: ada)
            people.append(added.userID)
            try await Self.signUp(added.signInInformation.reveal(), tenant)
        }
        let guest = try await tenant.inviteUsers(
            [EmailAddress("gil@fabrikam.example")], roles: [.referralsAdmin], by: ada)[0]
        let invitation = try #require(guest.invitation)
        let code = try await vault.prepareTemporaryPassword(
            as: PreparedCredential(invitation.credential, of: guest.id, at: guest.user.version),
            expiringAt: invitation.expiresAt
        ).reveal()
        let cast = Cast(
            ada: ada, bob: people[0], kim: people[1], gil: guest.id, code: code, texts: vault.texts)
        return (tenant, cast)
    }

    private static func signUp(_ information: RevealedSignInInformation, _ tenant: Tenant) async throws {
        try await tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword),
            to: Password(Self.password))
    }
}

extension PairedCompany {
    /// Runs verbs at once, each on its host, and checks each answer when it is given.
    ///
    /// - Parameter choose: Chooses who goes on; see ``CallOrder``.
    func run(
        _ verbs: [(verb: Verb, host: PairedCompany)], _ place: String,
        choosing choose: @escaping @Sendable ([Int]) -> CallOrder.Move
    ) async {
        await self.order.run(verbs.count, choosing: choose) { number in
            do {
                try await verbs[number].host.answer(verbs[number].verb, number, place)
            } catch {
                Issue.record("\(place): \(error)")
            }
        }
    }

    private func answer(_ verb: Verb, _ number: Int, _ place: String) async throws {
        var claim = Verb.Claim.nothing
        var error: TenantError?
        do { claim = try await verb.run(self) } catch let thrown as TenantError { error = thrown }
        self.order.answer()
        if self.order.isDead(number) { return }
        let place = "\(place), when \(verb) has answered"
        switch error {
        case .refused?, .signInInformationOvertaken?, nil: break
        case let error?: Issue.record("\(place): \(error)")
        }
        try await self.check(claim, place)
        try await self.checkCredentials(place)
    }

    /// Checks that what an answer says is so when it is given.
    private func check(_ claim: Verb.Claim, _ place: String) async throws {
        func record(_ user: UserID) async throws -> UserRecord {
            try #require(try await self.tenant.user(user), "\(place)")
        }
        switch claim {
        case .signedIn(let user, let text):
            let record = try await record(user)
            #expect(record.user.status == .active, "\(place): signed in")
            #expect(self.texts(of: record.user.credential) == [text], "\(place): signed in")
        case .handedOver(let user, let text):
            let record = try await record(user)
            #expect(self.texts(of: record.user.credential) == [text], "\(place): handed over")
            #expect(!self.tenant.permits(user, .createUsers), "\(place): the password must be changed first")
        case .ended(let user): #expect(!self.tenant.permits(user, .createUsers), "\(place): revoked is revoked")
        case .nothing: break
        }
    }

    /// Checks that of each user the credential works which the record names, and no other.
    func checkCredentials(_ place: String) async throws {
        for id in self.cast.all {
            guard let record = try await self.tenant.user(id) else { continue }
            let right = self.texts(of: record.user.credential)
            let canSignIn = record.user.status == .active || record.user.status == .mustChangePassword
            if canSignIn { #expect(right.count == 1, "\(place): \(record.user.fullName) has a password") }
            let texts = self.vault.texts.values.filter { $0.user == id }.flatMap(\.all)
            for text in Set(texts + [Self.password]) {
                let outcome = try? await self.tenant.signIn(record.user.userName.rawValue, password: Password(text))
                #expect((outcome != nil) == (canSignIn && right.contains(text)), "\(place): \(record.user.fullName)")
            }
        }
    }

    /// What works as a credential.
    private func texts(of credential: CredentialID?) -> [String] {
        credential.flatMap { self.vault.texts[$0]?.all } ?? []
    }

    func reset(_ user: UserID, by principal: UserID) async throws -> Verb.Claim {
        .handedOver(user, try await self.tenant.resetPassword(of: user, by: principal).reveal().temporaryPassword)
    }
}
