// Many questions in one call: the memory of one is fetched while the others are worked on.

extension AccessTable {
    /// Answers a question for each user and permission, all of them for the whole company, with nothing stated and no
    /// assignment that begins or ends.
    ///
    /// - Parameters:
    ///   - users: The users.
    ///   - permissions: The permissions, one for each user.
    ///   - answers: The buffer for the answers; elements beyond the number of users stay unchanged.
    /// - Precondition: There are as many permissions as users, and room for as many answers.
    /// - Complexity: O(users); faster than as many calls where the index is larger than the processor's caches.
    public func permits(
        _ users: Span<UserID>, _ permissions: Span<PermissionHandle>, into answers: inout MutableSpan<Bool>
    ) {
        precondition(users.count == permissions.count, "there is one permission for each user")
        self.answer(permissions, into: &answers) { batch, start, index in
            batch.find(users, from: start, in: UserIndex(index))
        }
    }

    /// Answers a question for each name and permission, all of them for the whole company, with nothing stated and no
    /// assignment that begins or ends.
    ///
    /// - Parameters:
    ///   - names: The names of the users.
    ///   - permissions: The permissions, one for each name.
    ///   - answers: The buffer for the answers; elements beyond the number of names stay unchanged.
    /// - Precondition: There are as many permissions as names, and room for as many answers.
    /// - Complexity: O(names).
    public func permits(
        named names: Span<String>, _ permissions: Span<PermissionHandle>, into answers: inout MutableSpan<Bool>
    ) {
        precondition(names.count == permissions.count, "there is one permission for each name")
        self.answer(permissions, into: &answers) { batch, start, index in
            batch.find(names, from: start, in: index.userNames)
        }
    }

    @inline(__always)
    private func answer(
        _ permissions: Span<PermissionHandle>, into answers: inout MutableSpan<Bool>,
        finding find: (_ batch: Batch, _ start: Int, _ index: SharedWords) -> Void
    ) {
        precondition(permissions.count <= answers.count, "there is room for every answer")
        var start = 0
        while start < permissions.count {
            let count = min(Batch.size, permissions.count - start)
            let bits = ScratchWords.lend(Batch.scratchCount) { scratch in
                let batch = Batch(count: count, scratch)
                return self.read { index in
                    find(batch, start, index)
                    return batch.answers(permissions, from: start, index)
                }
            }
            for position in 0..<count { answers[start + position] = bits >> UInt32(position) & 1 != 0 }
            start += count
        }
    }
}
