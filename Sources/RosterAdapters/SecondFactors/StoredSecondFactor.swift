package import RosterDomain
package import RosterPorts

/// A factor as a store keeps it: the secret that the app shares, and what has been spent of it.
package struct StoredSecondFactor: Sendable, Equatable {
    /// Identifies it.
    package internal(set) var id: SecondFactorID
    /// The secret.
    package internal(set) var secret: AuthenticatorSecret
    /// What its codes are like, but for the drift that is allowed.
    var codes: AuthenticatorCodes
    /// When the secret was made.
    package internal(set) var preparedAt: Timestamp
    /// Whether a first code was shown.
    package internal(set) var isConfirmed = false
    /// The version of the user's record that a commit naming it rests on; nil before there is one.
    package internal(set) var heldAt: Int?
    /// The last step whose code was used; nil for none.
    package internal(set) var spentStep: Int?
    /// How many wrong codes came one after another.
    package internal(set) var failureCount = 0
    /// Before this moment, no code of the app is compared; nil when any is.
    package internal(set) var pausedUntil: Timestamp?
    /// What is left of the recovery codes.
    package internal(set) var recoveryCodes: RecoveryCodeDigests?
    /// What a newer version of Roster stored beside them.
    package var unknownFields = UnknownFields()

    init(_ id: SecondFactorID, secret: AuthenticatorSecret, codes: AuthenticatorCodes, at preparedAt: Timestamp) {
        self.id = id
        self.secret = secret
        self.codes = codes
        self.preparedAt = preparedAt
    }
}

// MARK: - Comparing

extension StoredSecondFactor {
    /// How long a secret can wait for its first code; ours.
    static var setupLifetime: Duration { .seconds(900) }
    /// The wrong codes in a row after which the app's codes are refused for a while.
    package static var failureLimit: Int { 10 }
    /// How long the first such pause is; each wrong code after it doubles the next.
    private static var firstPause: Int64 { 60 }
    /// How long a pause is at most: a guesser has 24 codes a day then, each right with a chance of three in a million.
    private static var longestPause: Int64 { 3_600 }

    /// Whether it is too late to show the first code; also when the clock went back by more than the time there is.
    func isExpired(at now: Timestamp) -> Bool {
        now >= self.preparedAt + Self.setupLifetime || now + Self.setupLifetime <= self.preparedAt
    }

    /// Compares a code, and spends it.
    ///
    /// - Returns: What came of it, and what is to be kept then; nil when nothing changes.
    func comparing(
        _ typed: SecondFactorCode, at now: Timestamp, drift: Int
    ) -> (match: SecondFactorMatch, next: StoredSecondFactor?) {
        typed.withText { text in
            if let rest = self.recoveryCodes?.spending(text) {
                var next = self.withoutFailures
                next.recoveryCodes = rest
                return (.recovered(left: rest.count), next)
            }
            if let until = self.pause(at: now) { return (.paused(until: until), nil) }
            let codes = self.codes.allowing(driftSteps: drift)
            let spent = self.spentStep.map { Int64($0) }
            if let step = codes.matchingStep(for: text, at: now, after: spent, with: self.secret) {
                var next = self.withoutFailures
                next.spentStep = Int(step)
                return (.right, next)
            }
            // A form that is sent twice is no guess.
            if codes.matchingStep(for: text, at: now, after: nil, with: self.secret) != nil { return (.used, nil) }
            return (.wrong, self.failing(at: now))
        }
    }

    private var withoutFailures: StoredSecondFactor {
        var next = self
        (next.failureCount, next.pausedUntil) = (0, nil)
        return next
    }

    /// Until when codes of the app are refused; nil for not.
    private func pause(at now: Timestamp) -> Timestamp? {
        // A pause that is longer than any began while the clock was wrong.
        guard let until = self.pausedUntil, now < until, until <= now + .seconds(Self.longestPause) else { return nil }
        return until
    }

    private func failing(at now: Timestamp) -> StoredSecondFactor {
        var next = self
        next.failureCount = min(self.failureCount + 1, 1_000)
        let excess = next.failureCount - Self.failureLimit
        if excess >= 0 {
            let seconds = excess >= 6 ? Self.longestPause : min(Self.firstPause << Int64(excess), Self.longestPause)
            next.pausedUntil = now + .seconds(seconds)
        }
        return next
    }
}

// MARK: - Stored form

extension StoredSecondFactor: StoredRecord {
    package static var blank: StoredSecondFactor {
        StoredSecondFactor(.blank, secret: self.blankSecret, codes: .standard, at: .blank)
    }
    private static let blankSecret = AuthenticatorSecret()

    package static func describe<Coder: StoredCoder>(
        _ factor: inout StoredSecondFactor, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "id"), &factor.id)
        try factor.describeSecret(with: &coder)
        try factor.describeCodes(with: &coder)
        try coder.field(StoredField(6, "preparedAt"), &factor.preparedAt)
        try coder.field(StoredField(7, "isConfirmed"), &factor.isConfirmed, unless: false)
        try coder.field(StoredField(8, "heldAt"), &factor.heldAt)
        try coder.field(StoredField(9, "spentStep"), &factor.spentStep)
        try coder.field(StoredField(10, "failureCount"), &factor.failureCount, unless: 0)
        try coder.field(StoredField(11, "pausedUntil"), &factor.pausedUntil)
        try factor.describeRecoveryCodes(with: &coder)
    }

    private mutating func describeSecret<Coder: StoredCoder>(with coder: inout Coder) throws(StoredFormError) {
        let field = StoredField(2, "secret", .personal)
        var text = self.secret.withBase32 { $0 }
        try coder.field(field, &text)
        guard let secret = AuthenticatorSecret(base32: text) else {
            throw StoredFormError(.invalid(detail: "it is no secret in base 32"), at: field.name)
        }
        self.secret = secret
    }

    private mutating func describeCodes<Coder: StoredCoder>(with coder: inout Coder) throws(StoredFormError) {
        let field = StoredField(3, "algorithm")
        var (algorithm, digits, period) =
            (self.codes.algorithm.rawValue, self.codes.digitCount, self.codes.periodSeconds)
        try coder.field(field, &algorithm, unless: AuthenticatorCodes.Algorithm.sha1.rawValue)
        try coder.field(StoredField(4, "digitCount"), &digits, unless: AuthenticatorCodes.standard.digitCount)
        try coder.field(StoredField(5, "periodSeconds"), &period, unless: AuthenticatorCodes.standard.periodSeconds)
        let codes = AuthenticatorCodes.Algorithm(rawValue: algorithm).flatMap {
            AuthenticatorCodes(
                algorithm: $0, digitCount: digits, periodSeconds: period, driftSteps: self.codes.driftSteps)
        }
        guard let codes else {
            throw StoredFormError(.invalid(detail: "there are no codes of this kind in this version"), at: field.name)
        }
        self.codes = codes
    }

    private mutating func describeRecoveryCodes<Coder: StoredCoder>(with coder: inout Coder) throws(StoredFormError) {
        let field = StoredField(12, "recoveryCodes", .personal)
        var text = self.recoveryCodes.map { Base32.encode($0.bytes) }
        try coder.field(field, &text)
        guard let text else {
            self.recoveryCodes = nil
            return
        }
        guard let digests = Base32.decode(text).flatMap({ RecoveryCodeDigests(bytes: $0) }) else {
            throw StoredFormError(.invalid(detail: "these are no digests of recovery codes"), at: field.name)
        }
        self.recoveryCodes = digests
    }
}
