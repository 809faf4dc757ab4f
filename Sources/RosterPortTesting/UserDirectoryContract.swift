public import RosterPorts

/// Everything that the port `UserDirectory` promises, as a test that any adapter can take.
///
/// It needs no test framework: what is not kept is thrown as a ``ContractViolation``.
/// ```swift
/// try await UserDirectoryContract { MemoryUserDirectory() }.verify()
/// ```
/// Each promise is checked on a fresh directory. For an adapter that keeps its content at some place, durability is
/// checked too: after everything that was acknowledged, the directory is opened again and must be the same.
///
/// A contract cannot check what only a power failure shows, nor how long anything takes. Nor can it take a history back: an
/// adapter whose database can fail over tests by itself that it answers with an error from then on, until it is opened again.
public struct UserDirectoryContract<Directory: UserDirectory>: Sendable {
    /// How long something that should happen at once may take before it counts as not happening; a minute at first.
    public var patience: Duration = .seconds(60)
    /// What the made-up histories begin from; the same seed gives the same histories.
    public var seed: UInt64 = 20_261_122

    private let opening: @Sendable () async throws -> Reopenable<Directory>
    /// Whether a directory can be closed and opened again.
    let isDurable: Bool

    /// Creates the contract for an adapter that keeps nothing beyond its own life: durability is not checked.
    ///
    /// - Parameter making: Makes a directory with an empty history, another one each time.
    public init(_ making: @escaping @Sendable () async throws -> Directory) {
        self.opening = { try await Reopenable(opening: making, closing: { _ in }) }
        self.isDurable = false
    }

    /// Creates the contract for an adapter that keeps what it has at some place.
    ///
    /// ```swift
    /// UserDirectoryContract(at: { newFolder() }, opening: { try FileDirectory(at: $0) })
    /// ```
    /// - Parameters:
    ///   - place: Names a place where there is nothing yet, another one each time.
    ///   - opening: Opens the directory at a place; the first time there is nothing.
    ///   - closing: Closes the directory before it is opened again. Nobody refers to it any more then.
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

    /// Checks every promise, one after another, and stops at the first that is not kept.
    ///
    /// - Parameter progress: Called with the name of each promise once it is found to be kept.
    /// - Throws: ``ContractViolation``.
    public func verify(progress: (String) -> Void = { _ in }) async throws(ContractViolation) {
        try await Promise.verify(self.list, progress: progress)
    }

    /// Checks one promise.
    ///
    /// - Parameter promise: One of ``promises``.
    /// - Throws: ``ContractViolation``, also when there is no such promise.
    public func verify(_ promise: String) async throws(ContractViolation) {
        try await Promise.verify(self.list, only: promise)
    }

    private var list: [Promise] {
        self.commitPromises + self.preconditionPromises + self.contradictionPromises + self.readingPromises
            + self.excerptPromises + self.pagingPromises + self.textPromises + self.namePromises
            + self.attributePromises
            + self.historyPromises + self.concurrencyPromises + self.replayPromises
            + (self.isDurable ? self.durabilityPromises : [])
    }

    /// A directory with an empty history.
    func fresh() async throws -> Directory { try await self.opening().current }

    /// The same, to be closed and opened again.
    func freshReopenable() async throws -> Reopenable<Directory> { try await self.opening() }
}
