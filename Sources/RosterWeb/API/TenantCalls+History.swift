import RosterDomain
import RosterJSON
import RosterUseCases

extension TenantCalls {
    /// What happened, newest first.
    var historyRoutes: [WebRoute] {
        [
            WebRoute(
                .get, "/history",
                WebOperation(
                    "readHistory", "A page of the history, newest first",
                    query: [
                        WebParameter("user", .string, "Only what was done to or by this user"),
                        WebParameter("before", .integer, "Only steps before this one: `next` of the page before"),
                        WebParameter("limit", .integer, "The most steps on the page, from 1 to 1000; 100 unless given"),
                        WebParameter(
                            "changes", .integer, "The most changes told of a step, from 1 to 100000; 100 unless given"),
                    ], response: "HistoryPage")
            ) { call in
                let user = try call.query["user"].map { text throws(WebProblem) -> UserID in
                    guard let user = try? UserID(text) else { throw .notFound }
                    return user
                }
                let before = try call.query.number("before", in: 0...Int.max).map { Revision(UInt64($0)) }
                let limit = try call.query.number("limit", in: 1...1_000) ?? 100
                let changes = try call.query.number("changes", in: 1...100_000) ?? 100
                let page = try await self.acting(call) {
                    try await self.tenant.historyPage(
                        of: user, before: before, limit: limit, changesPerStep: changes, by: $0)
                }
                return .json(WebView.page(page))
            }
        ]
    }

    /// The sessions and tokens of a user, for themselves and for administrators.
    var userSessionRoutes: [WebRoute] {
        [
            WebRoute(
                .get, "/users/{user}/sessions",
                WebOperation("listSessions", "Lists the sessions of a user that still count", response: "SessionList")
            ) { call in
                let user = try call.user()
                let sessions = try await self.acting(call) { try await self.tenant.sessions(of: user, by: $0) }
                let present = call.request.caller?.session
                return .json(.object([("sessions", .list(sessions.map { WebView.session($0, present: present) }))]))
            },
            WebRoute(
                .delete, "/users/{user}/sessions",
                WebOperation("endAllSessions", "Ends all sessions and tokens of a user", status: 204)
            ) { call in
                let user = try call.user()
                try await self.acting(call) { try await self.tenant.endAllSessions(of: user, by: $0) }
                return WebResponse(204)
            },
            WebRoute(
                .delete, "/users/{user}/sessions/{session}",
                WebOperation("endSession", "Ends one session or token of a user", status: 204)
            ) { call in
                let (user, session) = (try call.user(), try call.identifier("session") as UserSessionID)
                try await self.acting(call) { try await self.tenant.endSession(session, of: user, by: $0) }
                return WebResponse(204)
            },
        ]
    }
}
