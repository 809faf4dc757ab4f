public import RosterDomain
public import RosterStore

/// Catalogs in files.
extension RoleCatalog {
    /// Reads a catalog from a file, and validates it like one that is written in Swift.
    ///
    /// The call blocks until it has read the whole file, so do not call it where waiting for a disk matters. It follows
    /// symbolic links. It refuses a folder, a named pipe or a device without waiting for it, and reads no more than the
    /// limit of a file that is too large. It does not check who may write the file: any account that can write it
    /// decides who may do what.
    ///
    /// - Parameters:
    ///   - path: The path, absolute or from the working directory.
    ///   - byteLimit: The most bytes that the file may have, at most ``RosterDomain/RoleCatalog/jsonByteLimit``, which
    ///     is the default.
    /// - Throws: ``CatalogLoadError`` with the path; if the file does not contain a valid catalog, with every problem
    ///   and its line.
    public init(contentsOf path: String, byteLimit: Int = RoleCatalog.jsonByteLimit) throws(CatalogLoadError) {
        let bytes = try CatalogFile(path).read(byteLimit: max(0, min(byteLimit, RoleCatalog.jsonByteLimit)))
        do throws(CatalogFileError) {
            try self.init(json: bytes)
        } catch {
            throw .malformed(path: path, error)
        }
    }
}

/// Why a role catalog cannot be loaded from a file.
///
/// Paths are shown as the caller wrote them.
@nonexhaustive
public enum CatalogLoadError: Error, Sendable, Hashable {
    /// There is no such file.
    case missing(path: String)
    /// The path does not lead to a regular file.
    case notAFile(path: String)
    /// The operating system does not let this process read it.
    case permissionDenied(path: String)
    /// The file has more bytes than it may.
    case tooLarge(path: String, byteLimit: Int)
    /// The file does not contain a valid catalog.
    case malformed(path: String, CatalogFileError)
    /// The file cannot be read for another reason.
    case unreadable(FileStoreError)
}

extension CatalogLoadError: CustomStringConvertible {
    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .missing(let path): "there is no file `\(path.forDisplay)`"
        case .notAFile(let path): "`\(path.forDisplay)` is not a regular file"
        case .permissionDenied(let path): "this process may not read `\(path.forDisplay)`"
        case .tooLarge(let path, let limit): "`\(path.forDisplay)` has more than the \(limit) bytes that it may have"
        case .malformed(let path, let error): "`\(path.forDisplay)` holds no catalog: \(error)"
        case .unreadable(let error): error.description
        }
    }
}

/// A file that contains a catalog.
private struct CatalogFile {
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    /// Reads the whole file, or throws if it is too large.
    func read(byteLimit: Int) throws(CatalogLoadError) -> [UInt8] {
        let file = try self.told { () throws(FileFailure) in try SystemDisk().openFile(at: self.path) }
        let status = try self.told { () throws(FileFailure) in try file.status() }
        guard status.isFile else { throw .notAFile(path: self.path) }
        guard status.byteCount <= UInt64(byteLimit) else { throw .tooLarge(path: self.path, byteLimit: byteLimit) }
        // Some files are longer than the operating system reports, and others grow meanwhile.
        var bytes: [UInt8] = []
        var wanted = Int(status.byteCount) + 1
        while bytes.count <= byteLimit {
            let part = try self.told { () throws(FileFailure) in
                try file.read(min(wanted, byteLimit + 1 - bytes.count), at: UInt64(bytes.count))
            }
            guard !part.isEmpty else { return bytes }
            bytes += part
            wanted = max(4_096, bytes.count)
        }
        throw .tooLarge(path: self.path, byteLimit: byteLimit)
    }

    /// Translates a failed system call into an error of the loader.
    private func told<Result>(_ body: () throws(FileFailure) -> Result) throws(CatalogLoadError) -> Result {
        do throws(FileFailure) {
            return try retrying(body)
        } catch {
            if error.isMissing { throw .missing(path: self.path) }
            switch error.error(at: self.path) {
            case .permissionDenied: throw .permissionDenied(path: self.path)
            // A part of the path is not a folder.
            case .notAFolder: throw .missing(path: self.path)
            case let reason: throw .unreadable(reason)
            }
        }
    }
}
