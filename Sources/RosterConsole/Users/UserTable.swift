import RosterDomain
import RosterTables
import RosterUseCases
import RosterWeb

// The list of users as a file.

extension UsersPages {
    /// The most users in one file; ours.
    private static let tableLimit = 10_000

    /// The users that a filter finds; a question to narrow it where there are too many.
    func table() async throws -> WebResponse {
        // What the import of users reads.
        var table = CommaSeparatedTable(TeamColumn.titles)
        var query = UserFilterForm(visit: self.visit).query
        query?.pageSize = 1_000
        query?.countLimit = 0
        query?.start = .beginning
        var count = 0
        while let asked = query {
            let page = try await self.found(asked)
            count += page.records.count
            guard count <= Self.tableLimit else { return self.tooMany }
            for record in page.records { table.add(self.row(record)) }
            if let next = page.next { query?.start = next } else { query = nil }
        }
        return self.visit.file(table.bytes, named: "users.csv")
    }

    /// A row, in the order of the titles; a role that has ended is held no more.
    private func row(_ record: UserRecord) -> [String] {
        let user = record.user
        let now = self.visit.now
        let roles = record.assignments.filter { $0.holds(after: now) }.map(\.holding.inTable)
        return [
            user.fullName.rawValue, user.email?.rawValue ?? "", roles.joined(separator: " "), user.userName.rawValue,
            user.status.rawValue, TeamKind(of: user).rawValue, user.id.description,
        ]
    }

    private var tooMany: WebResponse {
        self.visit.show(
            Page(
                self.words(.userTable), status: 422, in: .users,
                notice: .problem(self.words(.tableTooLong, "\(Self.tableLimit)")),
                trail: [(self.words(.userManagement), self.visit.page("users"))]
            ) { HTML() }, for: self.viewer)
    }
}

extension Visit {
    /// A table as a file to keep; the name is ours.
    func file(_ bytes: [UInt8], named name: StaticString) -> WebResponse {
        var response = WebResponse(200, headers: ["Content-Type": "text/csv; charset=utf-8"], body: bytes)
        self.addHeaders(to: &response)
        response.headers["Content-Disposition"] = "attachment; filename=\"\(name)\""
        return response
    }
}
