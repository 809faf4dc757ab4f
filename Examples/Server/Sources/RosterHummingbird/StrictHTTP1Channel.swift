public import HummingbirdCore
public import Logging
public import NIOCore
import NIOHTTP1

/// HTTP/1 as Hummingbird serves it, and what RFC 9112 wants of a host besides.
///
/// It refuses requests without a valid `Host`, ends connections when it must, answers `Expect: 100-continue`, and limits how long a request
/// may take to arrive.
public struct StrictHTTP1Channel: ServerChildChannel {
    private let http: HTTP1Channel
    private let limits: HTTP1Limits

    /// Serves HTTP/1.
    public init(
        responder: @escaping HTTPChannelHandler.Responder, configuration: HTTP1Channel.Configuration = .init(),
        limits: HTTP1Limits = HTTP1Limits()
    ) {
        self.http = HTTP1Channel(responder: responder, configuration: configuration)
        self.limits = limits
    }

    /// Sets up a connection; the rules stand right behind the decoder, which is the last to know the version of a request.
    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        self.http.setup(channel: channel, logger: logger).flatMapThrowing { [limits] value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(HTTP1Rules(limits), position: .after(decoder))
            return value
        }
    }

    /// Answers the requests of a connection.
    public func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await self.http.handle(value: value, logger: logger)
    }
}

extension HTTPServerBuilder {
    /// A server that speaks HTTP/1 as ``StrictHTTP1Channel`` does.
    public static func strictHTTP1(
        configuration: HTTP1Channel.Configuration = .init(), limits: HTTP1Limits = HTTP1Limits()
    ) -> HTTPServerBuilder {
        HTTPServerBuilder { StrictHTTP1Channel(responder: $0, configuration: configuration, limits: limits) }
    }
}

/// What a request may cost before it is answered.
public struct HTTP1Limits: Sendable, Hashable {
    /// The most bytes of a body that a client is asked to send by `100 Continue`: 1 MiB unless given, as ``ServiceMiddleware`` reads.
    public var bodyByteLimit: Int
    /// How long a request may take to arrive, from its header on: 30 s unless given; ours.
    ///
    /// ``ServiceMiddleware`` answers 408 after it, and the connection ends.
    public var arrival: TimeAmount

    /// Creates limits.
    public init(bodyByteLimit: Int = 1 << 20, arrival: TimeAmount = .seconds(30)) {
        self.bodyByteLimit = bodyByteLimit
        self.arrival = arrival
    }
}

/// The body of a request did not arrive within ``HTTP1Limits/arrival``.
struct LateRequestError: Error {}
