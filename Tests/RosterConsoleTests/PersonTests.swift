import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

@Suite("One person")
struct PersonTests {
    @Test("is blocked, reset, deleted and restored, each with its consequence told beforehand")
    func life() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace", [.adminAgent])
        let browser = try await world.browser()
        let page = try await browser.open("/users/\(grace)")
        #expect(page.title == "Grace" && page.text.contains("Active"))
        let confirm = try await browser.follow("Block")
        #expect(confirm.text.contains("All sessions end at once"))
        #expect(try await world.tenant.user(grace)?.user.status == .active, "asking changes nothing")
        let blocked = try await browser.send("/do/block")
        #expect(blocked.notice == "The account is blocked." && blocked.text.contains("Blocked"))
        try await browser.follow("Unblock")
        #expect(try await browser.send("/do/unblock").notice == "The account is unblocked.")
        try await browser.follow("Reset the password")
        let reset = try await browser.send("/do/reset")
        #expect(reset.title == "Sign-in information" && reset.secrets.count == 2)
        let other = Browser(world.console)
        #expect(try await other.signIn(reset.secrets[0], reset.secrets[1]).title == "Choose a password of your own")
        try await browser.open("/users/\(grace)")
        try await browser.follow("Delete")
        #expect(try await browser.send("/do/delete").text.contains("Deleted"))
        try await browser.follow("Restore")
        #expect(try await browser.send("/do/restore").notice == "The account is restored.")
    }

    @Test("is deleted for good only by a person who types the user name")
    func purge() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        try await world.tenant.deleteUser(grace, by: world.ada)
        let browser = try await world.browser()
        try await browser.open("/users/\(grace)/do/purge")
        #expect(try await browser.send("/do/purge", ["name": "wrong"]).status == 422)
        #expect(
            try await browser.send("/do/purge", ["name": "GRACE@contoso.example"]).notice?.contains("for good") ?? false
        )
        #expect(try await world.tenant.user(grace)?.user.status == .purged)
    }

    @Test("is not changed by what the rules refuse, and the page says why")
    func refused() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        let page = try await browser.open("/users/\(world.ada)/do/block")
        #expect(page.status == 403 && page.form(to: "/do/block") == nil, "what is not allowed is not offered")
        let secret = page.root.all("input").first { $0["name"] == "form" }?["value"] ?? ""
        let forged = try await browser.go(
            .post, "/console/users/\(world.ada)/do/block", body: Array("form=\(secret)&version=2".utf8))
        #expect(forged.status >= 400)
        #expect(try await world.tenant.user(world.ada)?.user.status == .active)
    }

    @Test("is never overwritten: of two administrators at once, the second is told what the first has done")
    func conflict() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        try await world.person("Ben", [.globalAdmin])
        let (ada, ben) = (try await world.browser(), try await world.browser("ben"))
        try await ada.open("/users/\(grace)")
        try await ben.open("/users/\(grace)")
        try await ben.send("/users/\(grace)", ["full-name": "Grace Hopper", "attribute-title": "Rear admiral"])
        let told = try await ada.send(
            "/users/\(grace)", ["full-name": "Grace Brewster", "attribute-title": "Professor"])
        #expect(told.status == 409)
        #expect(told.notice?.contains("Ben renamed Grace to Grace Hopper.") ?? false, "\(told.notice ?? "")")
        #expect(told.text.contains("What you had typed") && told.text.contains("Grace Brewster"))
        let field = told.root.all("input").first { $0["name"] == "full-name" }
        #expect(field?["value"] == "Grace Hopper", "the form shows what is there now")
        let user = try await world.tenant.user(grace)?.user
        #expect(user?.fullName.rawValue == "Grace Hopper" && user?.attributes[.title] == .text("Rear admiral"))
        let saved = try await ada.send("/users/\(grace)", ["full-name": "Grace Brewster"])
        #expect(saved.notice == "Saved.")
    }

    @Test("is not given a role or blocked by a form that another administrator has overtaken")
    func overtakenActions() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        try await world.person("Ben", [.globalAdmin])
        let (ada, ben) = (try await world.browser(), try await world.browser("ben"))
        try await ada.open("/users/\(grace)/do/block")
        try await ben.open("/users/\(grace)/roles")
        try await ben.send("/roles/give", checking: [("role", RoleID.adminAgent.rawValue)])
        let told = try await ada.send("/do/block")
        #expect(told.status == 409 && told.notice?.contains("Ben gave Grace the role Admin agent.") ?? false)
        #expect(try await world.tenant.user(grace)?.user.status == .active)
        #expect(try await ada.send("/do/block").notice == "The account is blocked.", "once it was seen")
    }

    @Test("gets roles at a place and for a time, and loses them")
    func roles() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let browser = try await world.browser()
        try await browser.open("/users/\(grace)/roles")
        let given = try await browser.send(
            "/roles/give", ["place": "/locations/42", "until": "2024-06-30"],
            checking: [("role", RoleID.referralsAdmin.rawValue)])
        #expect(given.notice == "The roles were given.")
        #expect(
            given.rows.count == 1 && given.rows[0].contains("/locations/42") && given.rows[0].contains("2024-07-01"))
        let taken = try await browser.send("/roles/take")
        #expect(taken.notice == "The role was removed." && taken.text.contains("No roles."))
    }

    @Test("is explained: why she may, why she may not, and what would help")
    func explained() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace", [.billingAdmin])
        let browser = try await world.browser()
        try await browser.open("/users/\(grace)/access")
        let yes = try await browser.send("/access", ["permission": Permission.manageBilling.rawValue])
        #expect(yes.notice?.hasPrefix("Yes.") ?? false)
        let no = try await browser.send("/access", ["permission": Permission.manageCustomers.rawValue])
        #expect(no.notice?.contains("What would help:") ?? false && no.notice?.contains("Admin agent") ?? false)
        let access = try await browser.open("/users/\(grace)/access").text
        #expect(access.contains("if own record") && !access.contains("own_record"), "people see no identifiers")
        let history = try await browser.open("/users/\(grace)/history")
        #expect(history.rows.contains { $0.contains("Ada Lovelace gave Grace the role Billing admin.") })
        let german = try await world.browser(language: "de")
        let verlauf = try await german.open("/users/\(grace)/history")
        #expect(verlauf.rows.contains { $0.contains("Ada Lovelace hat Grace die Rolle Billing admin gegeben.") })
    }

    @Test("asks for a role, and an administrator who may give it answers")
    func requests() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let request = try await world.tenant.requestRoles([.reportViewer], reason: "For the <b>report</b>", by: grace)
        let browser = try await world.browser()
        let page = try await browser.open("/requests")
        #expect(page.text.contains("For the <b>report</b>") && page.text.contains("Granting adds"))
        let granted = try await browser.send("/requests/answer", pressing: "Grant")
        #expect(granted.notice == "The request was granted." && granted.text.contains("No request waits"))
        #expect(try await world.tenant.user(grace)?.assignments.map(\.role) == request.roles)
    }

    @Test("is granted a request until a day, from the day that was asked for")
    func grantedUntil() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let from = world.clock.now + .seconds(10 * 86_400)
        try await world.tenant.requestRoles(
            [.reportViewer], during: ValidityWindow(from: from, until: nil), reason: "", by: grace)
        let browser = try await world.browser()
        try await browser.open("/requests")
        let empty = try await browser.send("/requests/answer", ["until": "2023-11-20"], pressing: "Grant")
        #expect(empty.status == 422 && empty.notice == "The end must come after the beginning.")
        #expect(try await browser.send("/requests/answer", ["until": "2024-06-30"], pressing: "Grant").status == 200)
        let window = try await world.tenant.user(grace)?.assignments.first?.window
        #expect(window?.from == from && window?.until?.description.hasPrefix("2024-07-01") ?? false)
    }

    @Test("whose invitation was taken back is looked for no more: the list of invitations says what was done")
    func revoked() async throws {
        let world = try await ConsoleWorld()
        let guest = try await world.tenant.inviteUsers(
            [EmailAddress("guest@partner.example")], roles: [], by: world.ada)
        let browser = try await world.browser()
        try await browser.open("/users/\(guest[0].id)/do/revoke")
        let page = try await browser.send("/do/revoke")
        #expect(page.status == 200 && page.title == "Invitations")
        #expect(page.notice == "The invitation was taken back.")
    }

    @Test("that is not there was neither blocked nor saved, whatever an address says")
    func toldOnErrors() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        let page = try await browser.open("/users/\(UserID.unlisted)?told=blocked")
        #expect(page.status == 404 && page.notice == nil, "\(page.notice ?? "")")
    }

    @Test("has no sessions and no record for a person without rights")
    func closedTabs() async throws {
        let world = try await ConsoleWorld()
        try await world.person("Mallory", [.reportViewer])
        let browser = try await world.browser("mallory")
        for tab in ["sessions", "history"] {
            #expect(try await browser.open("/users/\(world.ada)/\(tab)").status == 404, "\(tab)")
        }
        #expect(try await browser.open("/users/\(world.ada)/access").status == 200)
    }

    @Test("reads of three ways out as of three sentences")
    func remedies() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let browser = try await world.browser()
        try await browser.open("/users/\(grace)/access")
        for permission in world.tenant.catalog.permissions.map(\.id.rawValue) {
            let notice = try await browser.send("/access", ["permission": permission]).notice ?? ""
            #expect(!notice.contains("., ") && !notice.contains(".,"), "\(notice)")
        }
    }
}

extension UserID {
    /// An identifier that no user has.
    fileprivate static let unlisted = UserID(madeAt: Timestamp(millisecondsSinceEpoch: 1), randomness: 1)
}
