import RosterDomain
import RosterDomainTestSupport
import RosterPorts
import Testing

@Suite("The stored form of a step")
struct StoredFormTests {
    private static func commit(_ changes: [Change]) -> Commit {
        Commit(
            revision: Revision(7), at: DomainSample.moment, principal: .user(id: DomainSample.id(1)), changes: changes)
    }

    @Test("comes back as it was in both encodings, whatever changed", arguments: DomainSample.changes)
    func everyChange(_ change: Change) throws {
        try Self.check(Self.commit([change]))
    }

    @Test(
        "comes back as it was in both encodings, whatever was refused",
        arguments: DomainSample.reasons(naming: "sales_agent")
            + DomainSample.reasons(naming: "\u{1B}\"\\\u{2028}ſ\0")
            + DomainSample.remedies(naming: "a\0").map {
                .notPermitted(permission: Permission("a/b/c"), why: .noRole, remedy: $0)
            })
    func everyReason(_ reason: RefusalReason) throws {
        try Self.check(Self.commit([.refused(refusal: Refusal("add a user", because: reason))]))
    }

    @Test("comes back as it was in both encodings, whatever its values", arguments: 1...4 as ClosedRange<UInt64>)
    func everyValue(seed: UInt64) throws {
        var sample = CommitSample(seed: seed)
        for revision in 1...150 as ClosedRange<UInt64> { try Self.check(sample.commit(revision: revision)) }
    }

    private static func check(_ commit: Commit) throws {
        let bytes = StoredForm.bytes(of: commit)
        let read = try StoredForm.commit(bytes, revision: commit.revision)
        #expect(read == commit)
        #expect(StoredForm.bytes(of: read) == bytes)
        let json = StoredForm.json(of: commit)
        #expect(!json.contains { $0 < 0x20 }, "a step takes one line")
        let parsed = try StoredForm.commit(json: json)
        #expect(parsed == commit)
        #expect(StoredForm.bytes(of: parsed) == bytes)
        #expect(StoredForm.json(of: parsed) == json)
    }

    @Test("names the place of what is wrong in JSON", arguments: Fault.inJSON)
    func faultsInJSON(_ fault: Fault) {
        #expect(throws: fault.error) { try StoredForm.commit(json: Array(fault.text.utf8)) }
    }

    @Test("names the place of what is wrong in the binary form", arguments: BinaryFault.each)
    func faultsInBytes(_ fault: BinaryFault) {
        #expect(throws: fault.error) { try StoredForm.commit(fault.bytes, revision: Revision(1)) }
    }

    @Test(
        "that is cut off anywhere is refused or read as fewer fields, and never traps", arguments: [21, 22] as [UInt64])
    func cuts(seed: UInt64) throws {
        var sample = CommitSample(seed: seed)
        for _ in 0..<40 {
            let bytes = StoredForm.bytes(of: try sample.commit())
            for count in bytes.indices.prefix(300) {
                guard let commit = try? StoredForm.commit(Array(bytes[..<count]), revision: Revision(1)) else {
                    continue
                }
                #expect(try StoredForm.commit(StoredForm.bytes(of: commit), revision: Revision(1)) == commit)
            }
        }
    }
}

extension StoredFormTests {
    /// A line of JSON that is no step.
    struct Fault: Sendable, CustomTestStringConvertible {
        let text: String
        let error: StoredFormError
        var testDescription: String { self.text }

        init(_ problem: StoredFormError.Problem, at path: String, _ changes: String) {
            self.text = #"{"revision":3,"at":5,"principal":"system","changes":["# + changes + "]}"
            self.error = StoredFormError(problem, at: path)
        }

        private static let user = #""user":"00000000-0000-0000-0000-000000000001""#

        static let inJSON = [
            Fault(.unknownAlternative, at: "changes.0.exploded", #"{"kind":"exploded"}"#),
            Fault(.missing, at: "changes.0.kind", "{}"),
            Fault(.missing, at: "changes.0.passwordChanged.user", #"{"kind":"passwordChanged"}"#),
            Fault(.wrongKind, at: "changes.0", "1"),
            Fault(.wrongKind, at: "changes.0.passwordChanged.user", #"{"kind":"passwordChanged","user":5}"#),
            Fault(
                .unknownAlternative, at: "changes.0.statusChanged.to",
                #"{"kind":"statusChanged",\#(user),"from":"active","to":"gone"}"#),
            Fault(
                .unknownRequiredField, at: "changes.0.firstSignIn.!newer",
                #"{"kind":"firstSignIn",\#(user),"!newer":1}"#),
            Fault(
                .invalid(detail: EmailAddressError.malformed("ada").description), at: "changes.0.userAdded.email",
                #"{"kind":"userAdded","id":"00000000-0000-0000-0000-000000000001","email":"ada"}"#),
        ]
    }

    /// Bytes that are no step.
    struct BinaryFault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let error: StoredFormError

        private init(_ name: String, _ problem: StoredFormError.Problem, at path: String = "", _ bytes: [UInt8]) {
            self.testDescription = name
            self.bytes = bytes
            self.error = StoredFormError(problem, at: path)
        }

        // 8 × number + 4 when required + kind; kind 0 a number, 1 bytes, 2 an identifier, 3 yes.
        static let each = [
            BinaryFault("no field at all", .missing, at: "principal", []),
            BinaryFault("a field twice", .repeated, at: "#2", [16, 0, 16, 0]),
            BinaryFault("fields out of order", .repeated, at: "#1", [16, 0, 8, 0]),
            BinaryFault("a field of the wrong kind", .wrongKind, at: "principal", [19]),
            BinaryFault("changes of the wrong kind", .wrongKind, at: "changes.0", [16, 0, 24, 1]),
            BinaryFault("bytes that are cut off", .cutOff, at: "changes.0", [16, 0, 25, 5, 1]),
            BinaryFault("a number written in more bytes than it takes", .unreadable, [0x88, 0]),
            BinaryFault("an unknown kind of change", .unknownAlternative, at: "changes.0.#99", [16, 0, 25, 2, 99, 0]),
            BinaryFault("an unknown required field", .unknownRequiredField, at: "#9", [16, 0, 25, 0, 76, 1]),
            BinaryFault(
                "a principal of a newer kind",
                .invalid(detail: "there is no principal of kind 4 in this version"), at: "principal", [16, 4]),
        ]
    }
}
