public import RosterPorts
public import RosterUseCases
public import RosterWeb

/// User management as web pages, beneath the path at which a host mounts it.
///
/// Every page is made here, from one company's tenant, and works without JavaScript. What the acting person may not do is not offered,
/// and is refused by the tenant when it is sent anyhow: every verb runs within `Tenant.acting(in:_:)`.
///
/// The console keeps nothing: who is signed in stands in a cookie, and what a form needs stands in the form.
public struct WebConsole: WebService {
    let tenant: Tenant
    let settings: WebConsoleSettings
    let clock: any WallClock
    let randomness: any RandomSource

    /// Makes the console of a company.
    ///
    /// - Parameters:
    ///   - tenant: The company; it must be open, with a session store.
    ///   - settings: How the console looks, and which languages it speaks.
    ///   - clock: What time it is; the tenant's clock.
    ///   - randomness: Where the secrets of forms come from.
    public init(
        _ tenant: Tenant, settings: WebConsoleSettings = WebConsoleSettings(),
        clock: any WallClock = SystemWallClock(), randomness: any RandomSource = SystemRandomSource()
    ) {
        self.tenant = tenant
        self.settings = settings
        self.clock = clock
        self.randomness = randomness
    }

    /// Answers one request.
    ///
    /// `HEAD` is answered as `GET`. Forms come as `application/x-www-form-urlencoded`, with at most 256 KiB.
    public func answer(_ request: WebRequest) async -> WebResponse {
        if let asset = StyleSheet.answer(request) ?? CopyScript.answer(request) { return asset }
        var visit = Visit(self, request)
        do {
            try await visit.recognize()
            try visit.checkForm()
            return try await visit.route()
        } catch let interruption as Interruption {
            return await visit.answer(interruption)
        } catch let error as TenantError {
            return await visit.answer(error)
        } catch {
            return await visit.answer(Interruption.failed)
        }
    }
}

/// How a console looks, and which languages it speaks.
public struct WebConsoleSettings: Sendable {
    /// What stands at the top of each page; nil for the company's name.
    public var name: String?
    /// A style sheet of the host's, after the console's own; a path, or an address on another host.
    public var styleSheet: WebConsoleLink?
    /// Links of the host's at the foot of each page.
    public var links: [WebConsoleLink]
    /// The languages to speak, the preferred one first; a browser chooses among them.
    public var languages: [WebConsoleLanguage]
    /// The session's cookie; the same as that of other services of the host.
    public var cookie: SessionCookie
    /// How many people a page of a list shows, from 1 to 50.
    public var pageSize: Int

    /// Describes a console; without arguments it has the company's name, English and German.
    public init(
        name: String? = nil, styleSheet: WebConsoleLink? = nil, links: [WebConsoleLink] = [],
        languages: [WebConsoleLanguage] = [.english, .german], cookie: SessionCookie = .standard,
        pageSize: Int = 25
    ) {
        self.name = name
        self.styleSheet = styleSheet
        self.links = links
        self.languages = languages.isEmpty ? [.english] : languages
        self.cookie = cookie
        self.pageSize = min(max(pageSize, 1), 50)
    }
}
