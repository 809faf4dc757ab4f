public import RosterDomain

// The stored form of sessions, which session stores keep, and of what the history tells of the tokens of services.

extension UserSession: StoredRecord {
    package static var blank: UserSession {
        UserSession(
            .blank, of: .blank, on: DeviceName(""), by: [], epoch: 0, at: .blank, idleLifetime: nil,
            expiringAt: .blank)
    }

    package static func describe<Coder: StoredCoder>(
        _ session: inout UserSession, with coder: inout Coder
    ) throws(StoredFormError) {
        var parts = Parts(of: session)
        try coder.field(StoredField(1, "id"), &parts.id)
        try coder.field(StoredField(2, "user"), &parts.user)
        try coder.field(StoredField(3, "device", .personal), &parts.device, unless: "")
        try coder.list(StoredField(4, "methods"), &parts.methods)
        try coder.field(StoredField(5, "epoch"), &parts.epoch, unless: 0)
        try parts.epoch.checkStoredCount(from: 0, at: StoredField(5, "epoch"))
        try coder.field(StoredField(6, "begunAt"), &parts.begunAt)
        try coder.field(StoredField(7, "lastUsedAt"), &parts.lastUsedAt)
        try coder.field(StoredField(8, "idleMilliseconds"), &parts.idleMilliseconds)
        try coder.field(StoredField(9, "expiresAt"), &parts.expiresAt)
        var isEnding = session.isEnding
        try coder.field(StoredField(10, "isEnding"), &isEnding, unless: false)
        // A version that does not know the roles would let the session have all of them.
        var isInPart = session.activeRoles != nil
        try coder.field(StoredField(11, "isInPart", .required), &isInPart, unless: false)
        var activeRoles = session.activeRoles?.sorted() ?? []
        try coder.list(StoredField(12, "activeRoles"), &activeRoles)
        session = parts.session(with: session.unknownFields)
        session.isEnding = isEnding
        session.activeRoles = isInPart ? Set(activeRoles) : nil
    }

    /// The fields as they are stored.
    private struct Parts {
        var id: UserSessionID
        var user: UserID
        var device: String
        var methods: [String]
        var epoch: Int
        var begunAt: Timestamp
        var lastUsedAt: Timestamp
        var idleMilliseconds: Int?
        var expiresAt: Timestamp

        init(of session: UserSession) {
            self.id = session.id
            self.user = session.user
            self.device = session.device.description
            self.methods = session.methods.map(\.rawValue).sorted()
            self.epoch = session.epoch
            self.begunAt = session.begunAt
            self.lastUsedAt = session.lastUsedAt
            self.idleMilliseconds = session.idleLifetime.map { $0.wholeMilliseconds }
            self.expiresAt = session.expiresAt
        }

        func session(with unknownFields: UnknownFields) -> UserSession {
            var session = UserSession(
                self.id, of: self.user, on: DeviceName(self.device),
                by: Set(self.methods.map { AuthenticationMethod(rawValue: $0) }), epoch: self.epoch, at: self.begunAt,
                idleLifetime: self.idleMilliseconds.map { .milliseconds($0) }, expiringAt: self.expiresAt,
                lastUsedAt: self.lastUsedAt)
            session.unknownFields = unknownFields
            return session
        }
    }
}

extension Duration {
    /// Whole milliseconds, as far as they are counted.
    fileprivate var wholeMilliseconds: Int {
        let (seconds, attoseconds) = self.components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        let sum = product.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return overflow || sum.overflow ? .countLimit : Int(clamping: min(sum.partialValue, Int64(Int.countLimit)))
    }
}

extension ServiceToken: StoredRecord {
    package static var blank: ServiceToken { ServiceToken(.blank, named: DeviceName(""), expiringAt: .blank) }

    package static func describe<Coder: StoredCoder>(
        _ token: inout ServiceToken, with coder: inout Coder
    ) throws(StoredFormError) {
        var name = token.name.description
        try coder.field(StoredField(1, "id"), &token.id)
        try coder.field(StoredField(2, "name", .personal), &name, unless: "")
        try coder.field(StoredField(3, "expiresAt"), &token.expiresAt)
        try coder.field(StoredField(4, "replaced"), &token.replaced)
        try coder.field(StoredField(5, "overlapsUntil"), &token.overlapsUntil)
        token.name = DeviceName(name)
    }
}

extension SessionDigest: StoredText {
    package static var blank: SessionDigest { SessionDigest([UInt8](repeating: 0, count: 32)) }
    package var storedText: String { self.description }
    package init(storedText text: String, isTrusted: Bool) throws(StoredFormError) {
        guard let digest = SessionDigest(text) else {
            throw StoredFormError(.invalid(detail: "a digest has \(SessionToken.textLength) characters of base64url"))
        }
        self = digest
    }
}

extension StoredForm {
    /// The binary form of a session.
    public static func bytes(of session: UserSession) -> [UInt8] { self.encoded(session) }

    /// Reads the binary form of a session.
    public static func userSession(_ bytes: [UInt8]) throws(StoredFormError) -> UserSession {
        try self.decoded(bytes)
    }
}
