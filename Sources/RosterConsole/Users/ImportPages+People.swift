import RosterDomain
import RosterTables
import RosterUseCases
import RosterWeb

/// A person of a table, whom nothing keeps from being added as far as the table tells.
struct ImportedPerson: Sendable {
    let name: FullName
    let signIn: SignInNames
    let holdings: [RoleHolding]
}

/// A table that can be taken in, as far as it tells.
struct ImportedTable: Sendable {
    let people: [ImportedPerson]
    /// The titles of the columns that are left out.
    let ignoredColumns: [String]
}

extension ImportPages {
    /// The people in a table.
    ///
    /// - Throws: `FormProblem`, which names the line and the column of the first thing that is wrong.
    func people(in text: String) throws(FormProblem) -> ImportedTable {
        let table: TeamTable
        do {
            table = try TeamTable(text)
        } catch let fault as TeamTableFault {
            throw self.problem(fault)
        } catch let fault as TextFault {
            throw self.problem(at: fault.place, self.words(.importUnreadable))
        } catch {
            throw FormProblem(text: self.words(.importEmpty))
        }
        guard table.people.count <= Self.limit else {
            throw FormProblem(text: self.words(.refusalAccountCount, "\(Self.limit)", "\(table.people.count)"))
        }
        var people: [ImportedPerson] = []
        for row in table.people { people.append(try self.person(row)) }
        return ImportedTable(people: people, ignoredColumns: table.ignoredColumns)
    }

    private func person(_ row: TeamTable.Person) throws(FormProblem) -> ImportedPerson {
        do throws(TeamTableFault) {
            try row.checkIsAddable()
            return ImportedPerson(
                name: try row.fullName(), signIn: try row.signInNames(),
                holdings: try row.holdings(in: self.visit.catalog))
        } catch {
            throw self.problem(error)
        }
    }

    private func problem(_ fault: TeamTableFault) -> FormProblem {
        self.problem(at: fault.place, self.words.sentence(fault.problem))
    }

    private func problem(at place: TextPlace, _ sentence: String) -> FormProblem {
        FormProblem(text: self.words(.importPlace, "\(place.line)", "\(place.column)") + " " + sentence)
    }

    /// Adds the people one after another, and tells what became of each, with the sign-in information of those who were added.
    func add(_ people: [ImportedPerson]) async throws -> WebResponse {
        let (words, once) = (self.words, ShownOnce(visit: self.visit))
        let (rows, isAnyAdded) = try await self.visit.acting(self.viewer) { tenant, principal in
            var (rows, isAnyAdded): ([[HTML]], Bool) = ([], false)
            for person in people {
                let name = Tag.bdi { person.name.rawValue }
                do throws(TenantError) {
                    let added = try await tenant.addUser(
                        person.name, email: person.signIn.email, userName: person.signIn.userName,
                        holding: person.holdings, by: principal)
                    let information = added.signInInformation.reveal()
                    let titles = [words(.userName), words(.temporaryPassword)].map {
                        "\($0), \(person.name.rawValue) (\(information.userName.rawValue))"
                    }
                    isAnyAdded = true
                    rows.append([
                        name, once.text(information.userName.rawValue, named: titles[0]),
                        once.text(information.temporaryPassword, named: titles[1]),
                    ])
                } catch {
                    // What failed for one may be done for the next; the page tells which.
                    let reason = error.refusal.map { words.sentence($0.reason) } ?? words(.failedText)
                    rows.append([name, Tag.span(.class("tag bad")) { words(.refused) }, HTML(text: reason)])
                }
            }
            return (rows, isAnyAdded)
        }
        return self.report(rows, showsSecrets: isAnyAdded)
    }

    private func report(_ rows: [[HTML]], showsSecrets: Bool) -> WebResponse {
        let visit = self.visit
        return visit.show(
            Page(self.words(.signInInformation), in: .users, trail: self.trail, showsSecrets: showsSecrets) {
                if showsSecrets { Tag.p { Tag.strong { self.words(.shownOnce) } } }
                Sheet(
                    self.words(.confirmation),
                    [self.words(.name), self.words(.userName), self.words(.temporaryPassword)]
                ).html(rows)
                if showsSecrets { Tag.p { self.words(.handOverText) } }
                Tag.div(.class("buttons")) {
                    Tag.a(.href(visit.page("users")), .class("button primary")) { self.words(.backToUsers) }
                }
            }, for: self.viewer)
    }
}
