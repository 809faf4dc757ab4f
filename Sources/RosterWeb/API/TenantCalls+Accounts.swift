import RosterDomain
import RosterJSON
import RosterUseCases

extension TenantCalls {
    /// What is done to an account as a whole.
    var accountRoutes: [WebRoute] {
        [
            self.account("block", "blockUser", "Blocks a user, and ends all sessions and tokens") {
                try await self.tenant.blockUser($0, by: $1)
            },
            self.account("unblock", "unblockUser", "Lets a blocked user in again") {
                try await self.tenant.unblockUser($0, by: $1)
            },
            self.account("restore", "restoreUser", "Restores a deleted account, with the roles that it had") {
                try await self.tenant.restoreUser($0, by: $1)
            },
            WebRoute(
                .post, "/users/{user}/reset-password",
                WebOperation(
                    "resetPassword", "Replaces the password by a temporary one, and answers with it, once",
                    response: "SignInInformation", takesVersion: true)
            ) { call in
                try await self.actingOnUser(call) { user, principal in
                    let information = try await self.tenant.resetPassword(of: user, by: principal)
                    return .json(WebView.information(information.reveal()))
                }
            },
            WebRoute(
                .delete, "/users/{user}",
                WebOperation(
                    "deleteUser", "Deletes an account, which can be restored for 30 days", status: 204,
                    takesVersion: true)
            ) { call in
                try await self.actingOnUser(call) { user, principal in
                    try await self.tenant.deleteUser(user, by: principal)
                    return WebResponse(204)
                }
            },
        ]
    }

    private func account(
        _ path: String, _ name: String, _ summary: String,
        _ verb: @escaping @Sendable (UserID, UserID) async throws -> Void
    ) -> WebRoute {
        WebRoute(
            .post, "/users/{user}/\(path)", WebOperation(name, summary, response: "User", takesVersion: true)
        ) { call in
            try await self.actingOnUser(call) { user, principal in
                try await verb(user, principal)
                return try await self.present(user, principal)
            }
        }
    }

    /// The roles of the catalog, and those that users are given.
    var roleRoutes: [WebRoute] {
        [
            WebRoute(.get, "/roles", WebOperation("listRoles", "Lists the roles of the catalog", response: "RoleList"))
            {
                call in
                try await self.acting(call) { _ in .json(WebView.roles(of: self.tenant)) }
            },
            WebRoute(
                .post, "/users/{user}/roles",
                WebOperation(
                    "assignRoles", "Gives a user roles at a scope: all of them, or none", body: "RoleGift",
                    response: "User", takesVersion: true)
            ) { call in
                let body = try call.body(["roles", "scope", "from", "until"])
                guard let roles = try body.roles("roles") else {
                    throw WebProblem.badRequest("missingMember", "the member `roles` is missing")
                }
                let (scope, window) = (try body.scope(), try body.window())
                return try await self.actingOnUser(call) { user, principal in
                    try await self.tenant.assignRoles(roles, to: user, at: scope, during: window, by: principal)
                    return try await self.present(user, principal)
                }
            },
            WebRoute(
                .delete, "/users/{user}/roles/{role}",
                WebOperation(
                    "removeRole", "Takes a role from a user at a scope",
                    query: [WebParameter("scope", .string, "Where it is held; the company unless given")],
                    response: "User", takesVersion: true)
            ) { call in
                let scope: Scope
                do { scope = try call.query["scope"].map { try Scope($0) } ?? .company } catch {
                    throw WebProblem.badRequest("malformedParameter", "`scope`: \(error)")
                }
                let role = RoleID(call.parameters["role"] ?? "")
                return try await self.actingOnUser(call) { user, principal in
                    try await self.tenant.removeRoles([role], from: user, at: scope, by: principal)
                    return try await self.present(user, principal)
                }
            },
        ]
    }
}
