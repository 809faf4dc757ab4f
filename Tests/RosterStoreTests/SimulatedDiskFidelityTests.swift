import Foundation
import RosterStore
import RosterStoreTestSupport
import Testing

/// The same random operations on two disks.
private struct RandomOperations {
    private let fixture: DiskFixture
    private var files: [any StoreFile] = []
    private static let names = ["a", "b", "c", "inner"]

    init(_ kind: TestedDisk) throws {
        self.fixture = try DiskFixture(kind)
        try self.fixture.folder.makeFolder("inner")
    }

    /// Does one operation, and tells what came of it.
    mutating func step(_ generator: inout RepeatableGenerator) -> String {
        let (name, other) = (generator.element(Self.names), generator.element(Self.names))
        let (offset, kind) = (Int.random(in: 0..<6_000, using: &generator), Int.random(in: 0..<14, using: &generator))
        let number = Int.random(in: 0..<100, using: &generator)
        do {
            return try self.step(kind, name, other, offset, number)
        } catch {
            return "\(kind) fails: \((error as? FileFailure)?.code ?? -1)"
        }
    }

    private mutating func step(_ kind: Int, _ name: String, _ other: String, _ offset: Int, _ number: Int) throws
        -> String
    {
        let folder = self.fixture.folder
        switch kind {
        case 0: self.files.append(try folder.openFile(name, for: .creating))
        case 1: self.files.append(try folder.openFile(name, for: .writing))
        case 2: self.files.append(try folder.openFile(name, for: .reading))
        case 3: if self.files.count > 4 { self.files.remove(at: number % self.files.count) }
        case 4: try folder.rename(name, to: other)
        case 5: try folder.unlink(name)
        case 6: return try folder.entries().sorted().description
        case 7: return try Self.text(folder.status(of: name))
        default:
            guard !self.files.isEmpty else { return "none" }
            return try Self.step(kind, self.files[number % self.files.count], offset, number)
        }
        return "done"
    }

    private static func step(_ kind: Int, _ file: any StoreFile, _ offset: Int, _ number: Int) throws -> String {
        switch kind {
        case 8, 9: try file.write([UInt8](repeating: UInt8(number), count: number * 9), at: UInt64(offset))
        case 10: try file.resize(to: UInt64(offset))
        case 11: return try "\(file.read(offset, at: UInt64(number)).hashValue)"
        case 12: return try "\(file.tryLock())"
        default:
            if number.isMultiple(of: 3) { file.unlock() }
            return try Self.text(file.status())
        }
        return "done"
    }

    private static func text(_ status: FileStatus) -> String {
        let size = status.isFile ? status.byteCount : 0
        let links = status.isFile ? status.linkCount : 0
        return "\(status.isFolder) \(status.isFile) \(status.mode & 0o777) \(links) \(size)"
    }
}

@Suite("The simulated disk")
struct SimulatedDiskFidelityTests {
    @Test("does what the machine's does, whatever is done", arguments: 1...UInt64(20))
    func isFaithful(_ seed: UInt64) throws {
        var (machine, simulation) = (try RandomOperations(.system), try RandomOperations(.simulated))
        var (one, other) = (RepeatableGenerator(seed: seed), RepeatableGenerator(seed: seed))
        for number in 0..<400 {
            let expected = machine.step(&one)
            try #require(simulation.step(&other) == expected, "operation \(number) of seed \(seed)")
        }
    }
}
