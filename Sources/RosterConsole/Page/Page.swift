import RosterDomain
import RosterUseCases
import RosterWeb

/// What stands on a page between its head and its foot.
struct Page {
    let title: String
    var status: Int
    /// Which entry of the menu it belongs to.
    var place: MenuPlace?
    /// What the person should see first: what was done, or why not.
    var notice: PageNotice?
    /// Where the person is: the pages above this one.
    var trail: [(title: String, address: PageAddress)]
    /// Whether it shows something that no page shows again, to copy.
    var showsSecrets: Bool
    let body: HTML

    init(
        _ title: String, status: Int = 200, in place: MenuPlace? = nil, notice: PageNotice? = nil,
        trail: [(title: String, address: PageAddress)] = [], showsSecrets: Bool = false,
        @HTMLBuilder body: () throws -> HTML
    ) rethrows {
        self.title = title
        self.status = status
        self.place = place
        self.notice = notice
        self.trail = trail
        self.showsSecrets = showsSecrets
        self.body = try body()
    }
}

/// A message above a page.
enum PageNotice {
    /// Something was done.
    case done(String)
    /// Something was not done, and why.
    case problem(String)
    /// Something to know.
    case hint(String)
}

extension Visit {
    /// A page with its head and its foot; the menu is the viewer's, and a stranger has none.
    func show(_ page: Page, for viewer: Viewer?) -> WebResponse {
        var response = WebResponse(page.status, headers: ["Content-Type": "text/html; charset=utf-8"])
        self.addHeaders(to: &response, showsSecrets: page.showsSecrets)
        response.body = self.document(page, viewer).document
        return response
    }

    private func document(_ page: Page, _ viewer: Viewer?) -> HTML {
        Tag.html(.lang(self.words.language.tag)) {
            self.head(page)
            Tag.body(viewer == nil ? .class("stranger") : .class("member")) {
                Tag.a(.href(fragment: "main"), .class("skip")) { self.words(.skipToContent) }
                self.header(page, viewer)
                Tag.main(.id("main"), .tabindex(-1)) {
                    self.trail(page)
                    Tag.h1 { page.title }
                    self.notice(page.notice ?? self.told(on: page))
                    page.body
                }
                self.footer
            }
        }
    }

    private func head(_ page: Page) -> HTML {
        Tag.head {
            Tag.meta(.charset("utf-8"))
            Tag.title { page.title + " · " + self.siteName }
            Tag.meta(.name("viewport"), .content("width=device-width, initial-scale=1"))
            Tag.meta(.name("color-scheme"), .content("light dark"))
            Tag.meta(.name("robots"), .content("noindex"))
            Tag.link(.rel("stylesheet"), .href(StyleSheet.address(beneath: self.request.mount)))
            self.settings.styleSheet.map { Tag.link(.rel("stylesheet"), .href($0.address)) }
            page.showsSecrets ? HTML(script: CopyScript.address(beneath: self.request.mount)) : HTML()
        }
    }

    /// What stands at the top of each page.
    var siteName: String { self.settings.name ?? self.tenant.company.name.rawValue }

    private func header(_ page: Page, _ viewer: Viewer?) -> HTML {
        Tag.header(.class("site")) {
            Tag.a(.href(self.page()), .class("name")) { Tag.bdi { self.siteName } }
            if let viewer {
                self.menu(viewer, at: page.place)
                Tag.div(.class("who")) {
                    Tag.a(.href(self.page("account")), .class("whoami")) { Tag.bdi { viewer.record.fullName.rawValue } }
                    self.postForm(self.page("sign-out"), .class("inline")) {
                        Tag.button(.type("submit"), .class("quiet")) { self.words(.signOut) }
                    }
                }
            }
        }
    }

    private func menu(_ viewer: Viewer, at place: MenuPlace?) -> HTML {
        let items = Tag.ul {
            for item in MenuPlace.allCases where item.isOffered(to: viewer) {
                Tag.li {
                    Tag.a(
                        item == place
                            ? [.href(self.page(item.path)), .ariaCurrent("page")] : [.href(self.page(item.path))]
                    ) { self.words(item.phrase) }
                }
            }
        }
        return Tag.nav(.ariaLabel(self.words(.menu))) {
            // Of the two, the style sheet shows the one that fits: phones have it folded.
            Tag.details {
                Tag.summary { self.words(.menu) }
                items
            }
            items
        }
    }

    private func trail(_ page: Page) -> HTML {
        guard !page.trail.isEmpty else { return HTML() }
        return Tag.nav(.class("trail"), .ariaLabel(self.words(.trail))) {
            Tag.ol {
                for step in page.trail {
                    Tag.li { Tag.a(.href(step.address)) { Tag.bdi { step.title } } }
                }
            }
        }
    }

    /// What the page before has done, as the address says; a page that could not be shown tells of nothing that was done.
    private func told(on page: Page) -> PageNotice? {
        guard !self.isPost, page.status == 200 else { return nil }
        guard let notice = self.query[Notice.field].flatMap(Notice.init(rawValue:)) else { return nil }
        let text = self.words(notice.phrase)
        return notice == .sessionOver ? .hint(text) : .done(text)
    }

    private func notice(_ notice: PageNotice?) -> HTML {
        switch notice {
        case .done(let text): Tag.div(.class("notice done"), .role("status")) { Tag.p { text } }
        case .problem(let text): Tag.div(.class("notice problem"), .role("alert")) { Tag.p { text } }
        case .hint(let text): Tag.div(.class("notice"), .role("note")) { Tag.p { text } }
        case nil: HTML()
        }
    }

    private var footer: HTML {
        Tag.footer(.class("site")) {
            if !self.settings.links.isEmpty {
                Tag.ul {
                    for link in self.settings.links {
                        Tag.li { Tag.a(.href(link.address), .rel("noreferrer")) { link.title } }
                    }
                }
            }
            Tag.p { self.words(.timesAreUTC) }
        }
    }
}

/// An entry of the menu.
enum MenuPlace: String, CaseIterable {
    case users, requests, roles, groups, invitations, record, letters, company
    case account, access

    var path: [String] {
        switch self {
        case .access: ["account", "access"]
        case .users, .requests, .roles, .groups, .invitations, .record, .letters, .company, .account: [self.rawValue]
        }
    }

    var phrase: Phrase {
        switch self {
        case .users: .userManagement
        case .requests: .requests
        case .roles: .roles
        case .groups: .groups
        case .invitations: .invitations
        case .record: .record
        case .letters: .letters
        case .company: .company
        case .account: .myAccount
        case .access: .myAccess
        }
    }

    /// Whether a viewer has something to do there.
    func isOffered(to viewer: Viewer) -> Bool {
        switch self {
        case .account, .access: true
        // All members look there for whom to ask for a role.
        case .users: viewer.may(.viewUsers)
        case .roles: viewer.administers && viewer.may(.viewUsers)
        case .requests: viewer.answersRequests && viewer.may(.viewUsers)
        case .groups: viewer.may(.viewUsers) && (viewer.administers || viewer.may(.manageGroups))
        case .invitations: viewer.administers && viewer.may(.viewUsers)
        case .record: viewer.may(.createUsers)
        case .letters: viewer.may(.createUsers) && viewer.may(.viewUsers)
        case .company: viewer.administers
        }
    }
}

extension Visit {
    func page(_ path: [String]) -> PageAddress { PageAddress(self.request.mount, path) }
}
