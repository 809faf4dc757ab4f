package import RosterDomain

extension TeamTable.Person {
    /// Refuses a row that is no person to add: an import makes no person of a service or a guest, and lets no one in who was kept out.
    package func checkIsAddable() throws(TeamTableFault) {
        if let kind, let problem = Self.problem(ofKind: kind.text.trimmed) {
            throw TeamTableFault(problem, at: kind.place)
        }
        if let status, let problem = Self.problem(ofStatus: status.text.trimmed) {
            throw TeamTableFault(problem, at: status.place)
        }
    }

    private static func problem(ofKind text: String) -> TeamTableProblem? {
        guard !text.isEmpty else { return nil }
        switch TeamKind(rawValue: text.lowercased()) {
        case .person: return nil
        case .guest: return .guest
        case .service: return .service
        case nil: return .unknownKind(text)
        }
    }

    private static func problem(ofStatus text: String) -> TeamTableProblem? {
        guard !text.isEmpty else { return nil }
        let status = AccountStatus.allCases.first { $0.rawValue.lowercased() == text.lowercased() }
        switch status {
        case .active, .mustChangePassword: return nil
        case .invited, .blocked, .deleted, .purged: return status.map { .notInUse($0) }
        case nil: return .unknownStatus(text)
        }
    }

    /// The name.
    package func fullName() throws(TeamTableFault) -> FullName {
        do throws(FullNameError) { return try FullName(self.name.text) } catch {
            throw TeamTableFault(.fullName(error), at: self.name.place)
        }
    }

    /// What the person signs in with: the address, which only a row with a user name can leave out, and the user name.
    package func signInNames() throws(TeamTableFault) -> SignInNames {
        let email = self.address.isBlank && self.hasUserName ? nil : try self.email()
        return SignInNames(userName: try self.name(else: email), email: email)
    }

    private var hasUserName: Bool { self.userName.map { !$0.isBlank } ?? false }

    private func email() throws(TeamTableFault) -> EmailAddress {
        do throws(EmailAddressError) { return try EmailAddress(self.address.trimmed) } catch {
            throw TeamTableFault(.address(error), at: self.address.place)
        }
    }

    private func name(else email: EmailAddress?) throws(TeamTableFault) -> UserName {
        guard let field = self.userName, self.hasUserName else {
            if let email { return UserName(email) }
            return UserName(try self.email())
        }
        do throws(UserNameError) { return try UserName(field.text) } catch {
            throw TeamTableFault(.userName(error), at: field.place)
        }
    }

    /// The roles that the row gives, each with its place and its time.
    ///
    /// - Throws: `TeamTableFault`, when the catalog has no such role or place.
    package func holdings(in catalog: RoleCatalog) throws(TeamTableFault) -> [RoleHolding] {
        guard let roles else { return [] }
        var holdings: [RoleHolding] = []
        for word in roles.text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace) {
            do throws(TeamTableProblem) { holdings += try Self.holdings(String(word), in: catalog) } catch {
                throw TeamTableFault(error, at: roles.place)
            }
        }
        return holdings
    }

    /// The roles of one word; a comma or a semicolon parts two where the word is not the name of one.
    private static func holdings(
        _ word: String, in catalog: RoleCatalog
    ) throws(TeamTableProblem) -> [RoleHolding] {
        if let whole = try? RoleHolding(inTable: word, of: catalog) { return [whole] }
        var holdings: [RoleHolding] = []
        for part in word.split(whereSeparator: { $0 == "," || $0 == ";" }) {
            holdings.append(try RoleHolding(inTable: String(part), of: catalog))
        }
        return holdings
    }
}
