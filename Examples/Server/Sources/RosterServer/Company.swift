import ArgumentParser
import Roster
import RosterPartnerCenter

struct Enroll: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Enrolls a company and its first Global admin.")

    @OptionGroup var place: Place
    @Option(help: "The company's name.") var company: String
    @Option(help: "The first administrator's name.") var name: String
    @Option(help: "The first administrator's address.") var email: String

    func run() async throws {
        let parts = try await self.place.parts(isNew: true)
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName(self.company), firstAdministrator: FullName(self.name), email: EmailAddress(self.email)),
            with: parts)
        print(enrolled.signInInformation.reveal())
    }
}

struct Recover: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lets an administrator in again.")

    @OptionGroup var place: Place
    @Option(help: "The user name or the address of the account.") var name: String

    func run() async throws {
        let tenant = try await Tenant.open(try await self.place.parts())
        guard let record = try await tenant.user(named: UserName(self.name)) else {
            throw ValidationError("no account has the name `\(self.name)`")
        }
        print(try await tenant.recoverAccount(of: record.id).reveal())
        await tenant.recordRefusals()
    }
}

struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Issues a token for a service, such as a SCIM client, and adds the service if there is none.")

    @OptionGroup var place: Place
    @Option(help: "The user name of the service.") var service: String
    @Option(help: "The roles of a service that is added.") var role: [String] = ["user_management_admin", "user_admin"]
    @Option(help: "The name of the token.") var device = "token"
    @Option(help: "For how many days the token is good.") var days = 90
    @Option(help: "Which administrator issues it; the one who enrolled the company unless given.") var by: String?

    func run() async throws {
        let tenant = try await Tenant.open(try await self.place.parts())
        let administrator = try await self.id(of: self.by, in: tenant) ?? tenant.company.enrolledBy
        let name = try UserName(self.service)
        var service = try await tenant.user(named: name)?.id
        if service == nil {
            service = try await tenant.addService(
                FullName(self.service), userName: name, roles: self.role.map { RoleID($0) }, by: administrator
            ).id
        }
        guard let service else { return }
        let issued = try await tenant.issueServiceToken(
            for: service, named: DeviceName(self.device), lasting: .seconds(self.days * 86_400), by: administrator)
        print(issued.reveal())
    }

    private func id(of name: String?, in tenant: Tenant) async throws -> UserID? {
        guard let name else { return nil }
        guard let record = try await tenant.user(named: UserName(name)) else {
            throw ValidationError("no account has the name `\(name)`")
        }
        return record.id
    }
}
