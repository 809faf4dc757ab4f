package import RosterDomain

extension PasswordProblem: StoredRecord {
    package static var blank: PasswordProblem { .unchanged }

    package static func describe<Coder: StoredCoder>(
        _ problem: inout PasswordProblem, with coder: inout Coder
    ) throws(StoredFormError) {
        var (kind, limit) = problem.parts
        try coder.field(StoredField(1, "kind"), &kind)
        try coder.field(StoredField(2, "limit"), &limit, unless: 0)
        problem = try PasswordProblem(kind, limit)
    }

    private var parts: (kind: String, limit: Int) {
        switch self {
        case .tooShort(let minimum): ("tooShort", minimum)
        case .tooLong(let maximum): ("tooLong", maximum)
        case .tooManyBytes(let limit): ("tooManyBytes", limit)
        case .unacceptableCharacter: ("unacceptableCharacter", 0)
        case .tooFewClasses(let minimum): ("tooFewClasses", minimum)
        case .banned: ("banned", 0)
        case .tooGuessable(let minimum): ("tooGuessable", minimum)
        case .containsName: ("containsName", 0)
        case .breached: ("breached", 0)
        case .unchanged: ("unchanged", 0)
        case .reused: ("reused", 0)
        }
    }

    private init(_ kind: String, _ limit: Int) throws(StoredFormError) {
        switch kind {
        case "tooShort": self = .tooShort(minimum: limit)
        case "tooLong": self = .tooLong(maximum: limit)
        case "tooManyBytes": self = .tooManyBytes(limit: limit)
        case "unacceptableCharacter": self = .unacceptableCharacter
        case "tooFewClasses": self = .tooFewClasses(minimum: limit)
        case "banned": self = .banned
        case "tooGuessable": self = .tooGuessable(pointMinimum: limit)
        case "containsName": self = .containsName
        case "breached": self = .breached
        case "unchanged": self = .unchanged
        case "reused": self = .reused
        default: throw StoredFormError(.unknownAlternative, at: "kind")
        }
    }
}
