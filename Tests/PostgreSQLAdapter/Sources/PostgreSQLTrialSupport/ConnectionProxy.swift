import Dispatch
import Foundation
import Synchronization

/// Stands between libpq and the server: it puts a distance between them, holds requests up, and cuts a connection after a number of bytes.
package final class ConnectionProxy: Sendable {
    /// Which way bytes flow.
    package enum Direction: Sendable, CaseIterable {
        case toServer
        case toClient
    }

    private struct State {
        var direction: Direction?
        var bytesLeft = 0
        var hasCut = false
        var held: (text: String, duration: Duration)?
        var isHolding = false
        var requestCount = 0
    }

    /// The folder in which libpq finds the proxy's socket.
    package let folder: String
    private let server: String
    private let distance: Duration
    private let listener: Int32
    private let state = Mutex(State())

    /// Begins to relay to the socket of a server in a folder.
    ///
    /// - Parameter distance: How long a request takes to the server and its answer back, together.
    package init(to server: String, distance: Duration = .zero) throws {
        (self.server, self.distance) = (server, distance)
        self.folder = NSTemporaryDirectory() + "/roster-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: false)
        self.listener = Self.socket()
        guard Self.withAddress(in: self.folder, { bind(self.listener, $0, $1) }) == 0, listen(self.listener, 16) == 0
        else { throw CocoaError(.fileWriteUnknown) }
        let thread = Thread { [weak self] in
            while let proxy = self, case let client = accept(proxy.listener, nil, nil), client >= 0 {
                proxy.relay(client)
            }
        }
        thread.start()
    }

    deinit { try? FileManager.default.removeItem(atPath: self.folder) }

    /// Ends the relaying; the thread that accepts connections ends, too.
    package func stop() {
        shutdown(self.listener, Int32(SHUT_RDWR))
        close(self.listener)
    }

    /// Cuts the connection that sends the byte after this many, counted from now on.
    package func cut(_ direction: Direction, after count: Int) {
        self.state.withLock { $0 = State(direction: direction, bytesLeft: count) }
    }

    /// Cuts nothing any more, and returns whether something was cut.
    package func disarm() -> Bool {
        self.state.withLock { state in
            state.direction = nil
            return state.hasCut
        }
    }

    /// Holds up the next request that contains a text.
    package func hold(_ text: String, for duration: Duration) {
        self.state.withLock { $0.held = (text, duration) }
    }

    /// Whether a request was held up.
    package var isHolding: Bool { self.state.withLock { $0.isHolding } }

    /// How many requests came, each of one or more statements that libpq sent together.
    package var requestCount: Int { self.state.withLock { $0.requestCount } }

    private func relay(_ client: Int32) {
        let server = Self.socket()
        guard Self.withAddress(in: self.server, { connect(server, $0, $1) }) == 0 else {
            close(client)
            close(server)
            return
        }
        let ends = DispatchGroup()
        for (direction, source, target) in [(Direction.toServer, client, server), (.toClient, server, client)] {
            ends.enter()
            Thread {
                self.pump(direction, from: source, to: target)
                for end in [source, target] { shutdown(end, Int32(SHUT_RDWR)) }
                ends.leave()
            }.start()
        }
        ends.notify(queue: .global(qos: .userInitiated)) {
            close(client)
            close(server)
        }
    }

    private func pump(_ direction: Direction, from source: Int32, to target: Int32) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count <= 0 { return }
            switch direction {
            case .toServer: self.holdUp(buffer[..<count])
            case .toClient: self.awaitEnd(of: source, after: buffer[..<count])
            }
            let allowed = self.allowed(count, direction)
            var written = 0
            while written < allowed {
                let step = send(target, Array(buffer[written..<allowed]), allowed - written, Int32(MSG_NOSIGNAL))
                if step <= 0 { return }
                written += step
            }
            if allowed < count { return }
        }
    }

    private func holdUp(_ bytes: ArraySlice<UInt8>) {
        if self.distance > .zero { Thread.sleep(forTimeInterval: self.distance / .seconds(1)) }
        let duration = self.state.withLock { state -> Duration? in
            state.requestCount += 1
            guard let held = state.held, bytes.firstRange(of: held.text.utf8) != nil else { return nil }
            (state.held, state.isHolding) = (nil, true)
            return held.duration
        }
        if let duration { Thread.sleep(forTimeInterval: duration / .seconds(1)) }
    }

    /// Lets the last words of a process that an administrator ended come together with the end of the connection.
    private func awaitEnd(of source: Int32, after bytes: ArraySlice<UInt8>) {
        guard bytes.firstRange(of: "57P01".utf8) != nil else { return }
        var byte: UInt8 = 0
        _ = recv(source, &byte, 1, Int32(MSG_PEEK))
    }

    /// How many of some bytes go through.
    private func allowed(_ count: Int, _ direction: Direction) -> Int {
        self.state.withLock { state in
            guard state.direction == direction else { return count }
            guard count > state.bytesLeft else {
                state.bytesLeft -= count
                return count
            }
            (state.direction, state.hasCut) = (nil, true)
            return state.bytesLeft
        }
    }

    private static func socket() -> Int32 { Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) }

    private static func withAddress(
        in folder: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: "\(folder)/.s.PGSQL.5432".utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
