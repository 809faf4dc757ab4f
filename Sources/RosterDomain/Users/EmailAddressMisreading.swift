/// How a common mail program can misread an address that has a valid form.
///
/// Such addresses reach another mailbox, or none, or start a program. Genuine ones are practically unknown, so
/// ``EmailAddress`` refuses them.
public enum EmailAddressMisreading: Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// The local part contains `=?`, which begins an encoded word. Programs that decode it see another address, although
    /// RFC 2047 §5 forbids encoded words in addresses.
    case encodedWord
    /// The local part contains `!` or `%`: a route through another host, as in `host!user` and `user%host`.
    case route
    /// The local part contains `|`, `$` or a backtick, which run a program or expand a variable in a delivery pipe.
    case command
    /// The address begins with `-`, as the options of a mail command do.
    case option
    /// The address begins with `/`, as the path of a file to deliver to does.
    case file
    /// A label of the domain begins with `xn--`, and what it decodes to is no international label.
    case domainLabel

    /// Finds out how the parts of an address are misread; nil if they are not.
    init?(localPart: Substring.UTF8View, domain: Substring.UTF8View) {
        if localPart.first == UInt8(ascii: "-") {
            self = .option
        } else if localPart.first == UInt8(ascii: "/") {
            self = .file
        } else if zip(localPart, localPart.dropFirst()).contains(where: { $0 == (UInt8(ascii: "="), UInt8(ascii: "?")) }
        ) {
            self = .encodedWord
        } else if localPart.contains(where: "!%".utf8.contains) {
            self = .route
        } else if localPart.contains(where: "|$`".utf8.contains) {
            self = .command
        } else if !domain.split(separator: UInt8(ascii: ".")).allSatisfy(InternationalLabel.isUnambiguous) {
            self = .domainLabel
        } else {
            return nil
        }
    }

    /// What is wrong, and what a mail program would make of it.
    public var description: String {
        switch self {
        case .encodedWord: "it contains `=?`, where mail programs begin to decode"
        case .route: "it contains `!` or `%`, which mail programs take for a route to another host"
        case .command: "it contains `|`, `$` or a backtick, which a delivery program may run"
        case .option: "it begins with `-`, as the options of a mail program do"
        case .file: "it begins with `/`, as the path of a file does"
        case .domainLabel: "its domain has a label in `xn--` form that does not stand for an international name"
        }
    }
}
