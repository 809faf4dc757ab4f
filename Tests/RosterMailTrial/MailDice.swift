import RosterDomain
import RosterPorts

/// Makes up what a message can hold, with a preference for what readers get wrong.
struct MailDice {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var bits = self.state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    private mutating func number(below limit: Int) -> Int { Int(self.next() % UInt64(limit)) }

    private mutating func element<Element>(_ elements: [Element]) -> Element {
        elements[self.number(below: elements.count)]
    }

    private mutating func text(_ pieces: [String], upTo count: Int) -> String {
        (0...self.number(below: count)).map { _ in self.element(pieces) }.joined()
    }

    /// A name that has passed the rules of names.
    mutating func name() -> FullName {
        while true {
            if let name = try? FullName(self.text(Self.namePieces, upTo: self.element([3, 6, 30]))) { return name }
        }
    }

    /// An address that has passed the rules of addresses.
    mutating func address() -> EmailAddress {
        while true {
            let local = self.text(Self.localPieces, upTo: self.element([3, 8, 40]))
            let labels = (0...self.number(below: self.element([2, 3, 12]))).map { _ in
                self.text(Self.labelPieces, upTo: self.element([2, 5, 20]))
            }
            let domain = labels.joined(separator: ".") + "." + self.element(["example", "xn--p1ai", "co.example"])
            if let address = try? EmailAddress(local + "@" + domain) { return address }
        }
    }

    /// An identifier of a notification, as Roster makes them or of any other form.
    mutating func identifier() -> String {
        self.number(below: 4) > 0
            ? "\(self.number(below: 1 << 40))-\(self.number(below: 99))-\(UserID(high: self.next(), low: self.next()))"
            : self.text(Self.namePieces, upTo: 40)
    }

    /// A moment, also one that mail cannot express.
    mutating func moment() -> Int64 { Int64(bitPattern: self.next()) >> Int64(self.element([0, 8, 20])) }

    /// What a recipient is told, with texts of other people in it.
    mutating func content() throws -> AccountNotification.Content {
        let person = AccountNotification.Person(
            self.name(), userName: UserName(self.address()), affiliation: self.element([.member, .guest]))
        let roles = (0...self.number(below: 3)).map { _ in self.name().rawValue }
        switch self.number(below: 5) {
        case 0: return .accountCreated(roles: roles)
        case 1: return .invited(by: person, code: InvitationCode("a-code"), expiresAt: .distantPast)
        case 2: return .rolesChanged(given: roles, taken: roles)
        case 3: return .passwordChanged
        default:
            return .rolesRequested(
                by: person, roles: roles, scope: .company, reason: self.text(Self.reasonPieces, upTo: 60))
        }
    }
}

extension MailDice {
    private static let namePieces = [
        "Grace", "Hopper", " ", " ", "  ", ",", ";", ":", ".", "..", "\"", "\\", "'", "(", ")", "<", ">", "[", "]", "@",
        "=",
        "?", "=?", "?=", "=?utf-8?B?", "=?utf-8?q?=40?=", "_", "-", "/", "#", "%", "&", "!", "From ", "é", "e\u{301}",
        "ß",
        "Ω", "Ж", "ש", "ע", "愛", "👩‍💻", "\u{200D}", "undisclosed-recipients:;", "a@b.example", "<b@c.example>",
        "https://x.example",
        "Bcc: d@e.example", "x.example", "0", "Q", "longer than most names",
    ]
    private static let localPieces = [
        "a", "Z", "9", ".", "+", "-", "_", "=", "?", "'", "*", "{", "}", "~", "^", "#", "&", "/", "ada", "prvs=",
        "from",
    ]
    private static let labelPieces = ["a", "b9", "0", "-", "contoso", "mail", "xn--mnchen-3ya", "deep"]
    private static let reasonPieces = [
        "word", " ", "  ", "\n", "\n", "\n\n", ".", "\n.\n", "\n..", "\nFrom ", "\n>From ", "\n>>From ", "From ",
        "\n--\n",
        "\n-- \n", "=", "=20", "=\n", " \n", "  \n", "\t", "é", "🧑", "שלום", "\nBcc: x@y.example", "\nbegin 644 x\n",
        "\u{200F}",
        "https://x.example", "x@y.example",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ]
}
