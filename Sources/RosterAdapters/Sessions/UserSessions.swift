package import RosterDomain
package import RosterPorts

/// All that a session store keeps of one user.
package struct UserSessions: Sendable, Equatable {
    /// The sessions, in the order in which they began.
    package private(set) var list: [StoredSession] = []
    /// When the user signed in last; nil for never.
    package private(set) var lastSignInAt: Timestamp?
    /// The sessions that ended, or got another token, with the step that led here.
    package private(set) var ended: [UserSessionID] = []
    /// What a newer version of Roster stored beside them.
    package var unknownFields = UnknownFields()

    /// Creates what is known of a user who never signed in.
    package init() {}

    /// Whether nothing is known of the user.
    package var isEmpty: Bool { self.list.isEmpty && self.lastSignInAt == nil }

    /// The session whose token has a digest; nil for none.
    package func session(withDigest digest: SessionDigest) -> UserSession? {
        self.list.first { $0.digest == digest }?.session
    }
}

/// A session with the digest of its token.
package struct StoredSession: Sendable, Equatable {
    /// The session.
    package internal(set) var session: UserSession
    /// The digest of its present token.
    package internal(set) var digest: SessionDigest
    /// What a newer version of Roster stored beside them.
    package var unknownFields = UnknownFields()
}

// MARK: - Steps

/// What becomes of a user's sessions; nil when there is nothing to do.
extension UserSessions {
    package func adding(_ session: UserSession, _ digest: SessionDigest) -> UserSessions {
        var kept = self.list.filter { !$0.session.isOver(at: session.begunAt) }
        while kept.count >= UserSession.countLimit {
            let idlest = kept.indices.min { kept[$0].session.lastUsedAt < kept[$1].session.lastUsedAt }
            idlest.map { _ = kept.remove(at: $0) }
        }
        kept.append(StoredSession(session: session, digest: digest))
        var result = self.keeping(kept)
        result.lastSignInAt = max(self.lastSignInAt ?? session.begunAt, session.begunAt)
        return result
    }

    package func replacing(
        _ session: UserSession, from former: SessionDigest, to digest: SessionDigest
    ) -> UserSessions? {
        let index = self.list.firstIndex { $0.session.id == session.id && $0.digest == former }
        guard let index else { return nil }
        var result = self
        result.list[index].session = session.used(at: self.list[index].session.lastUsedAt)
        result.list[index].digest = digest
        result.ended = [session.id]
        return result
    }

    package func ending(_ sessions: Set<UserSessionID>?, at moment: Timestamp?) -> UserSessions? {
        guard let moment else { return self.ending(sessions) }
        var result = self
        result.ended = []
        for index in self.list.indices where sessions?.contains(self.list[index].session.id) ?? true {
            guard let ending = self.list[index].session.ending(at: moment) else { continue }
            result.list[index].session = ending
            result.ended.append(ending.id)
        }
        return result.ended.isEmpty ? nil : result
    }

    private func ending(_ sessions: Set<UserSessionID>?) -> UserSessions? {
        let kept = self.list.filter { stored in
            guard let sessions else { return false }
            return !sessions.contains(stored.session.id)
        }
        return kept.count == self.list.count ? nil : self.keeping(kept)
    }

    package func noting(_ uses: [SessionUse]) -> UserSessions? {
        var result = self
        for use in uses {
            guard let index = result.list.firstIndex(where: { $0.session.id == use.session }) else { continue }
            result.list[index].session = result.list[index].session.used(at: use.moment)
        }
        if result.list == self.list { return nil }
        result.ended = []
        return result
    }

    package func removingExpired(at now: Timestamp) -> UserSessions? {
        let kept = self.list.filter { !$0.session.isOver(at: now) }
        return kept.count == self.list.count ? nil : self.keeping(kept)
    }

    package var forgotten: UserSessions? {
        if self.isEmpty { return nil }
        var result = self.keeping([])
        result.lastSignInAt = nil
        return result
    }

    private func keeping(_ kept: [StoredSession]) -> UserSessions {
        var result = self
        let ids = Set(kept.map(\.session.id))
        result.ended = self.list.map(\.session.id).filter { !ids.contains($0) }
        result.list = kept
        return result
    }
}

// MARK: - Stored form

extension UserSessions: StoredRecord {
    package static var blank: UserSessions { UserSessions() }
    /// The most sessions of one user that a store can be read with: as many keys as its engine gives a record.
    private static var storedCountLimit: Int { 255 }

    package static func describe<Coder: StoredCoder>(
        _ sessions: inout UserSessions, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.records(StoredField(1, "sessions"), &sessions.list)
        guard sessions.list.count <= Self.storedCountLimit else {
            throw StoredFormError(.invalid(detail: "there are more than \(Self.storedCountLimit)"), at: "sessions")
        }
        try coder.field(StoredField(2, "lastSignInAt"), &sessions.lastSignInAt)
        try coder.list(StoredField(3, "ended"), &sessions.ended)
    }
}

extension StoredSession: StoredRecord {
    package static var blank: StoredSession { StoredSession(session: .blank, digest: .blank) }

    package static func describe<Coder: StoredCoder>(
        _ session: inout StoredSession, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.record(StoredField(1, "session"), &session.session)
        try coder.field(StoredField(2, "digest"), &session.digest)
    }
}
