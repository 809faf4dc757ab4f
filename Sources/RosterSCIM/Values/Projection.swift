/// Which attributes an answer has (RFC 7644 §3.9).
struct Projection: Sendable, Hashable {
    /// The attributes that were asked for; nil for those that are returned by default.
    var included: [AttributePath]?
    /// The attributes that were asked to be left out.
    var excluded: [AttributePath] = []

    /// Everything that is returned by default.
    static let standard = Projection()

    /// Whether answers are whole.
    var isStandard: Bool { self.included == nil && self.excluded.isEmpty }

    /// Whether an answer has an attribute, or some of its parts.
    func wants(_ attribute: SCIMAttribute, in schema: String? = nil, of type: SCIMResourceType) -> Bool {
        if attribute.returned == .always { return true }
        if attribute.returned == .never { return false }
        if let included {
            return included.contains { Self.names($0, attribute, schema, type) }
        }
        guard attribute.returned != .request else { return false }
        return !self.excluded.contains { $0.part == nil && Self.names($0, attribute, schema, type) }
    }

    /// Whether an answer has a part of an attribute that it has.
    func wants(_ part: SCIMAttribute, of attribute: SCIMAttribute, in schema: String?, of type: SCIMResourceType)
        -> Bool
    {
        if let included {
            let named = included.filter { Self.names($0, attribute, schema, type) }
            if named.contains(where: { $0.part.map(part.name.isAttributeName) ?? false }) { return true }
            return part.returned != .request && (attribute.returned == .always || named.contains { $0.part == nil })
        }
        guard part.returned != .request else { return false }
        return !self.excluded.contains {
            ($0.part.map(part.name.isAttributeName) ?? false) && Self.names($0, attribute, schema, type)
        }
    }

    private static func names(
        _ path: AttributePath, _ attribute: SCIMAttribute, _ schema: String?, _ type: SCIMResourceType
    ) -> Bool {
        let isSchema = (path.schema ?? type.core.id).isAttributeName(schema ?? type.core.id)
        return isSchema && (path.name.isEmpty || path.name.isAttributeName(attribute.name))
    }
}

extension SCIMObject {
    /// The resource with what an answer has of it.
    func projected(_ projection: Projection, of type: SCIMResourceType) -> SCIMObject {
        var result = SCIMObject()
        for member in self.members {
            if let schema = type.extensions.first(where: { $0.id == member.name }) {
                let part = (member.value.object ?? [:]).projected(
                    projection, schema.attributes, in: schema.id, of: type)
                if !part.isEmpty { result.add(member.name, .object(part)) }
            } else {
                let attributes = type.core.attributes + type.common
                let part = SCIMObject([member]).projected(projection, attributes, in: nil, of: type)
                for member in part.members { result.add(member.name, member.value) }
            }
        }
        return result
    }

    private func projected(
        _ projection: Projection, _ attributes: [SCIMAttribute], in schema: String?, of type: SCIMResourceType
    ) -> SCIMObject {
        var result = SCIMObject()
        for member in self.members {
            guard let attribute = attributes.first(where: { $0.name == member.name }),
                projection.wants(attribute, in: schema, of: type)
            else { continue }
            guard attribute.kind == .complex else {
                result.add(member.name, member.value)
                continue
            }
            let elements = member.value.elements.compactMap { element -> SCIMValue? in
                let parts = (element.object?.members ?? []).filter { member in
                    attribute.part(member.name).map { projection.wants($0, of: attribute, in: schema, of: type) }
                        ?? false
                }
                return parts.isEmpty ? nil : .object(SCIMObject(parts))
            }
            guard let first = elements.first else { continue }
            result.add(member.name, attribute.isMultiValued ? .list(elements) : first)
        }
        return result
    }
}
