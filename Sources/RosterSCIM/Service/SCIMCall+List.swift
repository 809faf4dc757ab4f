import RosterDomain
import RosterJSON
import RosterUseCases
import RosterWeb

// Lists: found by an index, or looked through within bounds.

/// One page of what a list request finds.
struct ListPage: Sendable {
    /// How many there are on all pages.
    var total = 0
    /// The resources on this page.
    var resources: [SCIMObject] = []
    /// Where the next page begins; nil when this one is the last.
    var next: Cursor.Place?
}

/// A resource that was found, as far as it is needed to tell its place.
protocol ListedResource: Sendable {
    /// The identifier, which decides the order unless the client does.
    var listID: String { get }
}

extension UserRecord: ListedResource {
    var listID: String { self.id.description }
}

extension Group: ListedResource {
    var listID: String { self.id.description }
}

extension SCIMCall {
    /// The schema of a list.
    static let listSchema = "urn:ietf:params:scim:api:messages:2.0:ListResponse"

    /// Answers a list of one kind of resource, or of several one after another.
    func list(_ endpoints: [String], _ request: ListRequest) async throws -> WebResponse {
        let window = try ListWindow(request, self.options, endpoints: endpoints)
        if endpoints.count > 1 { return try await self.listAll(request, window) }
        let page =
            endpoints[0] == GroupMapping.type.endpoint
            ? try await self.groupPage(request, window) : try await self.userPage(request, window)
        return self.response(page, window)
    }

    /// Both kinds, users first; the filter may name attributes that only one of them has.
    private func listAll(_ request: ListRequest, _ window: ListWindow) async throws -> WebResponse {
        guard request.cursor == nil else {
            throw SCIMError(.invalidCursor, "a search over several kinds of resources has pages by number")
        }
        var pages: [ListPage] = []
        var failure: (any Error)?
        for kind in [self.userPage, self.groupPage] {
            let seen = pages.reduce(0) { $0 + $1.total }
            let taken = pages.reduce(0) { $0 + $1.resources.count }
            let rest = ListWindow(
                first: max(0, window.first - seen), count: window.count - taken, place: nil, digest: "")
            do { pages.append(try await kind(request, rest)) } catch let error as SCIMError {
                guard error.keyword == .invalidFilter else { throw error }
                failure = error
            }
        }
        if pages.isEmpty, let failure { throw failure }
        let page = ListPage(total: pages.reduce(0) { $0 + $1.total }, resources: pages.flatMap(\.resources), next: nil)
        return self.response(page, window)
    }

    /// A page as a response.
    func response(_ page: ListPage, _ window: ListWindow) -> WebResponse {
        var json = JSONBytes(reservingCapacity: 512 + page.resources.count * 768)
        json.beginObject()
        json.name("schemas")
        json.beginList()
        json.text(Self.listSchema)
        json.endList()
        json.name("totalResults")
        json.number(page.total)
        json.name("itemsPerPage")
        json.number(page.resources.count)
        if window.place == nil {
            json.name("startIndex")
            json.number(window.first + 1)
        } else if let next = page.next {
            json.name("nextCursor")
            json.text(Cursor(place: next, digest: window.digest).text)
        }
        json.name("Resources")
        json.beginList()
        for resource in page.resources { resource.write(to: &json) }
        json.endList()
        json.endObject()
        return WebResponse(200, headers: ["content-type": SCIMService.mediaType], body: json.bytes)
    }

    private func matcher(_ request: ListRequest, _ type: SCIMResourceType) throws(SCIMError) -> FilterMatcher? {
        guard let filter = request.filter else { return nil }
        return try FilterMatcher(try SCIMFilter(filter, schemas: type.urns), in: type)
    }
}

// MARK: - Users

extension SCIMCall {
    private func userPage(_ request: ListRequest, _ window: ListWindow) async throws -> ListPage {
        let type = self.mapping.type
        let projection = request.projection(schemas: type.urns)
        let matcher = try self.matcher(request, type)
        let order = try ListOrder(request, type)
        if matcher == nil, order == nil { return try await self.plainUserPage(window, projection) }
        var collector = ListCollector<UserRecord>(window, order)
        if let lookups = matcher?.userLookups(in: self.tenant.attributeSchema) {
            var found: [UserID: UserRecord] = [:]
            for lookup in lookups { for record in try await self.users(by: lookup) { found[record.id] = record } }
            try await self.collect(found.values.sorted { $0.id < $1.id }, matcher, order, into: &collector)
        } else {
            var query = UserQuery(pageSize: UserQuery.pageSizeLimit)
            while true {
                let page = try await self.tenant.users(matching: query, by: self.principal)
                try await self.collect(page.records, matcher, order, into: &collector)
                guard let next = page.next else { break }
                guard collector.seen < self.options.scanLimit else { throw Self.tooMany(self.options.scanLimit) }
                query.start = next
                await Task.yield()
            }
        }
        let found = collector.finish()
        return ListPage(
            total: found.total, resources: try await self.resources(of: found.page, projection), next: found.next)
    }

    /// A page of all users, which the directory counts.
    private func plainUserPage(_ window: ListWindow, _ projection: Projection) async throws -> ListPage {
        let page = try await self.tenant.users(
            matching: UserQuery(
                from: window.start(), pageSize: max(1, window.count), countingUpTo: .max), by: self.principal)
        let records = page.records.prefix(window.count)
        var next: Cursor.Place?
        if case .after(let id) = page.next, window.count > 0 { next = .after(id.description) }
        return ListPage(
            total: page.totalCount ?? records.count,
            resources: try await self.resources(of: Array(records), projection),
            next: next)
    }

    private func users(by lookup: FilterLookup) async throws -> [UserRecord] {
        switch lookup {
        case .id(let text):
            guard let id = try? UserID(text), let record = try await self.tenant.profile(of: id, by: self.principal),
                ![.deleted, .purged].contains(record.user.status)
            else { return [] }
            return [record]
        case .name(let name):
            return try await self.tenant.users(matching: UserQuery(named: name), by: self.principal).records
        case .membersOf(let group): return try await self.members(of: group)
        case .groupsOf: return []
        }
    }

    private func collect(
        _ records: [UserRecord], _ matcher: FilterMatcher?, _ order: ListOrder?,
        into collector: inout ListCollector<UserRecord>
    ) async throws {
        let wanted = matcher?.attributes ?? Projection(included: [])
        let shown = try await self.resources(of: records, wanted.adding(order?.path))
        for (record, object) in zip(records, shown) {
            collector.see(record, object, isMatch: matcher?.matches(object) ?? true)
        }
    }

    static func tooMany(_ limit: Int) -> SCIMError {
        SCIMError(.tooMany, "without an index, \(limit) resources are looked at, and there are more; narrow the filter")
    }
}

// MARK: - Groups

extension SCIMCall {
    private func groupPage(_ request: ListRequest, _ window: ListWindow) async throws -> ListPage {
        let type = GroupMapping.type
        let projection = request.projection(schemas: type.urns)
        let matcher = try self.matcher(request, type)
        let order = try ListOrder(request, type)
        try await self.requireMaySee()
        if matcher == nil, order == nil { return try await self.plainGroupPage(window, projection) }
        var collector = ListCollector<Group>(window, order)
        if let lookups = matcher?.groupLookups() {
            var found: [GroupID: Group] = [:]
            for lookup in lookups { for group in try await self.groups(by: lookup) { found[group.id] = group } }
            try await self.collect(found.values.sorted { $0.id < $1.id }, matcher, order, into: &collector)
        } else {
            var query = GroupQuery(pageSize: UserQuery.pageSizeLimit)
            while true {
                let page = try await self.tenant.groups(matching: query, by: self.principal)
                try await self.collect(page.groups, matcher, order, into: &collector)
                guard let next = page.next else { break }
                guard collector.seen < self.options.scanLimit else { throw Self.tooMany(self.options.scanLimit) }
                query.start = next
                await Task.yield()
            }
        }
        let found = collector.finish()
        return ListPage(
            total: found.total, resources: try await self.resources(of: found.page, projection), next: found.next)
    }

    private func plainGroupPage(_ window: ListWindow, _ projection: Projection) async throws -> ListPage {
        let page = try await self.tenant.groups(
            matching: GroupQuery(
                from: window.start(), pageSize: max(1, window.count), countingUpTo: .max), by: self.principal)
        let groups = page.groups.prefix(window.count)
        var next: Cursor.Place?
        if case .after(let id) = page.next, window.count > 0 { next = .after(id.description) }
        return ListPage(
            total: page.totalCount ?? groups.count, resources: try await self.resources(of: Array(groups), projection),
            next: next)
    }

    private func resources(of groups: [Group], _ projection: Projection) async throws -> [SCIMObject] {
        var objects: [SCIMObject] = []
        for group in groups { objects.append(try await self.resource(of: group, projection)) }
        return objects
    }

    private func groups(by lookup: FilterLookup) async throws -> [Group] {
        switch lookup {
        case .id(let text):
            guard let id = try? GroupID(text) else { return [] }
            return try await Array(self.tenant.groups([id]).values)
        case .name(let name):
            return try await self.tenant.groups(matching: GroupQuery(named: name), by: self.principal).groups
        case .groupsOf(let user): return try await self.tenant.groups(of: user)
        case .membersOf: return []
        }
    }

    private func collect(
        _ groups: [Group], _ matcher: FilterMatcher?, _ order: ListOrder?, into collector: inout ListCollector<Group>
    ) async throws {
        let wanted = (matcher?.attributes ?? Projection(included: [])).adding(order?.path)
        let named = matcher?.namedMembers
        for group in groups {
            var object = try await self.resource(of: group, named == nil ? wanted : wanted.without("members"))
            // A group can have 100,000 members, and a filter asks for one of them.
            if let named { object.add("members", try await self.members(of: group.id, among: named)) }
            collector.see(group, object, isMatch: matcher?.matches(object) ?? true)
        }
    }

    /// Those of a few users who are members of a group, as values.
    private func members(of group: GroupID, among users: [String]) async throws -> SCIMValue? {
        var members: [SCIMValue] = []
        for text in users {
            guard let id = try? UserID(text), let record = try await self.tenant.user(id),
                record.groups.contains(group),
                ![.deleted, .purged].contains(record.user.status)
            else { continue }
            members.append(GroupMapping.member(record, at: self.addresses, showsName: false))
        }
        return members.isEmpty ? nil : .list(members)
    }
}

extension FilterMatcher {
    /// The users that the filter asks for as members, when it asks for members by their identifiers only; nil otherwise, and when it does
    /// not ask for members at all.
    var namedMembers: [String]? {
        var names: [String] = []
        return Self.collect(self.root, into: &names) && !names.isEmpty ? names : nil
    }

    private static func collect(_ node: Node, into names: inout [String]) -> Bool {
        switch node {
        case .compare(let target, .equal, .text(let text, _)) where target.attribute.name == "members":
            names.append(text)
            return target.compared?.name == "value"
        case .element(let target, .compare(let part, .equal, .text(let text, _)))
        where target.attribute.name == "members":
            names.append(text)
            return part.attribute.name == "value"
        case .compare(let target, _, _), .present(let target), .element(let target, _):
            return target.attribute.name != "members"
        case .and(let left, let right), .or(let left, let right):
            return self.collect(left, into: &names) && self.collect(right, into: &names)
        case .not(let node): return self.collect(node, into: &names)
        case .never: return true
        }
    }
}

extension Projection {
    /// The same, with another attribute.
    fileprivate func adding(_ path: AttributePath?) -> Projection {
        guard let path else { return self }
        return Projection(included: (self.included ?? []) + [path])
    }

    /// The same, without an attribute.
    fileprivate func without(_ name: String) -> Projection {
        Projection(included: self.included?.filter { !$0.name.isAttributeName(name) }, excluded: self.excluded)
    }
}
