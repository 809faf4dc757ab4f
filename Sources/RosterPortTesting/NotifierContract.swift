import RosterDomain
public import RosterPorts

/// A contract that verifies every promise of the port `Notifier`, for any adapter.
///
/// It needs no test framework: it throws a ``ContractViolation`` for a broken promise.
/// ```swift
/// try await NotifierContract { MemoryNotifier() } delivered: { Set($0.delivered.map(\.id)) }.verify()
/// ```
/// Without `delivered`, it checks only that the notifier accepts deliveries.
public struct NotifierContract<Adapter: Notifier>: Sendable {
    /// How long to wait for a delivery to end; five minutes by default.
    ///
    /// A test that runs beside many others can wait long for its turn.
    public var patience: Duration = .seconds(300)

    private let making: @Sendable () async throws -> Adapter
    private let delivered: (@Sendable (Adapter) async throws -> Set<String>)?

    /// Creates the contract for one adapter.
    ///
    /// - Parameters:
    ///   - making: Returns a new notifier that has delivered nothing on each call.
    ///   - delivered: Returns the identifiers of the notifications that a notifier has delivered; nil when that cannot
    ///     be observed.
    public init(
        _ making: @escaping @Sendable () async throws -> Adapter,
        delivered: (@Sendable (Adapter) async throws -> Set<String>)? = nil
    ) {
        self.making = making
        self.delivered = delivered
    }

    /// The names of the promises, in the order in which they are checked.
    public var promises: [String] { self.list.map(\.name) }

    /// Checks every promise in order, and stops at the first broken one.
    ///
    /// - Parameter progress: Called with the name of each promise after it was found to hold.
    /// - Throws: ``ContractViolation``.
    public func verify(progress: (String) -> Void = { _ in }) async throws(ContractViolation) {
        try await Promise.verify(self.list, progress: progress)
    }

    /// Checks one promise.
    ///
    /// - Parameter promise: One of ``promises``.
    /// - Throws: ``ContractViolation``, even when there is no such promise.
    public func verify(_ promise: String) async throws(ContractViolation) {
        try await Promise.verify(self.list, only: promise)
    }

    private var list: [Promise] {
        [
            Promise("notifications of every kind are delivered", self.deliversEveryKind),
            Promise("unusual names, titles and reasons are delivered", self.deliversUnusualTexts),
            Promise("a notification that comes again is accepted again", self.acceptsAgain),
            Promise("notifications are delivered from many tasks at once", self.deliversConcurrently),
        ]
    }

    @Sendable private func deliversEveryKind() async throws {
        let notifier = try await self.making()
        let notifications = try Self.contents().enumerated().map { try Self.notification($0.offset, $0.element) }
        for notification in notifications { try await notifier.deliver(notification) }
        try await self.expectDelivered(notifications, by: notifier)
    }

    @Sendable private func deliversUnusualTexts() async throws {
        let notifier = try await self.making()
        let names = [
            "Zoë O'Neil", "\"; Bcc: x@y.example <", "=?utf-8?B?eA==?=", "כרמל", String(repeating: "x", count: 256),
        ]
        let text =
            "one\r\n.\r\nBcc: x@y.example\r\n\r\ntwo\u{0}\u{2028}\u{202E}three" + String(repeating: " long", count: 300)
        let content = AccountNotification.Content.rolesRequested(
            by: try Self.person(names[1], 9, .guest), roles: [text, ""], scope: .company, reason: text)
        let notifications = try names.enumerated().map { try Self.notification($0.offset, content, to: $0.element) }
        for notification in notifications { try await notifier.deliver(notification) }
        try await self.expectDelivered(notifications, by: notifier)
    }

    @Sendable private func acceptsAgain() async throws {
        let notifier = try await self.making()
        let notification = try Self.notification(1, .passwordChanged)
        for _ in 0..<3 { try await notifier.deliver(notification) }
        try await self.expectDelivered([notification], by: notifier)
    }

    @Sendable private func deliversConcurrently() async throws {
        let notifier = try await self.making()
        let notifications = try (0..<32).map { try Self.notification($0, .passwordChanged) }
        try await withPatience(self.patience, "deliveries at once come to an end") {
            try await withThrowingTaskGroup(of: Void.self) { group in
                // Deliver the first one twice, at the same time.
                for notification in notifications + notifications.prefix(1) {
                    group.addTask { try await notifier.deliver(notification) }
                }
                try await group.waitForAll()
            }
        }
        try await self.expectDelivered(notifications, by: notifier)
    }

    private func expectDelivered(_ notifications: [AccountNotification], by notifier: Adapter) async throws {
        guard let delivered = try await self.delivered?(notifier) else { return }
        try expect("what was delivered", delivered.sorted(), is: notifications.map(\.id).sorted())
    }

    private static func notification(
        _ number: Int, _ content: AccountNotification.Content, to name: String = "Grace Hopper"
    ) throws -> AccountNotification {
        AccountNotification(
            id: "\(number)-0-\(Sample.id(number))", recipientName: try FullName(name),
            recipient: try Sample.email(number),
            company: try FullName("Contoso"), at: Sample.noon, content: content)
    }

    private static func person(
        _ name: String, _ number: Int, _ affiliation: Affiliation = .member
    ) throws -> AccountNotification.Person {
        AccountNotification.Person(
            try FullName(name), userName: UserName(try Sample.email(number)), affiliation: affiliation)
    }

    private static func contents() throws -> [AccountNotification.Content] {
        let (name, later) = (try Self.person("Ada Lovelace", 2), Sample.noon + .seconds(86_400))
        return [
            .accountCreated(roles: ["Reader"]), .accountCreated(roles: []),
            .accountTakenIn(roles: ["Reader"]),
            .invited(by: name, code: InvitationCode("a-code"), expiresAt: later),
            .invited(by: nil, code: InvitationCode("a-code"), expiresAt: later),
            .passwordReset(expiresAt: later), .passwordChanged,
            .secondFactorChanged(isEnrolled: true), .secondFactorChanged(isEnrolled: false),
            .rolesChanged(given: ["Reader"], taken: []), .rolesChanged(given: [], taken: ["Writer"]),
            .rolesRequested(
                by: name, roles: ["Reader"], scope: try Scope("/locations/42"), reason: ""),
            .roleRequestAnswered(roles: ["Reader"], answer: .granted),
            .roleRequestAnswered(roles: ["Reader"], answer: .declined),
        ]
    }
}
