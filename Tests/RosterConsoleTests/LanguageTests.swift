import Roster
import RosterConsole
import RosterDomainTestSupport
import RosterPartnerCenter
import Testing

@Suite("The languages of the console")
struct LanguageTests {
    private static let languages = [WebConsoleLanguage.english, .german]

    @Test("have every text")
    func complete() {
        for language in Self.languages { #expect(language.missingKeys.isEmpty, "\(language.tag)") }
        #expect(Set(WebConsoleLanguage.german.texts.keys) == Set(WebConsoleLanguage.english.texts.keys))
        #expect(!WebConsoleLanguage(tag: "nl", texts: [:]).missingKeys.isEmpty)
    }

    @Test("put the same things into every text")
    func placeholders() {
        for (key, english) in WebConsoleLanguage.english.texts {
            let german = WebConsoleLanguage.german.texts[key] ?? ""
            #expect(Self.placeholders(english) == Self.placeholders(german), "\(key)")
            #expect(english == english.trimmingBlanks && german == german.trimmingBlanks, "\(key)")
        }
    }

    @Test("are translated: only words that are the same in both stay")
    func translated() {
        let same = WebConsoleLanguage.english.texts.filter { WebConsoleLanguage.german.texts[$0.key] == $0.value }
        let allowed: Set<String> = ["code", "refusalAttributeInvalid", "name", "person"]
        #expect(Set(same.keys).subtracting(allowed).isEmpty, "\(same.keys.sorted())")
    }

    @Test("say why something was refused, whatever the reason")
    func refusals() {
        for reason in DomainSample.reasons(naming: "x") {
            for language in Self.languages {
                let sentence = language.sentence(reason, of: .partnerCenter)
                #expect(sentence.hasSuffix("."), "\(language.tag): \(sentence)")
                #expect(sentence != reason.description && !sentence.contains("{"), "\(language.tag): \(sentence)")
            }
        }
    }

    @Test("are chosen by what the browser asks for")
    func negotiated() async throws {
        let world = try await ConsoleWorld()
        for (asked, title) in [
            ("de", "Anmelden"), ("de-AT,en;q=0.5", "Anmelden"), ("fr, de;q=0.3, en;q=0.2", "Anmelden"),
            ("en-GB", "Sign in"), ("fr", "Sign in"), ("de;q=0", "Sign in"), ("", "Sign in"), ("*", "Sign in"),
        ] {
            let page = try await Browser(world.console, language: asked).open("/sign-in")
            #expect(page.title == title, "\(asked)")
            #expect(page.root["lang"] == (title == "Anmelden" ? "de" : "en"))
        }
    }

    @Test("tell in German what was done to a group, and which one a person joined")
    func groups() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let tenant = world.tenant
        let group = try await tenant.addGroup(GroupProfile(name: FullName("Night")), by: world.ada)
        _ = try await tenant.addMembers([grace], to: group.id, by: world.ada)
        try await tenant.assignRoles([.reportViewer], toGroup: group.id, by: world.ada)
        try await tenant.changeGroup(
            group.id, from: group.profile, to: GroupProfile(name: FullName("Late")), by: world.ada)
        let text = try await world.browser(language: "de").open("/record").text
        for sentence in [
            "hat Grace in die Gruppe Late aufgenommen.", "hat der Gruppe Late die Rolle Report viewer gegeben.",
            "hat die Gruppe Night in Late umbenannt.",
        ] {
            #expect(text.contains(sentence), "\(sentence)")
        }
        try await tenant.deleteGroup(group.id, by: world.ada)
        let later = try await world.browser(language: "de").open("/record").rows
        #expect(!later.contains { $0.contains(" the ") || $0.contains(" deleted ") }, "\(later)")
    }

    @Test("can be added by a host, and speak English where a text is missing")
    func added() async throws {
        let dutch = WebConsoleLanguage(tag: "nl", texts: ["signIn": "Aanmelden"])
        let world = try await ConsoleWorld(settings: WebConsoleSettings(languages: [dutch, .english]))
        let page = try await Browser(world.console, language: "nl").open("/sign-in")
        #expect(page.title == "Aanmelden")
        #expect(page.text.contains("User name or email address"))
    }

    private static func placeholders(_ text: String) -> Set<Substring> {
        Set(text.matches(of: /\{[0-9]+\}/).map(\.output))
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        self.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
}
