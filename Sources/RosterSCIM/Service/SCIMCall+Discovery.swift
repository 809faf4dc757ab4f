import RosterDomain
import RosterUseCases
import RosterWeb

// What the service is and has: ServiceProviderConfig, ResourceTypes, Schemas, and the catalog as resources.

extension SCIMCall {
    /// Answers for a discovery endpoint; nil for a name that is none.
    func discover(_ name: String, _ id: String?, _ method: WebMethod) async throws -> WebResponse? {
        let resources: [SCIMObject]
        switch name {
        case "ServiceProviderConfig":
            guard id == nil else { throw SCIMError.notFound("such path") }
            try Self.allow([.get], method)
            return self.response(200, self.configuration)
        case "ResourceTypes":
            try Self.allow([.get], method)
            resources = self.resourceTypes.map { $0.resource(at: self.addresses.base + "/ResourceTypes/" + $0.name) }
        case "Schemas":
            try Self.allow([.get], method)
            resources = try await self.schemas().map { $0.resource(at: self.addresses.base + "/Schemas/" + $0.id) }
        case "Roles":
            try Self.allow([.get], method)
            try await self.requireMaySee()
            resources = self.roles
        case "Entitlements":
            try Self.allow([.get], method)
            try await self.requireMaySee()
            resources = self.entitlements
        default: return nil
        }
        if let id {
            guard let found = resources.first(where: { $0["id"]?.text?.isAttributeName(id) ?? false }) else {
                throw SCIMError.notFound("`\(id)` in \(name)")
            }
            return self.response(200, found)
        }
        return try self.listResponse(resources, name)
    }

    private func listResponse(_ resources: [SCIMObject], _ name: String) throws(SCIMError) -> WebResponse {
        let request = try self.queryRequest()
        // What a service has is not filtered (RFC 7644 §4).
        guard ["Roles", "Entitlements"].contains(name) else {
            if request.filter != nil { throw SCIMError(403, nil, "\(name) cannot be filtered") }
            let window = ListWindow(first: 0, count: resources.count, place: nil, digest: "")
            return self.response(ListPage(total: resources.count, resources: resources, next: nil), window)
        }
        let type = name == "Roles" ? CatalogSchema.roles : CatalogSchema.entitlements
        var found = resources
        if let filter = request.filter {
            let matcher = try FilterMatcher(try SCIMFilter(filter, schemas: type.urns), in: type)
            found = found.filter(matcher.matches)
        }
        let window = try ListWindow(request, self.options, endpoints: [name])
        let projection = request.projection(schemas: type.urns)
        let page = found.dropFirst(window.first).prefix(window.count)
        let end = window.first + page.count
        return self.response(
            ListPage(
                total: found.count,
                resources: projection.isStandard ? Array(page) : page.map { $0.projected(projection, of: type) },
                next: end < found.count && window.count > 0 ? .rank(end) : nil), window)
    }

    /// The kinds of resources that clients are told of.
    private var resourceTypes: [SCIMResourceType] {
        [self.mapping.type, GroupMapping.type]
            + (self.options.advertisesCatalog ? [CatalogSchema.roles, CatalogSchema.entitlements] : [])
    }

    /// Every schema; of roles, the values are those that the caller may give.
    private func schemas() async throws -> [SCIMSchema] {
        let options = try await self.tenant.roleOptions(forNew: .member, by: self.principal)
        // A role that brings others along would come back as several.
        let roles = options.filter { option in
            option.obstacle == nil && self.tenant.catalog.role(option.role)?.accompaniedBy.isEmpty ?? false
        }.map(\.role.rawValue)
        return self.resourceTypes.flatMap(\.describedSchemas).map { schema in
            guard schema.id == UserSchema.core else { return schema }
            var schema = schema
            schema.attributes = schema.attributes.map { attribute in
                guard attribute.source == .roles else { return attribute }
                return attribute.with { attribute in
                    attribute.parts = attribute.parts.map { part in
                        part.name == "value" ? part.with { $0.canonicalValues = roles } : part
                    }
                }
            }
            return schema
        }
    }

    private var configuration: SCIMObject {
        func supported(_ isSupported: Bool = true) -> SCIMValue { .object(["supported": .flag(isSupported)]) }
        func number(_ number: Int) -> SCIMValue { .number("\(number)") }
        let location = self.addresses.base + "/ServiceProviderConfig"
        var configuration: SCIMObject = [
            "schemas": .list([.text("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig")]),
            "patch": supported(),
            "bulk": .object([
                "supported": .flag(true), "maxOperations": number(self.options.bulkOperationLimit),
                "maxPayloadSize": number(self.options.bodyByteLimit),
            ]),
            "filter": .object(["supported": .flag(true), "maxResults": number(self.options.pageSizeLimit)]),
            "changePassword": supported(self.options.acceptsPasswords), "sort": supported(), "etag": supported(),
            "authenticationSchemes": .list([
                .object([
                    "type": .text("oauthbearertoken"), "name": .text("Bearer token"),
                    "description": .text("The token of a service"), "primary": .flag(true),
                ])
            ]),
            "pagination": .object([
                "cursor": .flag(true), "index": .flag(true), "defaultPaginationMethod": .text("index"),
                "defaultPageSize": number(self.options.pageSize), "maxPageSize": number(self.options.pageSizeLimit),
            ]),
            "meta": .object(["resourceType": .text("ServiceProviderConfig"), "location": .text(location)]),
        ]
        if self.options.advertisesCatalog { configuration.add("rolesAndEntitlements", self.catalogConfiguration) }
        return configuration
    }

    /// What is said of roles and entitlements as resources.
    private var catalogConfiguration: SCIMValue {
        .object([
            "roles": .object([
                "supported": .flag(true), "multipleRolesSupported": .flag(true),
                "primarySupported": .flag(self.mapping.rolesName != nil),
                "typeSupported": .flag(self.mapping.rolesName != nil),
            ]),
            "entitlements": .object([
                "supported": .flag(true), "multipleEntitlementsSupported": .flag(true),
                "primarySupported": .flag(false), "typeSupported": .flag(false),
            ]),
        ])
    }
}

// MARK: - The catalog

extension SCIMCall {
    /// The roles of the catalog as resources.
    private var roles: [SCIMObject] {
        let catalog = self.tenant.catalog
        let programs = self.tenant.company.programs
        return catalog.roles.map { role in
            var object = self.resource(CatalogSchema.roles, role.id.rawValue, role.title)
            object.add("type", .text(role.category.title))
            object.add("supported", .flag(role.offeredTo.isEmpty || !role.offeredTo.isDisjoint(with: programs)))
            object.add("limitedAssignmentsPermitted", .flag(role.maximumHolders != nil))
            object.add("totalAssignmentsPermitted", role.maximumHolders.map { .number("\($0)") })
            let containers = catalog.roles.filter { $0.includes.contains(role.id) }.map(\.id)
            object.add("contains", Self.list(role.includes.sorted()))
            object.add("containedBy", Self.list(containers))
            return self.finished(object, CatalogSchema.roles)
        }
    }

    /// The permissions of the catalog as resources.
    private var entitlements: [SCIMObject] {
        self.tenant.catalog.permissions.map { definition in
            var object = self.resource(CatalogSchema.entitlements, definition.id.rawValue, definition.title)
            if !definition.workspace.isEmpty { object.add("type", .text(definition.workspace)) }
            object.add("supported", .flag(true))
            object.add("limitedAssignmentsPermitted", .flag(false))
            return self.finished(object, CatalogSchema.entitlements)
        }
    }

    private func resource(_ type: SCIMResourceType, _ value: String, _ title: String) -> SCIMObject {
        [
            "schemas": .list([.text(type.core.id)]), "id": .text(value), "value": .text(value), "display": .text(title),
        ]
    }

    private func finished(_ object: SCIMObject, _ type: SCIMResourceType) -> SCIMObject {
        var object = object
        let location = "\(self.addresses.base)/\(type.endpoint)/\(WebText.encoded(object["id"]?.text ?? ""))"
        object.add("meta", .object(["resourceType": .text(type.name), "location": .text(location)]))
        return object
    }

    private static func list(_ roles: [RoleID]) -> SCIMValue? {
        roles.isEmpty ? nil : .list(roles.map { .text($0.rawValue) })
    }
}
