import RosterDomain
import RosterDomainTestSupport
import RosterPartnerCenter
import Testing

@Suite("What a reader may find")
struct RecordReaderTests {
    @Test("without a role by what concerns administrators is nothing but the own account")
    func narrowed() {
        let standing = UserStanding(id: DomainSample.id(1), affiliation: .member, status: .active, holdings: [])
        let reader = RecordReader(standing, catalog: .partnerCenter, now: DomainSample.moment)
        #expect(reader.narrowed(UserQuery(hasUndeliveredNotifications: true)) == .oneself)
        #expect(reader.narrowed(UserQuery(hasAttributes: true)) == .oneself)
        #expect(reader.narrowed(UserQuery(hasPendingRequest: true)) == .oneself)
        #expect(reader.narrowed(UserQuery(statuses: [.blocked])) == .nothing)
    }

    @Test("is decided for every field of a query")
    func everyField() {
        let fields = Set(Mirror(reflecting: UserQuery()).children.compactMap(\.label))
        let weighed: Set = [
            "text", "role", "scope", "statuses", "hasPendingRequest", "hasUndeliveredNotifications", "hasAttributes",
            "group", "name", "start", "countLimit", "pageSize",
        ]
        #expect(fields == weighed, "decide in RecordReader.narrowed what a new field may find")
    }
}
