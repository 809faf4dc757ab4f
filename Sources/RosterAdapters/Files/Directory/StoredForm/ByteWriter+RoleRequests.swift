import RosterDomain
internal import RosterStore

/// The second part of a request for roles: bit 0 that it is for the whole company, bit 1 that it says that it is another
/// user's.
private struct RequestBits: OptionSet {
    let rawValue: UInt8

    static let company = RequestBits(rawValue: 1 << 0)
    static let ofAnother = RequestBits(rawValue: 1 << 1)
}

extension ByteWriter {
    /// Writes requests for roles: of each its identifier, the byte above, whose it is, the roles, the scope, when, and why.
    mutating func write(_ requests: [RoleRequest], of user: User, names: inout NameTable) {
        self.writeCompact(UInt64(requests.count))
        for request in requests {
            var bits: RequestBits = request.scope == .company ? .company : []
            if request.user != user.id { bits.insert(.ofAnother) }
            self.write(request.id)
            self.write(bits.rawValue)
            if bits.contains(.ofAnother) { self.write(request.user) }
            self.writeCompact(UInt64(request.roles.count))
            for role in request.roles { self.writeCompact(UInt64(names.number(of: role))) }
            if !bits.contains(.company) { self.writeCompact(UInt64(names.number(of: request.scope))) }
            self.write(request.requestedAt, from: user.addedAt)
            self.write(request.reason)
        }
    }
}

extension ByteReader {
    /// Reads requests for roles, of which there must be one.
    mutating func readRequests(
        of user: UserID, from addedAt: Timestamp, names: borrowing NameTable
    ) throws(Malformed) -> [RoleRequest] {
        let count = try self.readCount()
        guard count > 0 else { throw Malformed() }
        var requests: [RoleRequest] = []
        for _ in 0..<count { requests.append(try self.readRequest(of: user, from: addedAt, names: names)) }
        return requests
    }

    private mutating func readRequest(
        of user: UserID, from addedAt: Timestamp, names: borrowing NameTable
    ) throws(Malformed) -> RoleRequest {
        let id: RoleRequestID = try self.readID()
        let bits = RequestBits(rawValue: try self.read())
        guard bits.rawValue < 1 << 2 else { throw Malformed() }
        let holder = bits.contains(.ofAnother) ? try self.readID() : user
        var roles: [RoleID] = []
        for _ in 0..<(try self.readCount()) { roles.append(try names.role(try self.readCompact())) }
        let scope = bits.contains(.company) ? Scope.company : try names.scope(try self.readCompact())
        let requestedAt = try self.readMoment(from: addedAt)
        return RoleRequest(
            id: id, user: holder, roles: roles, scope: scope, reason: try self.readText(), requestedAt: requestedAt)
    }
}
