import RosterWeb
import Testing

/// A browser: it keeps cookies, follows where it is led, and fills in the forms that it is shown.
final class Browser {
    static let mount = "/console"
    static let origin = "https://roster.contoso.example"

    let service: any WebService
    var language: String?
    var agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    private(set) var cookies: [String: String] = [:]
    private var shown: ShownPage?
    /// Every address that was asked for.
    private(set) var history: [String] = []

    init(_ service: any WebService, language: String? = "en") {
        self.service = service
        self.language = language
    }

    /// The page that is shown.
    var page: ShownPage {
        get throws { try #require(self.shown) }
    }

    // MARK: - Going to pages

    /// Opens a page beneath the mount, as a person who types its address.
    @discardableResult
    func open(_ path: String) async throws -> ShownPage {
        try await self.go(.get, Self.mount + path, body: [])
    }

    /// Follows a link of the page by its text.
    @discardableResult
    func follow(_ text: String) async throws -> ShownPage {
        let link = try self.page.root.all("a").first { $0.text == text }
        let address = try #require(link?["href"], "no link `\(text)` on \(self.shown?.address ?? "")")
        return try await self.go(.get, address, body: [])
    }

    /// Sends a form of the page.
    ///
    /// - Parameters:
    ///   - path: How its address ends.
    ///   - values: What is typed or chosen, by the names of the fields.
    ///   - checking: Boxes that are checked.
    ///   - unchecking: Boxes that are not checked any more.
    ///   - button: The text of the button that is pressed; nil for the first.
    @discardableResult
    func send(
        _ path: String, _ values: [String: String] = [:], checking: [(String, String)] = [],
        unchecking: [(String, String)] = [], pressing button: String? = nil
    ) async throws -> ShownPage {
        let form = try #require(try self.page.form(to: path), "no form to \(path) on \(self.shown?.address ?? "")")
        return try await self.send(form, values, checking: checking, unchecking: unchecking, pressing: button)
    }

    @discardableResult
    func send(
        _ form: PageElement, _ values: [String: String] = [:], checking: [(String, String)] = [],
        unchecking: [(String, String)] = [], pressing text: String? = nil
    ) async throws -> ShownPage {
        var fields = Self.fields(of: form, values, checking, unchecking)
        for name in values.keys { try #require(fields.contains { $0.0 == name }, "the form has no field `\(name)`") }
        let buttons = form.all("button")
        let button = try #require(text.map { text in buttons.first { $0.text == text } } ?? buttons.first, "no button")
        if let name = button["name"] { fields.append((name, button["value"] ?? "")) }
        let encoded = fields.map { "\(Self.encoded($0.0))=\(Self.encoded(Self.lines(of: $0.1)))" }
            .joined(separator: "&")
        let address = button["formaction"] ?? form["action"] ?? ""
        if (button["formmethod"] ?? form["method"]) == "get" {
            return try await self.go(.get, address + "?" + encoded, body: [])
        }
        return try await self.go(.post, address, body: Array(encoded.utf8))
    }

    private static func fields(
        of form: PageElement, _ values: [String: String], _ checking: [(String, String)],
        _ unchecking: [(String, String)]
    ) -> [(String, String)] {
        var fields: [(String, String)] = []
        for control in form.all("input", "select", "textarea") where control["disabled"] == nil {
            guard let name = control["name"] else { continue }
            switch (control.tag, control["type"]) {
            case ("select", _):
                let chosen = control.all("option").first { $0["selected"] != nil } ?? control.all("option").first
                fields.append((name, values[name] ?? chosen?["value"] ?? ""))
            case ("textarea", _):
                let text = control.rawText
                fields.append((name, values[name] ?? (text.hasPrefix("\n") ? String(text.dropFirst()) : text)))
            case (_, "checkbox"), (_, "radio"):
                let value = control["value"] ?? "on"
                let isNamed = checking.contains { $0 == (name, value) } || values[name] == value
                let isFormer = control["checked"] != nil && !unchecking.contains { $0 == (name, value) }
                let isOther = control["type"] == "radio" && values[name] != nil && values[name] != value
                if isNamed || (isFormer && !isOther) { fields.append((name, value)) }
            default: fields.append((name, values[name] ?? control["value"] ?? ""))
            }
        }
        return fields
    }

    /// Browsers send every line end as two characters (HTML, "Constructing the entry list").
    private static func lines(of text: String) -> String {
        text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").replacing("\n", with: "\r\n")
    }

    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-._".utf8.contains(byte)
            if byte == UInt8(ascii: " ") { return "+" }
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }

    // MARK: - Requests

    /// A request as a browser sends it from a page of the console.
    func request(_ method: WebMethod, _ address: String, body: [UInt8] = []) -> WebRequest {
        let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var headers: WebHeaders = ["User-Agent": self.agent, "Sec-Fetch-Site": "same-origin"]
        if let language { headers["Accept-Language"] = language }
        if !self.cookies.isEmpty {
            headers["Cookie"] = self.cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: "; ")
        }
        if method == .post {
            headers["Origin"] = Self.origin
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        }
        return WebRequest(
            method, String(parts[0].dropFirst(Self.mount.count)), query: parts.count > 1 ? parts[1] : nil,
            headers: headers, body: body, origin: Self.origin, mount: Self.mount, client: "192.0.2.1")
    }

    /// Sends a request, and follows where it leads.
    @discardableResult
    func go(_ method: WebMethod, _ address: String, body: [UInt8]) async throws -> ShownPage {
        try #require(address.hasPrefix(Self.mount + "/"), "\(address) leads out of the console")
        self.history.append(address)
        let response = await self.answer(self.request(method, address, body: body))
        if let location = response.headers["location"] {
            #expect(response.status == 303 && response.body.isEmpty)
            return try await self.go(.get, location, body: [])
        }
        let page = try ShownPage(response, at: address, mount: Self.mount)
        self.shown = page
        return page
    }

    /// Sends a request, and keeps the cookies of the answer.
    func answer(_ request: WebRequest) async -> WebResponse {
        let response = await self.service.answer(request)
        for field in response.headers.values(of: "set-cookie") { self.take(field) }
        return response
    }

    private func take(_ field: String) {
        let parts = field.split(separator: ";").map { $0.drop { $0 == " " } }
        let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        #expect(parts.contains("Secure") && parts.contains("HttpOnly") && parts.contains("Path=/"))
        #expect(parts.contains("SameSite=Lax"))
        self.cookies[String(pair[0])] = parts.contains("Max-Age=0") ? nil : String(pair[1])
    }

    /// Goes on as another browser with the same cookies: one who has stolen or copied them.
    func copyCookies(from other: Browser) { self.cookies = other.cookies }
}

extension Browser {
    /// Signs in, and leaves the person wherever that leads.
    @discardableResult
    func signIn(_ name: String, _ password: String) async throws -> ShownPage {
        try await self.open("/sign-in")
        return try await self.send("/sign-in", ["name": name, "password": password])
    }
}
