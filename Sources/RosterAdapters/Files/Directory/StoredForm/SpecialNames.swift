#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif
internal import RosterDomain

/// What few users have: a user name that is not the address, no address at all, names that were released, or profile attributes.
///
/// It stands at the end of a record, as JSON. Such users are in no index of addresses: they are in a list of their own, and
/// looked through.
struct SpecialNames: Codable {
    private var userName: UserName
    private var hasReleasedNames: Bool
    private var attributes: UserAttributes

    /// Nil for a user to whom the address leads, and nothing else.
    init?(of user: borrowing User) {
        if user.signsInWithAddressAlone, !user.hasReleasedNames, user.attributes.isEmpty { return nil }
        self.userName = user.userName
        self.hasReleasedNames = user.hasReleasedNames
        self.attributes = user.attributes
    }

    func write(to bytes: inout ByteWriter) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let json = try? encoder.encode(self) else {
            preconditionFailure("invariant: what was checked can be encoded")
        }
        bytes.write(counted: Array(json))
    }

    static func read(from reader: inout ByteReader, into user: inout User) throws(ByteReader.Malformed) {
        let json = Data(try reader.readCounted())
        guard let names = try? JSONDecoder().decode(SpecialNames.self, from: json) else { throw ByteReader.Malformed() }
        user.userName = names.userName
        user.hasReleasedNames = names.hasReleasedNames
        user.attributes = names.attributes
    }
}

extension UserName {
    /// What stands for a name until it has been read.
    static let unread = UserName(takenInBefore: "")
}
