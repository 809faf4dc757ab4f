import RosterWeb

// Which methods a page takes (RFC 9110 §10.2.1).

extension Visit {
    /// Pages that are looked at alone.
    static let readingMethods: [WebMethod] = [.get, .head]

    /// The methods that the present address takes, as far as the address tells.
    var methods: [WebMethod] {
        if self.path == ["sign-out"] { return [.post] }
        return self.takesForms ? Self.readingMethods + [.post] : Self.readingMethods
    }

    /// Whether forms are sent to the present address.
    private var takesForms: Bool {
        let rest = Array(self.path.dropFirst())
        return switch self.path.first {
        case nil, "record", "roles", "invitations": false
        case "account": ![[], ["security"], ["access"]].contains(rest)
        case "requests": !rest.isEmpty
        case "groups": rest.count != 1
        case "users" where rest.count < 2: ![[], ["add"], ["table"]].contains(rest)
        case "users" where rest.count == 2: PersonTab(rawValue: rest[1]) == nil
        default: true
        }
    }
}
