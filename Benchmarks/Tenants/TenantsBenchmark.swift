import Foundation
import Roster
import RosterPartnerCenter

/// What a process with many companies needs for each of them.
enum TenantsBenchmark: Benchmark {
    static let name = "tenants"
    static let summary = "companies of 20 users on files, all open in one process"

    private static let roundCount = 6
    /// Descriptors that are left to the rest of the process.
    private static let spareDescriptorCount = 64

    static func run(_ effort: Effort) async throws -> [Figure] {
        let companies = try await Companies()
        defer { companies.remove() }
        var figures = try self.tables(companies)
        figures += try await self.open(companies)
        figures += try await self.reopen(companies)
        return figures
    }

    /// The heap of a table, while another one of the same catalog is there.
    private static func tables(_ companies: Companies) throws -> [Figure] {
        guard Heap.byteCount > 0 else { return [] }
        let first = AccessTable(catalog: .partnerCenter)
        let (empty, full) = try withExtendedLifetime(first) {
            let empty = try self.heap { AccessTable(catalog: .partnerCenter) }
            let full = try self.heap {
                let table = AccessTable(catalog: .partnerCenter)
                table.reload(companies.standings, at: Revision(1))
                return table
            }
            return (empty, full)
        }
        return [
            Figure("a table without users", unit: "KiB", [empty]),
            Figure("a table with 20 users", unit: "KiB", [full]).aiming(.atMost(24)),
        ]
    }

    private static func heap(_ make: () throws -> AccessTable) throws -> Double {
        let before = Heap.byteCount
        let table = try make()
        return withExtendedLifetime(table) { Double(Heap.byteCount - before) / 1_024 }
    }

    private static func open(_ companies: Companies) async throws -> [Figure] {
        let tenant = try await ResidentProcess.change { [try await companies.open(0)] }.opened
        let descriptorLimit = ResidentProcess.raiseDescriptorLimit() - self.spareDescriptorCount
        let before = ResidentProcess.descriptorCount
        let second = try await companies.open(1)
        let each = max(1, ResidentProcess.descriptorCount - before)
        let count = min(Companies.count, descriptorLimit / each)
        let start = ContinuousClock.now
        let change = try await ResidentProcess.change {
            var tenants: [Tenant] = []
            for number in 2..<count { tenants.append(try await companies.open(number)) }
            return tenants
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let threads = try await companies.commit(to: change.opened)
        let opened = Double(change.opened.count)
        return withExtendedLifetime((tenant, second)) {
            [
                Figure("companies open", unit: "", [opened]),
                Figure("time to open 1,000", unit: "s", [seconds / opened * 1_000]).aiming(.atMost(1)),
                Figure("resident, each", unit: "KiB", [change.kibibytes / opened]).aiming(.atMost(64)),
                Figure("descriptors, each", unit: "", [Double(change.descriptorCount) / opened]).aiming(.atMost(3)),
                Figure("threads while each commits", unit: "", [Double(threads)]),
            ]
        }
    }

    /// What is resident after each round of opening and closing, beside the first.
    private static func reopen(_ companies: Companies) async throws -> [Figure] {
        var resident: [Double] = []
        for _ in 0..<self.roundCount {
            for number in 0..<Companies.count { _ = try await companies.open(number) }
            resident.append(ResidentProcess.residentKibibytes / 1_024)
        }
        let first = Figure("resident after opening and closing 1,000, once", unit: "MiB", [resident[0]])
        let last = Figure("the same after six rounds", unit: "MiB", [resident[self.roundCount - 1]])
        return [first, last.beside(first, as: "one round").aiming(.ratioAtMost(1.1))]
    }
}
