internal import RosterAdapters
internal import RosterStore
internal import RosterDomain
internal import RosterPorts

/// Compares a store with the ledger of those that wrote it.
///
/// Everything acknowledged is there and whole, at its place; nothing is there that was not asked for, or was refused; the
/// history has no gap and amounts to what the directory answers; another step can be added, and opening again changes nothing.
/// Where the store is opened for reading only, every byte of it is verified instead, and another step is refused as it should be.
struct TrialCheck {
    private let ledger: TrialLedger
    private let isReading: Bool
    private(set) var faults: [String]
    private(set) var revision = Revision.start

    init(_ ledger: TrialLedger, isReading: Bool) {
        self.ledger = ledger
        self.isReading = isReading
        self.faults = ledger.faults
    }

    /// Checks a directory, which is opened several times.
    mutating func run(_ open: () throws(FileStoreError) -> FileDirectory) async {
        do {
            let directory = try open()
            try await self.checkHistory(of: directory)
            if self.isReading {
                try await self.checkReading(directory)
            } else {
                try await self.checkAddingOne(to: directory)
                if self.revision.number % 2 == 0 { try await directory.compact() }
            }
            self.revision = .start
            try await self.checkHistory(of: try open())
        } catch {
            self.faults.append("\(error)")
        }
    }

    private mutating func checkHistory(of directory: FileDirectory) async throws {
        let history = try await directory.history(after: .start, limit: .max)
        var state = DirectoryState()
        var places: [UInt64: Revision] = [:]
        for commit in history {
            try state.apply(commit)
            guard let number = TrialStep.number(of: commit), self.isAskedFor(number), places[number] == nil,
                commit == TrialStep(number)?.commit(at: state.revision)
            else { return self.faults.append("revision \(commit.revision) is not what was asked for") }
            places[number] = commit.revision
        }
        for (revision, number) in self.ledger.acknowledged where places[number] != Revision(revision) {
            self.faults.append("lost: \(number), acknowledged as revision \(revision) of \(history.count)")
        }
        for number in self.ledger.failed where places[number] != nil {
            self.faults.append("\(number) was told to have failed, and is there")
        }
        try await self.compare(directory, with: state)
        self.revision = state.revision
    }

    private func isAskedFor(_ number: UInt64) -> Bool {
        number >= TrialStep.firstOfChecks || self.ledger.asked.contains { $0.contains(number) }
    }

    private mutating func compare(_ directory: FileDirectory, with state: DirectoryState) async throws {
        if try await directory.head().revision != state.revision { self.faults.append("the head is not the last step") }
        var query = UserQuery(pageSize: UserQuery.pageSizeLimit)
        var count = 0
        while true {
            let page = try await directory.users(matching: query)
            for record in page.records where state.user(record.id) != record {
                self.faults.append("\(record.user.userName) is not what the history amounts to")
            }
            count += page.records.count
            guard let next = page.next else { break }
            query.start = next
        }
        if count != state.userCount { self.faults.append("\(count) users instead of \(state.userCount)") }
        for record in state.page(UserQuery(pageSize: 20)).records {
            let found = try await directory.user(named: RecordName(record.user.userName))
            if found != record { self.faults.append("\(record.user.userName) is not found") }
        }
    }

    private mutating func checkAddingOne(to directory: FileDirectory) async throws {
        guard let step = TrialStep(TrialStep.firstOfChecks + self.revision.number) else { return }
        let commit = try await directory.commit(
            step.changes, by: .system, at: step.user.addedAt, after: self.revision)
        if commit.revision != self.revision.next { self.faults.append("the next step has the wrong revision") }
    }
}

// MARK: - Reading only

extension TrialCheck {
    private mutating func checkReading(_ directory: FileDirectory) async throws {
        let revision = self.revision
        if try await directory.verify().revision != revision { self.faults.append("not all of it was verified") }
        if try await directory.summary().revision != revision {
            self.faults.append("the summary is of another revision")
        }
        do throws(FileStoreError) {
            try await directory.compact()
            self.faults.append("a checkpoint was written")
        } catch {
            if case .openedForReading = error {
            } else {
                self.faults.append("a checkpoint is refused otherwise: \(error)")
            }
        }
        do {
            try await self.checkAddingOne(to: directory)
            self.faults.append("a step was added")
        } catch {
            guard case .unavailable(let cause) = error as? UserDirectoryError,
                case .openedForReading = cause as? FileStoreError
            else { return self.faults.append("a step is refused otherwise: \(error)") }
        }
    }
}

// MARK: - Credentials

extension TrialCheck {
    /// Checks a vault.
    mutating func run(on vault: FileCredentialVault) async {
        let credentials = TrialCredentials(vault)
        do {
            for (number, states) in self.ledger.credentials {
                let found = try await credentials.state(of: number, temporary: states.temporary)
                var possible = states.wanted + [states.acknowledged ?? "none"]
                // The text of a password that was on its way is not known, so it matches nothing that is.
                if states.wanted.contains("temporary") { possible.append("none") }
                if !possible.contains(found) {
                    self.faults.append("lost: the credential of \(number) is \(found), not one of \(possible)")
                }
            }
            let user = UserID(bits: UInt128(TrialStep.firstOfChecks))
            let expiry = Timestamp(millisecondsSinceEpoch: 1)
            let credential = PreparedCredential(CredentialID(bits: 1), of: user, at: 0)
            let text = try await vault.prepareTemporaryPassword(as: credential, expiringAt: expiry).reveal()
            let claim = CredentialClaim(of: user, credential: credential.id)
            let match = try await vault.verify(
                Password(text), against: claim, at: Timestamp(millisecondsSinceEpoch: 0))
            if match != .temporary { self.faults.append("a new credential does not match") }
        } catch {
            self.faults.append("\(error)")
        }
    }
}
