import CBenchmarkCounters
import RosterDomain

/// The loops that are timed: every question once, the number of those allowed.
///
/// Each is a function of its own that is not inlined, so that the compiler sees nothing of the question beforehand.
struct TablePasses: Sendable {
    /// What is asked for in one call of the batch form.
    static let batchSize = 32

    let table: AccessTable

    @inline(never)
    func count(_ subject: UserHandle, _ permissions: [PermissionHandle]) -> Int {
        var count: Int64 = 0
        for permission in permissions { count &+= benchmark_number(self.table.permits(subject, permission)) }
        return Int(count)
    }

    /// The same by a call that is certainly one, whatever of the check the compiler inlines.
    @inline(never)
    func countByCall(_ subject: UserHandle, _ permissions: [PermissionHandle]) -> Int {
        var count: Int64 = 0
        for permission in permissions { count &+= benchmark_number(isPermitted(self.table, subject, permission)) }
        return Int(count)
    }

    @inline(never)
    func count(_ users: [UserID], _ permissions: [PermissionHandle]) -> Int {
        var count: Int64 = 0
        for index in users.indices { count &+= benchmark_number(self.table.permits(users[index], permissions[index])) }
        return Int(count)
    }

    @inline(never)
    func count(_ subjects: [UserHandle], _ permissions: [PermissionHandle]) -> Int {
        var count: Int64 = 0
        for index in subjects.indices {
            count &+= benchmark_number(self.table.permits(subjects[index], permissions[index]))
        }
        return Int(count)
    }

    @inline(never)
    func countOneByOne(_ users: [UserID], _ permissions: [PermissionHandle]) -> Int {
        var count: Int64 = 0
        for index in users.indices {
            count &+= benchmark_number(self.table.permits(users[index], permissions[index]))
            benchmark_wait()
        }
        return Int(count)
    }

    @inline(never)
    func count(_ names: [String], _ permissions: [PermissionHandle]) -> Int {
        var count: Int64 = 0
        for index in names.indices {
            count &+= benchmark_number(self.table.permits(named: names[index], permissions[index]))
        }
        return Int(count)
    }

    @inline(never)
    func countInBatches(_ users: [UserID], _ permissions: [PermissionHandle]) -> Int {
        var count: Int64 = 0
        self.askInBatches(users.span, permissions.span) { _, isAllowed in count &+= benchmark_number(isAllowed) }
        return Int(count)
    }

    @inline(never)
    func countInBatches(_ names: [String], _ permissions: [PermissionHandle]) -> Int {
        var count: Int64 = 0
        self.askInBatches(names.span, permissions.span) { _, isAllowed in count &+= benchmark_number(isAllowed) }
        return Int(count)
    }

    @inline(never)
    func answers(_ names: [String], _ permissions: [PermissionHandle]) -> [Bool] {
        names.indices.map { self.table.permits(named: names[$0], permissions[$0]) }
    }

    /// Every answer of the batch form, to be compared.
    func answersInBatches(_ users: [UserID], _ permissions: [PermissionHandle]) -> [Bool] {
        var answers = [Bool](repeating: false, count: users.count)
        self.askInBatches(users.span, permissions.span) { answers[$0] = $1 }
        return answers
    }

    /// Every answer of the batch form by name, to be compared.
    func answersInBatches(_ names: [String], _ permissions: [PermissionHandle]) -> [Bool] {
        var answers = [Bool](repeating: false, count: names.count)
        self.askInBatches(names.span, permissions.span) { answers[$0] = $1 }
        return answers
    }
}

extension TablePasses {
    /// Asks about full batches; each answer is handed over with its position.
    @inline(__always)
    func askInBatches(
        _ users: Span<UserID>, _ permissions: Span<PermissionHandle>, _ body: (Int, Bool) -> Void
    ) {
        self.inBatches(users.count, body) { batch, answers in
            self.table.permits(users.extracting(batch), permissions.extracting(batch), into: &answers)
        }
    }

    /// The same by name.
    @inline(__always)
    func askInBatches(
        _ names: Span<String>, _ permissions: Span<PermissionHandle>, _ body: (Int, Bool) -> Void
    ) {
        self.inBatches(names.count, body) { batch, answers in
            self.table.permits(named: names.extracting(batch), permissions.extracting(batch), into: &answers)
        }
    }

    /// The answers of a batch lie on the stack, as they may in a host.
    @inline(__always)
    private func inBatches(
        _ total: Int, _ body: (Int, Bool) -> Void, ask: (Range<Int>, inout MutableSpan<Bool>) -> Void
    ) {
        precondition(total.isMultiple(of: Self.batchSize), "invariant: every batch is a full one")
        withUnsafeTemporaryAllocation(of: Bool.self, capacity: Self.batchSize) { memory in
            memory.initialize(repeating: false)
            for start in stride(from: 0, to: total, by: Self.batchSize) {
                var answers = memory.mutableSpan
                ask(start..<start + Self.batchSize, &answers)
                for index in memory.indices { body(start + index, memory[index]) }
            }
        }
    }
}

@inline(never)
private func isPermitted(_ table: AccessTable, _ subject: UserHandle, _ permission: PermissionHandle) -> Bool {
    table.permits(subject, permission)
}
