import RosterDomain
import RosterStore

/// What libFuzzer calls with each input; `Scripts/fuzz-journal.sh` compiles it together with the sources of the journal.
///
/// The first byte says what the rest is: a step, a whole segment, what stands behind the header of one, or payloads that are
/// given good headers. Whatever comes in must be taken or refused in order, and what is taken comes back from its own bytes.
/// A failure stops the process, which is how libFuzzer learns of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJournal(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let mode = bytes.first, let store = StoreID(bytes: Array(1...16)) else { return 0 }
    let rest = Array(bytes.dropFirst())
    let header = JournalSegmentHeader(store: store, kind: 1, firstRevision: 1).bytes
    switch mode & 3 {
    case 0: rest.withUnsafeBytes { checkStep($0) }
    case 1: readSegment(rest)
    case 2: readSegment(header + rest)
    default: readSegment(header + frames(of: rest, store))
    }
    return 0
}

/// Takes the bytes for payloads, each behind its length and the number of its steps.
private func frames(of bytes: [UInt8], _ store: StoreID) -> [UInt8] {
    var (frames, rest, revision): ([UInt8], ArraySlice<UInt8>, UInt64) = ([], bytes[...], 1)
    while let length = rest.popFirst(), let count = rest.popFirst() {
        let payload = Array(rest.prefix(Int(length) + 1))
        rest = rest.dropFirst(payload.count)
        var frame = [UInt8](repeating: 0, count: JournalFormat.frameHeaderByteCount) + payload
        let fillerCount = JournalFormat.frameByteCount(payload: payload.count) - frame.count
        frame += [UInt8](repeating: JournalFormat.filler, count: fillerCount)
        let header = payload.withUnsafeBytes {
            JournalFrameHeader(payload: $0, commitCount: Int(count), firstRevision: revision)
        }
        frame.withUnsafeMutableBytes { header.write(to: $0, of: store) }
        frames += frame
        revision += UInt64(count)
    }
    return frames
}

private func checkStep(_ bytes: UnsafeRawBufferPointer) {
    guard let commit = try? CommitCodec.read(bytes, revision: Revision(1)) else { return }
    var writer = ByteWriter()
    CommitCodec.write(commit, to: &writer)
    let again = writer.bytes.withUnsafeBytes { try? CommitCodec.read($0, revision: Revision(1)) }
    precondition(again == commit, "a step that was read is written and read back")
}

/// Reads a segment from its beginning to its end.
private func readSegment(_ bytes: [UInt8]) {
    do throws(FileStoreError) {
        let segment = try JournalSegment(FuzzedFile(bytes), path: "segment")
        _ = try segment.end()
        var (offset, revision) = (UInt64(JournalFormat.headerByteCount), segment.header.firstRevision)
        while let header = try segment.frameHeader(at: offset), header.firstRevision == revision, !header.isEnd,
            let payload = try segment.payload(of: header, at: offset)
        {
            let commits = JournalCommits(payload: payload, first: revision, count: header.commitCount)
            try? commits.forEach { (_, step) in checkStep(step) }
            offset += UInt64(header.frameByteCount)
            revision = header.lastRevision + 1
        }
        precondition(offset <= UInt64(bytes.count), "nothing is read behind the end")
        let torn = try JournalTail(of: segment, at: offset, revision: revision).torn()
        precondition(torn?.isEmpty != true, "what is torn is something")
    } catch {
        precondition(!error.description.isEmpty, "a refusal has words")
        if case .damaged(_, let offset, _, _) = error {
            precondition(offset <= UInt64(bytes.count), "damage stands in the file")
        }
    }
}

/// The bytes of an input as a file.
private final class FuzzedFile: StoreFile {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func readSome(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        let rest = self.bytes.dropFirst(Int(clamping: offset)).prefix(buffer.count)
        buffer.copyBytes(from: rest)
        return rest.count
    }

    func status() throws(FileFailure) -> FileStatus {
        FileStatus(
            device: 1, serial: 1, mode: 0o100600, owner: 0, linkCount: 1, byteCount: UInt64(self.bytes.count))
    }

    func setMode(_ mode: UInt32) throws(FileFailure) { throw .invalidPath }
    func writeSome(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int { throw .invalidPath }
    func resize(to byteCount: UInt64) throws(FileFailure) { throw .invalidPath }
    func syncData() throws(FileFailure) { throw .invalidPath }
    func syncAll() throws(FileFailure) { throw .invalidPath }
    func tryLock() throws(FileFailure) -> Bool { throw .invalidPath }
    func lock() throws(FileFailure) { throw .invalidPath }
    func unlock() {}
    func map(byteCount: Int, isRandom: Bool) throws(FileFailure) -> MappedBytes { throw .invalidPath }
}
