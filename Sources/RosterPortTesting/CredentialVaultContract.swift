import RosterDomain
public import RosterPorts

/// Everything that the port `CredentialVault` promises, as a test that any adapter can take.
///
/// It needs no test framework: what is not kept is thrown as a ``ContractViolation``.
/// ```swift
/// try await CredentialVaultContract { MemoryCredentialVault() }.verify()
/// ```
/// Each promise is checked on a fresh vault. For an adapter that keeps its content at some place, durability is
/// checked too: the vault is opened again and must match the same.
///
/// Not checked here, because no clock tells it reliably: that a claim without a user or a credential costs as much
/// time as a wrong password. An adapter counts its own hashes for that.
public struct CredentialVaultContract<Vault: CredentialVault>: Sendable {
    /// How long something that should come to an end may take before it counts as not ending; 60 seconds at first.
    public var patience: Duration = .seconds(60)

    private let opening: @Sendable () async throws -> Reopenable<Vault>
    private let isDurable: Bool

    /// Creates the contract for an adapter that keeps nothing beyond its own life: durability is not checked.
    ///
    /// - Parameter making: Makes a vault without a credential, another one each time.
    public init(_ making: @escaping @Sendable () async throws -> Vault) {
        self.opening = { try await Reopenable(opening: making, closing: { _ in }) }
        self.isDurable = false
    }

    /// Creates the contract for an adapter that keeps what it has at some place.
    ///
    /// ```swift
    /// CredentialVaultContract(at: { newFolder() }, opening: { try FileCredentialVault(at: $0) })
    /// ```
    /// - Parameters:
    ///   - place: Names a place where there is nothing yet, another one each time.
    ///   - opening: Opens the vault at a place; the first time there is nothing.
    ///   - closing: Closes the vault before it is opened again. Nobody refers to it any more then.
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
        self.temporaryPromises + self.preparationPromises + self.textPromises
            + (self.isDurable ? self.durabilityPromises : [])
    }

    /// A vault without a credential.
    func fresh() async throws -> Vault { try await self.opening().current }

    /// The same, to be closed and opened again.
    func freshReopenable() async throws -> Reopenable<Vault> { try await self.opening() }
}

extension CredentialVault {
    /// What a text matches at noon as one of a user's credentials.
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

    /// Gives a user a password of their own, in place of a credential of the same number.
    func establish(
        _ text: String, for user: UserID, as credential: Int = 1, at version: Int = 1
    ) async throws {
        try await self.discard(Sample.credential(credential), of: user)
        try await self.prepare(
            Password(text), as: PreparedCredential(Sample.credential(credential), of: user, at: version))
        try expect("the own password", try await self.match(text, for: user, as: credential), is: .own)
    }

    /// Drops what is named no longer.
    func settle(_ user: UserID, naming credentials: [Int], at version: Int) async throws {
        try await self.settle(user, naming: Set(credentials.map { Sample.credential($0) }), at: version)
    }
}
