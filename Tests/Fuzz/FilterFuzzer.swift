import RosterDomain
import RosterJSON

/// What libFuzzer calls with each input; `Scripts/fuzz-scim.sh` compiles it together with what reads SCIM's filters and paths.
///
/// Whatever comes in must be taken or refused in order. What is taken comes back from its own text and means the same there, and a
/// user whom a filter chooses is among those whom the indexes would find for it. A failure stops the process, which is how libFuzzer
/// learns of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFilter(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    do throws(SCIMError) {
        check(try SCIMFilter(text, schemas: Sample.type.urns))
    } catch {
        precondition(error.status == 400 && !error.detail.isEmpty, "a refusal has words")
    }
    if let path = try? PatchPath(text, schemas: Sample.type.urns) {
        let again = try? PatchPath(path.written, schemas: Sample.type.urns)
        precondition(again == path, "a path is read back from its own text")
    }
    return 0
}

private func check(_ filter: SCIMFilter) {
    let again = try? SCIMFilter(filter.written, schemas: Sample.type.urns)
    precondition(again == filter, "a filter is read back from its own text")
    guard let matcher = try? FilterMatcher(filter, in: Sample.type) else { return }
    let isMatch = matcher.matches(Sample.user)
    let opposite = try? FilterMatcher(.not(filter), in: Sample.type)
    precondition(opposite?.matches(Sample.user) == !isMatch, "a user matches a filter or its opposite")
    guard isMatch, let lookups = matcher.userLookups(in: .scim) else { return }
    precondition(lookups.contains(where: Sample.lookups.contains), "an index finds whom a filter chooses")
}

/// A user with every kind of attribute, and what finds the user in the indexes.
private enum Sample {
    static let type = UserSchema.resourceType(for: .scim, acceptsPasswords: true)
    static let id = "58342554-38d6-4ec8-948c-50044d0a33fd"
    static let lookups: Set<FilterLookup> = {
        let names = [try? RecordName(UserName("bjensen")), try? RecordName(EmailAddress("b@example.com"))]
        let kept = AttributeSchema.scim.recordName(.externalID, "701984")
        let groups = [try? FilterLookup.membersOf(GroupID(id))]
        return Set([.id(id)] + (names + [kept]).compactMap(\.self).map { .name($0) } + groups.compactMap(\.self))
    }()
    static let user: SCIMObject = [
        "schemas": .list([.text(UserSchema.core), .text(UserSchema.enterprise)]), "id": .text(id),
        "externalId": .text("701984"), "userName": .text("bjensen"), "displayName": .text("Babs Jensen"),
        "name": .object(["familyName": .text("Jensen"), "givenName": .text("Barbara")]), "active": .flag(true),
        "emails": .list([.object(["value": .text("b@example.com"), "type": .text("work"), "primary": .flag(true)])]),
        "phoneNumbers": .list([
            .object(["value": .text("555-555-5555"), "type": .text("mobile")]), .object(["value": .text("1")]),
        ]),
        "groups": .list([.object(["value": .text(id), "display": .text("Sales")])]),
        "meta": .object(["resourceType": .text("User"), "lastModified": .text("2011-05-13T04:42:34Z")]),
        UserSchema.enterprise: .object(["manager": .object(["value": .text("26118915")])]),
    ]
}
