import RosterDomain
import RosterTables

// What keeps a table from being taken in.

extension Words {
    /// What is wrong with a title or a row.
    func sentence(_ problem: TeamTableProblem) -> String {
        switch problem {
        case .misspelledTitle(let title, let meant): self(.importMisspelled, title, meant)
        case .service: self(.importService)
        case .guest: self(.importGuest)
        case .notInUse(let status): self(.importNotInUse, self.status(status))
        case .unknownStatus(let text): self(.importUnknownStatus, text)
        case .unknownKind(let text): self(.importUnknownKind, text)
        case .fullName(let error): self.sentence(error)
        case .address(let error): self.sentence(error)
        case .userName: self(.userNameInvalid)
        case .unknownRole(let error): self(.refusalUnknownRole, error.name)
        case .unknownPlace(let place, _): self(.placeUnknown, place)
        }
    }
}
