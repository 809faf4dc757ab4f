import RosterPartnerCenter
import Roster

/// One of the users whom every store keeps in the comparison, made from its number alone.
///
/// `Benchmarks/peers/store/records.h` says how, and makes the same ones for the peers.
struct StoreRecord {
    /// The roles from the commonest to the rarest, and how often each is drawn.
    static let roles: [RoleID] = [
        .adminAgent, .salesAgent, .helpdeskAgent, .reportViewer, .referralsUser, .incentivesUser, .billingAdmin,
        .userManagementAdmin, .accountAdmin, .mpnPartnerAdmin, .referralsAdmin, .businessProfileAdmin, .incentivesAdmin,
        .coSellSolutionAdmin, .executiveReportViewer, .complianceAdmin, .developer, .marketer, .businessContributor,
        .globalAdmin,
    ]
    private static let weights: [UInt64] = [
        10_000, 3_536, 1_925, 1_250, 894, 680, 540, 442, 370, 316, 274, 241, 213, 191, 172, 156, 143, 131, 121, 112,
    ]
    private static let weightSum = Self.weights.reduce(0, +)
    static let roleCountPerUser = 3

    let number: UInt64

    init(_ number: Int) {
        self.number = UInt64(number)
    }

    var id: UserID {
        let (high, low) = (Self.mixed(4 * self.number), Self.mixed(4 * self.number + 1))
        return UserID(madeAt: self.addedAt, randomness: UInt128(high) << 64 | UInt128(low))
    }

    var addedAt: Timestamp { Timestamp(millisecondsSinceEpoch: 1_760_000_000_000 + Int64(self.number)) }

    /// The first roles of the user, as positions in `roles`.
    func roleNumbers(_ count: Int = Self.roleCountPerUser) -> [Int] {
        var chosen: [Int] = []
        var draw = (1 << 40) + 16 * self.number
        while chosen.count < count {
            let role = Self.drawnRole(draw)
            if !chosen.contains(role) { chosen.append(role) }
            draw += 1
        }
        return chosen
    }

    func name() throws(FullNameError) -> FullName {
        try FullName("\(Self.word(self.given, 6)) \(Self.word(Self.mixed(4 * self.number + 3), 9))")
    }

    func address() throws(EmailAddressError) -> EmailAddress {
        let digits = String(self.number)
        let zeros = String(repeating: "0", count: max(0, 8 - digits.utf8.count))
        return try EmailAddress("\(Self.word(self.given, 6).lowercased()).\(zeros)\(digits)@acme.example")
    }

    /// The user being added, with the first of the roles.
    func changes(roleCount: Int) throws -> [Change] {
        let user = User(
            id: self.id, fullName: try self.name(), email: try self.address(), status: .active, addedAt: self.addedAt)
        let assignments = self.roleNumbers(roleCount).map { role in
            RoleAssignment(of: Self.roles[role], to: user.id, grantedBy: .system, grantedAt: self.addedAt)
        }
        return [.userAdded(user: user)] + assignments.map { .roleAssigned(assignment: $0) }
    }

    /// Whether a directory tells of the user what was stored.
    func matches(_ record: UserRecord?) throws -> Bool {
        guard let record else { return false }
        let (name, address) = (try self.name(), try self.address())
        return record.id == self.id && record.user.fullName == name && record.user.email == address
            && record.user.status == .active && record.user.addedAt == self.addedAt
            && Set(record.assignments.map(\.role)) == Set(self.roleNumbers().map { Self.roles[$0] })
    }

    /// The number of the user whom a question asks about.
    static func asked(_ question: Int, among count: Int) -> Int {
        Int(self.mixed(UInt64(question) ^ 0x5EED) % UInt64(count))
    }

    private var given: UInt64 { Self.mixed(4 * self.number + 2) }

    private static func mixed(_ value: UInt64) -> UInt64 {
        // One step of the generator is its mixing of the number that it was seeded with.
        var numbers = SeededNumbers(seed: value)
        return numbers.next()
    }

    private static func drawnRole(_ draw: UInt64) -> Int {
        var place = self.mixed(draw) % self.weightSum
        var role = 0
        while place >= self.weights[role] {
            place -= self.weights[role]
            role += 1
        }
        return role
    }

    /// Letters that are the lowest base-26 digits of a number, the first in upper case.
    private static func word(_ number: UInt64, _ count: Int) -> String {
        var (rest, letters) = (number, [UInt8]())
        for position in 0..<count {
            letters.append((position == 0 ? UInt8(ascii: "A") : UInt8(ascii: "a")) + UInt8(rest % 26))
            rest /= 26
        }
        return String(decoding: letters, as: UTF8.self)
    }
}
