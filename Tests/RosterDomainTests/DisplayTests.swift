import RosterDomain
import Testing

@Suite("Text for display")
struct DisplayTests {
    @Test("shows control characters by their numbers, and everything else as it is", arguments: Display.each)
    func displays(_ display: Display) {
        #expect(display.text.forDisplay == display.shown)
    }

    @Test("holds no control character, whichever was put in", arguments: Array(0x00...0x1F) + Array(0x7F...0x9F))
    func controlCharacters(_ code: UInt8) {
        let scalar = Unicode.Scalar(code)
        #expect("a\(scalar)b".forDisplay == "a\\u{\(String(code, radix: 16))}b")
    }

    @Test("is cut after 80 characters as it was written", arguments: [0, 1, 79, 80, 81, 1_000_000])
    func cuts(_ count: Int) {
        for character in ["x", "é", "e\u{301}"] {
            let scalars = Array(String(repeating: character, count: count).unicodeScalars.prefix(count))
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            let shown = String(text).forDisplay
            #expect(shown.unicodeScalars.count == min(count, 80) + (count > 80 ? 1 : 0))
            #expect(shown.hasSuffix("…") == (count > 80))
        }
        #expect(String(repeating: "\u{1B}", count: count).forDisplay.utf8.count <= 80 * 6 + 3)
    }

    @Test("suggests the nearest name, or none when even that is far", arguments: Nearest.each)
    func nearest(_ nearest: Nearest) {
        #expect(nearestName(to: nearest.misspelt, among: nearest.candidates) == nearest.name)
    }
}

@Suite("A message")
struct MessageTests {
    @Test("begins in lower case and ends without a full stop", arguments: DomainMessage.all)
    func form(_ message: DomainMessage) throws {
        let text = message.text
        #expect(!text.isEmpty && text.first?.isWhitespace == false && text.last?.isWhitespace == false)
        #expect(text.first.map { $0.isLowercase || $0 == "`" || $0.isNumber } == true, "\(text)")
        #expect(text.last != "." && text.last != "!", "\(text)")
    }

    @Test("names no Swift type", arguments: DomainMessage.all)
    func noTypes(_ message: DomainMessage) {
        let words = message.text.split { !$0.isLetter && $0 != "_" }
        let types = words.filter { word in
            (word.contains(where: \.isLowercase) && word.dropFirst().contains(where: \.isUppercase))
                || ["Optional", "Identifier", "Scope", "Timestamp", "Swift", "nil", "rawValue"].contains(word)
        }
        #expect(types == [], "\(message.text)")
    }

    @Test("shows nothing from outside that could break a line or turn the screen", arguments: DomainMessage.all)
    func safe(_ message: DomainMessage) {
        withKnownIssue("names of roles, permissions, programs and conditions are shown as they are") {
            let hasUnsafe = message.text.unicodeScalars.contains { $0.isUnsafeInText && $0 != "\n" }
            #expect(!hasUnsafe && !message.text.contains(DomainMessage.hostile))
        } when: {
            message.isRaw
        }
    }

    @Test("shows what came from outside in backticks", arguments: DomainMessage.all.filter { !$0.isRaw })
    func backticks(_ message: DomainMessage) {
        let escaped = DomainMessage.hostile.forDisplay
        for part in message.text.indices where message.text[part...].hasPrefix(escaped) {
            let (before, after) = (message.text[..<part], message.text[part...].dropFirst(escaped.count))
            #expect(before.hasSuffix("`") && after.hasPrefix("`"), "\(message.text)")
        }
        #expect(message.text.count { $0 == "`" }.isMultiple(of: 2), "\(message.text)")
    }

    @Test(
        "stays short, however long the text from outside is",
        arguments: DomainMessage.each(naming: DomainMessage.overlong))
    func short(_ message: DomainMessage) {
        withKnownIssue("names of roles, permissions, programs and conditions are shown as they are") {
            #expect(message.text.utf8.count < 2_000)
        } when: {
            message.isRaw
        }
    }
}

extension DisplayTests {
    struct Display: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let shown: String

        init(_ name: String, _ text: String, _ shown: String) {
            self.testDescription = name
            self.text = text
            self.shown = shown
        }

        static let each = [
            Display("nothing", "", ""),
            Display("plain", "Ada", "Ada"),
            Display("NUL", "\0", "\\u{0}"),
            Display("colours", "\u{1B}[31mred", "\\u{1b}[31mred"),
            Display("line ends of two characters", "a\r\nb", "a\\u{d}\\u{a}b"),
            Display("DEL", "\u{7F}", "\\u{7f}"),
            Display("a C1 control", "\u{9B}31m", "\\u{9b}31m"),
            Display("line separator", "\u{2028}", "\\u{2028}"),
            Display("paragraph separator", "\u{2029}", "\\u{2029}"),
            Display("override", "a\u{202E}b", "a\\u{202e}b"),
            Display("isolate", "\u{2066}a\u{2069}", "\\u{2066}a\\u{2069}"),
            Display("just before and after the overrides", "\u{2027}\u{202F}", "\u{2027}\u{202F}"),
            Display("joiners", "\u{200C}\u{200D}", "\u{200C}\u{200D}"),
            Display("look-alikes", "İıßſ\u{212A}", "İıßſ\u{212A}"),
            Display("accent of its own", "e\u{301}", "e\u{301}"),
            Display("emoji", "👩\u{200D}💻", "👩\u{200D}💻"),
        ]
    }

    struct Nearest: Sendable, CustomTestStringConvertible {
        let misspelt: String
        let candidates: [String]
        let name: String?

        init(_ misspelt: String, among candidates: [String], _ name: String?) {
            self.misspelt = misspelt
            self.candidates = candidates
            self.name = name
        }

        var testDescription: String { "\(self.misspelt.forDisplay) → \(self.name ?? "none")" }

        private static let names = ["global_admin", "billing_admin", "sales_agent"]

        static let each = [
            Nearest("global_admin", among: names, "global_admin"),
            Nearest("GLOBAL_ADMIN", among: names, "global_admin"),
            Nearest("globl_admin", among: names, "global_admin"),
            Nearest("global-admin", among: names, "global_admin"),
            Nearest("globaladmin", among: names, "global_admin"),
            Nearest("global_admim", among: names, "global_admin"),
            Nearest("salesagnt", among: names, "sales_agent"),
            Nearest("owner", among: names, nil),
            Nearest("", among: names, nil),
            Nearest("anything", among: [], nil),
            // Edges: a third of the length, one edit at least.
            Nearest("abcdef", among: ["abcdxy"], "abcdxy"),
            Nearest("abcdef", among: ["abcxyz"], nil),
            Nearest("ab", among: ["ax"], "ax"),
            Nearest("ab", among: ["xy"], nil),
            Nearest("abcd", among: ["abcx", "abcy"], "abcx"),
            Nearest("İ", among: ["i\u{307}"], "i\u{307}"),
            Nearest("\u{212A}", among: ["k"], "k"),
            Nearest(String(repeating: "x", count: 1_000_000), among: names, nil),
            Nearest("\u{1B}[31m", among: names, nil),
        ]
    }
}

/// One message, made with a text from outside.
struct DomainMessage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    /// Whether the message is known to show the text from outside as it is.
    let isRaw: Bool

    private init(_ kind: String, _ number: Int, _ text: String, isRaw: Bool) {
        self.testDescription = "\(kind) \(number): \(text.forDisplay)"
        self.text = text
        self.isRaw = isRaw
    }

    /// A text from outside that would colour a terminal, turn the direction of writing and begin a line.
    static let hostile = "\u{1B}[31mx\u{202E}y\u{2028}z\u{0}\u{9B}2J"
    static let overlong = String(repeating: "long", count: 100_000)
    static let all = each(naming: hostile)

    static func each(naming text: String) -> [DomainMessage] {
        values(text) + changes(text) + refusals(text) + access(text)
    }

    private static func list(_ kind: String, _ values: [any CustomStringConvertible], raw: Set<Int> = [])
        -> [DomainMessage]
    {
        values.enumerated().map {
            DomainMessage(kind, $0.offset, $0.element.description, isRaw: raw.contains($0.offset))
        }
    }

    private static func values(_ text: String) -> [DomainMessage] {
        let moment = DomainSample.moment
        let errors: [any CustomStringConvertible] = [
            EmailAddressError.empty, EmailAddressError.tooLong(byteCount: 255),
            EmailAddressError.localPartTooLong(byteCount: 65),
            EmailAddressError.unacceptableCharacter("\u{1B}", in: text), EmailAddressError.malformed(text),
            FullNameError.empty, FullNameError.tooLong(byteCount: 257),
            FullNameError.unsafeCharacter("\u{1B}", in: text),
            IdentifierError.malformed(text), ScopeError.malformed(text),
            ValidityWindowError.empty(from: moment, until: .distantPast),
        ]
        let unknown: [any CustomStringConvertible] = [
            RoleCatalog.partnerCenter.unknownName { (catalog) throws(UnknownNameError) in
                _ = try catalog.role(named: text)
            },
            RoleCatalog.partnerCenter.unknownName { (catalog) throws(UnknownNameError) in
                _ = try catalog.permission(named: text)
            },
        ]
        return list("value", errors) + list("unknown name", unknown) + list("password", DomainSample.passwordProblems)
    }

    private static func changes(_ text: String) -> [DomainMessage] {
        let id = DomainSample.id(1)
        let held = DomainSample.assignment(text, to: id, at: "/locations/42")
        let errors: [ChangeError] = [
            .roleHeld(held), .roleNotHeld(held), .noChange, .emailTaken(DomainSample.email, by: id), .userExists(id),
            .unknownUser(id), .companyExists, .statusDiffers(id, expected: .mustChangePassword, found: .blocked),
            .requestDiffers(RoleRequestID(bits: 7)), .notInvited(id), .deliveryMarkOutOfRange(Revision(7)),
        ]
        for error in errors {
            switch error {
            case .noChange, .emailTaken, .userExists, .unknownUser, .companyExists, .roleHeld, .roleNotHeld,
                .statusDiffers, .requestDiffers, .notInvited, .deliveryMarkOutOfRange:
                break
            }
        }
        return list("change", errors, raw: [0, 1])
    }

    private static func refusals(_ text: String) -> [DomainMessage] {
        let attempt = AssignRoles([RoleID(text)], to: DomainSample.id(1)).attempt
        let refusals = [
            Refusal(attempt, because: .noRole),
            Refusal(RemoveRoles([RoleID(text)], from: DomainSample.id(1)).attempt, because: .noRole),
            Refusal("add the user `\(DomainSample.email)`", because: .emailTaken(email: DomainSample.email)),
        ]
        return list("refusal", refusals, raw: [0, 1])
            + DomainSample.reasons(naming: text).enumerated().map { position, reason in
                DomainMessage("reason", position, reason.description, isRaw: Self.isRaw(reason))
            }
    }

    private static func isRaw(_ reason: RefusalReason) -> Bool {
        switch reason {
        case .mayNotAssign, .roleNotOffered, .roleNotForGuests, .roleNotForScope, .roleRepeated, .roleAlreadyHeld,
            .roleNotHeld, .lastHolder, .ownIndispensableRole, .roleAlreadyRequested, .notPermitted:
            true
        case .mayNotActOn(_, let held, let whoMay): !held.isEmpty || !whoMay.isEmpty
        default: false
        }
    }

    private static func access(_ text: String) -> [DomainMessage] {
        let denials = DomainSample.denials(naming: text).enumerated().map { position, denial in
            let isRaw =
                switch denial {
                case .notGranted, .missingConditions, .ruleUnmet: true
                default: false
                }
            return DomainMessage("denial", position, denial.description, isRaw: isRaw)
        }
        let remedies = DomainSample.remedies(naming: text).enumerated().map { position, remedy in
            let isRaw =
                switch remedy {
                case .gainRoles, .stateConditions: true
                case .reinstate(let roles): !roles.isEmpty
                default: false
                }
            return DomainMessage("remedy", position, remedy.description, isRaw: isRaw)
        }
        return denials + remedies + self.catalog(text)
    }

    private static func catalog(_ text: String) -> [DomainMessage] {
        let (role, permission) = (RoleID(text), Permission(text))
        let problems: [RoleCatalogProblem] = [
            .malformedRole(role), .malformedPermission(permission), .duplicateRole(role),
            .duplicatePermission(permission), .unknownRole(role, namedBy: "enrolment"),
            .unknownPermission(permission, namedBy: "adding users"), .inclusionCycle([role, role]),
            .unsatisfiableRule(permission, .role(role)), .ruleTooLarge(permission, limit: 1_000),
            .unassignableRole(role), .hiddenPrivilege(role, includes: role), .unknownScopeKind(text, role: role),
            .enrolmentRoleNotForEveryCompany(role),
        ]
        for problem in problems {
            switch problem {
            case .malformedRole, .malformedPermission, .duplicateRole, .duplicatePermission, .unknownRole,
                .unknownPermission, .inclusionCycle, .unsatisfiableRule, .ruleTooLarge, .unassignableRole,
                .hiddenPrivilege, .unknownScopeKind, .enrolmentRoleNotForEveryCompany:
                break
            }
        }
        return list("catalog", problems, raw: Set(2..<problems.count))
    }
}

extension RoleCatalog {
    /// The error of a look-up that must fail.
    fileprivate func unknownName(
        _ lookUp: (RoleCatalog) throws(UnknownNameError) -> Void
    ) -> any CustomStringConvertible {
        do throws(UnknownNameError) {
            try lookUp(self)
            return "The name is known."
        } catch {
            return error
        }
    }
}
