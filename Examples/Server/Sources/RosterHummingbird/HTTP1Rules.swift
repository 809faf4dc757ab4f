import NIOCore
import NIOHTTP1
import RosterWeb

/// Rules of HTTP/1 for one connection, applied between the decoder and what answers.
///
/// - A request without a valid `Host`, or with two, gets a 400 (RFC 9112 §3.2).
/// - The connection ends after the answer when `Connection` lists `close` in any case (§9.6), and after every request of HTTP/1.0, which
///   need not be kept open (§9.3) and must not be when it has `Transfer-Encoding` (§6.1).
/// - `Expect: 100-continue` is answered once it is the request's turn, unless its body is too large (RFC 9110 §10.1.1).
/// - A request that takes too long to arrive fails with ``LateRequestError``, and the connection ends (§15.5.9).
final class HTTP1Rules: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// How long an answer to a late request may take before the connection is closed.
    private static let grace = TimeAmount.seconds(5)

    private let limits: HTTP1Limits
    /// The requests that are not answered, in order; the first is the one whose turn it is.
    private var exchanges: [HTTP1Exchange] = []
    private var deadline: Scheduled<Void>?
    /// Whether what the client sends from now on is dropped.
    private var isDeaf = false

    init(_ limits: HTTP1Limits) { self.limits = limits }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isDeaf else { return }
        switch self.unwrapInboundIn(data) {
        case .head(let head): self.read(head, context)
        case .body: context.fireChannelRead(data)
        case .end: self.readEnd(data, context)
        }
    }

    private func read(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard head.hasValidHost else {
            self.isDeaf = true
            // Hummingbird answers 400 to what cannot be parsed, after the answers to earlier requests, and closes.
            return context.fireErrorCaught(HTTPParserError.invalidHeaderToken)
        }
        var head = head
        let exchange = HTTP1Exchange(head, self.limits)
        // Hummingbird ends a connection for exactly this text.
        if exchange.endsConnection { head.headers.replaceOrAdd(name: "connection", value: "close") }
        self.exchanges.append(exchange)
        if self.exchanges.count == 1 { self.begin(context) }
        context.fireChannelRead(self.wrapInboundOut(.head(head)))
    }

    private func readEnd(_ end: NIOAny, _ context: ChannelHandlerContext) {
        context.fireChannelRead(end)
        guard let last = self.exchanges.indices.last else { return }
        self.exchanges[last].isRead = true
        // No request counts after the one that ends the connection.
        self.isDeaf = self.exchanges[last].endsConnection
        self.settle(context)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch self.unwrapOutboundIn(data) {
        case .head(var head) where self.exchanges.first?.endsConnection == true:
            head.headers.replaceOrAdd(name: "connection", value: "close")
            context.write(self.wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            context.write(data, promise: promise)
            if !self.exchanges.isEmpty { self.exchanges[0].isAnswered = true }
            self.settle(context)
        default: context.write(data, promise: promise)
        }
    }

    /// Takes up the first exchange: asks for the body if the client waits for that, and limits the time that it takes.
    private func begin(_ context: ChannelHandlerContext) {
        guard let exchange = self.exchanges.first, !exchange.isRead else { return }
        if exchange.awaitsContinue {
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(self.wrapOutboundOut(.head(head)), promise: nil)
        }
        self.deadline = context.eventLoop.assumeIsolated().scheduleTask(in: self.limits.arrival) {
            self.giveUp(context)
        }
    }

    /// Goes on to the next exchange once the first was read and answered.
    private func settle(_ context: ChannelHandlerContext) {
        guard let exchange = self.exchanges.first, exchange.isRead else { return }
        self.deadline?.cancel()
        guard exchange.isAnswered else { return }
        self.exchanges.removeFirst()
        self.begin(context)
    }

    /// Ends the request that has not arrived, and the connection: at the latest after ``grace``.
    private func giveUp(_ context: ChannelHandlerContext) {
        self.isDeaf = true
        if !self.exchanges.isEmpty { self.exchanges[0].endsConnection = true }
        context.fireErrorCaught(LateRequestError())
        self.deadline = context.eventLoop.assumeIsolated().scheduleTask(in: Self.grace) {
            context.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.deadline?.cancel() }
}

@available(*, unavailable)
extension HTTP1Rules: Sendable {}

/// A request and its answer, as far as the rules of a connection go.
struct HTTP1Exchange {
    /// Whether the connection ends after the answer.
    var endsConnection: Bool
    /// Whether the client sends the body only once it is asked to.
    let awaitsContinue: Bool
    /// Whether the whole request has come.
    var isRead = false
    /// Whether the whole answer has gone.
    var isAnswered = false

    init(_ head: HTTPRequestHead, _ limits: HTTP1Limits) {
        let isOld = head.version != .http1_1
        self.endsConnection = isOld || head.lists("close", in: "connection")
        let byteCount = head.headers.first(name: "content-length").map { Int($0) ?? .max } ?? 0
        self.awaitsContinue = !isOld && head.lists("100-continue", in: "expect") && byteCount <= limits.bodyByteLimit
    }
}

extension HTTPRequestHead {
    /// Whether a field lists an element, in any case (RFC 9110 §5.6.1).
    fileprivate func lists(_ element: String, in field: String) -> Bool {
        self.headers[canonicalForm: field].contains { $0.lowercased() == element }
    }

    /// Whether there is one valid `Host` field; HTTP/1.0 can do without.
    fileprivate var hasValidHost: Bool {
        let hosts = self.headers["host"]
        guard let host = hosts.first else { return self.version != .http1_1 }
        return hosts.count == 1 && host.isHost
    }
}

extension String {
    /// Whether the text is a host and perhaps a port (RFC 3986 §3.2); the host is a name, an address in brackets, or empty.
    fileprivate var isHost: Bool {
        if self.hasPrefix("[") { return NetworkAddress(self) != nil }
        let parts = self.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return parts[0].utf8.allSatisfy(\.isHostByte) && parts.dropFirst().allSatisfy { $0.utf8.allSatisfy(\.isDigit) }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// Whether a byte is one of a registered name: unreserved, percent-encoded or a delimiter within it.
    fileprivate var isHostByte: Bool {
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
        return isLetter || self.isDigit || "-._~%!$&'()*+,;=".utf8.contains(self)
    }
}
