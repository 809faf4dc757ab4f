public import Hummingbird
import NIOCore
public import Roster

/// The context of a request in a host of Roster: who calls, and from where.
public protocol RosterRequestContext: RequestContext {
    /// Who calls; nil for a stranger. ``CallerMiddleware`` fills it in.
    var caller: SessionAdmission? { get set }
    /// The address at the other end of the connection: the client's, or that of a proxy.
    var peer: String? { get }
}

/// A context with nothing else in it.
public struct RosterContext: RosterRequestContext {
    /// What Hummingbird keeps.
    public var coreContext: CoreRequestContextStorage
    /// Who calls.
    public var caller: SessionAdmission?
    /// The address at the other end of the connection.
    public let peer: String?

    /// The context of a request on a connection.
    public init(source: ApplicationRequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.peer = source.channel.remoteAddress?.ipAddress
    }
}
