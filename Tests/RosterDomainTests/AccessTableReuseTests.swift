import RosterPartnerCenter
import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("An access table whose memory is used again")
struct AccessTableReuseTests {
    /// Names too long to be their own keys, all of one length, so that each may get the bytes of another.
    private static let names = (0..<6).map { "a name of many letters, number \($0)" }

    @Test("a name means the user who has it now, however often it and others were forgotten", arguments: 0..<4)
    func namesComeBack(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let table = AccessTable(catalog: .partnerCenter)
        // Makes the index of names so large that it is not soon made anew.
        for number in 0..<60 { try table.addName("filling \(number)", to: Self.user(1_000 + number)) }
        let handle = try table.handle(for: .viewReports)
        var holders: [String: UserID] = [:]
        var viewers: Set<UserID> = []
        for step in 0..<300 {
            let name = generator.element(Self.names)
            if let holder = holders[name] {
                table.forget(holder)
                holders[name] = nil
            } else {
                let user = Self.user(2_000 + step)
                if generator.chance(50) {
                    try table.assign(.reportViewer, to: user)
                    viewers.insert(user)
                }
                try table.addName(name, to: user)
                holders[name] = user
            }
            if generator.chance(30) { try Self.makeReuse(of: table) }
            for name in Self.names {
                #expect(table.user(named: name) == holders[name])
                #expect(table.permits(named: name, handle) == holders[name].map(viewers.contains) ?? false)
            }
        }
    }

    @Test("all users fit on one page, however large it may be", arguments: [1_000, .max / 2, .max])
    func largePage(limit: Int) throws {
        let table = AccessTable(catalog: .partnerCenter)
        let users = (1...200).map { Self.user($0) }
        for user in users { try table.assign(.reportViewer, to: user) }
        #expect(try table.users(permitted: .viewReports, limit: limit) == users)
        #expect(try table.holders(of: .reportViewer, limit: limit).map(\.user) == users)
    }

    private static func user(_ number: Int) -> UserID { UserID(bits: UInt128(number)) }

    /// Gives a user so many windows, one after another, that what was retired is used again.
    private static func makeReuse(of table: AccessTable) throws {
        for moment in 0..<140 {
            let window = try ValidityWindow(from: Timestamp(millisecondsSinceEpoch: Int64(moment)))
            try table.assign(.reportViewer, to: Self.user(900), during: window)
        }
    }
}
