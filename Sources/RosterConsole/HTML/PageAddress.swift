/// Where a link or a form leads: to a page of the console, or to an address that the host gives.
///
/// A page is named by the parts of its path, each of which is encoded, so that data never becomes a path of its own, a host or a
/// scheme.
package struct PageAddress: Sendable, Hashable {
    /// The address as it stands in a page.
    package let text: String

    /// An address as it is, which was checked before.
    init(checked text: String) { self.text = text }

    /// A page beneath a mount.
    init(_ mount: String, _ path: [String], _ query: [(String, String)] = []) {
        let path = "/" + path.map(Escaping.component).joined(separator: "/")
        let query = query.map { "\(Escaping.component($0))=\(Escaping.component($1))" }.joined(separator: "&")
        self.text = mount + path + (query.isEmpty ? "" : "?" + query)
    }
}

/// A link of the host's, such as the way back to the application.
public struct WebConsoleLink: Sendable, Hashable {
    /// What people read.
    public let title: String
    let address: PageAddress

    /// Makes a link.
    ///
    /// - Parameters:
    ///   - title: What people read.
    ///   - address: An absolute `https` or `http` address, or a path that begins with one slash.
    /// - Throws: ``WebConsoleError/unusableAddress(_:)`` for any other address.
    public init(_ title: String, to address: String) throws(WebConsoleError) {
        guard let checked = PageAddress(ofHost: address) else { throw .unusableAddress(address) }
        self.title = title
        self.address = checked
    }
}

extension PageAddress {
    /// An address that a host gives; nil for one that could run something, or leads elsewhere than it seems to.
    init?(ofHost text: String) {
        let isVisible = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        let isPath = text.hasPrefix("/") && !text.hasPrefix("//")
        guard isVisible, isPath || text.hasPrefix("https://") || text.hasPrefix("http://") else { return nil }
        self.init(checked: text)
    }

    /// The scheme and authority of an absolute address; nil for a path.
    var origin: String? {
        guard let start = self.text.firstRange(of: "://")?.upperBound else { return nil }
        let end = self.text[start...].firstIndex { "/?#;, '\"".contains($0) } ?? self.text.endIndex
        return String(self.text[..<end])
    }
}

/// Why a console cannot be set up so.
public enum WebConsoleError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A link that is neither a path nor a web address.
    case unusableAddress(String)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .unusableAddress(let address):
            "`\(address)` is no address of a page; write one that begins with `https://`, or a path such as `/help`"
        }
    }
}
