package import RosterDomain
package import RosterPorts
package import RosterStore

extension DirectoryContent: DirectoryLookup {
    package var head: DirectoryHead {
        DirectoryHead(revision: self.revision, company: self.company, notifiedThrough: self.notifiedThrough)
    }

    package func record(_ id: RecordID) throws(LookupFailure) -> DirectoryRecord? {
        do throws(FileStoreError) {
            switch id {
            case .user(let id): return try self.record(id).map { .user($0) }
            }
        } catch {
            throw LookupFailure(error)
        }
    }

    package func holder(of name: RecordName) throws(LookupFailure) -> RecordID? {
        do throws(FileStoreError) {
            switch name.space {
            case .signIn, .attribute: return try self.userID(named: name).map { .user($0) }
            }
        } catch {
            throw LookupFailure(error)
        }
    }
}

extension DirectoryContent: StoreContent {
    package typealias Request = DirectoryRequest
    package typealias Reply = Result<Commit, UserDirectoryError>
    package typealias Round = DirectoryRound
    package typealias Frozen = FrozenContent

    package static var kind: StoreKind { StoreKind(1) }

    package init(_ checkpoint: Checkpoint?) throws(FileStoreError) {
        if let checkpoint { try self.init(checkpoint) } else { self.init() }
    }

    package var reached: UInt64 { self.revision.number }

    package mutating func replay(_ frame: JournalFrame) throws(FileStoreError) {
        var failure: FileStoreError?
        try frame.forEachCommit { (number, bytes) throws(ByteReader.Malformed) in
            guard failure == nil else { return }
            let commit = try CommitCodec.read(bytes, revision: Revision(number))
            do throws(FileStoreError) { try self.replay(commit, in: frame) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private mutating func replay(_ commit: Commit, in frame: JournalFrame) throws(FileStoreError) {
        do throws(DraftError) {
            self.absorb(try DirectoryDraft(of: commit, over: self))
        } catch {
            switch error {
            case .failure(let failure):
                guard let cause = failure.cause as? FileStoreError else {
                    throw frame.damage(at: commit.revision.number, "\(failure.cause)")
                }
                throw cause
            case .contradiction:
                throw frame.damage(at: commit.revision.number, "the record contradicts those before it")
            }
        }
    }

    package mutating func absorb(_ round: DirectoryRound) {
        let drafts = round.drafts
        // By position: an iterator would copy every draft.
        for position in drafts.indices { self.absorb(drafts[position]) }
    }

    package static func revision(of frozen: FrozenContent) -> UInt64 { frozen.revision.number }

    package static func write(
        _ frozen: FrozenContent, of store: StoreID, to file: any StoreFile, path: String
    ) throws(FileStoreError) {
        try frozen.write(to: file, path: path, store: store)
    }
}
