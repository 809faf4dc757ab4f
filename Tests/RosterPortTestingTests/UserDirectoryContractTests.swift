import RosterDomain
import RosterPortTesting
import RosterPorts
import Synchronization
import Testing

@Suite("The contract of user directories")
struct UserDirectoryContractTests {
    @Test("is kept by a directory without a flaw", .timeLimit(.minutes(20)))
    func passes() async throws {
        let contract = Self.contract(nil)
        let kept = Mutex<[String]>([])
        try await contract.verify { name in kept.withLock { $0.append(name) } }
        #expect(kept.withLock { $0 } == contract.promises)
        #expect(Set(contract.promises).count == contract.promises.count)
    }

    @Test("is broken by every flaw", .timeLimit(.minutes(20)), arguments: FlawedDirectory.Flaw.allCases)
    func catches(_ flaw: FlawedDirectory.Flaw) async throws {
        let violation = await #expect(throws: ContractViolation.self) {
            try await Self.contract(flaw).verify()
        }
        #expect(violation.map { Self.contract(nil).promises.contains($0.promise) } == true)
    }

    @Test("checks durability only where a directory can be opened again")
    func skipsDurability() async throws {
        var contract = UserDirectoryContract { FlawedDirectory(.losesAllWhenReopened) }
        contract.patience = Self.patience
        try await contract.verify()
        #expect(contract.promises.count < Self.contract(nil).promises.count)
    }

    @Test("checks one promise, and tells when there is none of that name")
    func checksOne() async throws {
        let contract = Self.contract(.findsAddressesByCase)
        try await contract.verify(contract.promises[0])
        let violation = await #expect(throws: ContractViolation.self) { try await contract.verify("nonsense") }
        #expect(violation?.promise == "nonsense")
    }

    @Test("tells the promise, what was expected and what was seen")
    func describes() async throws {
        let violation = await #expect(throws: ContractViolation.self) { try await Self.contract(.startsAtOne).verify() }
        let text = violation?.description ?? ""
        #expect(text.contains("an empty directory is at revision 0"))
        #expect(text.contains("expected: an empty directory; the head"))
        #expect(text.contains("seen:     DirectoryHead(revision: 1"))
    }

    @Test("takes an error of the adapter for a violation")
    func reportsErrors() async throws {
        struct Trouble: Error {}
        let contract = UserDirectoryContract<FlawedDirectory> { throw Trouble() }
        let violation = await #expect(throws: ContractViolation.self) { try await contract.verify() }
        #expect(violation?.seen.contains("Trouble") == true)
    }

    /// Nothing here waits for anything but its turn, which can take long where many tests share two processors.
    private static let patience = Duration.seconds(1_000)

    private static func contract(_ flaw: FlawedDirectory.Flaw?) -> UserDirectoryContract<FlawedDirectory> {
        var contract = UserDirectoryContract(
            at: { Place() }, opening: { place in place.open(flaw) })
        contract.patience = flaw == nil ? self.patience : .milliseconds(500)
        return contract
    }

    /// Where a directory's history stays while the directory is closed.
    private final class Place: Sendable {
        private let last = Mutex<FlawedDirectory?>(nil)

        func open(_ flaw: FlawedDirectory.Flaw?) -> FlawedDirectory {
            self.last.withLock { last in
                let directory = last?.reopened() ?? FlawedDirectory(flaw)
                last = directory
                return directory
            }
        }
    }
}
