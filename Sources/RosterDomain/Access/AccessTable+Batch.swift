// Many questions in one call: the memory of one is fetched while the others are worked on.

extension AccessTable {
    /// Answers a question for each user and permission, all of them for the whole company, with nothing stated and no
    /// assignment that begins or ends.
    ///
    /// - Parameters:
    ///   - users: Who, one after another.
    ///   - permissions: What, one for each user.
    ///   - answers: Where the answers go; those beyond the number of users are left as they are.
    /// - Precondition: There are as many permissions as users, and room for as many answers.
    /// - Complexity: O(users); faster than as many calls where the index is larger than the processor's caches.
    public func permits(
        _ users: Span<UserID>, _ permissions: Span<PermissionHandle>, into answers: inout MutableSpan<Bool>
    ) {
        precondition(users.count == permissions.count && users.count <= answers.count, "one permission a user")
        var start = 0
        while start < users.count {
            let count = min(Batch.size, users.count - start)
            var batch = Batch(count: count)
            self.read { index in
                batch.find(users, from: start, in: UserIndex(index))
                batch.answer(permissions, from: start, below: index.loadAcquiring(KeyIndex.Header.limit))
            }
            for position in 0..<count { answers[start + position] = batch.isPermitted(position) }
            start += count
        }
    }

    /// Answers a question for each name and permission, all of them for the whole company, with nothing stated and no
    /// assignment that begins or ends.
    ///
    /// - Precondition: There are as many permissions as names, and room for as many answers.
    /// - Complexity: O(names).
    public func permits(
        named names: Span<String>, _ permissions: Span<PermissionHandle>, into answers: inout MutableSpan<Bool>
    ) {
        precondition(names.count == permissions.count && names.count <= answers.count, "one permission a name")
        var start = 0
        while start < names.count {
            let count = min(Batch.size, names.count - start)
            var batch = Batch(count: count)
            self.read { index in
                batch.find(names, from: start, in: index.userNames)
                batch.answer(permissions, from: start, below: index.loadAcquiring(KeyIndex.Header.limit))
            }
            for position in 0..<count { answers[start + position] = batch.isPermitted(position) }
            start += count
        }
    }
}
