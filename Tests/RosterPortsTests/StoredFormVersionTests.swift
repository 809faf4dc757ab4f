import RosterDomain
import RosterDomainTestSupport
import RosterPorts
import Testing

@Suite("What a newer version of Roster stored")
struct StoredFormVersionTests {
    /// Fields with numbers and names that no version has given yet.
    private static let newer = UnknownFields.sample

    /// A record with such fields wherever they are kept.
    private static func record() -> UserRecord {
        var record = UserRecord(DomainSample.user(1, "ada@contoso.example"))
        record.user.unknownFields = self.newer
        record.assignments = ["a", "b"].map { DomainSample.assignment($0, to: record.id) }
        record.assignments[0].unknownFields = self.newer
        record.invitation = DomainSample.invitation
        record.invitation?.unknownFields = self.newer
        record.roleRequests = [DomainSample.request(by: record.id)]
        record.roleRequests[0].unknownFields = self.newer
        record.unknownFields = self.newer
        return record
    }

    /// A step with such fields in each of its changes.
    private static func commit() -> Commit {
        let record = self.record()
        var company = DomainSample.company
        company.unknownFields = self.newer
        let changes: [Change] = [
            .companyEnrolled(company: company), .userAdded(user: record.user),
            .roleAssigned(assignment: record.assignments[0]),
            .passwordChanged(user: record.id, credential: DomainSample.credential),
            .rolesRequested(request: record.roleRequests[0]),
        ]
        var commit = Commit(revision: Revision(1), at: DomainSample.moment, principal: .system, changes: changes)
        commit.unknownFields = self.newer
        commit.unknownFieldsOfChanges = [3: self.newer]
        return commit
    }

    @Test("is kept when a record is written back")
    func records() throws {
        let record = Self.record()
        #expect(try StoredForm.userRecord(StoredForm.bytes(of: record)) == record)
        var names = StoredNames()
        var bytes: [UInt8] = []
        StoredForm.write(record, to: &bytes, names: &names)
        let read = try bytes.withUnsafeBytes { try StoredForm.userRecord($0, id: record.id, names: names) }
        #expect(read == record)
    }

    @Test("is kept in steps, by way of either encoding")
    func commits() throws {
        let commit = Self.commit()
        let bytes = StoredForm.bytes(of: commit)
        #expect(try StoredForm.commit(bytes, revision: Revision(1)) == commit)
        let exported = try StoredForm.commit(json: StoredForm.json(of: commit))
        #expect(exported == commit)
        #expect(StoredForm.bytes(of: exported) == bytes)
    }

    @Test("moves into the state with the change, and out again")
    func state() throws {
        var state = DirectoryState()
        try state.apply(Self.commit())
        #expect(state.company?.unknownFields == Self.newer)
        #expect(state.user(DomainSample.id(1))?.user.unknownFields == Self.newer)
        #expect(state.user(DomainSample.id(1))?.assignments.first?.unknownFields == Self.newer)
    }

    @Test("is understood once the field is known, in whichever encoding an older version met it")
    func upgrade() throws {
        // An older version met `sessionEpoch` in a line of JSON and kept it by name; this one knows it as number 13.
        var user = DomainSample.user(1, "ada@contoso.example")
        user.unknownFields.fields = [.named("sessionEpoch", json: Array("3".utf8))]
        var known = DomainSample.user(1, "ada@contoso.example")
        known.sessionEpoch = 3
        #expect(try StoredForm.userRecord(StoredForm.bytes(of: UserRecord(user))).user == known)
        // Or it met number 13 in bytes, and wrote it into a line of JSON by its number.
        user.unknownFields.fields = [.numbered(13, kind: 0, payload: [6])]
        let commit = Commit(
            revision: Revision(1), at: DomainSample.moment, principal: .system, changes: [.userAdded(user: user)])
        #expect(try StoredForm.commit(json: StoredForm.json(of: commit)).changes == [.userAdded(user: known)])
    }

    @Test("lacks a field of this one: it has its default")
    func defaults() throws {
        let line =
            #"{"revision":1,"at":5,"principal":"system","changes":[{"kind":"userAdded","#
            + #""id":"00000000-0000-0000-0000-000000000001","email":"a@b.c","fullName":"Ada","addedAt":5}]}"#
        guard case .userAdded(let user)? = try StoredForm.commit(json: Array(line.utf8)).changes.first else {
            Issue.record("the line adds a user")
            return
        }
        #expect(user.status == .active && user.affiliation == .member && user.version == 1 && user.sessionEpoch == 0)
    }
}

extension UnknownFields {
    /// A text, a number and an identifier of a version to come, and a member of an object that was only ever JSON.
    fileprivate static let sample: UnknownFields = {
        var unknown = UnknownFields()
        unknown.fields = [
            .named("nickname", json: Array(#"{"given":["Ada",1,true,null]}"#.utf8)),
            .numbered(200, kind: 1, payload: [2, 0x41, 0x42]), .numbered(300, kind: 0, payload: [0x85, 1]),
            .numbered(301, kind: 2, payload: [UInt8](repeating: 7, count: 16)), .numbered(1_000, kind: 3, payload: []),
        ]
        return unknown
    }()
}
