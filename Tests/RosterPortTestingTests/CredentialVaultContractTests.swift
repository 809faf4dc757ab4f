import RosterDomain
import RosterPortTesting
import RosterPorts
import Synchronization
import Testing

@Suite("The contract of credential vaults")
struct CredentialVaultContractTests {
    @Test("is kept by a vault without a flaw", .timeLimit(.minutes(20)))
    func passes() async throws {
        let contract = Self.contract(nil)
        let kept = Mutex<[String]>([])
        try await contract.verify { name in kept.withLock { $0.append(name) } }
        #expect(kept.withLock { $0 } == contract.promises)
        #expect(Set(contract.promises).count == contract.promises.count)
    }

    @Test("is broken by every flaw", .timeLimit(.minutes(20)), arguments: FlawedVault.Flaw.allCases)
    func catches(_ flaw: FlawedVault.Flaw) async throws {
        let violation = await #expect(throws: ContractViolation.self) {
            try await Self.contract(flaw).verify()
        }
        #expect(violation.map { Self.contract(nil).promises.contains($0.promise) } == true)
    }

    @Test("checks durability only where a vault can be opened again")
    func skipsDurability() async throws {
        try await CredentialVaultContract { FlawedVault(.forgetsWhenReopened) }.verify()
    }

    private static func contract(_ flaw: FlawedVault.Flaw?) -> CredentialVaultContract<FlawedVault> {
        CredentialVaultContract(at: { Place() }, opening: { place in place.open(flaw) })
    }

    /// Where a vault's content stays while the vault is closed.
    private final class Place: Sendable {
        private let last = Mutex<FlawedVault?>(nil)

        func open(_ flaw: FlawedVault.Flaw?) -> FlawedVault {
            self.last.withLock { last in
                let vault = last?.reopened() ?? FlawedVault(flaw)
                last = vault
                return vault
            }
        }
    }
}
