/// The cookie that carries the token of a session.
///
/// It is `Secure`, `HttpOnly` and `SameSite=Lax`. Its name begins with `__Host-`, so that no other host of the domain can set it.
public struct SessionCookie: Sendable, Hashable {
    /// The name.
    public let name: String

    /// `__Host-session`.
    public static let standard = SessionCookie(suffix: "session")

    /// A cookie of another name, so that two apps on one host keep apart.
    ///
    /// - Precondition: The suffix has ASCII letters, digits, `-` and `_` only.
    public init(suffix: String) {
        precondition(
            !suffix.isEmpty && suffix.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) },
            "the name of a cookie has ASCII letters, digits, `-` and `_` only")
        self.name = "__Host-" + suffix
    }

    /// The value of `Set-Cookie` that gives a client a token; it ends with the browser, and the session with its lifetimes.
    public func setting(_ token: String) -> String { "\(self.name)=\(token); \(Self.attributes)" }

    /// The value of `Set-Cookie` that takes the token away.
    public var clearing: String { "\(self.name)=; \(Self.attributes); Max-Age=0" }

    private static let attributes = "Path=/; Secure; HttpOnly; SameSite=Lax"

    /// What the request holds of it; two cookies of the name count as none, since one of them is not ours.
    package func value(in headers: WebHeaders) -> String? {
        var found: String?
        for field in headers.values(of: "cookie") {
            for pair in field.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, parts[0].drop(while: { $0 == " " || $0 == "\t" }) == self.name else { continue }
                if found != nil { return nil }
                found = String(parts[1])
            }
        }
        return found
    }
}

extension WebRequest {
    /// Whether a browser sent the request from a page of this host, or a person typed its address.
    ///
    /// `Sec-Fetch-Site` decides where it is there, because no script can set it. Otherwise `Origin` must name this host. A request
    /// without both comes from no browser of today, and counts as foreign.
    package var isSameOrigin: Bool { self.isFromOwnSite ?? self.namesOwnOrigin ?? false }

    /// Whether a browser says, by `Sec-Fetch-Site` or by `Origin`, that a page of another host sends the request.
    ///
    /// A request without both may come from anywhere: another proof, such as the secret of a form, must tell.
    package var isForeign: Bool { self.isFromOwnSite == false || self.namesOwnOrigin == false }

    /// Whether `Sec-Fetch-Site` names a page of this host or a person; nil without the field, false for two of them.
    private var isFromOwnSite: Bool? {
        let sites = self.headers.values(of: "sec-fetch-site")
        return sites.isEmpty ? nil : sites == ["same-origin"] || sites == ["none"]
    }

    /// Whether `Origin` (RFC 6454 §7) is this host's; nil without the field or when the host does not know its own, false for two.
    private var namesOwnOrigin: Bool? {
        let origins = self.headers.values(of: "origin")
        guard !origins.isEmpty, !self.origin.isEmpty else { return nil }
        return origins.map { $0.lowercased() } == [self.origin.lowercased()]
    }

    /// Whether the method only reads (RFC 9110 §9.2.1).
    package var isSafe: Bool { [.get, .head, .options].contains(self.method) }
}
