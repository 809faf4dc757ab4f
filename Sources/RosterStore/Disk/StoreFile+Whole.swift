extension StoreFile {
    /// Reads up to `count` bytes at an offset; fewer only when the file ends.
    package func read(_ count: Int, at offset: UInt64) throws(FileFailure) -> [UInt8] {
        var failure: FileFailure?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(FileFailure) {
                filled = try self.read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
            } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Fills a buffer from an offset on, and returns how many bytes there were; fewer only when the file ends.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let position = offset + UInt64(filled)
            let count = try retrying { () throws(FileFailure) in try self.readSome(into: rest, at: position) }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// Writes all of the bytes at an offset.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(FileFailure) {
        var written = 0
        while written < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
            let position = offset + UInt64(written)
            let count = try retrying { () throws(FileFailure) in try self.writeSome(rest, at: position) }
            guard count > 0 else { throw .nothingWritten }
            written += count
        }
    }

    /// Writes all of the bytes at an offset.
    package func write(_ bytes: [UInt8], at offset: UInt64) throws(FileFailure) {
        var failure: FileFailure?
        bytes.withUnsafeBytes { buffer in
            do throws(FileFailure) { try self.write(buffer, at: offset) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}

/// Makes a system call again for as long as signals interrupt it.
package func retrying<Result>(_ call: () throws(FileFailure) -> Result) throws(FileFailure) -> Result {
    while true {
        do throws(FileFailure) {
            return try call()
        } catch {
            guard error.isInterruption else { throw error }
        }
    }
}
