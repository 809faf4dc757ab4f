#if canImport(Glibc)
    // `stdout` is a variable, though nothing changes it.
    @preconcurrency import Glibc
#elseif canImport(Musl)
    @preconcurrency import Musl
#elseif canImport(Darwin)
    @preconcurrency import Darwin
#endif

/// The standard output of the process.
enum StandardOutput {
    /// Why the standard output took no more.
    struct Failure: Error, CustomStringConvertible {
        /// The system's error number.
        let code: CInt

        var description: String { "cannot write to the standard output: \(String(cString: strerror(self.code)))" }
    }

    /// Writes bytes in one piece, as far as the system takes them so, after what was printed before.
    static func write(_ bytes: [UInt8]) throws(Failure) {
        // What `print` holds back comes first. Flushing every stream would wait for the reader of the standard input.
        fflush(stdout)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { writeSome($0) }
            guard count > 0 else { throw Failure(code: count == 0 ? EIO : errno) }
            rest = rest.dropFirst(count)
        }
    }
}

/// Writes some of the bytes; again for as long as signals interrupt it.
private func writeSome(_ bytes: UnsafeRawBufferPointer) -> Int {
    var count = write(STDOUT_FILENO, bytes.baseAddress, bytes.count)
    while count == -1, errno == EINTR { count = write(STDOUT_FILENO, bytes.baseAddress, bytes.count) }
    return count
}
