import RosterDomain

/// The questions whose costs are counted: every second user holds their roles at one place only, every third for a
/// time, and every fourth permission is granted on a condition.
struct CountedWorld {
    let table: AccessTable
    /// The one place at which something is held.
    let place: Scope
    /// The first moment at which what is held for a time no longer counts.
    let end = Timestamp(millisecondsSinceEpoch: 2_000_000)
    private let all: Asked
    private let questions: [CountedQuestion]

    init(checkCount: Int) throws {
        let world = try World(userCount: 500, roleCount: 50, permissionCount: 200, setCount: 100, conditionedCount: 50)
        let questions = Questions(world, count: checkCount, hotUserCount: nil)
        let table = AccessTable(catalog: world.catalog)
        // Some names fit into the string itself, others lie on the heap.
        let names = world.users.indices.map { "user\($0)" + ($0.isMultiple(of: 4) ? "" : "@a-longer-name.example") }
        let ids = names.map { table.identify($0) }
        self.table = table
        self.place = try Scope("/locations/seattle")
        self.questions = questions.users.indices.map {
            CountedQuestion(
                user: questions.users[$0], isConditioned: questions.permissions[$0] >= world.firstConditioned,
                isHeld: questions.expected[$0])
        }
        for user in world.users.indices {
            let (isLocal, isBound) = (CountedQuestion.isLocal(user), CountedQuestion.isTimeBound(user))
            for role in world.roleSets[world.setOfUser[user]] {
                try table.assign(
                    world.roles[role], to: ids[user], at: isLocal ? self.place : .company,
                    during: isBound ? ValidityWindow(until: self.end) : .always)
            }
        }
        self.all = Asked(
            subjects: try questions.users.map { user in
                guard let subject = table.handle(named: names[user]) else {
                    throw WrongAnswers(name: "AccessTable.handle", count: nil)
                }
                return subject
            },
            ids: questions.users.map { ids[$0] }, names: questions.users.map { names[$0] },
            handles: questions.handles(try world.handles(of: table)))
    }

    /// The questions that fit, as many as make full batches.
    func questions(_ isWanted: (CountedQuestion) -> Bool) -> Asked {
        let positions = self.questions.indices.filter { isWanted(self.questions[$0]) }
        return self.all.at(positions.prefix(positions.count / TablePasses.batchSize * TablePasses.batchSize))
    }
}

/// What is known of one question beforehand.
struct CountedQuestion {
    let user: Int
    /// Whether the grant needs a condition.
    let isConditioned: Bool
    /// Whether a role of the user grants the permission, wherever and whenever.
    let isHeld: Bool

    /// The answer at the place, in time, with nothing stated.
    var isAllowedUnconditionally: Bool { self.isHeld && !self.isConditioned }

    static func isLocal(_ user: Int) -> Bool { user.isMultiple(of: 2) }
    static func isTimeBound(_ user: Int) -> Bool { user.isMultiple(of: 3) }

    /// The answer without a place, a moment and a condition: only what is held in the whole company and for good.
    var isAllowedInCompany: Bool {
        self.isAllowedUnconditionally && !Self.isLocal(self.user) && !Self.isTimeBound(self.user)
    }

    /// The answer at the place, once the time is over.
    var isAllowedAfterEnd: Bool { self.isAllowedUnconditionally && !Self.isTimeBound(self.user) }
}

/// Questions side by side, as each form of a check wants them.
struct Asked {
    let subjects: [UserHandle]
    let ids: [UserID]
    let names: [String]
    let handles: [PermissionHandle]

    fileprivate func at(_ positions: some Sequence<Int>) -> Asked {
        let positions = Array(positions)
        return Asked(
            subjects: positions.map { self.subjects[$0] }, ids: positions.map { self.ids[$0] },
            names: positions.map { self.names[$0] }, handles: positions.map { self.handles[$0] })
    }
}
