import RosterDomain
import RosterPorts
import RosterUseCases
import RosterWeb

/// One request, and what is known of who makes it.
struct Visit: Sendable {
    let console: WebConsole
    let request: WebRequest
    let words: Words
    let path: [String]
    let query: FormValues
    let form: FormValues
    /// The session's token as the browser shows it; nil for a stranger.
    private(set) var token: String?
    /// Who it is; nil for a stranger.
    private(set) var admission: SessionAdmission?
    /// What forms of a visitor without a session are bound to.
    let visitor: String
    /// Whether the visitor's cookie is new, and is set by the answer.
    let isVisitorNew: Bool

    var tenant: Tenant { self.console.tenant }
    var settings: WebConsoleSettings { self.console.settings }
    var catalog: RoleCatalog { self.tenant.catalog }
    var now: Timestamp { self.console.clock.now }
    var isPost: Bool { self.request.method == .post }

    init(_ console: WebConsole, _ request: WebRequest) {
        self.console = console
        self.request = request
        self.words = Words(
            for: request.headers["accept-language"], among: console.settings.languages, of: console.tenant.catalog,
            with: console.tenant.attributeSchema)
        self.path = request.path.utf8.split(separator: UInt8(ascii: "/")).map {
            FormValues.decoded(ArraySlice($0), plusIsBlank: false)
        }
        self.query = FormValues(encoded: request.query?.utf8.map { $0 } ?? [])
        let isForm = request.method == .post && request.body.count <= Self.bodyLimit
        self.form = isForm ? FormValues(encoded: request.body) : FormValues()
        let known = Self.visitorCookie.value(in: request.headers).flatMap { $0.utf8.count == 32 ? $0 : nil }
        self.visitor = known ?? Self.newSecret(console)
        self.isVisitorNew = known == nil
    }

    /// The most bytes of a form; ours.
    static let bodyLimit = 262_144
    /// The cookie that forms of a visitor without a session are bound to.
    static let visitorCookie = SessionCookie(suffix: "roster-visitor")

    private static func newSecret(_ console: WebConsole) -> String {
        let bits = console.randomness.next()
        return (0..<16).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }.hexadecimal
    }

    /// Finds out who it is.
    mutating func recognize() async throws(TenantError) {
        guard let text = self.shown(self.settings.cookie), let token = SessionToken(text) else { return }
        guard let admission = try await self.tenant.admission(of: token) else { return }
        (self.token, self.admission) = (text, admission)
    }

    /// What the browser holds of a cookie.
    func shown(_ cookie: SessionCookie) -> String? { cookie.value(in: self.request.headers) }

    /// The secret of the forms that this visitor is shown.
    var formToken: FormToken { FormToken(of: self.token ?? self.visitor) }

    /// Whether a form shows its secret.
    ///
    /// A form for visitors may have been opened before the person signed in beside it; it acts in no session.
    private var isFormOurs: Bool {
        let shown = self.form[FormToken.field]
        return self.formToken.matches(shown) || self.isForVisitors && FormToken(of: self.visitor).matches(shown)
    }

    private var isForVisitors: Bool {
        [["sign-in"], ["invitation"], ["password", "forgotten"], ["password", "recover"]].contains(self.path)
    }
}

/// What ends a visit before its page is made.
enum Interruption: Error {
    /// The person must sign in first.
    case signIn
    /// The person must do something first: change the password, or show or enroll a second factor.
    case duty(SessionDuties)
    /// There is no such page, or none that the person may see.
    case notFound
    /// The page takes other methods only.
    case wrongMethod(allowed: [WebMethod])
    /// The form is not one of this session's.
    case foreignForm
    /// The form is larger than any of the console's.
    case tooLarge
    /// Something failed.
    case failed
}

extension Visit {
    /// Refuses a form that no page of the console has sent from this browser.
    func checkForm() throws(Interruption) {
        switch self.request.method {
        case .get, .head: return
        case .post: break
        default: throw .wrongMethod(allowed: self.methods)
        }
        guard self.request.body.count <= Self.bodyLimit else { throw .tooLarge }
        guard !self.request.isForeign, self.isFormOurs else {
            // A session that has ended has taken the secrets of its forms with it.
            let isOver = self.admission == nil && self.shown(self.settings.cookie) != nil
            throw isOver ? .signIn : .foreignForm
        }
    }

    /// A page of the console.
    func page(_ path: String..., query: [(String, String)] = []) -> PageAddress {
        PageAddress(self.request.mount, path, query)
    }

    /// Leads a browser on to a page, after a form or in the place of one.
    func redirect(to address: PageAddress) -> WebResponse {
        var response = WebResponse(303, headers: ["Location": address.text])
        self.addHeaders(to: &response)
        return response
    }

    /// Leads on to a page that says what was done.
    func redirect(to path: String..., telling notice: Notice) -> WebResponse {
        self.redirect(to: PageAddress(self.request.mount, path, [(Notice.field, notice.rawValue)]))
    }

    /// The fields that every answer has.
    func addHeaders(to response: inout WebResponse, showsSecrets: Bool = false) {
        PageHeaders.add(to: &response, styleSheet: self.settings.styleSheet?.address, runsScript: showsSecrets)
        if showsSecrets {
            response.headers.append("Set-Cookie", ShownOnce.cookie.setting("1"))
        } else if self.shown(ShownOnce.cookie) != nil {
            response.headers.append("Set-Cookie", ShownOnce.cookie.clearing)
        }
        if self.isVisitorNew, self.token == nil {
            response.headers.append("Set-Cookie", Self.visitorCookie.setting(self.visitor))
        }
    }
}
