public import RosterDomain

// Verbs on what the caller has seen.

extension Tenant {
    /// Calls `body`, whose verbs do to a record what they do only while the record is at a version.
    ///
    /// For hosts that show a record and change it later, such as those that take `If-Match`: a verb that finds another version is refused
    /// with `RefusalReason.changedMeanwhile`, on record. It is decided with the verb, so that no change in between is overlooked.
    /// A record that does not exist is for the verb to tell.
    ///
    /// It holds for the task and its children, and not for detached tasks.
    ///
    /// - Parameters:
    ///   - version: The version that was seen: `User.version`, `Group.version` or `CompanyRole.version`; nil for any.
    ///   - record: Which record.
    ///   - body: Calls verbs that concern the record.
    public func expecting<Result, Failure: Error>(
        version: Int?, of record: RecordID, _ body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await ExpectedVersion.with(version.map { ExpectedVersion($0, of: record) }, body)
    }
}

/// The version at which a record must be for the verbs of a task.
struct ExpectedVersion: Sendable {
    @TaskLocal private static var current: ExpectedVersion?

    private let version: Int
    private let record: RecordID

    init(_ version: Int, of record: RecordID) {
        self.version = version
        self.record = record
    }

    /// Calls `body` with another expectation than before; nil for none.
    static func with<Result, Failure: Error>(
        _ expected: ExpectedVersion?, _ body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let result: Swift.Result<Result, Failure> = await self.$current.withValue(expected) {
            do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Refuses what is decided on another version than the task expects.
    static func check(_ facts: Facts) throws(RefusalReason) {
        guard let current = self.current, let version = current.record.version(in: facts) else { return }
        guard version == current.version else { throw .changedMeanwhile }
    }
}

extension RecordID {
    /// The version of the record as it is known; nil when it is not.
    fileprivate func version(in facts: Facts) -> Int? {
        switch self {
        case .user(let id): facts.users[id]?.user.version
        case .group(let id): facts.groups[id]?.version
        case .companyRole(let id): facts.companyRoles[id]?.version
        }
    }
}
