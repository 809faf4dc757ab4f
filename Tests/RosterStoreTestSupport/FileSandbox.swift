internal import Foundation

/// A folder for one test, removed with everything in it when the test is over.
package final class FileSandbox: Sendable {
    package let path: String

    /// Makes a folder; in memory where the test is about bytes and not about disks, which saves it many syncs.
    package init(inMemory: Bool = false) throws {
        let base = inMemory && FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        self.path = (base as NSString).appendingPathComponent("roster-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.path)
    }

    /// The path of something in the folder.
    package func path(_ name: String) -> String { "\(self.path)/\(name)" }

    /// The bytes of a file.
    package static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// Writes a file of mode 0600 over whatever was there.
    package static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
        defer { close(file) }
        try FileHandle(fileDescriptor: file).write(contentsOf: Data(bytes))
    }

    /// The permission bits of a file or folder.
    package static func mode(_ path: String) -> UInt32 {
        var status = stat()
        return lstat(path, &status) == 0 ? UInt32(status.st_mode) & 0o7777 : 0
    }

    /// The names in a folder, sorted.
    package static func names(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }
}

/// Does blocking work where it keeps no other test from running.
package func offPool<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Swift.Result { try body() }) }
    }
}
