package import RosterDomain
package import RosterPorts

/// All that a store keeps of the second factors of one user.
package struct UserSecondFactors: Sendable, Equatable {
    /// The factors, in the order in which they were prepared.
    package internal(set) var list: [StoredSecondFactor] = []
    /// What a newer version of Roster stored beside them.
    package var unknownFields = UnknownFields()

    /// Creates what is known of a user without a factor.
    package init() {}

    /// Whether nothing is known of the user.
    package var isEmpty: Bool { self.list.isEmpty }

    /// The most factors without a first code that are kept: as many pages as a person leaves open; ours.
    private static var setupLimit: Int { 3 }

    /// A factor; nil when it is not there.
    package func factor(_ id: SecondFactorID) -> StoredSecondFactor? { self.list.first { $0.id == id } }
}

// MARK: - Steps

/// What becomes of a user's factors; nil when there is nothing to do.
extension UserSecondFactors {
    func preparing(_ factor: StoredSecondFactor) -> UserSecondFactors {
        var result = self
        result.list.removeAll { !$0.isConfirmed && $0.isExpired(at: factor.preparedAt) }
        while result.list.count(where: { !$0.isConfirmed }) >= Self.setupLimit {
            guard let oldest = result.list.firstIndex(where: { !$0.isConfirmed }) else { break }
            result.list.remove(at: oldest)
        }
        result.list.append(factor)
        return result
    }

    /// Spends the first code of a factor.
    func confirming(
        _ code: SecondFactorCode, of id: SecondFactorID, at now: Timestamp, drift: Int, recovery: RecoveryCodeDigests
    ) -> (outcome: FactorOutcome, next: UserSecondFactors?) {
        guard let factor = self.factor(id), !factor.isExpired(at: now) else { return (.expired, nil) }
        let (match, compared) = factor.comparing(code, at: now, drift: drift)
        // A wrong first code is no guess: who types it has the secret. So it is not counted.
        guard match == .right, var next = compared else { return (.compared(match), nil) }
        next.isConfirmed = true
        next.recoveryCodes = recovery
        return (.compared(.right), self.replacing(next))
    }

    /// Compares a code with a factor.
    func verifying(
        _ code: SecondFactorCode, of id: SecondFactorID, at now: Timestamp, drift: Int
    ) -> (outcome: FactorOutcome, next: UserSecondFactors?) {
        guard let factor = self.factor(id) else { return (.compared(.wrong), nil) }
        let (match, next) = factor.comparing(code, at: now, drift: drift)
        return (.compared(match), next.map { self.replacing($0) })
    }

    func holding(_ id: SecondFactorID, at version: Int) -> (outcome: FactorOutcome, next: UserSecondFactors?) {
        guard var factor = self.factor(id), factor.isConfirmed else { return (.expired, nil) }
        factor.heldAt = max(version, factor.heldAt ?? version)
        return (.compared(.right), self.replacing(factor))
    }

    func renewing(_ recovery: RecoveryCodeDigests, of id: SecondFactorID) -> (FactorOutcome, UserSecondFactors?) {
        guard var factor = self.factor(id) else { return (.expired, nil) }
        factor.recoveryCodes = recovery
        return (.compared(.right), self.replacing(factor))
    }

    func settled(naming named: SecondFactorID?, at version: Int) -> UserSecondFactors? {
        let kept = self.list.filter { $0.id == named || ($0.heldAt.map { $0 >= version } ?? false) }
        return kept.count == self.list.count ? nil : self.keeping(kept)
    }

    private func replacing(_ factor: StoredSecondFactor) -> UserSecondFactors {
        self.keeping(self.list.map { $0.id == factor.id ? factor : $0 })
    }

    private func keeping(_ list: [StoredSecondFactor]) -> UserSecondFactors {
        var result = self
        result.list = list
        return result
    }
}

/// What came of a step.
enum FactorOutcome: Sendable {
    /// A code was compared.
    case compared(SecondFactorMatch)
    /// There is no such factor any more.
    case expired
}

// MARK: - Stored form

extension UserSecondFactors: StoredRecord {
    package static var blank: UserSecondFactors { UserSecondFactors() }

    package static func describe<Coder: StoredCoder>(
        _ factors: inout UserSecondFactors, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.records(StoredField(1, "factors"), &factors.list)
    }
}
