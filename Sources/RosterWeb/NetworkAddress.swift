/// The address of a host on the network, the same value whichever way it is written.
///
/// `::ffff:192.0.2.1` is `192.0.2.1`, as a socket that takes both kinds of addresses tells it, and `2001:DB8:0::1` is `2001:db8::1`.
public struct NetworkAddress: Sendable, Hashable, CustomStringConvertible {
    /// The eight groups of an IPv6 address (RFC 4291 §2.2), which an IPv4 address is mapped onto (§2.5.5.2).
    private let groups: [UInt16]

    /// Reads an address as a socket tells it or as an element of `X-Forwarded-For`: IPv4 or IPv6, with or without brackets and a port
    /// (RFC 7239 §6).
    ///
    /// - Returns: Nil for a text that is no address, such as `unknown`.
    public init?(_ text: String) {
        guard let (host, _) = text[...].withoutBlanks.hostAndPort else { return nil }
        guard let groups = host.ipv4Groups ?? host.ipv6Groups else { return nil }
        self.groups = groups
    }

    /// An IPv6 address without brackets.
    init?(ipv6 text: Substring) {
        guard let groups = text.ipv6Groups else { return nil }
        self.groups = groups
    }

    /// The address in its canonical form: dotted decimals, or as RFC 5952 §4 writes IPv6.
    public var description: String {
        guard self.groups.prefix(6) == [0, 0, 0, 0, 0, 0xFFFF] else { return self.ipv6 }
        return self.groups.suffix(2).flatMap { ["\($0 >> 8)", "\($0 & 0xFF)"] }.joined(separator: ".")
    }

    /// The eight groups as RFC 5952 §4 writes them: in lower case, with the longest run of zeros left out.
    var ipv6: String {
        func text(_ groups: ArraySlice<UInt16>) -> String {
            groups.map { String($0, radix: 16) }.joined(separator: ":")
        }
        let zeros = self.longestRunOfZeros
        guard zeros.count > 1 else { return text(self.groups[...]) }
        return text(self.groups[..<zeros.lowerBound]) + "::" + text(self.groups[zeros.upperBound...])
    }

    /// The first of the longest runs.
    private var longestRunOfZeros: Range<Int> {
        var (longest, start) = (0..<0, 0)
        for (index, group) in self.groups.enumerated() {
            if group != 0 { start = index + 1 }
            if index + 1 - start > longest.count { longest = start..<index + 1 }
        }
        return longest
    }
}

extension Substring {
    /// The host and the port of an authority (RFC 3986 §3.2); nil for a malformed one.
    ///
    /// The host comes without brackets, and the port is empty where there is none. A text with several colons and no brackets is a host: an
    /// IPv6 address.
    var hostAndPort: (host: Substring, port: Substring)? {
        guard self.hasPrefix("[") else {
            let parts = self.split(separator: ":", omittingEmptySubsequences: false)
            if parts.count != 2 { return (self, "") }
            return parts[1].isPort ? (parts[0], parts[1]) : nil
        }
        let parts = self.dropFirst().split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        if parts[1].isEmpty { return (parts[0], "") }
        return parts[1].hasPrefix(":") && parts[1].dropFirst().isPort ? (parts[0], parts[1].dropFirst()) : nil
    }

    /// Whether the text is a port in decimal digits, or empty, which stands for the default one (RFC 3986 §3.2.3).
    private var isPort: Bool { self.isEmpty || (self.isDecimal && UInt16(self) != nil) }

    private var isDecimal: Bool { self.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }

    /// Four decimal numbers without leading zeros, mapped into IPv6.
    fileprivate var ipv4Groups: [UInt16]? {
        let bytes = self.split(separator: ".", omittingEmptySubsequences: false).map { part in
            part.isDecimal && (part == "0" || !part.hasPrefix("0")) ? UInt8(part) : nil
        }
        let known = bytes.compactMap { $0.map(UInt16.init) }
        guard bytes.count == 4, known.count == 4 else { return nil }
        return [0, 0, 0, 0, 0, 0xFFFF, known[0] << 8 | known[1], known[2] << 8 | known[3]]
    }

    /// Eight groups, of which `::` leaves out one or more zeros, and the last two can be an IPv4 address (RFC 4291 §2.2).
    fileprivate var ipv6Groups: [UInt16]? {
        let halves = self.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2, let tail = halves.last?.hexadecimalGroups(endsInIPv4: true) else { return nil }
        guard halves.count == 2 else { return tail.count == 8 ? tail : nil }
        guard let head = halves[0].hexadecimalGroups(), head.count + tail.count < 8 else { return nil }
        return head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    private func hexadecimalGroups(endsInIPv4: Bool = false) -> [UInt16]? {
        if self.isEmpty { return [] }
        var (groups, parts) = ([UInt16](), self.split(separator: ":", omittingEmptySubsequences: false)[...])
        let tail = endsInIPv4 ? parts.last?.ipv4Groups?.suffix(2) : nil
        if tail != nil { parts.removeLast() }
        for part in parts {
            guard part.utf8.count <= 4, part.allSatisfy(\.isHexDigit), let group = UInt16(part, radix: 16) else {
                return nil
            }
            groups.append(group)
        }
        return groups + (tail ?? [])
    }
}
