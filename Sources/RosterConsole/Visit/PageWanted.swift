import RosterDomain
import RosterUseCases
import RosterWeb

// Where a person wanted to go before they had to sign in, or to do something else first.

extension Visit {
    /// The field that says it.
    private static let nextField = "next"

    /// What a form or an address says; nil where that is no page of the console.
    private var nextText: String? {
        let text = (self.isPost ? self.form : self.query)[Self.nextField]
        return text.flatMap(self.pageWanted) == nil ? nil : text
    }

    /// The same for the next form.
    var hiddenNext: HTML { self.nextText.map { self.hidden(Self.nextField, $0) } ?? HTML() }

    /// A page that a visitor wanted, if it is one of the console's: no other host, no path out of the mount, and nothing that browsers
    /// read as one.
    private func pageWanted(_ text: String) -> PageAddress? {
        let isVisible = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        guard isVisible, text.hasPrefix("/"), !text.hasPrefix("//"), !Self.leadsUp(text) else { return nil }
        return PageAddress(checked: self.request.mount + text)
    }

    /// Whether a path has a part that leads up; browsers read `%2e` as a dot there.
    private static func leadsUp(_ text: String) -> Bool {
        let path = text.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        let parts = FormValues.decoded(ArraySlice(Array(path)), plusIsBlank: false).split { $0 == "/" || $0 == "\\" }
        return parts.contains { $0 == "." || $0 == ".." }
    }

    /// The page that comes next: of what is left to do, or else the one wanted.
    ///
    /// - Parameters:
    ///   - notice: What was done, which that page tells if nothing is left to do.
    ///   - path: Where it leads when there is nothing to do and no page was wanted.
    func page(after duties: SessionDuties, telling notice: Notice? = nil, otherwise path: String...) -> PageAddress {
        if !duties.isEmpty { return self.page(of: duties, next: self.nextText) }
        let told = notice.map { [(Notice.field, $0.rawValue)] } ?? []
        guard let next = self.nextText else { return PageAddress(self.request.mount, path, told) }
        let query = told.map { "\($0)=\($1)" }.joined(separator: "&")
        return self.pageWanted(next + (query.isEmpty ? "" : (next.contains("?") ? "&" : "?") + query)) ?? self.page()
    }

    /// The page of what must be done before anything else.
    private func page(of duties: SessionDuties, next: String?) -> PageAddress {
        let query = next.map { [(Self.nextField, $0)] } ?? []
        if duties.contains(.secondFactor) { return self.page("second-factor", query: query) }
        if duties.contains(.changePassword) { return self.page("password", query: query) }
        if duties.contains(.enrollSecondFactor) { return self.page("second-factor", "enroll", query: query) }
        return self.page(query: query)
    }

    /// Leads to what must be done first, and from there to the page that was asked for.
    func redirect(toDo duties: SessionDuties) -> WebResponse {
        self.redirect(to: self.page(of: duties, next: self.present))
    }

    /// Leads to the page that signs in, and from there to the page that was asked for; after a form it says that nothing was changed.
    func redirectToSignIn() -> WebResponse {
        let told = self.isPost ? [(Notice.field, Notice.sessionOver.rawValue)] : []
        return self.redirect(
            to: self.page("sign-in", query: (self.present.map { [(Self.nextField, $0)] } ?? []) + told))
    }

    /// The present page beneath the mount, as it was asked for; for a form, the address that leads to its page.
    ///
    /// It is nil for the first page. A page of signing in is not what a person wants, but may say what they do.
    private var present: String? {
        let isOfSigningIn = ["sign-in", "sign-out", "password", "second-factor", "invitation"].contains(self.path.first)
        guard !self.path.isEmpty, !isOfSigningIn else { return self.nextText }
        let path = "/" + self.path.map(Escaping.component).joined(separator: "/")
        return self.isPost ? path : self.request.query.map { path + "?" + $0 } ?? path
    }
}
