import Foundation
import Roster
import RosterQRCode

/// Enrolls an authenticator app: a QR code in the terminal, recovery codes, and codes that work once.
enum Authenticator: Scenario {
    static let name = "authenticator"
    static let summary = "show a QR code for an authenticator app, and take its codes (give an issuer and an account)"

    static func run(_ arguments: [String]) async throws {
        let (codes, secret) = (AuthenticatorCodes.standard, AuthenticatorSecret())
        let account = arguments.dropFirst().first ?? "ada@contoso.example"
        let address = codes.address(issuer: arguments.first ?? "Contoso", account: account, with: secret)
        try self.show(address, secret)
        try self.showRecoveryCodes()
        try self.spendCodes(codes, secret)
    }

    private static func show(_ address: String, _ secret: AuthenticatorSecret) throws {
        Console.heading("Scan this with an authenticator app")
        guard let code = QRCode(address, level: .medium) ?? QRCode(address, level: .low) else {
            throw UsageError("the names are too long for a QR code of version 10")
        }
        for line in code.lines(isColored: Console.isTerminal) { print(line) }
        secret.withBase32 { Console.say("or type this secret: \($0)") }
        Console.say("or open this address:  \(address)")
    }

    private static func showRecoveryCodes() throws {
        Console.heading("Recovery codes, shown this once")
        let made = RecoveryCodes()
        let kept = made.digests
        let codes = made.reveal()
        for code in codes { Console.say("  \(code)") }
        let rest = kept.spending(codes[0])
        Console.say(
            "The first one works: \(rest != nil), and then no more: \(rest?.spending(codes[0]) == nil); \(rest?.count ?? 0) are left"
        )
    }

    /// Each code works once: the caller keeps the step that was spent.
    private static func spendCodes(_ codes: AuthenticatorCodes, _ secret: AuthenticatorSecret) throws {
        Console.heading("Codes")
        let now = SystemWallClock().now
        let code = codes.code(at: now, with: secret)
        let spent = codes.matchingStep(for: code, at: now, after: nil, with: secret)
        let again = codes.matchingStep(for: code, at: now, after: spent, with: secret)
        Console.say("The app shows \(code) now. It works: \(spent != nil), and a second time: \(again != nil)")
    }
}
