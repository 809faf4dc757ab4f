import RosterDigests

/// The secret of a form, by which a page of the console is told from a page of another site.
///
/// It is a keyed digest under what the browser alone has: the session's token, or the cookie of a visitor who has not signed in. So it
/// belongs to one session, tells nothing of it, and needs no key of the host's.
struct FormToken: Sendable {
    /// The name of the field.
    static let field = "form"
    /// The text in the field.
    let text: String

    /// The secret for what a browser has.
    init(of cookie: String) {
        var code = HMAC<SHA256>(key: Array(cookie.utf8))
        code.update(contentsOf: "roster console form".utf8)
        self.text = code.finalized().hexadecimal
    }

    /// Whether a form shows the secret; the time does not tell how much of it is right.
    func matches(_ shown: String?) -> Bool {
        guard let shown else { return false }
        let (left, right) = (Array(self.text.utf8), Array(shown.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(into: UInt8(0)) { $0 |= $1.0 ^ $1.1 } == 0
    }
}

extension [UInt8] {
    /// Two digits for each byte.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: self.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }, as: UTF8.self)
    }
}
