#if PostgreSQL
    public import RosterDomain
    public import RosterPorts

    extension PostgreSQLDirectory {
        /// Returns one page of what a query finds, as of one revision.
        ///
        /// The database narrows the search by one of its conditions, and by the text; a page costs as much as reading the users between its
        /// first and its last who meet these two.
        public func page(_ query: DirectoryQuery) async throws(UserDirectoryError) -> DirectoryPage {
            try await self.translating { () throws(PostgreSQLError) in
                do throws(PostgreSQLError) {
                    return try await self.pageOnce(query)
                } catch {
                    // A page is of one transaction: with the connection, what was read of it is lost.
                    guard case .connectionLost = error else { throw error }
                    return try await self.pageOnce(query)
                }
            }
        }

        private func pageOnce(_ query: DirectoryQuery) async throws(PostgreSQLError) -> DirectoryPage {
            try await self.pool.lending { (slot) throws(PostgreSQLError) in
                let scan = DirectoryScan(self.reading, self.pool, slot)
                _ = try await scan.begin()
                if case .users(let query) = query { return .users(try await self.page(query, scan)) }
                guard case .groups(let query) = query else { throw .unknownKind }
                var groups: [Group] = []
                try await scan.forEachPortion(of: .group) { (rows) throws(PostgreSQLError) in
                    groups += try self.reading.records(rows, of: .group).compactMap(\.group)
                }
                return .groups(query.page(of: groups))
            }
        }

        private func page(_ query: UserQuery, _ scan: DirectoryScan) async throws(PostgreSQLError) -> UserPage {
            var pager = UserPager(query)
            var (start, count) = (UInt128?.some(0), min(query.effectivePageSize + 1, 1_000))
            if let previous = pager.scanStart { start = previous.bits.successor }
            if query.name != nil { return try await self.named(query, scan) }
            while let first = start, !pager.isDone {
                let rows = try await scan.rows(from: ScanStart(first), limit: count) { reading, start, limit in
                    reading.schema.users(of: reading.company, query, from: start, limit: limit)
                }
                for case .user(let record) in try self.reading.records(rows, of: .user)
                where !pager.isDone && query.matches(record) {
                    if pager.take(record.id) { pager.add(record) }
                }
                start = try scan.end(of: rows, limit: count)
                count = min(count * 4, 4_000)
            }
            return pager.page
        }

        /// The page of a query that names one user.
        private func named(_ query: UserQuery, _ scan: DirectoryScan) async throws(PostgreSQLError) -> UserPage {
            var pager = UserPager(query)
            guard let name = query.name else { return pager.page }
            let records = try await scan.excerpt(RecordKeys(named: [name]))
            if let record = records.user(named: name), query.matches(record), pager.take(record.id) {
                pager.add(record)
            }
            return pager.page
        }
    }

    extension DirectoryScan {
        /// Reads what keys name, in the transaction.
        fileprivate func excerpt(_ keys: RecordKeys) async throws(PostgreSQLError) -> DirectoryExcerpt {
            try await self.run { [reading, limit] (connection) throws(PostgreSQLError) in
                let rows = try connection.run(reading.excerptRequests(keys), within: limit)
                return try reading.excerpt(of: keys, at: .start, rows[...])
            }
        }
    }

    extension SchemaName {
        /// Users from an identifier on, narrowed by a query.
        fileprivate func users(
            of company: CompanyID, _ query: UserQuery, from start: UInt128, limit: Int
        ) -> PostgreSQLRequest {
            // PostgreSQL takes no zero byte in a text, and no name has one.
            let text = query.textToFind.flatMap { $0.utf8.contains(0) ? nil : $0 }
            guard let term = RecordTerms.narrowing(query) else {
                return self.records(of: company, .user, from: start, containing: text, limit: limit)
            }
            return self.records(of: company, .user, with: term, from: start, containing: text, limit: limit)
        }
    }
#endif
