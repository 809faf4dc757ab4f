#if PostgreSQL
    internal import RosterDomain
    internal import RosterPorts

    /// What the statements of a directory return, read back into values of the domain.
    struct DirectoryReading: Sendable {
        let schema: SchemaName
        let company: CompanyID
        let watch: HistoryWatch

        /// The statement that reads the head.
        func headRequest(_ seen: SeenStep) -> PostgreSQLRequest {
            self.schema.head(of: self.company, seen: seen.revision)
        }

        /// Reads the head, and checks that the history is the one that was shown before; nil when the company has no row.
        func head(_ rows: PostgreSQLRows, expecting seen: SeenStep) throws(PostgreSQLError) -> DirectoryHead? {
            guard !rows.isEmpty else {
                try self.watch.check(seen, found: nil)
                return nil
            }
            let format: Int16 = try rows.integer(0, 0)
            guard format <= TableFormat.known else {
                throw .schemaIsNewer(found: Int(format), known: TableFormat.known)
            }
            try self.watch.check(seen, found: rows.isNull(0, 5) ? nil : rows.uuid(0, 5))
            guard !rows.isNull(0, 2) else { return .start }
            let revision = Revision(try rows.integer(0, 2))
            self.watch.note(SeenStep(revision: revision, id: try rows.uuid(0, 3)))
            let company =
                rows.isNull(0, 1) ? nil : try self.decoded("companies") { try StoredForm.company(rows.bytes(0, 1)) }
            return DirectoryHead(
                revision: revision, company: company, notifiedThrough: Revision(try rows.integer(0, 4)))
        }

        /// The statements that read what keys name: one for identifiers, and one for names.
        func excerptRequests(_ keys: RecordKeys) -> [PostgreSQLRequest] {
            [self.schema.records(of: self.company, keys.ids), self.schema.holders(in: self.company, of: keys.names)]
        }

        /// Reads the answers to ``excerptRequests(_:)``.
        func excerpt(
            of keys: RecordKeys, at head: DirectoryHead, _ rows: ArraySlice<PostgreSQLRows>
        ) throws(PostgreSQLError) -> DirectoryExcerpt {
            guard let byID = rows.first, let byName = rows.last else { throw .unexpectedAnswer("no records") }
            var records: [RecordID: DirectoryRecord] = [:]
            for row in byID.indices {
                let kind = try self.kind(byID.integer(row, 0))
                records[RecordID(kind, bits: try byID.uuid(row, 1))] = try self.record(byID.bytes(row, 2), of: kind)
            }
            var holders: [RecordName: RecordID] = [:]
            for row in byName.indices {
                let (position, kind) = (
                    try byName.integer(row, 0, as: Int64.self), try self.kind(byName.integer(row, 1))
                )
                let id = RecordID(kind, bits: try byName.uuid(row, 2))
                guard keys.names.indices.contains(Int(position) - 1) else { throw .unexpectedAnswer("a name too many") }
                holders[keys.names[Int(position) - 1]] = id
                if records[id] == nil { records[id] = try self.record(byName.bytes(row, 3), of: kind) }
            }
            return DirectoryExcerpt(of: keys, at: head, records: Array(records.values), holders: holders)
        }

        /// Reads a record.
        func record(_ bytes: [UInt8], of kind: RecordID.Kind) throws(PostgreSQLError) -> DirectoryRecord {
            try self.decoded("records") { try StoredForm.record(bytes, of: kind) }
        }

        /// Reads the records of a scan.
        func records(
            _ rows: PostgreSQLRows, of kind: RecordID.Kind
        ) throws(PostgreSQLError) -> [DirectoryRecord] {
            var records: [DirectoryRecord] = []
            records.reserveCapacity(Int(rows.count))
            for row in rows.indices { records.append(try self.record(rows.bytes(row, 1), of: kind)) }
            return records
        }

        /// Reads the standing in a row of a scan.
        func standing(
            _ rows: PostgreSQLRows, _ row: Int32, of kind: RecordID.Kind, _ reader: inout StandingReader
        ) throws(PostgreSQLError) -> DirectoryStanding {
            try self.decoded("records") {
                try rows.withBytes(row, 1) { (bytes) throws(StoredFormError) in try reader.standing(bytes, of: kind) }
            }
        }

        /// Reads steps, which count as shown to the caller unless told otherwise.
        func steps(_ rows: PostgreSQLRows, isShown: Bool = true) throws(PostgreSQLError) -> [Commit] {
            var steps: [Commit] = []
            steps.reserveCapacity(Int(rows.count))
            for row in rows.indices {
                let revision = Revision(try rows.integer(row, 0))
                steps.append(
                    try self.decoded("history") { try StoredForm.commit(rows.bytes(row, 2), revision: revision) })
            }
            if isShown, let last = rows.indices.last {
                self.watch.note(SeenStep(revision: Revision(try rows.integer(last, 0)), id: try rows.uuid(last, 1)))
            }
            return steps
        }

        private func kind(_ number: Int16) throws(PostgreSQLError) -> RecordID.Kind {
            guard let kind = RecordID.Kind(rawValue: Int(number)) else { throw .unknownKind }
            return kind
        }

        private func decoded<Value>(_ table: String, _ body: () throws -> Value) throws(PostgreSQLError) -> Value {
            do {
                return try body()
            } catch let error as PostgreSQLError {
                throw error
            } catch {
                throw .unreadable(table: table, cause: error)
            }
        }
    }
#endif
