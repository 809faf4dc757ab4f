#if !canImport(Darwin)
    internal import Dispatch
    internal import Synchronization
    #if canImport(Glibc)
        internal import Glibc
    #elseif canImport(Musl)
        internal import Musl
    #endif

    /// The watches of all files in this process, on one inotify instance: a system gives each of its users few of these.
    final class FileWatches: Sendable {
        static let shared = FileWatches()

        private struct Caller: Sendable {
            let queue: DispatchQueue
            let onWrite: @Sendable () -> Void
        }

        private struct State {
            /// The inotify instance, which is kept as long as the process; nil until there is one.
            var instance: CInt?
            /// Who wants to know, by what inotify calls a file and by a number of ours.
            var callers: [CInt: [UInt64: Caller]] = [:]
            var lastNumber: UInt64 = 0
        }

        private let state = Mutex(State())
        private let queue = DispatchQueue(label: "roster.watches")

        /// Calls back after each write to a file, one call at a time, until what is returned is let go of.
        ///
        /// - Parameter path: The file, and no symbolic link to it.
        func watch(_ path: String, _ onWrite: @escaping @Sendable () -> Void) throws(FileFailure) -> any Sendable {
            let caller = Caller(queue: DispatchQueue(label: "roster.watch"), onWrite: onWrite)
            return try self.state.withLock { (state) throws(FileFailure) in
                let instance: CInt
                if let present = state.instance { instance = present } else { instance = try self.begin() }
                state.instance = instance
                // A file that is watched already has the same name again.
                let file = try checked("inotify_add_watch") {
                    inotify_add_watch(instance, path, UInt32(IN_MODIFY) | UInt32(IN_DONT_FOLLOW))
                }
                state.lastNumber += 1
                state.callers[file, default: [:]][state.lastNumber] = caller
                return FileWatch(file: file, number: state.lastNumber)
            }
        }

        private func begin() throws(FileFailure) -> CInt {
            let instance = try checked("inotify_init1") { inotify_init1(CInt(IN_CLOEXEC) | CInt(IN_NONBLOCK)) }
            let source = DispatchSource.makeReadSource(fileDescriptor: instance, queue: self.queue)
            source.setEventHandler {
                // The source lives as long as its handler.
                withExtendedLifetime(source) { self.takeEvents(of: instance) }
            }
            source.activate()
            return instance
        }

        private func takeEvents(of instance: CInt) {
            withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { buffer in
                while true {
                    let count = read(instance, buffer.baseAddress, buffer.count)
                    guard count > 0 else { return }
                    self.tell(of: Self.files(in: UnsafeRawBufferPointer(rebasing: buffer[..<count])))
                }
            }
        }

        /// The files that events are about, each once.
        private static func files(in events: UnsafeRawBufferPointer) -> Set<CInt> {
            var files: Set<CInt> = []
            var position = 0
            while position + MemoryLayout<inotify_event>.size <= events.count {
                let event = events.loadUnaligned(fromByteOffset: position, as: inotify_event.self)
                files.insert(event.wd)
                position += MemoryLayout<inotify_event>.size + Int(event.len)
            }
            return files
        }

        private func tell(of files: Set<CInt>) {
            let callers = self.state.withLock { state in
                // When events were lost, each file may have been written.
                let isComplete = !files.contains(-1)
                return isComplete
                    ? files.flatMap { state.callers[$0].map { Array($0.values) } ?? [] }
                    : state.callers.values.flatMap(\.values)
            }
            for caller in callers { caller.queue.async(execute: caller.onWrite) }
        }

        fileprivate func end(_ file: CInt, _ number: UInt64) {
            self.state.withLock { state in
                state.callers[file]?[number] = nil
                guard state.callers[file]?.isEmpty == true, let instance = state.instance else { return }
                state.callers[file] = nil
                // It fails for a file that is gone, which is watched no more.
                _ = inotify_rm_watch(instance, file)
            }
        }
    }

    /// Watches a file until it goes.
    private final class FileWatch: Sendable {
        private let file: CInt
        private let number: UInt64

        init(file: CInt, number: UInt64) {
            self.file = file
            self.number = number
        }

        deinit {
            FileWatches.shared.end(self.file, self.number)
        }
    }
#endif
