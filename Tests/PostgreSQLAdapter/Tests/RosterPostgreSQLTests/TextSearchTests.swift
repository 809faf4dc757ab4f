import RosterDomain
import RosterPorts
import RosterPostgreSQL
import Testing

@Suite("Users who are searched by a text", .timeLimit(.minutes(10)))
struct TextSearchTests {
    private static let names = [
        "Grace Hopper", "100 % Grace", "Grace_Hopper", #"Grace\Hopper"#, "GRACE HOPPER", "Zoë Straße",
        "'; DROP TABLE --", "A\\\u{301}B",
    ]
    private static let texts = [
        "grace hopper", "%", "_", #"\"#, "e_h", "e%r", #"e\h"#, #"\\"#, "zoë", "STRASSE", "'", "gr", "r", "no one",
        "\\\u{301}", "%\u{301}",
    ]

    @Test("are those whom the domain finds, with an index on trigrams and without", arguments: [false, true])
    func finds(isIndexed: Bool) async throws {
        let schema = "searched \(isIndexed)"
        let server = try PostgreSQLServer(
            "\(TestServer.connection) options='-c enable_indexscan=off -c enable_seqscan=off'", schema: schema,
            listening: false)
        try await server.createSchema()
        if isIndexed {
            try await TestServer.psql(
                """
                CREATE EXTENSION IF NOT EXISTS pg_trgm;
                CREATE INDEX ON "\(schema)".records USING gin (search gin_trgm_ops)
                """)
        }
        let directory = server.directory(of: TestServer.company)
        let users = try Self.names.enumerated().map { number, name in
            User(
                id: UserID(bits: UInt128(number + 1)), fullName: try FullName(name),
                email: try EmailAddress("\(number)@contoso.example"), status: .active,
                addedAt: Timestamp(millisecondsSinceEpoch: 0))
        }
        try await directory.commit(
            users.map { .userAdded(user: $0) }, by: .system, at: Timestamp(millisecondsSinceEpoch: 0),
            given: .versions([:]))
        for text in Self.texts {
            for query in [UserQuery(text: text), UserQuery(text: text, statuses: [.active])] {
                let expected = users.filter { query.matches(UserRecord($0)) }.map(\.id)
                let found = try await directory.users(matching: query).records.map(\.id)
                #expect(found == expected, "\(text)")
            }
        }
    }
}
