package import RosterDomain
internal import RosterPorts
package import RosterStore

/// How a journal holds one step of a history: the binary form of `StoredForm`.
///
/// The frame around it tells the revision.
package enum CommitCodec {
    /// Writes a step.
    package static func write(_ commit: Commit, to writer: inout ByteWriter) {
        StoredForm.write(commit, to: &writer.bytes)
    }

    /// Reads a step; all of the bytes must belong to it.
    package static func read(
        _ bytes: UnsafeRawBufferPointer, revision: Revision
    ) throws(ByteReader.Malformed) -> Commit {
        try understanding { () throws(StoredFormError) in try StoredForm.commit(bytes, revision: revision) }
    }
}

/// Reports what is wrong with a stored value as the engine does, with the place in it.
@inline(__always)
func understanding<Value>(_ body: () throws(StoredFormError) -> Value) throws(ByteReader.Malformed) -> Value {
    do throws(StoredFormError) { return try body() } catch { throw ByteReader.Malformed(error) }
}

extension ByteReader.Malformed {
    /// The error with the place in the value, and whether a newer version wrote it.
    init(_ error: StoredFormError) {
        self.init(detail: "\(error)", isNewer: error.isNewer)
    }
}
