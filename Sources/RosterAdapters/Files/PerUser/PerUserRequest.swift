internal import RosterDomain
internal import RosterPorts
internal import RosterStore

/// What is to become of what a store keeps of a user.
struct PerUserRequest<Record: PerUserRecord>: Sendable {
    /// Whose it is.
    private(set) var user: UserID
    /// All that is to be known of the user.
    private(set) var record: Record
    /// What is to be replaced, and nothing else; nil for a step that was decided.
    var former: Record?
    /// What a newer version of Roster stored of the step.
    var unknownFields = UnknownFields()

    /// Asks for a record in the place of another one.
    init(_ record: Record, of user: UserID, replacing former: Record?) {
        self.user = user
        self.record = record
        self.former = former
    }
}

extension PerUserRequest: StoredRecord {
    static var blank: PerUserRequest { PerUserRequest(.blank, of: .blank, replacing: nil) }

    static func describe<Coder: StoredCoder>(
        _ request: inout PerUserRequest, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "user"), &request.user)
        try coder.record(StoredField(2, "record"), &request.record)
    }
}

/// How the steps of a journal and the records of a checkpoint are read: in the binary form of `StoredForm`.
enum PerUserCodec<Record: PerUserRecord> {
    /// Reads a step.
    static func readRequest(_ bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> PerUserRequest<Record> {
        try understanding { () throws(StoredFormError) in try StoredForm.decoded(Array(bytes)) }
    }

    /// Reads what is known of a user.
    static func readRecord(_ bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Record {
        try understanding { () throws(StoredFormError) in try StoredForm.decoded(Array(bytes)) }
    }
}

/// Requests to a store that become durable together.
struct PerUserRound<Record: PerUserRecord>: StoreRound {
    private let content: SharedContent<PerUserContent<Record>>
    private(set) var requests: [PerUserRequest<Record>] = []

    init(over content: SharedContent<PerUserContent<Record>>) {
        self.content = content
    }

    mutating func decide(
        _ request: PerUserRequest<Record>, in group: inout JournalGroup
    ) -> Result<Bool, FileStoreError> {
        do throws(FileStoreError) {
            guard try self.isToBeDone(request) else { return .success(false) }
        } catch {
            return .failure(error)
        }
        group.add { $0.bytes += StoredForm.encoded(request) }
        self.requests.append(request)
        return .success(true)
    }

    private func isToBeDone(_ request: PerUserRequest<Record>) throws(FileStoreError) -> Bool {
        guard let former = request.former else { return true }
        if let earlier = self.requests.last(where: { $0.user == request.user }) { return earlier.record == former }
        let present = try self.content.read { (content) throws(FileStoreError) in
            try content.record(of: request.user)
        }
        return present == former
    }

    static func reply(to failure: StoreFailure) -> Result<Bool, FileStoreError> {
        switch failure {
        case .unavailable(let cause), .outcomeUnknown(let cause): .failure(cause)
        }
    }
}
