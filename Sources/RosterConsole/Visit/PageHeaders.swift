import RosterWeb

/// The header fields of every page.
enum PageHeaders {
    /// Adds what keeps a page to itself: nothing inline, no frame, no form that leads elsewhere, no copy in a cache, and no script but the
    /// console's own file on pages that have something to copy.
    static func add(to response: inout WebResponse, styleSheet: PageAddress?, runsScript: Bool) {
        let host = styleSheet?.origin.map { " " + $0 } ?? ""
        response.headers["Content-Security-Policy"] = """
            default-src 'none'; \(runsScript ? "script-src 'self'; " : "")style-src 'self'\(host); form-action 'self'; base-uri 'none'; frame-ancestors 'none'
            """
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        // With `no-referrer`, browsers would send forms with the origin `null`.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Vary"] = "Cookie, Accept-Language"
    }
}
