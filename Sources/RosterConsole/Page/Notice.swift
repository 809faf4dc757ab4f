/// What a page before has done, named in the address of the page after it.
enum Notice: String, CaseIterable {
    /// The field of the query.
    static let field = "told"

    case saved, passwordChanged, sessionEnded, sessionsEnded, requested, withdrawn, signedOut, recovered, accepted
    case secondFactorRemoved

    var phrase: Phrase {
        switch self {
        case .saved: .toldSaved
        case .passwordChanged: .toldPasswordChanged
        case .sessionEnded: .toldSessionEnded
        case .sessionsEnded: .toldSessionsEnded
        case .requested: .toldRequested
        case .withdrawn: .toldWithdrawn
        case .signedOut: .toldSignedOut
        case .recovered: .toldRecovered
        case .accepted: .toldAccepted
        case .secondFactorRemoved: .toldSecondFactorRemoved
        }
    }
}
