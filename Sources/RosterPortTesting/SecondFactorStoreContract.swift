public import RosterDomain
public import RosterPorts

/// A contract that verifies every promise of the port `SecondFactorStore`, for any adapter.
///
/// It needs no test framework: it throws a ``ContractViolation`` for a broken promise. It must play the person's app, so it is told
/// which code the app shows:
/// ```swift
/// try await SecondFactorStoreContract {
///     MemorySecondFactorStore()
/// } showing: { setup, moment in
///     AuthenticatorSecret(base32: setup.secret).map { AuthenticatorCodes.standard.code(at: moment, with: $0) }
/// }.verify()
/// ```
/// The contract checks each promise on a fresh store. For an adapter that keeps its content at a place, it also checks durability: it
/// opens the store again, which must know the same factors.
public struct SecondFactorStoreContract<Store: SecondFactorStore>: Sendable {
    /// What the app of a person shows at a moment, or nothing when it cannot read what it was given.
    public typealias App = @Sendable (_ setup: RevealedSecondFactorSetup, _ moment: Timestamp) -> String?

    private let opening: @Sendable () async throws -> Reopenable<Store>
    private let isDurable: Bool
    let app: App

    /// Creates the contract for an adapter whose content ends with the instance; does not check durability.
    ///
    /// - Parameters:
    ///   - making: Returns a new, empty store on each call.
    ///   - app: What a person's app shows.
    public init(_ making: @escaping @Sendable () async throws -> Store, showing app: @escaping App) {
        self.opening = { try await Reopenable(opening: making, closing: { _ in }) }
        self.isDurable = false
        self.app = app
    }

    /// Creates the contract for an adapter that keeps its content at a place such as a folder.
    ///
    /// - Parameters:
    ///   - place: Returns a new, empty place on each call.
    ///   - opening: Opens the store at a place; the first time, the place is empty.
    ///   - closing: Closes the store before the contract opens it again. The contract uses it no more after that.
    ///   - app: What a person's app shows.
    public init<Place: Sendable>(
        at place: @escaping @Sendable () async throws -> Place,
        opening: @escaping @Sendable (Place) async throws -> Store,
        closing: @escaping @Sendable (Store) async throws -> Void = { _ in }, showing app: @escaping App
    ) {
        self.opening = {
            let place = try await place()
            return try await Reopenable(opening: { try await opening(place) }, closing: closing)
        }
        self.isDurable = true
        self.app = app
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
        self.comparingPromises + self.enrollingPromises + (self.isDurable ? self.durabilityPromises : [])
    }

    /// A store without a factor.
    func fresh() async throws -> Store { try await self.opening().current }

    /// The same, which can be closed and opened again.
    func freshReopenable() async throws -> Reopenable<Store> { try await self.opening() }
}

/// A person whose app the contract plays.
struct AppUser<Store: SecondFactorStore> {
    let store: Store
    let claim: SecondFactorClaim
    let setup: RevealedSecondFactorSetup
    let app: SecondFactorStoreContract<Store>.App
    /// The recovery codes that were shown last.
    var recovery: [String] = []

    /// What the app shows so many seconds after noon.
    func code(_ seconds: Int) throws -> SecondFactorCode {
        let moment = Sample.noon + .seconds(seconds)
        return SecondFactorCode(try required("what the app shows", self.app(self.setup, moment)))
    }

    /// Codes that the app does not show between two and a half minutes before a moment and two and a half after it.
    func wrongCodes(_ count: Int, around seconds: Int) throws -> [SecondFactorCode] {
        let moments = stride(from: seconds - 150, through: seconds + 150, by: 15)
        let shown = Set(moments.compactMap { self.app(self.setup, Sample.noon + .seconds($0)) })
        return (100_000..<100_100).map { "\($0)" }.filter { !shown.contains($0) }.prefix(count).map {
            SecondFactorCode($0)
        }
    }

    /// Compares a code so many seconds after noon.
    func verify(_ code: SecondFactorCode, at seconds: Int) async throws -> SecondFactorMatch {
        try await self.store.verify(code, of: self.claim, at: Sample.noon + .seconds(seconds))
    }

    /// Shows a first code so many seconds after noon, and keeps the recovery codes.
    mutating func confirm(_ code: SecondFactorCode, at seconds: Int) async throws -> SecondFactorMatch? {
        switch try await self.store.confirm(code, of: self.claim, at: Sample.noon + .seconds(seconds)) {
        case .confirmed(let codes):
            self.recovery = codes.reveal()
            return .right
        case .refused(let match): return match
        case .expired: return nil
        }
    }
}

extension SecondFactorStoreContract {
    /// Prepares a factor of a user at noon; both by number.
    func prepared(_ factor: Int = 1, of user: Int = 1, in store: Store) async throws -> AppUser<Store> {
        let claim = SecondFactorClaim(Sample.factor(factor), of: Sample.id(user))
        let setup = try await store.prepare(
            claim.factor, of: claim.user, labeled: SecondFactorLabel(issuer: "Contoso", account: "ada"), at: Sample.noon
        )
        return AppUser(store: store, claim: claim, setup: setup.reveal(), app: self.app)
    }

    /// Prepares a factor, and shows its first code at noon.
    func enrolled(_ factor: Int = 1, of user: Int = 1, in store: Store) async throws -> AppUser<Store> {
        var person = try await self.prepared(factor, of: user, in: store)
        try expect("the first code", try await person.confirm(try person.code(0), at: 0), is: .right)
        try expect("held", try await store.hold(person.claim, at: 1), is: true)
        return person
    }
}

extension Sample {
    /// The identifier of a second factor by number.
    static func factor(_ number: Int) -> SecondFactorID {
        SecondFactorID(bits: 0x018f_6a7e_8f2d_7c3a_9b1e_5f00_0000_0000 + UInt128(number))
    }
}
