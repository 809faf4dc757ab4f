public import RosterDomain
public import RosterPorts

/// Copies the whole history of a directory into another one, such as from a folder into a database or back, and compares
/// the two.
///
/// Stop every host that writes to either directory first. Credentials and sessions are not part of a history, and are not copied.
///
/// A copy that was interrupted, by a crash or by canceling the task, goes on where it ended when it is run again. A target that holds
/// anything else is left as it is.
public struct HistoryCopy: Sendable {
    /// What a copy is doing.
    public enum Phase: Sendable, Hashable {
        /// Comparing the steps that the target had already.
        case checking
        /// Adding steps to the target.
        case copying
        /// Comparing both directories, step by step and record by record.
        case comparing
    }

    /// What a copy has done.
    public struct Summary: Sendable, Hashable {
        /// How far the history of both directories reaches.
        public let revision: Revision
        /// How far the target reached before; `Revision.start` if it was empty.
        public let former: Revision
        /// The number of records that are the same in both.
        public let recordCount: Int
    }

    /// The most steps, or records, that are in memory at a time.
    private static let batchSize = 1_024

    private let source: any UserDirectory
    private let target: any HistoryTarget

    /// Describes a copy, without reading or writing anything.
    public init(of source: any UserDirectory, to target: any HistoryTarget) {
        self.source = source
        self.target = target
    }

    /// Copies what the target does not have yet, and compares everything.
    ///
    /// - Parameter progress: Called now and then with what is being done and the part of it that is done, from 0 to 1.
    /// - Throws: ``HistoryCopyError``.
    /// - Complexity: O(changes + records). Reads the history of the source up to twice, and that of the target once; the memory for
    ///   the identifiers of all records.
    public func run(
        reportingTo progress: (Phase, Double) -> Void = { _, _ in }
    ) async throws(HistoryCopyError) -> Summary {
        let last = try await self.reading { () throws(UserDirectoryError) in try await self.source.head().revision }
        let former = try await self.reading { () throws(UserDirectoryError) in
            try await self.target.head().revision
        }
        guard former <= last else { throw .targetReachesFurther(former, source: last) }
        try await self.compare(through: former) { progress(.checking, $0) }
        try await self.forEachBatch(after: former, through: last) { (steps, part) throws(HistoryCopyError) in
            do throws(UserDirectoryError) { try await self.target.append(steps) } catch { throw .target(error) }
            progress(.copying, part)
        }
        // The steps that were there before are compared already.
        try await self.compare(after: former, through: last) { progress(.comparing, $0 / 2) }
        let count = try await self.compareRecords(at: last) { progress(.comparing, 0.5 + $0 / 2) }
        return Summary(revision: last, former: former, recordCount: count)
    }

    private func compare(
        after start: Revision = .start, through end: Revision, _ report: (Double) -> Void
    ) async throws(HistoryCopyError) {
        try await self.forEachBatch(after: start, through: end) { (steps, part) throws(HistoryCopyError) in
            let others: [Commit]
            do throws(UserDirectoryError) {
                let before = Revision(steps[0].revision.number - 1)
                others = try await self.target.history(after: before, limit: steps.count)
            } catch {
                throw .target(error)
            }
            if let index = steps.indices.first(where: { !others.indices.contains($0) || steps[$0] != others[$0] }) {
                throw .stepDiffers(steps[index].revision)
            }
            report(part)
        }
    }

    private func forEachBatch(
        after start: Revision, through end: Revision,
        _ body: ([Commit], _ part: Double) async throws(HistoryCopyError) -> Void
    ) async throws(HistoryCopyError) {
        var revision = start
        while revision < end {
            if Task.isCancelled { throw .canceled }
            let count = Int(clamping: min(UInt64(Self.batchSize), end.number - revision.number))
            let steps = try await self.reading { [revision] () throws(UserDirectoryError) in
                try await self.source.history(after: revision, limit: count)
            }
            guard let last = steps.last else { throw .changedMeanwhile }
            try await body(steps, Double(last.revision.number - start.number) / Double(end.number - start.number))
            revision = last.revision
        }
    }

    private func reading<Value: Sendable>(
        _ body: () async throws(UserDirectoryError) -> Value
    ) async throws(HistoryCopyError) -> Value {
        do throws(UserDirectoryError) { return try await body() } catch { throw .source(error) }
    }
}

// MARK: - Records

extension HistoryCopy {
    /// Compares what both directories hold at a revision, and returns the number of records.
    private func compareRecords(
        at revision: Revision, _ report: (Double) -> Void
    ) async throws(HistoryCopyError) -> Int {
        let ids = try await self.reading { () throws(UserDirectoryError) in
            try await Self.ids(in: self.source, at: revision)
        }
        let others: [RecordID]?
        do throws(UserDirectoryError) { others = try await Self.ids(in: self.target, at: revision) } catch {
            throw .target(error)
        }
        guard let ids, let others else { throw .changedMeanwhile }
        guard Set(ids) == Set(others), ids.count == others.count else { throw .recordsDiffer }
        for first in stride(from: 0, to: ids.count, by: Self.batchSize) {
            if Task.isCancelled { throw .canceled }
            try await self.compare(RecordKeys(Array(ids[first..<min(first + Self.batchSize, ids.count)])))
            report(Double(first) / Double(ids.count))
        }
        report(1)
        return ids.count
    }

    /// The identifiers of all records; nil if the directory is not at the revision any more.
    private static func ids(
        in directory: any UserDirectory, at revision: Revision
    ) async throws(UserDirectoryError) -> [RecordID]? {
        var ids: [RecordID] = []
        return try await directory.readStandings { ids.append($0.id) } == revision ? ids : nil
    }

    private func compare(_ keys: RecordKeys) async throws(HistoryCopyError) {
        let excerpt = try await self.reading { () throws(UserDirectoryError) in try await self.source.read(keys) }
        let other: DirectoryExcerpt
        do throws(UserDirectoryError) { other = try await self.target.read(keys) } catch { throw .target(error) }
        for id in keys.ids {
            let records = [excerpt, other].map { try? $0.record(id) }
            if records[0] == nil || records[0] != records[1] { throw .recordsDiffer }
        }
    }
}
