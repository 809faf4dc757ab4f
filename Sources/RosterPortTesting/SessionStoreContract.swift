import RosterDomain
public import RosterPorts

/// A contract that verifies every promise of the port `SessionStore`, for any adapter.
///
/// It needs no test framework: it throws a ``ContractViolation`` for a broken promise.
/// ```swift
/// try await SessionStoreContract { MemorySessionStore() }.verify()
/// ```
/// The contract checks each promise on a fresh store. For an adapter that keeps its content at a place, it also checks
/// durability: it opens the store again, which must know the same sessions.
public struct SessionStoreContract<Store: SessionStore>: Sendable {
    private let opening: @Sendable () async throws -> Reopenable<Store>
    private let isDurable: Bool

    /// Creates the contract for an adapter whose content ends with the instance; does not check durability.
    ///
    /// - Parameter making: Returns a new, empty store on each call.
    public init(_ making: @escaping @Sendable () async throws -> Store) {
        self.opening = { try await Reopenable(opening: making, closing: { _ in }) }
        self.isDurable = false
    }

    /// Creates the contract for an adapter that keeps its content at a place such as a folder.
    ///
    /// - Parameters:
    ///   - place: Returns a new, empty place on each call.
    ///   - opening: Opens the store at a place; the first time, the place is empty.
    ///   - closing: Closes the store before the contract opens it again. The contract uses it no more after that.
    public init<Place: Sendable>(
        at place: @escaping @Sendable () async throws -> Place,
        opening: @escaping @Sendable (Place) async throws -> Store,
        closing: @escaping @Sendable (Store) async throws -> Void = { _ in }
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
        self.keepingPromises + self.endingPromises + self.followingPromises
            + (self.isDurable ? self.durabilityPromises : [])
    }

    /// A store without a session.
    func fresh() async throws -> Store { try await self.opening().current }

    /// The same, which can be closed and opened again.
    func freshReopenable() async throws -> Reopenable<Store> { try await self.opening() }
}

extension Sample {
    /// The identifier of a session by number.
    static func session(_ number: Int) -> UserSessionID {
        UserSessionID(bits: 0x018f_6a7e_8f2d_7c3a_9b1e_5e00_0000_0000 + UInt128(number))
    }

    /// A digest by number; no other number has it.
    static func digest(_ number: Int) -> SessionDigest {
        SessionDigest((0..<32).map { UInt8(truncatingIfNeeded: $0 < 8 ? number >> ($0 * 8) : $0) })
    }

    /// A session by number, which begins at noon and lasts for an hour, half of it without use.
    static func userSession(
        _ number: Int, of user: Int = 1, at moment: Timestamp = Sample.noon, device: String = "Firefox on Linux",
        activating roles: Set<RoleID>? = nil
    ) -> UserSession {
        UserSession(
            self.session(number), of: self.id(user), on: DeviceName(device), by: [.password, .oneTimeCode], epoch: 3,
            at: moment, idleLifetime: .seconds(1_800), expiringAt: moment + .seconds(3_600),
            activating: roles)
    }
}

extension SessionStore {
    /// Begins sessions of one user by number.
    func begin(_ numbers: Int..., of user: Int = 1, at moment: Timestamp = Sample.noon) async throws {
        for number in numbers {
            try await self.add(
                Sample.userSession(number, of: user, at: moment), digest: Sample.digest(number))
        }
    }

    /// The identifiers of a user's sessions.
    func ids(of user: Int = 1) async throws -> [UserSessionID] {
        try await self.sessions(of: Sample.id(user)).map(\.id)
    }
}
