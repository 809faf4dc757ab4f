public import RosterDomain

/// A request as a value: what a framework received, with nothing of the framework in it.
///
/// A bridge fills one in and hands it to a ``WebService``. It bounds the body before it does, and says where the request
/// came from only as far as it knows: a `Forwarded` field counts when a trusted proxy sent it.
public struct WebRequest: Sendable {
    /// The method.
    public var method: WebMethod
    /// The scheme and authority that the client used, such as `https://roster.contoso.example`, without a slash at the end.
    public var origin: String
    /// The path at which the service is mounted, such as `/scim/v2`, without a slash at the end; empty at the root.
    public var mount: String
    /// The path beneath the mount, percent-encoded as it came; it begins with a slash or is empty.
    public var path: String
    /// What follows the question mark, as it came; nil when there is none.
    public var query: String?
    /// The header fields.
    public var headers: WebHeaders
    /// The whole body.
    public var body: [UInt8]
    /// The address of the client; nil when the host does not know it.
    public var client: String?
    /// Who calls, once the session or token of the request was admitted; nil for a stranger.
    public var caller: SessionAdmission?

    /// Describes a request.
    public init(
        _ method: WebMethod, _ path: String, query: String? = nil, headers: WebHeaders = [:], body: [UInt8] = [],
        origin: String = "", mount: String = "", client: String? = nil, caller: SessionAdmission? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.origin = origin
        self.mount = mount
        self.client = client
        self.caller = caller
    }

    /// The absolute address of a path beneath the mount.
    public func address(of path: String) -> String { self.origin + self.mount + path }
}

/// The method of a request (RFC 9110 §9); case matters.
public struct WebMethod: Sendable, Hashable, RawRepresentable {
    /// The method as it is written in a request.
    public let rawValue: String

    /// A method of any name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Reads.
    public static let get = WebMethod(rawValue: "GET")
    /// Asks for the answer to `GET` without its body, which a bridge leaves out.
    public static let head = WebMethod(rawValue: "HEAD")
    /// Asks for something to be processed, or for something new.
    public static let post = WebMethod(rawValue: "POST")
    /// Replaces.
    public static let put = WebMethod(rawValue: "PUT")
    /// Changes in part (RFC 5789).
    public static let patch = WebMethod(rawValue: "PATCH")
    /// Removes.
    public static let delete = WebMethod(rawValue: "DELETE")
    /// Asks what can be done.
    public static let options = WebMethod(rawValue: "OPTIONS")
}
