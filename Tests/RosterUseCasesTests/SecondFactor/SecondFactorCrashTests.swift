import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("A host that dies in the midst of a step of a second factor", .timeLimit(.minutes(20)))
struct SecondFactorCrashTests {
    /// Where a host dies: at a call to the store, before or after it was done.
    private static let deaths = (0..<6).flatMap { [(call: $0, isAfter: false), (call: $0, isAfter: true)] }

    /// The phones whose codes open anything now, at a host that has just been opened.
    private func working(_ phones: [Phone], of user: UserID, _ test: TestTenant) async throws -> [SecondFactorID] {
        let host = try await test.secondHost()
        test.clock.advance(by: .seconds(60))
        var working: [SecondFactorID] = []
        for phone in phones {
            let code = phone.code(at: test.clock.now)
            let refusal = try await test.refusal { try await host.showSecondFactor(code, of: user) }
            if refusal == nil { working.append(phone.factor) }
        }
        return working
    }

    @Test("leaves exactly the factor that the history names, whether it dies while enrolling the first one")
    func enrolling() async throws {
        for (call, isAfter) in Self.deaths {
            let store = FaultySecondFactorStore()
            let test = try await TestTenant(secondFactors: store)
            let token = try await test.signedIn(test.ada)
            let phone = try await test.prepared(in: token)
            store.fail(at: call, after: isAfter)
            _ = try? await test.enroll(phone, in: token)
            store.heal()
            let named = try await test.tenant.user(test.ada)?.user.secondFactor
            let working = try await self.working([phone], of: test.ada, test)
            #expect(working == [named].compactMap(\.self), "call \(call), after it: \(isAfter)")
            if named == nil {
                let next = try await test.signedIn(test.ada)
                _ = try await test.enroll(try await test.prepared(in: next), in: next)
            }
        }
    }

    @Test("leaves exactly the factor that the history names, whether it dies while replacing one")
    func replacing() async throws {
        for (call, isAfter) in Self.deaths {
            let store = FaultySecondFactorStore()
            let test = try await TestTenant(secondFactors: store)
            let enrolled = try await test.enroll(test.ada)
            let phone = try await test.prepared(in: enrolled.token)
            let present = enrolled.phone.code(at: test.clock.now)
            store.fail(at: call, after: isAfter)
            _ = try? await test.enroll(phone, in: enrolled.token, showing: present)
            store.heal()
            let named = try #require(try await test.tenant.user(test.ada)?.user.secondFactor)
            let working = try await self.working([enrolled.phone, phone], of: test.ada, test)
            #expect(working == [named], "call \(call), after it: \(isAfter)")
        }
    }

    @Test("leaves exactly the factor that the history names, whether the commit fails before, after or unknown")
    func commits() async throws {
        for fault in [FaultyDirectory.Fault.refusesToWrite, .failsBefore, .failsAfter] {
            let store = FaultySecondFactorStore()
            var faults: FaultyDirectory?
            let test = try await TestTenant(
                secondFactors: store,
                directory: { directory in
                    let faulty = FaultyDirectory(directory)
                    faults = faulty
                    return faulty
                })
            let enrolled = try await test.enroll(test.ada)
            let phone = try await test.prepared(in: enrolled.token)
            let present = enrolled.phone.code(at: test.clock.now)
            faults?.plan(fault)
            _ = try? await test.enroll(phone, in: enrolled.token, showing: present)
            faults?.plan(.none)
            let named = try #require(try await test.tenant.user(test.ada)?.user.secondFactor)
            let working = try await self.working([enrolled.phone, phone], of: test.ada, test)
            #expect(working == [named], "\(fault)")
        }
    }

    @Test("leaves none when it dies while an administrator removes one, and the next one can be enrolled")
    func removing() async throws {
        for (call, isAfter) in Self.deaths.prefix(4) {
            let store = FaultySecondFactorStore()
            let test = try await TestTenant(secondFactors: store)
            let grace = try await test.person("Grace")
            let enrolled = try await test.enroll(grace)
            store.fail(at: call, after: isAfter)
            _ = try? await test.tenant.removeSecondFactor(of: grace, by: test.ada)
            store.heal()
            #expect(try await self.working([enrolled.phone], of: grace, test) == [])
            let next = try await test.enroll(grace)
            #expect(try await self.working([enrolled.phone, next.phone], of: grace, test) == [next.phone.factor])
        }
    }

    @Test("a store that is down keeps closed what needs it, and leaves open what does not")
    func down() async throws {
        let store = FaultySecondFactorStore()
        let test = try await TestTenant(secondFactors: store)
        let grace = try await test.person("Grace")
        let enrolled = try await test.enroll(test.ada)
        store.setDown(true)
        let token = try await test.signedIn(test.ada)
        await #expect {
            _ = try await test.show(enrolled.phone, in: token)
        } throws: { error in
            if case .secondFactors(.unavailable)? = error as? TenantError { true } else { false }
        }
        #expect(test.tenant.admits(token)?.duties == .secondFactor)
        #expect(test.tenant.admits(enrolled.token)?.duties == [])
        #expect(test.tenant.admits(try await test.signedIn(grace))?.duties == [])
        try await test.tenant.removeSecondFactor(of: test.ada, by: .system)
        #expect(test.tenant.admits(try await test.signedIn(test.ada))?.duties == [])
        store.setDown(false)
        #expect(test.tenant.admits(token) == nil)
    }

    @Test("a store that came back from a backup brings no factor back, and lets in none that it does not know")
    func backup() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let enrolled = try await test.enroll(grace)
        try await test.tenant.removeSecondFactor(of: grace, by: test.ada)
        let code = enrolled.phone.code(at: test.clock.now)
        let removed = try await test.refusal { try await test.tenant.showSecondFactor(code, of: grace) }
        #expect(removed == .secondFactorDiffers)
        _ = try await test.enroll(grace)
        try await test.secondFactors.forget([grace])
        let refusal = try await test.refusal { try await test.tenant.showSecondFactor(code, of: grace) }
        #expect(refusal == .wrongSecondFactor(wasUsed: false))
    }
}
