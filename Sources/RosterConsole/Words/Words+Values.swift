import RosterDomain

// What is wrong with a value, and what a status is called.

extension Words {
    /// A status.
    func status(_ status: AccountStatus) -> String {
        switch status {
        case .invited: self(.statusInvited)
        case .mustChangePassword: self(.statusMustChangePassword)
        case .active: self(.statusActive)
        case .blocked: self(.statusBlocked)
        case .deleted: self(.statusDeleted)
        case .purged: self(.statusPurged)
        }
    }

    /// A program, whose name is made of words and low lines: `Indirect provider`.
    func program(_ program: Program) -> String {
        let words = program.description.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// What keeps a text from being a password.
    func sentence(_ problem: PasswordProblem) -> String {
        switch problem {
        case .tooShort(let minimum): self(.passwordTooShort, "\(minimum)")
        case .tooLong(let maximum): self(.passwordTooLong, "\(maximum)")
        case .tooManyBytes(let limit): self(.passwordTooManyBytes, "\(limit)")
        case .unacceptableCharacter: self(.passwordUnacceptable)
        case .tooFewClasses(let minimum): self(.passwordTooFewClasses, "\(minimum)")
        case .banned: self(.passwordBanned)
        case .tooGuessable: self(.passwordGuessable)
        case .containsName: self(.passwordContainsName)
        case .breached: self(.passwordBreached)
        case .unchanged: self(.passwordUnchanged)
        case .reused: self(.passwordReused)
        }
    }

    /// What keeps a text from being a name.
    func sentence(_ error: FullNameError) -> String {
        switch error {
        case .empty: self(.nameEmpty)
        case .tooLong: self(.nameTooLong, "\(FullName.byteLimit)")
        case .unsafeCharacter: self(.nameUnsafe)
        }
    }

    /// What keeps a text from being an address.
    func sentence(_ error: EmailAddressError) -> String {
        switch error {
        case .empty: self(.addressEmpty)
        case .tooLong, .localPartTooLong: self(.addressTooLong, "\(EmailAddress.byteLimit)")
        case .unacceptableCharacter: self(.addressUnacceptable)
        case .malformed, .misread: self(.addressMalformed)
        }
    }

    /// What keeps a value from being an attribute.
    func sentence(_ problem: AttributeProblem) -> String {
        switch problem {
        case .tooLong(_, let limit): self(.attributeTooLong, "\(limit)")
        case .tooManyValues(_, let limit): self(.attributeTooMany, "\(limit)")
        case .unsafeCharacter: self(.nameUnsafe)
        case .taken: self(.attributeTakenText)
        case .empty: self(.attributeEmpty)
        case .unknown, .wrongKind, .unknownPart, .repeated, .tooMany, .otherUniqueness: self(.attributeWrong)
        }
    }
}
