public import RosterDomain
public import RosterStore

/// Catalogs in files.
extension RoleCatalog {
    /// Reads a catalog from a file, and checks it like one that is written in Swift.
    ///
    /// The file is read to its end before this returns, so call it where waiting for a disk does no harm. Symbolic links are
    /// followed. A folder, a named pipe, or a device is refused without waiting for it, and a file beyond the limit without
    /// reading more than the limit. Others than its owner may write the file if the operating system lets them, and can
    /// then decide who may do what.
    ///
    /// - Parameters:
    ///   - path: The path, absolute or from the working directory.
    ///   - byteLimit: The most bytes that the file may have, ``RosterDomain/RoleCatalog/jsonByteLimit`` unless told otherwise and at most.
    /// - Throws: ``CatalogLoadError``, with the path; for a file that holds no catalog, with every problem and its line.
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
    /// Something that is no regular file has the path.
    case notAFile(path: String)
    /// The operating system does not let this process read it.
    case permissionDenied(path: String)
    /// The file has more bytes than it may.
    case tooLarge(path: String, byteLimit: Int)
    /// The file holds no catalog that can be used.
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

/// A file of the host that holds a catalog.
private struct CatalogFile {
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    /// Reads the whole file, or nothing of one that is too large.
    func read(byteLimit: Int) throws(CatalogLoadError) -> [UInt8] {
        let file = try self.told { () throws(FileFailure) in try SystemDisk().openFile(at: self.path) }
        let status = try self.told { () throws(FileFailure) in try file.status() }
        guard status.isFile else { throw .notAFile(path: self.path) }
        guard status.byteCount <= UInt64(byteLimit) else { throw .tooLarge(path: self.path, byteLimit: byteLimit) }
        // Some files are longer than the operating system says, and others grow meanwhile.
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

    /// Tells a failed system call as an error of the loader.
    private func told<Result>(_ body: () throws(FileFailure) -> Result) throws(CatalogLoadError) -> Result {
        do throws(FileFailure) {
            return try retrying(body)
        } catch {
            if error.isMissing { throw .missing(path: self.path) }
            switch error.error(at: self.path) {
            case .permissionDenied: throw .permissionDenied(path: self.path)
            // What should be a folder on the way to the file is none.
            case .notAFolder: throw .missing(path: self.path)
            case let reason: throw .unreadable(reason)
            }
        }
    }
}
