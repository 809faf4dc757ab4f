import RosterDomain
import RosterPorts
import Synchronization
import Testing

/// A credential vault in memory that breaks one promise, to see whether the contract finds out.
///
/// It keeps plain text: only these tests use it.
final class FlawedVault: CredentialVault {
    enum Flaw: String, CaseIterable, CustomTestStringConvertible {
        case ignoresExpiry, expiresLate, expiresEarly, tellsExpiredOfWrong, carriesAnotherExpiry
        case keepsOneText, keepsFirstExpiry, issuesTheSame, issuesWeak, matchesNoUser, matchesNoCredential,
            ignoresCredential, sharesUsers
        case replacesByPreparing, tellsTemporaryOfOwn, expiresOwn, losesInRace
        case settlesNothing, settlesNamed, settlesPresent, settlesEverything, failsToSettleNothing
        case discardsNothing, discardsAll, failsToDiscardNothing, listsEverybody, listsNobody
        case ignoresCase, trimsBlanks, ignoresBlanks, matchesEmpty, cutsAt72, cutsAtLimit, cutsAtNUL, matchesBeginnings
        case remembersNothing, remembersAll, remembersTemporary, forgetsAtResets, remembersPresent, comparesAllFormer
        case sharesHistory, matchesNoForeign, matchesForeignOnce
        case forgetsNobody, forgetsEverybody, failsToForgetUnknown
        case forgetsAttempts, sharesAttempts, keepsFirstAttempts, dropsPasswordsForAttempts, dropsAttemptsWithPasswords
        case listsNoFailures
        case forgetsWhenReopened, revivesWhenReopened, forgetsExpiryWhenReopened, forgetsTextsWhenReopened

        var testDescription: String { self.rawValue }
    }

    fileprivate struct Held: Equatable {
        var id: CredentialID
        var version: Int
        var texts: [String]
        var expiresAt: Timestamp?
        var former: [String] = []
    }

    fileprivate struct Content {
        var held: [UserID: [Held]] = [:]
        var dropped: [UserID: [Held]] = [:]
        var issued = 0
        var attempts: [UserID: SignInAttempts] = [:]
    }

    private let flaw: Flaw?
    private let content = Mutex(Content())

    init(_ flaw: Flaw?) {
        self.flaw = flaw
    }

    func prepareTemporaryPassword(
        as credential: PreparedCredential, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword {
        let text = self.content.withLock { content in
            if self.flaw != .issuesTheSame { content.issued += 1 }
            let text = self.flaw == .issuesWeak ? "abcdefgh\(content.issued)" : "Temporary-\(content.issued)-x"
            self.keep(text, as: credential, until: expiry, in: &content)
            return text
        }
        return TemporaryPassword(text, expiresAt: self.flaw == .carriesAnotherExpiry ? .distantPast : expiry)
    }

    func attempts(of user: UserID) async throws(CredentialVaultError) -> SignInAttempts? {
        self.content.withLock { self.flaw == .sharesAttempts ? $0.attempts.values.first : $0.attempts[user] }
    }

    func keep(_ attempts: SignInAttempts, of user: UserID) async throws(CredentialVaultError) -> Bool {
        self.content.withLock { content in
            if self.flaw == .dropsPasswordsForAttempts { content.held = [:] }
            if self.flaw == .forgetsAttempts { return }
            if self.flaw == .keepsFirstAttempts, content.attempts[user] != nil { return }
            content.attempts[user] = attempts
        }
        return true
    }

    func usersWithFailures() async throws(CredentialVaultError) -> [UserID] {
        self.flaw == .listsNoFailures
            ? [] : self.content.withLock { $0.attempts.filter { $0.value.hasFailures }.keys.sorted() }
    }

    func prepare(_ password: Password, as credential: PreparedCredential) async throws(CredentialVaultError) {
        let text = password.withText { $0 }
        if text.utf8.contains(0), self.flaw != .cutsAtNUL { throw .unavailable(cause: Trouble()) }
        if text.utf8.count > Password.byteLimit, self.flaw != .cutsAtLimit { throw .unavailable(cause: Trouble()) }
        let seen = self.content.withLock { $0 }
        if self.flaw == .losesInRace { for _ in 0..<20 { await Task.yield() } }
        self.content.withLock { content in
            if self.flaw == .losesInRace { content.held = seen.held }
            if self.flaw == .dropsAttemptsWithPasswords { content.attempts = [:] }
            self.keep(
                self.normal(text), as: credential, until: self.flaw == .expiresOwn ? .distantPast : nil, in: &content)
        }
    }

    /// Of hashes, it knows that of one text.
    func prepare(
        _ hash: ForeignPasswordHash, as credential: PreparedCredential
    ) async throws(CredentialVaultError) {
        guard self.flaw != .matchesNoForeign else { return }
        self.content.withLock { content in self.keep("U*U", as: credential, until: nil, in: &content) }
    }

    func wasUsed(
        _ password: Password, before credential: CredentialID, of user: UserID, within count: Int
    ) async throws(CredentialVaultError) -> Bool {
        let text = password.withText { $0 }
        return self.content.withLock { content in
            let user = self.flaw == .sharesHistory ? content.held.keys.first ?? user : user
            guard let held = content.held[self.key(user)]?.first(where: { $0.id == credential }) else { return false }
            let former = self.flaw == .remembersPresent ? held.texts + held.former : held.former
            return former.prefix(self.flaw == .comparesAllFormer ? .max : count).contains(text)
        }
    }

    func verify(
        _ password: Password, against claim: CredentialClaim, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        password.withText { text in
            self.content.withLock { content in
                let known = self.flaw == .matchesNoUser ? content.held.keys.first : nil
                guard let user = claim.user ?? known else { return .none }
                let match = self.match(text, for: user, as: claim.credential, at: now, in: content)
                if self.flaw == .matchesForeignOnce, text == "U*U", match == .own { content.held[user] = nil }
                return match
            }
        }
    }

    func forget(_ users: Set<UserID>) async throws(CredentialVaultError) {
        let isKnown = self.content.withLock { content in users.allSatisfy { content.held[$0] != nil } }
        if self.flaw == .failsToForgetUnknown, !isKnown { throw .unavailable(cause: Trouble()) }
        self.content.withLock { content in
            switch self.flaw {
            case .forgetsNobody: break
            case .forgetsEverybody: content.held = [:]
            default: for user in users { content.held[user] = nil }
            }
        }
    }

    func settle(
        _ user: UserID, naming named: Set<CredentialID>, at version: Int
    ) async throws(CredentialVaultError) {
        if self.flaw == .failsToSettleNothing, self.content.withLock({ $0.held[self.key(user)] == nil }) {
            throw .unavailable(cause: Trouble())
        }
        guard self.flaw != .settlesNothing else { return }
        self.drop(from: user) { held in
            switch self.flaw {
            case .settlesNamed: held.version < version
            case .settlesPresent: !named.contains(held.id) && held.version <= version
            case .settlesEverything: !named.contains(held.id)
            default: !named.contains(held.id) && held.version < version
            }
        }
    }

    func discard(_ credential: CredentialID, of user: UserID) async throws(CredentialVaultError) {
        let isHeld = self.content.withLock { $0.held[self.key(user)]?.contains { $0.id == credential } ?? false }
        if self.flaw == .failsToDiscardNothing, !isHeld { throw .unavailable(cause: Trouble()) }
        guard self.flaw != .discardsNothing else { return }
        self.drop(from: user) { $0.id == credential || self.flaw == .discardsAll }
    }

    func unsettledUsers() async throws(CredentialVaultError) -> [UserID] {
        guard self.flaw != .listsNobody else { return [] }
        return self.content.withLock { content in
            content.held.filter { $0.value.count > 1 || self.flaw == .listsEverybody }.map(\.key)
        }
    }

    func reopened() -> FlawedVault {
        let vault = FlawedVault(self.flaw)
        var content = self.content.withLock { $0 }
        switch self.flaw {
        case .forgetsWhenReopened: content.held = [:]
        case .revivesWhenReopened: content.held.merge(content.dropped) { current, dropped in current + dropped }
        case .forgetsTextsWhenReopened: content.change { $0.texts = $0.texts.suffix(1) }
        case .forgetsExpiryWhenReopened:
            content.change { if $0.expiresAt != nil { $0.expiresAt = Timestamp(millisecondsSinceEpoch: .max) } }
        default: break
        }
        vault.content.withLock { $0 = content }
        return vault
    }

    private struct Trouble: Error {}

    private func key(_ user: UserID) -> UserID { self.flaw == .sharesUsers ? UserID(bits: 0) : user }

    private func drop(from user: UserID, _ isDropped: (Held) -> Bool) {
        self.content.withLock { content in
            let all = content.held[self.key(user)] ?? []
            let left = all.filter { !isDropped($0) }
            content.held[self.key(user)] = left.isEmpty ? nil : left
            content.dropped[self.key(user), default: []] += all.filter(isDropped)
        }
    }

    private func keep(
        _ text: String, as credential: PreparedCredential, until expiresAt: Timestamp?, in content: inout Content
    ) {
        var all = self.flaw == .replacesByPreparing ? [] : content.held[self.key(credential.user)] ?? []
        if let index = all.firstIndex(where: { $0.id == credential.id }) {
            all[index].texts = self.flaw == .keepsOneText ? [text] : all[index].texts + [text]
            if self.flaw != .keepsFirstExpiry { all[index].expiresAt = expiresAt }
        } else {
            var held = Held(id: credential.id, version: credential.version, texts: [text], expiresAt: expiresAt)
            held.former = self.former(of: credential, isReset: expiresAt != nil, among: all)
            all.append(held)
        }
        content.held[self.key(credential.user)] = all
    }

    private func former(of credential: PreparedCredential, isReset: Bool, among all: [Held]) -> [String] {
        guard let replaced = all.first(where: { $0.id == credential.replaced }), self.flaw != .remembersNothing,
            self.flaw != .forgetsAtResets || !isReset
        else { return [] }
        let isOwn = replaced.expiresAt == nil || self.flaw == .remembersTemporary
        let former = (isOwn ? replaced.texts : []) + replaced.former
        return Array(former.prefix(self.flaw == .remembersAll ? .max : credential.historyLength))
    }

    private func match(
        _ guess: String, for user: UserID, as credential: CredentialID?, at now: Timestamp, in content: Content
    ) -> CredentialMatch {
        let guess = self.normal(guess)
        let ignoresCredential = self.flaw == .ignoresCredential && credential != nil
        let ignoresNone = self.flaw == .matchesNoCredential && credential == nil
        for held in content.held[self.key(user)] ?? []
        where held.id == credential || ignoresCredential || ignoresNone {
            guard held.texts.contains(where: { self.isSame(guess, self.normal($0)) }) else {
                if self.flaw == .tellsExpiredOfWrong, let expiresAt = held.expiresAt, now >= expiresAt {
                    return .expired
                }
                continue
            }
            guard let expiresAt = held.expiresAt else { return self.flaw == .tellsTemporaryOfOwn ? .temporary : .own }
            return self.isExpired(expiresAt, at: now) ? .expired : .temporary
        }
        return .none
    }

    private func isSame(_ guess: String, _ text: String) -> Bool {
        let isBeginning = self.flaw == .matchesBeginnings && text.hasPrefix(guess) && !guess.isEmpty
        let isEmpty = self.flaw == .matchesEmpty && guess.isEmpty
        return Array(guess.utf8) == Array(text.utf8) || isBeginning || isEmpty
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

extension FlawedVault.Content {
    fileprivate mutating func change(_ body: (inout FlawedVault.Held) -> Void) {
        self.held = self.held.mapValues { all in
            all.map { held in
                var held = held
                body(&held)
                return held
            }
        }
    }
}
