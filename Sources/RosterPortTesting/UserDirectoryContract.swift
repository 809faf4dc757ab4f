public import RosterPorts

/// A contract that verifies every promise of the port `UserDirectory`, for any adapter.
///
/// It needs no test framework: it throws a ``ContractViolation`` for a broken promise.
/// ```swift
/// try await UserDirectoryContract { MemoryUserDirectory() }.verify()
/// ```
/// The contract checks each promise on a fresh directory. For an adapter that keeps its content at a place, it also
/// checks durability: it opens the directory again after acknowledged commits and compares the content.
///
/// The contract cannot simulate a power failure, measure time, or make a database lose history. If your database can
/// fail over, write a test of your own: after a loss of history, every call must throw until the directory is opened
/// again.
public struct UserDirectoryContract<Directory: UserDirectory>: Sendable {
    /// How long to wait for something that should happen at once; five minutes by default.
    ///
    /// A test that runs beside many others can wait long for its turn.
    public var patience: Duration = .seconds(300)
    /// The seed of the random histories; the same seed gives the same histories.
    public var seed: UInt64 = 20_261_122

    private let opening: @Sendable () async throws -> Reopenable<Directory>
    /// Whether a directory can be closed and opened again.
    let isDurable: Bool

    /// Creates the contract for an adapter whose content ends with the instance; does not check durability.
    ///
    /// - Parameter making: Returns a new directory with an empty history on each call.
    public init(_ making: @escaping @Sendable () async throws -> Directory) {
        self.opening = { try await Reopenable(opening: making, closing: { _ in }) }
        self.isDurable = false
    }

    /// Creates the contract for an adapter that keeps its content at a place such as a folder.
    ///
    /// ```swift
    /// UserDirectoryContract(at: { newFolder() }, opening: { try FileDirectory(at: $0) })
    /// ```
    /// - Parameters:
    ///   - place: Returns a new, empty place on each call.
    ///   - opening: Opens the directory at a place; the first time, the place is empty.
    ///   - closing: Closes the directory before the contract opens it again. The contract uses it no more after that.
    public init<Place: Sendable>(
        at place: @escaping @Sendable () async throws -> Place,
        opening: @escaping @Sendable (Place) async throws -> Directory,
        closing: @escaping @Sendable (Directory) async throws -> Void = { _ in }
    ) {
        self.opening = {
            let place = try await place()
            return try await Reopenable(opening: { try await opening(place) }, closing: closing)
        }
        self.isDurable = true
    }

    /// The names of the promises, in the order in which they are checked.
    public var promises: [String] { self.list.map(\.name) }

    /// Checks every promise in order, and stops at the first broken one.
    ///
    /// - Parameter progress: Called with the name of each promise after it was found to hold.
    /// - Throws: ``ContractViolation``.
    public func verify(progress: (String) -> Void = { _ in }) async throws(ContractViolation) {
        try await Promise.verify(self.list, progress: progress)
    }

    /// Checks one promise.
    ///
    /// - Parameter promise: One of ``promises``.
    /// - Throws: ``ContractViolation``, even when there is no such promise.
    public func verify(_ promise: String) async throws(ContractViolation) {
        try await Promise.verify(self.list, only: promise)
    }

    private var list: [Promise] {
        self.commitPromises + self.preconditionPromises + self.contradictionPromises + self.readingPromises
            + self.excerptPromises + self.pagingPromises + self.textPromises + self.namePromises
            + self.attributePromises
            + self.historyPromises + self.concurrencyPromises + self.replayPromises + self.deliveryPromises
            + self.purgingPromises + self.groupPromises + self.memberPromises + self.companyRolePromises
            + (self.isDurable ? self.durabilityPromises : [])
    }

    /// A directory with an empty history.
    func fresh() async throws -> Directory { try await self.opening().current }

    /// The same, which can be closed and opened again.
    func freshReopenable() async throws -> Reopenable<Directory> { try await self.opening() }
}
