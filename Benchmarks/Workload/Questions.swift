import RosterDomain

/// What a run asks of a world: who, what, and the right answer, of which about half is yes.
struct Questions {
    /// Positions in the world's users and permissions.
    let users: [Int]
    let permissions: [Int]
    let expected: [Bool]

    /// Makes questions about users at random.
    ///
    /// - Parameter hotUserCount: How many different users are asked about, in turn; few of them stay in the caches. Nil means
    ///   all, at random.
    init(_ world: World, count: Int, hotUserCount: Int?) {
        var numbers = SeededNumbers(seed: UInt64(count))
        // Chosen from all, because those who were put first into a table have the best places in it.
        let hot = hotUserCount.map { numbers.distinct($0, below: world.users.count).shuffled(using: &numbers) }
        let held = world.permissionsOfSet.map { $0.sorted() }
        let users = (0..<count).map { position in
            hot.map { $0[position % $0.count] } ?? Int.random(in: 0..<world.users.count, using: &numbers)
        }
        let permissions = users.map { user in
            let own = held[world.setOfUser[user]]
            return Bool.random(using: &numbers)
                ? own[Int.random(in: 0..<own.count, using: &numbers)]
                : Int.random(in: 0..<world.permissions.count, using: &numbers)
        }
        self.users = users
        self.permissions = permissions
        self.expected = users.indices.map { world.permits(users[$0], permissions[$0]) }
    }

    var count: Int { self.users.count }

    /// The users as a host has them.
    func ids(_ world: World) -> [UserID] { self.users.map { world.users[$0] } }

    /// The permissions as a host has them.
    func handles(_ handles: [PermissionHandle]) -> [PermissionHandle] { self.permissions.map { handles[$0] } }

    /// The permissions as a limit program has them: the number of a bit.
    var bits: [UInt32] { self.permissions.map { UInt32($0) } }
}
