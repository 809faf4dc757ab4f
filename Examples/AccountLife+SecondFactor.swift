import Foundation
import Roster
import RosterQRCode

extension AccountLife {
    /// Ada enrolls a phone, signs in with its codes, loses it, and is helped.
    static func showCodes(_ tenant: Tenant, _ ada: UserID, _ password: Password) async throws {
        Console.heading("Ada enrolls an authenticator app: she scans this, and types a first code")
        let first = try await self.signIn(tenant, password)
        guard let setup = try await tenant.prepareSecondFactor(in: first) else { throw UsageError("no session") }
        let factor = setup.factor
        let shown = setup.reveal()
        for line in QRCode(shown.address, level: .low)?.lines(isColored: Console.isTerminal) ?? [] { print(line) }
        guard let phone = AuthenticatorSecret(base32: shown.secret) else {
            throw UsageError("the secret cannot be read")
        }
        func code(_ seconds: Int) -> SecondFactorCode {
            SecondFactorCode(
                AuthenticatorCodes.standard.code(at: SystemWallClock().now + .seconds(seconds), with: phone))
        }
        // The code before the present one is right, too: the next one can be shown without waiting for it.
        let enrolled = try await tenant.enrollSecondFactor(factor, confirming: code(-30), in: first)
        guard let secrets = enrolled?.reveal() else { throw UsageError("the session ended meanwhile") }
        Console.say("Recovery codes that she is shown:   \(secrets.recoveryCodes.count)")

        Console.heading("From now on, the password alone opens nothing")
        let second = try await self.signIn(tenant, password)
        Console.say("She must show the second factor:    \(tenant.admits(second)?.duties == .secondFactor)")
        let present = code(0)
        let next = try await tenant.showSecondFactor(present, in: second)
        let token = try self.token(next?.reveal() ?? "")
        Console.say("With the code she may act:          \(tenant.admits(token)?.subject != nil)")
        let third = try await self.signIn(tenant, password)
        Console.say(
            "The same code a second time:        \(try await self.refusal { _ = try await tenant.showSecondFactor(present, in: third) })"
        )

        Console.heading("The phone is gone; a recovery code stands in for it, once")
        let recovery = SecondFactorCode(secrets.recoveryCodes[0])
        let recovered = try await tenant.showSecondFactor(recovery, in: third)
        let fourth = try self.token(recovered?.reveal() ?? "")
        Console.say("It opens the session:               \(tenant.admits(fourth)?.subject != nil)")
        Console.say("Recovery codes that are left:       \(try await tenant.recoveryCodeCount(in: fourth) ?? 0)")

        Console.heading(
            "The recovery codes are gone, too: the last administrator is helped at the machine's command line")
        try await tenant.removeSecondFactor(of: ada, by: .system)
        Console.say("Her sessions are over:              \(tenant.admits(fourth) == nil)")
        let fifth = try await self.signIn(tenant, password)
        Console.say("The password opens a session again: \(tenant.admits(fifth)?.subject != nil)")
    }

    private static func signIn(_ tenant: Tenant, _ password: Password) async throws -> SessionToken {
        let begun = try await tenant.beginSession(
            "ada@contoso.example", password: password, on: DeviceName("Firefox on Linux"))
        return try self.token(begun.reveal())
    }

    private static func refusal(_ body: () async throws -> Void) async throws -> String {
        do {
            try await body()
            return "works"
        } catch let error as TenantError {
            guard let refusal = error.refusal else { throw error }
            return "\(refusal.reason)"
        }
    }
}
