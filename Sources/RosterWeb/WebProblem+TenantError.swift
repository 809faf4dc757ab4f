public import RosterDomain
import RosterPorts
import RosterUseCases

extension WebProblem {
    /// The problem that tells of an error.
    ///
    /// A refusal has its own status and code. What failed has a 5xx without a reason, because only the host should know it.
    ///
    /// - Parameters:
    ///   - error: What was thrown: a problem, a `TenantError`, or a text that is none of what it should be.
    ///   - now: The present moment, from which `Retry-After` counts.
    public init(_ error: any Error, at now: Timestamp) {
        switch error {
        case let problem as WebProblem: self = problem
        case let error as TenantError: self.init(error, at: now)
        case let error as UnknownNameError: self = .unprocessable("unknownName", error.description)
        default: self.init(500)
        }
    }

    /// The problem that tells of a refusal.
    public init(_ refusal: Refusal, at now: Timestamp) {
        let code = refusal.reason.code
        switch code.httpStatus {
        case 401, 404: self.init(code.httpStatus)
        case 429:
            let pause = refusal.reason.pause(at: now) ?? Self.unknownPauseSeconds
            self.init(429, code.name, refusal.description, retryAfterSeconds: pause)
        default: self.init(code.httpStatus, code.name, refusal.description)
        }
    }

    /// How long to wait where a refusal does not say it; ours.
    private static let unknownPauseSeconds = 3_600

    private init(_ error: TenantError, at now: Timestamp) {
        switch error {
        case .refused(let refusal): self.init(refusal, at: now)
        case .unknownName(let name): self = .unprocessable("unknownName", name.description)
        case .signInInformationOvertaken: self.init(409, "signInInformationOvertaken", error.description)
        case .directory(.outcomeUnknown): self.init(503, "outcomeUnknown")
        case .credentials(.managedElsewhere): self.init(409, "managedElsewhere", error.description)
        case .credentials(.busy(let pause)):
            self.init(503, retryAfterSeconds: max(1, Int(pause.components.seconds)))
        case .sessions(.noStore), .secondFactors(.noStore): self.init(501)
        case .directory, .credentials, .sessions, .secondFactors, .breachedPasswords, .busy:
            self.init(503, retryAfterSeconds: 1)
        case .catalogForChecksOnly, .notEnrolled, .attributesContradictSchema, .openingRefused: self.init(500)
        }
    }
}

extension RefusalReason {
    /// In how many seconds it can be tried again; nil when the reason does not say.
    fileprivate func pause(at now: Timestamp) -> Int? {
        switch self {
        case .tooSoon(let until), .lockedOut(let until), .secondFactorPaused(let until):
            let milliseconds = until.millisecondsSinceEpoch - now.millisecondsSinceEpoch
            return Int(max(1, (milliseconds + 999) / 1_000))
        default: return nil
        }
    }
}
