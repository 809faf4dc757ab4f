internal import Dispatch
#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension SystemFolder {
    package func watch(
        _ name: String, _ onWrite: @escaping @Sendable () -> Void
    ) throws(FileFailure) -> any Sendable {
        #if canImport(Darwin)
            let number = try checked("openat") {
                openat(self.descriptor.number, name, O_EVTONLY | O_NOFOLLOW | O_CLOEXEC)
            }
            let queue = DispatchQueue(label: "roster.watch")
            let source = DispatchSource.makeFileSystemObjectSource(
                fileDescriptor: number, eventMask: [.write, .extend], queue: queue)
            source.setEventHandler { onWrite() }
        #else
            let number = try self.inotifyDescriptor(name)
            let source = DispatchSource.makeReadSource(
                fileDescriptor: number, queue: DispatchQueue(label: "roster.watch"))
            source.setEventHandler {
                drain(number)
                onWrite()
            }
        #endif
        source.setCancelHandler { _ = close(number) }
        source.activate()
        return FileWatch(source)
    }

    #if !canImport(Darwin)
        private func inotifyDescriptor(_ name: String) throws(FileFailure) -> CInt {
            let number = try checked("inotify_init1") { inotify_init1(CInt(IN_CLOEXEC) | CInt(IN_NONBLOCK)) }
            // A watch wants a path. This one leads through the open folder, wherever that was moved.
            let path = "/proc/self/fd/\(self.descriptor.number)/\(name)"
            do throws(FileFailure) {
                _ = try checked("inotify_add_watch") {
                    inotify_add_watch(number, path, UInt32(IN_MODIFY) | UInt32(IN_DONT_FOLLOW))
                }
            } catch {
                _ = close(number)
                throw error
            }
            return number
        }
    #endif
}

/// Watches a file until it goes.
private final class FileWatch: Sendable {
    // invariant: it is only ever canceled, which any thread may do
    private nonisolated(unsafe) let source: any DispatchSourceProtocol

    init(_ source: any DispatchSourceProtocol) {
        self.source = source
    }

    deinit {
        self.source.cancel()
    }
}

#if !canImport(Darwin)
    /// Takes all events; which they are does not matter.
    private func drain(_ number: CInt) {
        withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 8) { buffer in
            while read(number, buffer.baseAddress, buffer.count) > 0 {}
        }
    }
#endif
