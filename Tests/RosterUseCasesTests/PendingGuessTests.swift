#if os(Linux)
    import Dispatch
    import RosterAdapters
    import RosterDomain
    import RosterPartnerCenter
    import RosterPorts
    import RosterStoreTestSupport
    import RosterUseCases
    import Testing

    @Suite("While passwords are being compared", .timeLimit(.minutes(20)))
    struct PendingGuessTests {
        @Test("300 pending guesses keep no task of the host from running, and no check from being answered")
        func tasksGoOn() async throws {
            let sandbox = try FileSandbox(inMemory: true)
            let threads = HashingThreads(threadLimit: 2)
            let gate = GatedFunction()
            let vault = try FileCredentialVault(at: sandbox.path("company"), function: gate, threads: threads)
            let enrolled = try await Tenant.enroll(
                CompanyEnrollment(
                    of: FullName("Contoso"), firstAdministrator: FullName("Ada"),
                    email: EmailAddress("ada@contoso.example")),
                with: TenantParts(
                    catalog: .partnerCenter, directory: MemoryUserDirectory(), credentials: vault,
                    notifier: MemoryNotifier()))
            let (tenant, ada) = (enrolled.tenant, enrolled.owner)
            gate.close()
            let refusals = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<300 {
                    group.addTask {
                        do throws(TenantError) {
                            _ = try await tenant.signIn("p\(number)@contoso.example", password: Password("a guess"))
                            return false
                        } catch {
                            return error.refusal?.reason == .wrongCredentials
                        }
                    }
                }
                // Two are with the threads, and get no further.
                while threads.waitingCount < 298 { try? await Task.sleep(for: .milliseconds(1)) }
                #expect(await Self.checks(1_000, tenant, ada) == 1_000)
                #expect(threads.waitingCount == 298)
                gate.open()
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(refusals == 300)
        }

        /// Has tasks of default priority ask, one after another, and counts the answers.
        private static func checks(_ count: Int, _ tenant: Tenant, _ user: UserID) async -> Int {
            var answers = 0
            for _ in 0..<count {
                answers += await Task(priority: .medium) { tenant.permits(user, .createUsers) ? 0 : 1 }.value
            }
            return answers
        }
    }

    /// A function that comes to no end while it is closed.
    private struct GatedFunction: OneWayFunction {
        private let gate = DispatchSemaphore(value: 1)

        func makeSetting() -> String { "$t$" }

        func digest(of text: String, setting: String) -> String {
            self.gate.wait()
            self.gate.signal()
            return "$t$\(text)"
        }

        func close() { self.gate.wait() }

        func open() { self.gate.signal() }
    }
#endif
