import RosterDomain
import RosterJSON

/// What libFuzzer calls with each input; `Scripts/fuzz-scim.sh` compiles it together with what carries out PATCH.
///
/// An input is the body of a PATCH. Whatever comes in must be carried out on a user or refused in order. The user that comes of it
/// is JSON that reads back as the same, has only what the schema has, and changes nothing when a client puts it back as it got it. A
/// failure stops the process, which is how libFuzzer learns of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPatch(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let document = try? JSONDocument(bytes, limits: limits) else { return 0 }
    do throws(SCIMError) {
        guard let body = try SCIMValue(document).object else { return 0 }
        var editor = ResourceEditor(user, of: type)
        for operation in try PatchRequest(body).operations { try editor.apply(operation) }
        check(editor.object)
    } catch {
        precondition((400..<500).contains(error.status) && !error.detail.isEmpty, "a refusal has words")
    }
    return 0
}

private let limits = JSONLimits(byteLimit: 1 << 20, depthLimit: 16)
private let type = UserSchema.resourceType(for: .scim, acceptsPasswords: true)
private let user: SCIMObject = [
    "userName": .text("bjensen"), "active": .flag(true), "title": .text("Pilot"),
    "name": .object(["familyName": .text("Jensen"), "givenName": .text("Barbara")]),
    "emails": .list([.object(["value": .text("b@example.com"), "type": .text("work"), "primary": .flag(true)])]),
    "phoneNumbers": .list([
        .object(["value": .text("555-555-5555"), "type": .text("mobile")]), .object(["value": .text("1")]),
    ]),
    "roles": .list([.object(["value": .text("admin_agent")])]),
    UserSchema.enterprise: .object(["manager": .object(["value": .text("26118915")])]),
]

private func check(_ changed: SCIMObject) {
    let document = try? JSONDocument(changed.json, limits: JSONLimits(byteLimit: 1 << 22, depthLimit: 16))
    let read = document.flatMap { try? SCIMValue($0) }?.object
    precondition(read == changed, "what came of it is written and read back")
    checkParts(changed, type.core.attributes + type.common)
    for schema in type.extensions { checkParts(changed[schema.id]?.object ?? [:], schema.attributes) }
    var editor = ResourceEditor(changed, of: type)
    do throws(SCIMError) { try editor.take(changed) } catch {
        preconditionFailure("what came of it can be put back: \(error.detail)")
    }
    precondition(editor.object.inOrder == changed.inOrder, "what is put back changes nothing")
}

extension SCIMObject {
    /// The same object with its names in one order, which means nothing.
    fileprivate var inOrder: SCIMObject {
        SCIMObject(self.members.map { Member(name: $0.name, value: $0.value.inOrder) }.sorted { $0.name < $1.name })
    }
}

extension SCIMValue {
    fileprivate var inOrder: SCIMValue {
        switch self {
        case .object(let object): .object(object.inOrder)
        case .list(let elements): .list(elements.map(\.inOrder))
        case .text, .number, .flag, .nothing: self
        }
    }
}

private func checkParts(_ object: SCIMObject, _ attributes: [SCIMAttribute]) {
    for member in object.members where !type.extensions.contains(where: { $0.id == member.name }) {
        guard let attribute = attributes.first(where: { $0.name == member.name }) else {
            preconditionFailure("`\(member.name)` is no attribute")
        }
        let elements = member.value.elements
        precondition(elements.count <= (attribute.isMultiValued ? SCIMAttribute.valueLimit : 1), "there are too many")
        precondition(!member.value.isUnassigned, "what has no value is not there")
        for element in elements {
            guard attribute.kind == .complex else { continue }
            precondition(
                element.object?.members.allSatisfy { attribute.part($0.name)?.name == $0.name } ?? false,
                "a value of `\(member.name)` has other parts")
        }
    }
}
