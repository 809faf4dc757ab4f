import RosterDomain
import RosterPorts
import Synchronization
import Testing

/// A credential vault in memory that breaks one promise, to see whether the contract finds out.
///
/// It keeps plain text: nobody but these tests uses it.
final class FlawedVault: CredentialVault {
    enum Flaw: String, CaseIterable, CustomTestStringConvertible {
        case ignoresExpiry, expiresLate, expiresEarly, tellsExpiredOfWrong, carriesAnotherExpiry
        case keepsFormerWhenIssuing, issuesTheSame, issuesWeak, matchesNobody, sharesUsers, revokesNothing,
            failsToRevokeNothing
        case replacesWrong, replacesExpired, replacesNothing, keepsTemporaryKind, keepsFormerWhenReplacing, expiresOwn
        case replacesTwiceInRace, tellsOwnOfTemporary, revokesWhenWrong
        case ignoresCase, trimsBlanks, ignoresBlanks, matchesEmpty, cutsAt72, cutsAtLimit, cutsAtNUL, matchesBeginnings
        case forgetsWhenReopened, revivesWhenReopened, forgetsExpiryWhenReopened

        var testDescription: String { self.rawValue }
    }

    private struct Credential {
        var text: String
        var expiresAt: Timestamp?
    }

    private struct Content {
        var credentials: [UserID: [Credential]] = [:]
        var revoked: [UserID: [Credential]] = [:]
        var issued = 0
    }

    private let flaw: Flaw?
    private let content = Mutex(Content())

    init(_ flaw: Flaw?) {
        self.flaw = flaw
    }

    func issueTemporaryPassword(
        for user: UserID, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword {
        let text = self.content.withLock { content in
            if self.flaw != .issuesTheSame { content.issued += 1 }
            let text = self.flaw == .issuesWeak ? "abcdefgh\(content.issued)" : "Temporary-\(content.issued)-x"
            if self.flaw != .keepsFormerWhenIssuing { content.credentials[self.key(user)] = [] }
            content.credentials[self.key(user), default: []].append(Credential(text: text, expiresAt: expiry))
            return text
        }
        return TemporaryPassword(text, expiresAt: self.flaw == .carriesAnotherExpiry ? .distantPast : expiry)
    }

    func verify(
        _ password: Password, for user: UserID?, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        guard let user = user ?? (self.flaw == .matchesNobody ? UserID?.some(self.somebody) : nil) else { return .none }
        return password.withText { text in self.content.withLock { self.match(text, for: user, at: now, in: $0) } }
    }

    func replace(
        _ current: Password, with new: Password, for user: UserID, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        let seen = try await self.verify(current, for: user, at: now)
        if self.flaw == .replacesTwiceInRace { for _ in 0..<20 { await Task.yield() } }
        let isRace = self.flaw == .replacesTwiceInRace
        let (current, new) = (current.withText { $0 }, new.withText { $0 })
        return try self.content.withLock { (content) throws(CredentialVaultError) in
            let match = isRace ? seen : self.match(current, for: user, at: now, in: content)
            return try self.keep(new, replacing: match, for: user, in: &content)
        }
    }

    func revoke(_ user: UserID) async throws(CredentialVaultError) {
        try self.content.withLock { (content) throws(CredentialVaultError) in
            if self.flaw == .failsToRevokeNothing, content.credentials[user] == nil {
                throw .unavailable(cause: Trouble())
            }
            guard self.flaw != .revokesNothing else { return }
            content.revoked[user] = content.credentials.removeValue(forKey: self.key(user))
        }
    }

    func reopened() -> FlawedVault {
        let vault = FlawedVault(self.flaw)
        var content = self.content.withLock { $0 }
        if self.flaw == .forgetsWhenReopened { content.credentials = [:] }
        if self.flaw == .revivesWhenReopened { content.credentials.merge(content.revoked) { current, _ in current } }
        if self.flaw == .forgetsExpiryWhenReopened {
            content.credentials = content.credentials.mapValues {
                $0.map {
                    Credential(
                        text: $0.text, expiresAt: $0.expiresAt.map { _ in Timestamp(millisecondsSinceEpoch: .max) })
                }
            }
        }
        vault.content.withLock { $0 = content }
        return vault
    }

    private struct Trouble: Error {}

    private var somebody: UserID {
        self.content.withLock { $0.credentials.keys.first } ?? UserID(bits: 0)
    }

    private func key(_ user: UserID) -> UserID { self.flaw == .sharesUsers ? UserID(bits: 0) : user }

    private func keep(
        _ new: String, replacing match: CredentialMatch, for user: UserID, in content: inout Content
    ) throws(CredentialVaultError) -> CredentialMatch {
        let replaces: Bool
        switch match {
        case .temporary, .own: replaces = self.flaw != .replacesNothing
        case .expired: replaces = self.flaw == .replacesExpired
        case .none: replaces = self.flaw == .replacesWrong && content.credentials[user] != nil
        }
        if match == .none, self.flaw == .revokesWhenWrong { content.credentials[user] = nil }
        guard replaces else { return match }
        if new.utf8.contains(0), self.flaw != .cutsAtNUL { throw .unavailable(cause: Trouble()) }
        if new.utf8.count > Password.byteLimit, self.flaw != .cutsAtLimit { throw .unavailable(cause: Trouble()) }
        var expiresAt: Timestamp?
        if self.flaw == .keepsTemporaryKind || self.flaw == .expiresOwn {
            expiresAt = content.credentials[self.key(user)]?.last?.expiresAt
        }
        if self.flaw != .keepsFormerWhenReplacing { content.credentials[self.key(user)] = [] }
        content.credentials[self.key(user), default: []].append(
            Credential(text: self.normal(new), expiresAt: expiresAt))
        return match == .temporary && self.flaw == .tellsOwnOfTemporary ? .own : match
    }

    private func match(_ guess: String, for user: UserID, at now: Timestamp, in content: Content) -> CredentialMatch {
        let guess = self.normal(guess)
        for credential in content.credentials[self.key(user)] ?? [] {
            let text = self.normal(credential.text)
            let isBeginning = self.flaw == .matchesBeginnings && text.hasPrefix(guess) && !guess.isEmpty
            let isEmpty = self.flaw == .matchesEmpty && guess.isEmpty
            guard Array(guess.utf8) == Array(text.utf8) || isBeginning || isEmpty else {
                if self.flaw == .tellsExpiredOfWrong, let expiresAt = credential.expiresAt, now >= expiresAt {
                    return .expired
                }
                continue
            }
            guard let expiresAt = credential.expiresAt else { return .own }
            return self.isExpired(expiresAt, at: now) ? .expired : .temporary
        }
        return .none
    }

    private func isExpired(_ expiresAt: Timestamp, at now: Timestamp) -> Bool {
        switch self.flaw {
        case .ignoresExpiry: false
        case .expiresLate: now > expiresAt
        case .expiresEarly: now >= expiresAt + .milliseconds(-1)
        default: now >= expiresAt
        }
    }

    private func normal(_ text: String) -> String {
        switch self.flaw {
        case .ignoresCase: text.lowercased()
        case .trimsBlanks: String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        case .ignoresBlanks: text.filter { $0 != " " }
        case .cutsAt72: String(decoding: text.utf8.prefix(72), as: UTF8.self)
        case .cutsAtLimit: String(decoding: text.utf8.prefix(Password.byteLimit), as: UTF8.self)
        case .cutsAtNUL: String(decoding: text.utf8.prefix { $0 != 0 }, as: UTF8.self)
        default: text
        }
    }
}
