import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

/// Browsers send the line ends of a field as two characters, and show each as one.
@Suite("A text of several lines")
struct LineEndTests {
    private struct Carrier: Sendable, CustomTestStringConvertible {
        let page: String
        let form: String
        let field: String
        let text: String
        var others: [String: String] = [:]
        let testDescription: String
    }

    private static let table = "name,address\nGrace,grace@contoso.example\nAlan,alan@contoso.example"
    private static let carriers = [
        Carrier(
            page: "/users/add/existing", form: "/users/add/existing", field: "people",
            text: "Grace <grace@contoso.example>\nno address\n\nAlan", testDescription: "existing users, refused"),
        Carrier(
            page: "/users/add/existing", form: "/users/add/existing", field: "people",
            text: "Grace <grace@contoso.example>\nalan@contoso.example",
            testDescription: "existing users, in the next steps"),
        Carrier(
            page: "/users/add/guests", form: "/users/add/guests", field: "people",
            text: "a@partner.example\nb@partner.example", testDescription: "guests, in the next steps"),
        Carrier(
            page: "/users/import", form: "/users/import", field: "table", text: Self.table + "\nEve",
            testDescription: "a table, refused"),
        Carrier(
            page: "/company-roles/define", form: "/company-roles/define", field: "description",
            text: "Answers the phone,\nand the mail", others: ["title": ""], testDescription: "a role, refused"),
        Carrier(
            page: "/groups", form: "/groups", field: "description", text: "By night\n\u{202E}only\n",
            others: ["group-name": ""], testDescription: "a group, refused"),
        Carrier(
            page: "/account/roles", form: "/account/roles", field: "reason", text: "\nBecause\n\tof \u{202E}this",
            testDescription: "a request, refused"),
    ]

    @Test("comes back as it was typed, from every form and every step", arguments: carriers.indices)
    func carried(_ index: Int) async throws {
        let carrier = Self.carriers[index]
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        try await browser.open(carrier.page)
        let typed = carrier.others.merging([carrier.field: carrier.text]) { first, _ in first }
        let first = try await browser.send(carrier.form, typed)
        #expect(first.value(carrier.field) == carrier.text, "\(carrier.testDescription)")
        let second = try await browser.send(carrier.form)
        #expect(second.value(carrier.field) == carrier.text, "\(carrier.testDescription)")
    }

    @Test("is read line by line: two existing users, two guests, a table")
    func read() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        for (path, button) in [("/users/add/existing", "Add"), ("/users/add/guests", "Invite")] {
            try await browser.open(path)
            let domain = button == "Add" ? "contoso" : "partner"
            try await browser.send(path, ["people": "x@\(domain).example\ny@\(domain).example"])
            try await browser.send(path)
            let done = try await browser.send(path, pressing: button)
            #expect(done.status == 200 && done.rows.count == 2, "\(path): \(done.text)")
        }
        try await browser.open("/users/import")
        let review = try await browser.send("/users/import", ["table": Self.table])
        #expect(review.rows.count == 2, "\(review.text)")
        #expect(try await browser.send("/users/import").secrets.count == 4)
    }

    @Test("describes a role and a group with line feeds, and no conflict is told where there is none")
    func kept() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        try await browser.open("/company-roles/define")
        let text = "Answers the phone\nby night"
        try await browser.send("/company-roles/define", ["title": "Desk", "description": text])
        let page = try await browser.send("/company-roles/define", pressing: "Define a role")
        #expect(page.notice == "The role is defined.", "\(page.text)")
        let role = try #require(world.tenant.catalog.companyRoles.first?.id.companyRole)
        #expect(try await world.tenant.companyRole(role)?.definition.description == text)
        try await browser.open("/groups")
        let group = try await browser.send("/groups", ["group-name": "Night", "description": text])
        #expect(group.value("description") == text)
        let saved = try await browser.send("/profile", ["group-name": "Late"])
        #expect(saved.notice == "Saved." && saved.value("description") == text)
    }
}
