import RosterDomain
import RosterPorts

/// What a message says: its subject and its lines, before anything is encoded.
///
/// Every line is safe to show on a terminal and to put in a message, whatever was in names, titles and reasons.
struct MailText {
    /// The subject, in one line.
    let subject: String
    /// The body's lines, without line ends.
    let lines: [String]

    /// Words what a person is told.
    init(_ notification: AccountNotification) {
        let company = notification.companyName
        let subject: String
        let paragraphs: [String]
        switch notification.content {
        case .accountCreated(let roles):
            subject = "Your account at \(company)"
            paragraphs = Self.accountCreated(notification, roles: roles)
        case .accountTakenIn(let roles):
            subject = "Your account at \(company)"
            paragraphs = Self.accountTakenIn(notification, roles: roles)
        case .invited(let inviter, let code, let expiresAt):
            subject = "You are invited to join \(company)"
            paragraphs = Self.invited(notification, by: inviter, code: code, expiresAt: expiresAt)
        case .passwordReset(let expiresAt):
            subject = "Your password at \(company) was reset"
            paragraphs = [
                "An administrator has reset your password at \(company) and will give you a temporary one.",
                "It works until \(Self.moment(expiresAt)). You choose your own when you sign in with it.",
                "Your former password does not work any more.",
            ]
        case .passwordChanged:
            subject = "Your password at \(company) was changed"
            paragraphs = [
                "The password of your account at \(company) was changed on \(Self.moment(notification.at)).",
                "If that was not you, tell an administrator at once.",
            ]
        case .passwordForgotten(let code, let expiresAt):
            subject = "Choose a new password at \(company)"
            paragraphs = [
                "Your password at \(company) was said to be forgotten. To choose a new one, enter this code:",
                code.withText { "    \($0)" },
                "The code works once, until \(Self.moment(expiresAt)). Do not pass it on, to an administrator neither.",
                "If that was not you, you need not do anything: your password goes on working.",
            ]
        case .secondFactorChanged(let isEnrolled):
            subject = "Your second factor at \(company) was \(isEnrolled ? "enrolled" : "removed")"
            paragraphs = [
                "The second factor of your account at \(company) was \(isEnrolled ? "enrolled" : "removed") on "
                    + "\(Self.moment(notification.at)).",
                "If that was not you, tell an administrator at once.",
            ]
        case .addressToConfirm(let code, let expiresAt):
            subject = "Confirm your address at \(company)"
            paragraphs = [
                "This is to become the address of your account at \(company). To confirm it, enter this code:",
                code.withText { "    \($0)" },
                "The code works once, until \(Self.moment(expiresAt)). Do not pass it on.",
                "If you do not expect this, you need not do anything.",
            ]
        case .addressChanged:
            subject = "Your address at \(company) was changed"
            paragraphs = [
                "Your account at \(company) has another address since \(Self.moment(notification.at)).",
                "If that was not you, tell an administrator at once.",
            ]
        case .rolesChanged(let given, let taken):
            subject = "Your roles at \(company) have changed"
            paragraphs =
                ["What you may do at \(company) has changed."]
                + Self.list("Given to you:", given) + Self.list("Taken from you:", taken)
        case .rolesRequested(let asker, let roles, let scope, let reason):
            subject = "Roles are asked for at \(company)"
            paragraphs = Self.rolesRequested(notification, by: asker, roles: roles, scope: scope, reason: reason)
        case .roleRequestAnswered(let roles, let answer):
            subject = "Your request for roles at \(company) was \(answer == .granted ? "granted" : "declined")"
            paragraphs =
                answer == .granted
                ? Self.list("You asked for roles, and were given:", roles)
                : Self.list("You asked for:", roles) + ["The roles were not assigned to you."]
        }
        self.subject = Self.safe(subject)
        self.lines = Self.letter(to: notification.recipientName, paragraphs, from: company)
    }

    private static func accountCreated(_ notification: AccountNotification, roles: [String]) -> [String] {
        ["An account was created for you at \(notification.companyName). You sign in as \(notification.recipient)."]
            + self.list("Your roles:", roles)
            + ["You will be given a temporary password; you choose your own when you first sign in."]
    }

    private static func accountTakenIn(_ notification: AccountNotification, roles: [String]) -> [String] {
        ["You can work at \(notification.companyName) now, with the account that you have: \(notification.recipient)."]
            + self.list("Your roles:", roles)
    }

    private static func invited(
        _ notification: AccountNotification, by inviter: AccountNotification.Person?, code: InvitationCode,
        expiresAt: Timestamp
    ) -> [String] {
        [
            "\(inviter.map { self.naming($0, notification) } ?? "An administrator") invites you to join \(notification.companyName).",
            "To accept, enter this code together with your address \(notification.recipient):",
            code.withText { "    \($0)" },
            "The code works once, until \(self.moment(expiresAt)). Do not pass it on.",
            "If you do not expect this invitation, you need not do anything.",
        ]
    }

    private static func rolesRequested(
        _ notification: AccountNotification, by asker: AccountNotification.Person, roles: [String], scope: Scope,
        reason: String
    ) -> [String] {
        let place = scope == .company ? "the whole company" : scope.path.withoutLinks
        // A reason is the asker's own text: set apart, so that it cannot pass for ours.
        let lines = reason.withoutLinks.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let quoted = lines.map { "\(Self.quotation)\($0)" }
        let heading = "\(self.naming(asker, notification)) asks you for these roles, for \(place):"
        return self.list(heading, roles)
            + (reason.isEmpty ? [] : ["The reason given:\n" + quoted.joined(separator: "\n")])
            + ["You may assign them, or decline the request."]
    }

    /// A person: the name as they chose it, in quotes, what only they sign in with, and whether they come from outside.
    private static func naming(_ person: AccountNotification.Person, _ notification: AccountNotification) -> String {
        let name = person.fullName.rawValue.replacing("\"", with: "'").withoutLinks
        let userName = person.userName.rawValue
        let shown = (try? EmailAddress(userName)) == nil ? userName.withoutLinks : userName
        let guest = person.affiliation == .guest ? ", a guest from outside \(notification.companyName)," : ""
        return "\"\(name)\" (\(shown))\(guest)"
    }

    /// A paragraph with a list; none when there is nothing to list.
    private static func list(_ heading: String, _ items: [String]) -> [String] {
        // A title is one line, whatever it holds.
        items.isEmpty ? [] : [([heading] + items.map { "  - \(self.safe($0.withoutLinks))" }).joined(separator: "\n")]
    }

    private static func letter(to name: FullName, _ paragraphs: [String], from company: String) -> [String] {
        (["Hello \(name.rawValue.withoutLinks),"] + paragraphs + [company]).joined(separator: "\n\n")
            .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { self.safeLine(String($0)) }
    }

    /// What stands before each line of a person's own text.
    private static let quotation = "    > "

    /// A line that is safe to show; in a person's own text, marks that guide the direction of writing stay, and end with it.
    private static func safeLine(_ line: String) -> String {
        guard line.hasPrefix(self.quotation) else { return self.safe(line) }
        var openIsolates = 0
        for scalar in line.unicodeScalars {
            switch scalar.value {
            case 0x2066...0x2068: openIsolates += 1
            case 0x2069: openIsolates = max(0, openIsolates - 1)
            default: break
            }
        }
        return self.safe(line, keepsDirection: true) + String(repeating: "\u{2069}", count: openIsolates)
    }

    private static func moment(_ moment: Timestamp) -> String {
        moment.description.replacing("T", with: " ").replacing("Z", with: " UTC")
    }

    /// A line in which whatever could end it, move the cursor or turn the direction of writing is shown as `\u{…}`.
    static func safe(_ line: String, keepsDirection: Bool = false) -> String {
        var safe = ""
        for scalar in line.unicodeScalars {
            if scalar.isUnsafeInText && !(keepsDirection && scalar.isGentleDirectionMark) {
                safe += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }
}

extension AccountNotification {
    /// The name of the company as a message shows it; strangers choose it where companies enroll themselves.
    fileprivate var companyName: String { self.company.rawValue.withoutLinks }
}
