import Roster
import RosterPartnerCenter

extension AccountLife {
    /// A stranger guesses at the administrator's password, and at a name that is not listed.
    static func lockOut(_ tenant: Tenant, _ other: Tenant, by ada: UserID) async throws {
        Console.heading("A stranger guesses at the administrator's password, and at a name that no account has")
        let (name, office) = ("ada@contoso.example", "192.0.2.7")
        _ = try await tenant.signIn(name, password: Password("Analytical-1843"), from: office)
        for number in 1...10 {
            for name in [name, "nobody@contoso.example"] {
                _ = try await self.isLocked(tenant, name, "Guess-\(number)", from: "203.0.113.9")
            }
        }
        for name in [name, "nobody@contoso.example"] {
            let isLocked = try await self.isLocked(tenant, name, "Analytical-1843", from: "203.0.113.9")
            Console.say("\(name) has to wait, even with the right password: \(isLocked)")
        }
        let isLocked = try await self.isLocked(tenant, name, "Analytical-1843", from: office)
        Console.say("Ada has to wait where she has signed in before:   \(isLocked)")
        for lockout in try await tenant.lockouts(by: ada) {
            Console.say(
                "She sees a lock after \(lockout.failureCount) failures, for familiar sources: \(lockout.isForFamiliarSources)"
            )
        }
        try await self.unlock(tenant, other, by: ada)
    }

    /// Another administrator lifts the lock, at every host.
    private static func unlock(_ tenant: Tenant, _ other: Tenant, by ada: UserID) async throws {
        let added = try await tenant.addUser(
            FullName("Kim Doe"), email: EmailAddress("kim@contoso.example"), roles: [], by: ada)
        let kim = added.userID
        let temporary = added.signInInformation.reveal().temporaryPassword
        for host in [tenant, other] {
            for number in 1...10 {
                _ = try await self.isLocked(host, "kim@contoso.example", "Guess-\(number)", from: nil)
            }
        }
        try await tenant.liftLockout(of: kim, by: ada)
        let isLocked = try await self.isLocked(other, "kim@contoso.example", temporary, from: nil)
        Console.say("Ada lifts Kim's lock; the other host still locks:  \(isLocked)")
    }

    private static func isLocked(
        _ tenant: Tenant, _ name: String, _ password: String, from source: String?
    ) async throws -> Bool {
        do {
            _ = try await tenant.signIn(name, password: Password(password), from: source)
            return false
        } catch TenantError.refused(let refusal) {
            return refusal.reason.code == .lockedOut
        }
    }
}
