import Dispatch
import Foundation
import Observation
import Roster
import Synchronization
import Testing

/// A file as a host writes it, without the name of a module before any type.
///
/// That it compiles is most of the test.
@Suite("A host's file that imports Roster")
struct HostNamesTests {
    @Test("means the standard library, Foundation and the host itself by their own names")
    func names() {
        for type in Self.standard + Self.foundation {
            #expect(!String(reflecting: type).contains("Roster"), "\(type)")
        }
        #expect(
            [User.self, Group.self, Session.self].allSatisfy { String(reflecting: $0).contains("RosterHostNames") })
    }

    @Test("runs where an actor runs, and has roles and permissions by names of its own")
    func host() async throws {
        #expect(await Counter().next() == 1)
        #expect(await Self.isolation(Counter()) == true)
        let roles: [RoleID] = [.owner, .editor]
        let bytes: [UInt8] = [1, 2]
        let permissions: [Permission] = [.manageUsers, .publish]
        #expect(roles.count == permissions.count)
        #expect(Self.byteCount(of: bytes.span) == 2)
        #expect(Self.count.load(ordering: .relaxed) == Self.names.withLock(\.count))
        #expect(Permission.manageUsers.rawValue == "host/users/manage")
    }

    private static let standard: [Any.Type] = [
        (any Actor).self, (any Identifiable).self, (any Error).self, (any Clock).self, (any AsyncSequence).self,
        (any Executor).self, Result<Int, any Error>.self, Duration.self, Task<Int, Never>.self, ContinuousClock.self,
        CancellationError.self, Regex<Substring>.self, Never.self, Character.self, Range<Int>.self,
        ObservationRegistrar.self,
    ]

    private static let foundation: [Any.Type] = [
        Data.self, Date.self, DateInterval.self, UUID.self, URL.self, Locale.self, Calendar.self, TimeZone.self,
        Notification.self, NotificationCenter.self, Operation.self, OperationQueue.self, Predicate<Int>.self,
        Process.self, Progress.self, Scanner.self, Stream.self, Thread.self, Timer.self, Unit.self, Host.self,
        JSONEncoder.self, DispatchQueue.self, DispatchTime.self,
    ]

    private static let count = Atomic(0)
    private static let names = Mutex<Set<String>>([])

    private static func byteCount(of span: Span<UInt8>) -> Int { span.count }

    private static func isolation(_ isolation: isolated (any Actor)?) -> Bool { isolation != nil }
}

/// Names that a host gives to things of its own.
private struct User: Identifiable { let id: Int }
private struct Group: Identifiable { let id: Int }
private struct Session: Sendable {}

private actor Counter {
    private var count = 0

    func next() -> Int {
        self.count += 1
        return self.count
    }
}

extension RoleID {
    fileprivate static let owner = RoleID("host_owner")
    fileprivate static let editor = RoleID("editor")
}

extension Permission {
    fileprivate static let manageUsers = Permission("host/users/manage")
    fileprivate static let publish = Permission("host/articles/publish")
}
