import RosterDomain

/// What a request demands of the version of a resource (RFC 9110 §13.1).
struct Preconditions {
    /// The tags that a header field names, all of its lines taken together (§5.3).
    private enum Tags {
        case any
        case listed([String])

        init?(_ name: String, in headers: WebHeaders) {
            let fields = headers.values(of: name)
            guard !fields.isEmpty else { return nil }
            let tags = fields.flatMap { $0.split(separator: ",") }.map { $0.split(whereSeparator: \.isBlank).joined() }
            self = tags == ["*"] ? .any : .listed(tags)
        }
    }

    private let match: Tags?
    private let noneMatch: Tags?

    init(_ headers: WebHeaders) {
        self.match = Tags("if-match", in: headers)
        self.noneMatch = Tags("if-none-match", in: headers)
    }

    /// The versions of which the resource must have one; nil for any, none for what matches nothing.
    var versions: Set<Int>? {
        guard case .listed(let tags) = self.match else { return nil }
        return Set(tags.compactMap(EntityTag.version))
    }

    /// Whether a change is forbidden because the resource has a version that it must not have (§13.1.2).
    func forbidsChange(of version: Int) -> Bool {
        switch self.noneMatch {
        case nil: false
        case .any: true
        case .listed(let tags): tags.compactMap { EntityTag.version(of: $0.withoutWeakness) }.contains(version)
        }
    }

    /// Whether a change may be forbidden, so that the version must be read before.
    var mayForbidChange: Bool { self.noneMatch != nil }

    /// Whether the client has a representation already; a weak comparison, in which only the tag counts.
    func has(_ tag: String) -> Bool {
        switch self.noneMatch {
        case nil: false
        case .any: true
        case .listed(let tags): tags.contains { $0.withoutWeakness == tag }
        }
    }
}

extension String {
    fileprivate var withoutWeakness: String { self.hasPrefix("W/") ? String(self.dropFirst(2)) : self }
}

extension Character {
    fileprivate var isBlank: Bool { self == " " || self == "\t" }
}

/// The entity tags of users: the version of the record, which a change can be made to rest on, and a number for what is shown of it.
///
/// One version is shown in several ways: to an administrator, to the person, and as the groups are at the moment (RFC 9110 §8.8.3).
package enum EntityTag {
    /// The tag of a version that is shown as an answer says it.
    package static func text(of version: Int, showing body: [UInt8]) -> String {
        "\"\(version)-\(String(StableHash.of(body), radix: 36))\""
    }

    /// The version that a tag names; nil for a tag of another form, and for a weak one, which never matches (RFC 9110 §13.1.1).
    package static func version(of tag: String) -> Int? {
        guard tag.utf8.count <= 40, tag.hasPrefix("\""), tag.hasSuffix("\""), tag.utf8.count > 2 else { return nil }
        let digits = tag.dropFirst().dropLast().prefix { $0 != "-" }
        guard let version = Int(digits), String(version) == digits else { return nil }
        return version
    }
}
