// Whole files.
extension PrivateFolder {
    /// Reads a whole file, or returns nil when there is none.
    ///
    /// - Throws: ``FileStoreError/tooLarge(path:byteLimit:)`` when it has more than `byteLimit` bytes, and an error for
    ///   each kind of file that this folder would not have written.
    package func read(_ name: String, byteLimit: Int = defaultByteLimit) throws(FileStoreError) -> [UInt8]? {
        guard let file = try self.open(name, for: .reading) else { return nil }
        let path = self.path(of: name)
        let bytes = try translating(path) { () throws(FileFailure) in
            // One byte more than is there, so that a file that grows meanwhile is noticed.
            let size = Int(clamping: try file.status().byteCount)
            return try file.read(min(size, byteLimit) + 1, at: 0)
        }
        guard bytes.count <= byteLimit else { throw .tooLarge(path: path, byteLimit: byteLimit) }
        return bytes
    }

    /// Puts a file in place of whatever has its name, or makes it: afterwards, and after any crash, the old or the new
    /// bytes are there, whole.
    ///
    /// - Throws: ``FileStoreError``. Usually the old bytes are still there then; after a failed sync it is unknown which.
    package func replace(_ name: String, with bytes: [UInt8]) throws(FileStoreError) {
        let (unfinished, file) = try self.create(name)
        do throws(FileStoreError) {
            try translating(self.path(of: name)) { () throws(FileFailure) in
                try file.write(bytes, at: 0)
                try file.syncAll()
            }
        } catch {
            self.discard(unfinished)
            throw error
        }
        try self.finish(unfinished, as: name)
    }

    /// Removes a file; that there is none is fine.
    package func remove(_ name: String) throws(FileStoreError) {
        Self.check(name)
        try translating(self.path(of: name)) { () throws(FileFailure) in
            do throws(FileFailure) {
                try self.folder.unlink(name)
            } catch {
                guard error.isMissing else { throw error }
            }
            // Also when there was none: whoever removed it may have died before this.
            try self.folder.sync()
        }
    }

    /// Makes a file of a free name, with these bytes.
    ///
    /// - Returns: The name: the one asked for, or that one with the first number after it that nobody has.
    package func make(_ name: String, with bytes: [UInt8]) throws(FileStoreError) -> String {
        Self.check(name)
        for number in 1... {
            let free = number == 1 ? name : "\(name)-\(number)"
            do throws(FileFailure) {
                try self.write(bytes, toNew: free)
                try self.folder.sync()
                return free
            } catch {
                guard error.isPresent else { throw error.error(at: self.path(of: free)) }
            }
        }
        preconditionFailure("invariant: a folder has fewer files than there are numbers")
    }

    /// Writes a file that does not exist yet, durably except for its name; leaves none when it fails.
    private func write(_ bytes: [UInt8], toNew name: String) throws(FileFailure) {
        let file = try self.makeFile(name)
        do throws(FileFailure) {
            try file.write(bytes, at: 0)
            try file.syncAll()
        } catch {
            try? self.folder.unlink(name)
            throw error
        }
    }
}
