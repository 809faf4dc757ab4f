import RosterDomain
public import RosterPorts

/// A contract that verifies every promise of the port `CredentialVault`, for any adapter.
///
/// It needs no test framework: it throws a ``ContractViolation`` for a broken promise.
/// ```swift
/// try await CredentialVaultContract { MemoryCredentialVault() }.verify()
/// ```
/// The contract checks each promise on a fresh vault. For an adapter that keeps its content at a place, it also checks
/// durability: it opens the vault again, which must match the same passwords.
///
/// The contract does not check that a claim without a user or a credential takes as long as a wrong password, because
/// measured times are unreliable. Let the tests of your adapter count hashes instead.
public struct CredentialVaultContract<Vault: CredentialVault>: Sendable {
    /// How long to wait for a call to end; five minutes by default.
    ///
    /// A test that runs beside many others can wait long for its turn.
    public var patience: Duration = .seconds(300)

    private let opening: @Sendable () async throws -> Reopenable<Vault>
    let isDurable: Bool

    /// Creates the contract for an adapter whose content ends with the instance; does not check durability.
    ///
    /// - Parameter making: Returns a new vault without credentials on each call.
    public init(_ making: @escaping @Sendable () async throws -> Vault) {
        self.opening = { try await Reopenable(opening: making, closing: { _ in }) }
        self.isDurable = false
    }

    /// Creates the contract for an adapter that keeps its content at a place such as a folder.
    ///
    /// ```swift
    /// CredentialVaultContract(at: { newFolder() }, opening: { try FileCredentialVault(at: $0) })
    /// ```
    /// - Parameters:
    ///   - place: Returns a new, empty place on each call.
    ///   - opening: Opens the vault at a place; the first time, the place is empty.
    ///   - closing: Closes the vault before the contract opens it again. The contract uses it no more after that.
    public init<Place: Sendable>(
        at place: @escaping @Sendable () async throws -> Place,
        opening: @escaping @Sendable (Place) async throws -> Vault,
        closing: @escaping @Sendable (Vault) async throws -> Void = { _ in }
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
        self.temporaryPromises + self.preparationPromises + self.historyPromises + self.attemptsPromises
            + self.textPromises
            + (self.isDurable ? self.durabilityPromises : [])
    }

    /// A vault without a credential.
    func fresh() async throws -> Vault { try await self.opening().current }

    /// The same, which can be closed and opened again.
    func freshReopenable() async throws -> Reopenable<Vault> { try await self.opening() }
}

extension CredentialVault {
    /// The match of a text at noon, as one of a user's credentials.
    func match(
        _ text: String, for user: UserID?, as credential: Int? = 1, at now: Timestamp = Sample.noon
    ) async throws -> CredentialMatch {
        let claim = CredentialClaim(of: user, credential: credential.map { Sample.credential($0) })
        return try await self.verify(Password(text), against: claim, at: now)
    }

    /// A temporary password that works for a day from noon.
    func issue(for user: UserID, as credential: Int = 1, at version: Int = 1) async throws -> String {
        try await self.prepareTemporaryPassword(
            as: PreparedCredential(Sample.credential(credential), of: user, at: version),
            expiringAt: Sample.noon + .seconds(86_400)
        ).reveal()
    }

    /// Gives a user a password of their own, which replaces a credential of the same number.
    func establish(
        _ text: String, for user: UserID, as credential: Int = 1, at version: Int = 1
    ) async throws {
        try await self.discard(Sample.credential(credential), of: user)
        try await self.prepare(
            Password(text), as: PreparedCredential(Sample.credential(credential), of: user, at: version))
        try expect("the own password", try await self.match(text, for: user, as: credential), is: .own)
    }

    /// Drops credentials that are no longer named.
    func settle(_ user: UserID, naming credentials: [Int], at version: Int) async throws {
        try await self.settle(user, naming: Set(credentials.map { Sample.credential($0) }), at: version)
    }
}
