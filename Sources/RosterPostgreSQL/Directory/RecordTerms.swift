#if PostgreSQL
    internal import RosterDomain

    /// Terms by which records are found, beside their identifiers and names: the database narrows a search by one of them, and
    /// `UserQuery.matches(_:)` decides.
    enum RecordTerms {
        static let hasRequests = Array("requests".utf8)
        static let hasUndelivered = Array("undelivered".utf8)
        static let hasAttributes = Array("attributes".utf8)

        static func role(_ role: RoleID) -> [UInt8] { Array("role:\(role.rawValue)".utf8) }
        static func group(_ group: GroupID) -> [UInt8] { Array("group:\(group)".utf8) }
        static func status(_ status: AccountStatus) -> [UInt8] { Array("status:\(status.rawValue)".utf8) }

        /// Every term of a record; most accounts are active, so that no term says it.
        static func all(of record: DirectoryRecord?) -> Set<[UInt8]> {
            guard let record = record?.user else { return [] }
            var terms = Set(record.assignments.map { self.role($0.role) } + record.groups.map { self.group($0) })
            if record.user.status != .active { terms.insert(self.status(record.user.status)) }
            if !record.roleRequests.isEmpty { terms.insert(self.hasRequests) }
            if !record.undelivered.isEmpty { terms.insert(self.hasUndelivered) }
            if !record.user.attributes.isEmpty { terms.insert(self.hasAttributes) }
            return terms
        }

        /// A term that every user has whom a query finds, the rarest by what is usual; nil when there is none.
        static func narrowing(_ query: UserQuery) -> [UInt8]? {
            if query.hasPendingRequest { return self.hasRequests }
            if query.hasUndeliveredNotifications { return self.hasUndelivered }
            if query.statuses.count == 1, let status = query.statuses.first, status != .active {
                return self.status(status)
            }
            if let group = query.group { return self.group(group) }
            if let role = query.role { return self.role(role) }
            return query.hasAttributes ? self.hasAttributes : nil
        }
    }
#endif
