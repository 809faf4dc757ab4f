#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Dispatch
import RosterWeb
import Synchronization

/// A tiny server of HTTP/1.1 on loopback: one thread a connection, bodies by length only, bounded everywhere.
struct LoopbackServer {
    private static let headerByteLimit = 64 << 10
    private static let bodyByteLimit = 8 << 20

    let port: UInt16
    private let socket: Int32
    private let mount: String
    private let service: any WebService

    /// Listens on a port; 0 for one that is free.
    init(port: UInt16, mount: String, service: any WebService) throws {
        self.mount = mount
        self.service = service
        #if canImport(Glibc)
            self.socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #elseif canImport(Musl)
            self.socket = Musl.socket(AF_INET, SOCK_STREAM, 0)
        #else
            self.socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var yes: Int32 = 1
        setsockopt(self.socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = self.socket
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, size) == 0 && listen(socket, 64) == 0 && getsockname(socket, $0, &size) == 0
            }
        }
        guard isBound else { throw ServerError.cannotListen(errno) }
        self.port = UInt16(bigEndian: address.sin_port)
    }

    enum ServerError: Error { case cannotListen(Int32) }

    /// Prints at once, also into a pipe.
    static func say(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
    }

    /// Accepts connections until the process ends.
    func run() -> Never {
        signal(SIGPIPE, SIG_IGN)
        while true {
            let connection = accept(self.socket, nil, nil)
            guard connection >= 0 else { continue }
            var yes: Int32 = 1
            setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            let server = self
            DispatchQueue.global().async { server.serve(connection) }
        }
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var buffer: [UInt8] = []
        while let request = self.read(from: connection, &buffer) {
            var response = self.answer(request)
            let isHead = request.method == .head
            let length = response.body.count
            if isHead { response.body = [] }
            var head = "HTTP/1.1 \(response.status) X\r\nContent-Length: \(length)\r\n"
            for field in response.headers.fields { head += "\(field.name): \(field.value)\r\n" }
            guard Self.send(Array((head + "\r\n").utf8) + response.body, to: connection) else { return }
        }
    }

    private func answer(_ request: WebRequest) -> WebResponse {
        let answer = PendingAnswer()
        let service = self.service
        Task { answer.finish(await service.answer(request)) }
        return answer.wait()
    }

    private static func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// The next request of a connection; nil at its end, and for what is too long or none.
    private func read(from connection: Int32, _ buffer: inout [UInt8]) -> WebRequest? {
        let end = Array("\r\n\r\n".utf8)
        var headEnd = Self.find(end, in: buffer)
        while headEnd == nil {
            guard buffer.count < Self.headerByteLimit, Self.receive(from: connection, &buffer) else { return nil }
            headEnd = Self.find(end, in: buffer)
        }
        guard let headEnd else { return nil }
        let lines = String(decoding: buffer[..<headEnd], as: UTF8.self).split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count == 3 else { return nil }
        var headers = WebHeaders()
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            headers.append(String(parts[0]), String(parts[1]))
        }
        buffer.removeFirst(headEnd + end.count)
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        guard (0...Self.bodyByteLimit).contains(length) else { return nil }
        while buffer.count < length { guard Self.receive(from: connection, &buffer) else { return nil } }
        let body = Array(buffer[..<length])
        buffer.removeFirst(length)
        return self.request(String(words[0]), words[1], headers, body)
    }

    private func request(_ method: String, _ target: Substring, _ headers: WebHeaders, _ body: [UInt8]) -> WebRequest {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].hasPrefix(self.mount) ? String(parts[0].dropFirst(self.mount.count)) : "/"
        return WebRequest(
            WebMethod(rawValue: method), path, query: parts.count > 1 ? String(parts[1]) : nil, headers: headers,
            body: body, origin: "http://127.0.0.1:\(self.port)", mount: self.mount)
    }

    private static func receive(from connection: Int32, _ buffer: inout [UInt8]) -> Bool {
        var part = [UInt8](repeating: 0, count: 64 << 10)
        let count = part.withUnsafeMutableBytes { recv(connection, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return false }
        buffer += part[..<count]
        return true
    }

    private static func find(_ wanted: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= wanted.count else { return nil }
        return (0...(bytes.count - wanted.count)).first { bytes[$0..<($0 + wanted.count)].elementsEqual(wanted) }
    }
}

/// An answer that a thread waits for.
private final class PendingAnswer: Sendable {
    private let response = Mutex(WebResponse(500))
    private let done = DispatchSemaphore(value: 0)

    func finish(_ response: WebResponse) {
        self.response.withLock { $0 = response }
        self.done.signal()
    }

    func wait() -> WebResponse {
        self.done.wait()
        return self.response.withLock { $0 }
    }
}
