import RosterWeb
import Testing

/// A page that a browser shows.
struct ShownPage {
    let address: String
    let response: WebResponse
    let root: PageElement

    var status: Int { self.response.status }
    var title: String { self.root.all("h1").first?.text ?? "" }
    var text: String { self.root.all("main").first?.text ?? "" }
    var notice: String? { self.root.descendants.first { $0["class"]?.hasPrefix("notice") ?? false }?.text }
    var links: [String] { self.root.all("a").compactMap { $0["href"] } }
    var forms: [PageElement] { self.root.all("form") }
    /// The menu, which stands there twice: folded, and not.
    var menu: [String] { self.root.all("nav").first?.all("ul").last?.all("a").map(\.text) ?? [] }
    var secrets: [String] { self.root.descendants.filter { $0["class"] == "secret" }.map(\.text) }
    /// The texts of the rows of tables.
    var rows: [String] { self.root.all("tbody").flatMap { $0.all("tr") }.map(\.text) }

    /// A form by where it leads; of several, the first.
    func form(to path: String) -> PageElement? {
        self.forms.first { $0["action"]?.hasSuffix(path) ?? false }
    }

    /// What a field of the page holds that is typed into or not seen; nil where there is none of that name.
    func value(_ name: String) -> String? {
        guard let control = self.root.all("input", "textarea").first(where: { $0["name"] == name }) else { return nil }
        return control.tag == "input" ? control["value"] : String(control.rawText.dropFirst())
    }

    /// The names of the fields that are marked as wrong.
    var marked: Set<String> {
        Set(self.root.all("input", "textarea").filter { $0["aria-invalid"] == "true" }.compactMap { $0["name"] })
    }

    /// What holds for every page: read strictly, no way in for a script, and usable without seeing it.
    init(_ response: WebResponse, at address: String, mount: String) throws {
        self.address = address
        self.response = response
        self.root = try PageParser.page(response.body)
        self.checkHeaders()
        self.checkScript(mount)
        self.checkStructure()
        self.checkForms(mount)
    }

    private func checkHeaders() {
        let headers = self.response.headers
        #expect(headers["content-type"] == "text/html; charset=utf-8")
        #expect(headers["cache-control"] == "no-store")
        #expect(headers["x-content-type-options"] == "nosniff")
        #expect(headers["x-frame-options"] == "DENY")
        let policy = headers["content-security-policy"] ?? ""
        #expect(policy.hasPrefix("default-src 'none'"))
        for part in ["style-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"] {
            #expect(policy.contains(part))
        }
        #expect(!policy.contains("unsafe"))
        #expect(self.response.body.count <= 60_000, "\(self.address) has \(self.response.body.count) bytes")
    }

    /// A page has no script but the console's own file, where there is something to copy, and lets the browser run no other.
    private func checkScript(_ mount: String) {
        let scripts = self.root.all("script")
        let buttons = self.root.descendants.filter { $0["class"] == "copy" }
        let policy = self.response.headers["content-security-policy"] ?? ""
        #expect(scripts.count == (buttons.isEmpty ? 0 : 1))
        #expect(policy.contains("script-src") == !buttons.isEmpty && !policy.contains("script-src 'self' "))
        for script in scripts {
            #expect(script.children.isEmpty && script["src"]?.hasPrefix(mount + "/copy-") ?? false)
            #expect(policy.contains("script-src 'self';"))
        }
        // Where no script runs, no button shows that does nothing.
        for button in buttons { #expect(button["hidden"] != nil) }
    }

    private func checkStructure() {
        #expect(self.root["lang"]?.isEmpty == false)
        #expect(self.root.all("h1").count == 1 && self.root.all("main").count == 1 && self.root.all("title").count == 1)
        #expect(self.root.all("a").first?["href"] == "#main", "the first link skips to the content")
        let ids = self.root.descendants.compactMap { $0["id"] }
        #expect(Set(ids).count == ids.count, "\(self.address): an identifier comes twice")
        for element in self.root.descendants {
            if let described = element["aria-describedby"] { #expect(ids.contains(described)) }
            if element.tag == "button" || element.tag == "a" {
                #expect(!element.text.isEmpty || element["aria-label"] != nil, "a control without a name")
            }
        }
        var level = 0
        for heading in self.root.all("h1", "h2", "h3") {
            let own = heading.tag == "h1" ? 1 : heading.tag == "h2" ? 2 : 3
            #expect(own <= level + 1, "\(self.address): the heading `\(heading.text)` leaves out a level")
            level = own
        }
        for main in self.root.all("main") {
            let controls = main.all("button") + main.all("a").filter { $0["class"]?.contains("button") ?? false }
            let names = controls.filter { $0["class"] != "copy" }.map { $0["aria-label"] ?? $0.text }
            let twice = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys
            #expect(twice.isEmpty, "\(self.address): buttons have one name: \(twice.sorted())")
        }
        for navigation in self.root.all("nav") { #expect(navigation["aria-label"]?.isEmpty == false) }
        for table in self.root.all("table") { #expect(!table.all("caption").isEmpty && !table.all("th").isEmpty) }
    }

    private func checkForms(_ mount: String) {
        let labeled = Set(self.root.all("label").compactMap { $0["for"] })
        for control in self.root.all("input", "select", "textarea")
        where control["type"] != "hidden" && control["hidden"] == nil {
            let isLabeled = control.isInside("label") || control["id"].map(labeled.contains) ?? false
            #expect(isLabeled, "\(self.address): \(control["name"] ?? "") has no label")
            if control["type"] == "password" { #expect(control["value"] == "" || control["value"] == nil) }
        }
        for form in self.forms where form.all("input").contains(where: { $0["type"] == "password" }) {
            let names = form.all("input").filter { $0["autocomplete"] == "username" }
            #expect(names.count == 1, "\(self.address): a manager of passwords cannot tell whose password it is")
        }
        let secrets = self.forms.compactMap { form in form.all("input").first { $0["name"] == "form" }?["value"] }
        for form in self.forms {
            let action = form["action"] ?? ""
            #expect(action.hasPrefix(mount + "/"))
            #expect((form["method"] == "post") == form.all("input").contains { $0["name"] == "form" })
            #expect(form["method"] == "get" || form["method"] == "post")
        }
        for address in self.links + self.forms.compactMap({ $0["action"] }) + [self.address] {
            #expect(!secrets.contains(where: address.contains), "a form's secret stands in an address")
        }
    }
}
