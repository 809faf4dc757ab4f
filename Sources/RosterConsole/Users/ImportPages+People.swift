import RosterDomain
import RosterTables
import RosterUseCases
import RosterWeb

/// A person of a table, whom nothing keeps from being added as far as the table tells.
struct ImportedPerson: Sendable {
    let name: FullName
    let email: EmailAddress
    let roles: [RoleID]
}

extension ImportPages {
    /// The people in a table.
    ///
    /// - Throws: `FormProblem`, which names the line and the column of the first thing that is wrong.
    func people(in text: String) throws(FormProblem) -> [ImportedPerson] {
        let rows: [TeamTable.Person]
        do {
            rows = try TeamTable(text).people
        } catch let fault as TextFault {
            throw self.problem(at: fault.place, self.words(.importUnreadable))
        } catch {
            throw FormProblem(text: self.words(.importEmpty))
        }
        guard rows.count <= Self.limit else {
            throw FormProblem(text: self.words(.refusalAccountCount, "\(Self.limit)", "\(rows.count)"))
        }
        var people: [ImportedPerson] = []
        for row in rows { people.append(try self.person(row)) }
        return people
    }

    private func person(_ row: TeamTable.Person) throws(FormProblem) -> ImportedPerson {
        let (name, email): (FullName, EmailAddress)
        do throws(FullNameError) { name = try FullName(row.name.trimmed) } catch {
            throw self.problem(at: row.name.place, self.words.sentence(error))
        }
        do throws(EmailAddressError) { email = try EmailAddress(row.address.trimmed) } catch {
            throw self.problem(at: row.address.place, self.words.sentence(error))
        }
        var roles: [RoleID] = []
        for text in row.roles?.names ?? [] {
            guard self.visit.catalog.role(RoleID(text)) != nil else {
                throw self.problem(at: row.roles?.place ?? row.name.place, self.words(.refusalUnknownRole, text))
            }
            roles.append(RoleID(text))
        }
        return ImportedPerson(name: name, email: email, roles: roles)
    }

    private func problem(at place: TextPlace, _ sentence: String) -> FormProblem {
        FormProblem(text: self.words(.importPlace, "\(place.line)", "\(place.column)") + " " + sentence)
    }

    /// Adds the people one after another, and tells what became of each, with the sign-in information of those who were added.
    func add(_ people: [ImportedPerson]) async throws -> WebResponse {
        let (words, once) = (self.words, ShownOnce(visit: self.visit))
        let rows = try await self.visit.acting(self.viewer) { tenant, principal in
            var rows: [[HTML]] = []
            for person in people {
                let name = Tag.bdi { person.name.rawValue }
                do throws(TenantError) {
                    let added = try await tenant.addUser(
                        person.name, email: person.email, roles: person.roles, by: principal)
                    let information = added.signInInformation.reveal()
                    let titles = [words(.userName), words(.temporaryPassword)].map { "\($0), \(person.name.rawValue)" }
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
            return rows
        }
        return self.report(rows)
    }

    private func report(_ rows: [[HTML]]) -> WebResponse {
        let visit = self.visit
        return visit.show(
            Page(self.words(.signInInformation), in: .users, trail: self.trail, showsSecrets: true) {
                Tag.p { Tag.strong { self.words(.shownOnce) } }
                Sheet(
                    self.words(.confirmation),
                    [self.words(.name), self.words(.userName), self.words(.temporaryPassword)]
                ).html(rows)
                Tag.p { self.words(.handOverText) }
                Tag.div(.class("buttons")) {
                    Tag.a(.href(visit.page("users")), .class("button primary")) { self.words(.backToUsers) }
                }
            }, for: self.viewer)
    }
}
