/// How clients reach a host, and which proxies stand before it.
public struct WebOrigin: Sendable, Hashable {
    /// The scheme and authority that clients use, as browsers write an origin (RFC 6454 §6.2): in lower case, without the default port and
    /// a slash at the end.
    public let address: String
    /// The addresses of proxies whose `X-Forwarded-For` counts.
    public let trustedProxies: Set<NetworkAddress>

    /// Describes how clients reach a host.
    ///
    /// - Parameters:
    ///   - address: The scheme, `http` or `https`, the host, and the port unless it is the default one, such as
    ///     `https://roster.contoso.example`. An IPv6 address stands in brackets.
    ///   - trustedProxies: The addresses of proxies whose `X-Forwarded-For` counts, in any spelling.
    /// - Throws: ``WebOriginError/notAnOrigin(_:)`` for an address of another form, or with a path;
    ///   ``WebOriginError/notAnAddress(_:)`` for a proxy that is named otherwise than by an address.
    public init(_ address: String, trustedProxies: Set<String> = []) throws(WebOriginError) {
        guard let normalized = address[...].origin else { throw .notAnOrigin(address) }
        self.address = normalized
        var proxies: Set<NetworkAddress> = []
        for proxy in trustedProxies {
            guard let address = NetworkAddress(proxy) else { throw .notAnAddress(proxy) }
            proxies.insert(address)
        }
        self.trustedProxies = proxies
    }

    /// The address of the client: the last one of `X-Forwarded-For` that is not one of the trusted proxies, which alone can say it.
    ///
    /// It has one spelling for each address, without a port, so that attempts from one place count together. What a trusted proxy has
    /// written in place of an address, such as `unknown`, is returned as it stands.
    ///
    /// - Parameters:
    ///   - headers: The header fields of the request.
    ///   - peer: The address at the other end of the connection; nil when the host does not know it.
    public func client(of headers: WebHeaders, from peer: String?) -> String? {
        guard let peer, self.isTrusted(peer) else { return peer.map(Self.canonical) }
        let hops = headers.values(of: "x-forwarded-for").flatMap { $0.split(separator: ",") }
            .map { String($0.withoutBlanks) }
        return Self.canonical(hops.last { !$0.isEmpty && !self.isTrusted($0) } ?? peer)
    }

    private func isTrusted(_ hop: String) -> Bool {
        guard !self.trustedProxies.isEmpty, let address = NetworkAddress(hop) else { return false }
        return self.trustedProxies.contains(address)
    }

    private static func canonical(_ hop: String) -> String { NetworkAddress(hop)?.description ?? hop }
}

/// Why an origin or a trusted proxy cannot be taken as it is written.
@nonexhaustive public enum WebOriginError: Error, Hashable, CustomStringConvertible {
    /// The text is not the scheme and authority of a web origin.
    case notAnOrigin(String)
    /// The text is not the address of a proxy.
    case notAnAddress(String)

    /// What is wrong, and how it should be.
    public var description: String {
        switch self {
        case .notAnOrigin(let text):
            "`\(text)` is no origin; write a scheme and a host, such as `https://roster.contoso.example`"
        case .notAnAddress(let text):
            "`\(text)` is no address of a proxy; write one such as `192.0.2.1` or `2001:db8::1`"
        }
    }
}

extension Substring {
    /// The text as browsers write an origin; nil for a text that is none.
    fileprivate var origin: String? {
        let parts = self.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let defaultPort = ["http": 80, "https": 443][parts[0].lowercased()] else { return nil }
        let authority = parts[1].hasSuffix("/") ? parts[1].dropLast() : parts[1]
        guard let (host, port) = authority.hostAndPort else { return nil }
        let name = authority.hasPrefix("[") ? NetworkAddress(ipv6: host).map { "[\($0.ipv6)]" } : host.hostName
        guard let name else { return nil }
        let suffix = UInt16(port).map { $0 == defaultPort ? "" : ":\($0)" } ?? ""
        return parts[0].lowercased() + "://" + name + suffix
    }

    /// A name of the Domain Name System or an IPv4 address in lower case; nil for another text.
    private var hostName: String? {
        let isName = self.utf8.allSatisfy { byte in
            let character = Character(Unicode.Scalar(byte))
            return byte < 0x80 && (character.isLetter || character.isNumber || "-._".contains(character))
        }
        return isName && !self.isEmpty ? self.lowercased() : nil
    }
}
