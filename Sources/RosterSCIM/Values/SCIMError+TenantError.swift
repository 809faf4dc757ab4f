import RosterDomain
import RosterUseCases

extension SCIMError {
    /// What a verb of the tenant answers.
    ///
    /// - Parameter isConditional: Whether the request names the version that it rests on.
    init(_ error: TenantError, isConditional: Bool = false) {
        switch error {
        case .refused(let refusal): self.init(refusal, isConditional: isConditional)
        case .busy:
            self.init(503, nil, "\(error)")
            self.headers = [("retry-after", "1")]
        case .unknownName(let error): self.init(.invalidValue, "\(error)")
        default:
            // What failed, and where, is for the host to know and not for the client.
            self.init(503, nil, "the directory cannot do it now; try again")
            self.headers = [("retry-after", "5")]
        }
    }

    private init(_ refusal: Refusal, isConditional: Bool) {
        let code = refusal.reason.code
        let status = Self.status(of: code, isConditional: isConditional)
        self.init(status, Self.keyword(of: code, status: status), "\(refusal)")
        if status == 429 { self.headers = [("retry-after", "60")] }
    }

    private static func status(of code: RefusalCode, isConditional: Bool) -> Int {
        switch code {
        case .changedMeanwhile: isConditional ? 412 : 409
        case .wrongCredentials, .credentialsExpired, .wrongSecondFactor, .secondFactorNeeded: 403
        default: code.httpStatus == 422 ? 400 : code.httpStatus
        }
    }

    private static func keyword(of code: RefusalCode, status: Int) -> Keyword? {
        switch code {
        case .nameTaken, .accountDeleted, .attributeTaken, .groupNameTaken: .uniqueness
        case .attributeNotEditable: .mutability
        default: status == 400 ? .invalidValue : nil
        }
    }
}
