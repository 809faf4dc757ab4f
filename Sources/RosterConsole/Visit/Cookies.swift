import RosterWeb

/// The cookies of a request (RFC 6265 §5.4), and those that an answer sets.
struct Cookies: Sendable {
    private let values: [String: String]

    /// Reads the cookies of a request; of two with one name neither counts, since another host may have set one of them.
    init(_ headers: WebHeaders) {
        var values: [String: String] = [:]
        var doubled: Set<String> = []
        for field in headers.values(of: "cookie") {
            for pair in field.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { continue }
                let name = String(parts[0]).trimmed
                if values.updateValue(String(parts[1]).trimmed, forKey: name) != nil { doubled.insert(name) }
            }
        }
        self.values = values.filter { !doubled.contains($0.key) }
    }

    subscript(name: String) -> String? { self.values[name] }

    /// A field that sets a cookie for as long as the browser runs: for this host alone, never readable by a script.
    static func setting(_ name: String, to value: String) -> String {
        "\(name)=\(value); Path=/; Secure; HttpOnly; SameSite=Lax"
    }

    /// A field that removes a cookie.
    static func removing(_ name: String) -> String { self.setting(name, to: "") + "; Max-Age=0" }
}
