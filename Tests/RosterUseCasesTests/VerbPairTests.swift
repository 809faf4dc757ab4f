#if os(Linux)
    import RosterAdapters
    import RosterDomain
    import RosterPartnerCenter
    import RosterPorts
    import RosterUseCases
    import Testing

    /// Any two verbs that touch one user, the second of them whole between two calls of the first to its ports: every order of two
    /// verbs with at most two switches.
    @Suite("Of two verbs at once", .timeLimit(.minutes(10)))
    struct VerbPairTests {
        /// A verb, and what its answer claims.
        struct Verb: CustomTestStringConvertible, Sendable {
            let testDescription: String
            let run: @Sendable (PairedCompany) async throws -> Claim
        }

        @Test(
            "each answer holds when it is given, and one credential works, the one of the history", arguments: Verb.all)
        func pairs(_ verb: Verb) async throws {
            for other in Verb.all {
                var position = 0
                while try await Self.run(verb, other, at: position) { position += 1 }
                try #require(position < 100)
            }
        }

        @Test(
            "a host that dies before any call leaves one credential that works, as the next host sees it",
            arguments: Verb.all)
        func deaths(_ verb: Verb) async throws {
            var (position, hasDied) = (0, true)
            while hasDied {
                let company = try await PairedCompany()
                company.tasks.die(at: position)
                _ = try? await verb.run(company)
                hasDied = company.tasks.disarm()
                let place = "\(verb.testDescription), dead before call \(position)"
                let next = try await Tenant.open(company.parts)
                try await company.check(next, place)
                // What was prepared and never named goes with the next change, which no dead host can overtake.
                for user in [company.kim, company.ada] {
                    _ = try? await next.resetPassword(of: user, by: company.bob)
                }
                let unsettled = try await company.vault.unsettledUsers()
                #expect(!unsettled.contains(company.kim) && !unsettled.contains(company.ada), "\(place)")
                position += 1
            }
            #expect(position > 2)
        }

        /// Runs a verb with another one in its midst; false when it has no such place.
        private static func run(_ verb: Verb, _ other: Verb, at position: Int) async throws -> Bool {
            let company = try await PairedCompany()
            company.tasks.arm(at: position) { _ = try? await other.run(company) }
            var claim: Claim?
            var error: TenantError?
            do { claim = try await verb.run(company) } catch let thrown as TenantError { error = thrown }
            let hasSwitched = company.tasks.disarm()
            let place = "\(verb.testDescription), with \(other.testDescription) before call \(position)"
            try await company.check(claim, error, place)
            return hasSwitched
        }
    }

    /// What the answer of a verb claims of a user.
    enum Claim {
        case nothing
        /// The user is in use, and this password is the one that works.
        case signedIn(UserID, String)
        /// This temporary password is the one that works.
        case handedOver(UserID, String)
    }

    extension VerbPairTests.Verb {
        static let all: [Self] = [
            Self(testDescription: "a reset by Ada") { company in
                try await company.reset(company.kim, by: company.ada)
            },
            Self(testDescription: "a reset by Bob") { company in
                try await company.reset(company.kim, by: company.bob)
            },
            Self(testDescription: "a reset of Ada by Kim") { company in
                try await company.reset(company.ada, by: company.kim)
            },
            Self(testDescription: "a change of password") { company in
                let id = try await company.tenant.changePassword(
                    of: "kim@contoso.example", from: Password(PairedCompany.password), to: Password("Brand-New-2-x"))
                return .signedIn(id, "Brand-New-2-x")
            },
            Self(testDescription: "signing in") { company in
                let outcome = try await company.tenant.signIn(
                    "kim@contoso.example", password: Password(PairedCompany.password))
                guard case .signedIn(let id) = outcome else { return .nothing }
                return .signedIn(id, PairedCompany.password)
            },
            Self(testDescription: "blocking") { company in
                try await company.tenant.blockUser(company.kim, by: company.ada)
                return .nothing
            },
            Self(testDescription: "deleting") { company in
                try await company.tenant.deleteUser(company.kim, by: company.bob)
                return .nothing
            },
            Self(testDescription: "deleting and restoring") { company in
                try await company.tenant.deleteUser(company.kim, by: company.bob)
                try await company.tenant.restoreUser(company.kim, by: company.bob)
                return .nothing
            },
            Self(testDescription: "taking the role") { company in
                try await company.tenant.removeRoles([.globalAdmin], from: company.kim, by: company.ada)
                return .nothing
            },
            Self(testDescription: "taking Ada's role") { company in
                try await company.tenant.removeRoles([.globalAdmin], from: company.ada, by: company.kim)
                return .nothing
            },
            Self(testDescription: "accepting an invitation") { company in
                let id = try await company.tenant.acceptInvitation(
                    of: "gil@fabrikam.example", code: InvitationCode(company.code), fullName: FullName("Gil"),
                    password: Password("Guest-Chosen-1"))
                return .signedIn(id, "Guest-Chosen-1")
            },
            Self(testDescription: "sending the invitation again") { company in
                try await company.tenant.resendInvitation(to: company.gil, by: company.ada)
                return .nothing
            },
            Self(testDescription: "taking the invitation back") { company in
                try await company.tenant.revokeInvitation(of: company.gil, by: company.ada)
                return .nothing
            },
            Self(testDescription: "adding a user") { company in
                let added = try await company.tenant.addUser(
                    FullName("New"), email: EmailAddress("new@contoso.example"), roles: [], by: company.kim)
                let id = added.userID
                return .handedOver(id, added.signInInformation.reveal().temporaryPassword)
            },
        ]
    }
#endif
