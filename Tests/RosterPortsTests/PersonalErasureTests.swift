import RosterDomain
import RosterDomainTestSupport
import RosterPorts
import Testing

@Suite("What is erased with a person")
struct PersonalErasureTests {
    /// Whether a value holds another one, however deep.
    private static func holds<Wanted: Equatable>(_ value: Any, _ wanted: Wanted) -> Bool {
        if let value = value as? Wanted { return value == wanted }
        return Mirror(reflecting: value).children.contains { self.holds($0.value, wanted) }
    }

    private static func namesPerson(_ reason: RefusalReason) -> Bool {
        self.holds(reason, DomainSample.id(1)) || self.holds(reason, UserName(DomainSample.email))
            || self.holds(reason, DomainSample.email)
    }

    private static func erased(_ reason: RefusalReason) throws -> Commit? {
        let person = DomainSample.user(1, DomainSample.email.rawValue)
        let changes: [Change] = [
            .userAdded(user: person), .refused(refusal: Refusal("ask for Ada", because: reason)),
            .userPurged(user: person.id),
        ]
        let steps = changes.enumerated().map { position, change in
            Commit(
                revision: Revision(UInt64(position + 1)), at: DomainSample.moment, principal: .system,
                changes: [change])
        }
        var erasure = try #require(PersonalErasure(for: steps[2]))
        for step in steps { erasure.note(step) }
        return erasure.erased(steps[1])
    }

    @Test(
        "holds every refusal of another person that names this one, whatever the reason",
        arguments: DomainSample.reasons(naming: "x").filter(Self.namesPerson))
    func refusals(_ reason: RefusalReason) throws {
        let erased = try Self.erased(reason)
        let step = try #require(erased, "\(reason)")
        #expect(!"\(step)".contains("Ada"), "\(reason)")
        #expect(!Self.holds(step, DomainSample.email) && !Self.holds(step, UserName(DomainSample.email)), "\(reason)")
    }

    @Test("leaves refusals alone that name no person")
    func others() throws {
        let reasons = DomainSample.reasons(naming: "x").filter { !Self.namesPerson($0) }
        #expect(reasons.count > 60)
        for reason in reasons { #expect(try Self.erased(reason) == nil, "\(reason)") }
    }
}
