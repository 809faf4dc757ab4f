#if PostgreSQL
    internal import RosterDomain
    internal import RosterPorts

    /// The statements of a commit.
    extension SchemaName {
        /// Limits how long the transaction waits for the lock, and how long it may hold it while its host stands still.
        func limits(_ limits: PostgreSQLLimits) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "limits",
                """
                SELECT set_config('lock_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $2, true)
                """, .text("\(limits.lock.inMilliseconds)ms"), .text("\(limits.idleTransaction.inMilliseconds)ms"))
        }

        /// Locks a company, once no other transaction does.
        func lock(_ company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest("lock", "SELECT 1 FROM \(self).companies WHERE id = $1 FOR UPDATE", .uuid(company.bits))
        }

        /// Adds the row of a company, unless it is there.
        func addition(of company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "add-company", "INSERT INTO \(self).companies (id, format) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
                .uuid(company.bits), .small(TableFormat.known))
        }

        /// The revision of a step.
        func step(_ id: UInt128, of company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "step", "SELECT revision FROM \(self).history WHERE company = $1 AND id = $2", .uuid(company.bits),
                .uuid(id))
        }

        /// Puts an erased step in the place of the one with its revision.
        func replacement(for step: Commit, of company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "erase", "UPDATE \(self).history SET step = $3 WHERE company = $1 AND revision = $2",
                .uuid(company.bits),
                .big(step.revision), .bytes(StoredForm.bytes(of: step)))
        }

        /// Everything that a draft says, to be written under the lock.
        func requests(
            toWrite draft: DirectoryDraft, as id: UInt128, of company: CompanyID, over head: DirectoryHead
        ) -> [PostgreSQLRequest] {
            var requests = [self.insertion(of: draft, as: id, company)]
            if draft.head.company != head.company, let changed = draft.head.company {
                requests.append(
                    PostgreSQLRequest(
                        "company", "UPDATE \(self).companies SET company = $2 WHERE id = $1", .uuid(company.bits),
                        .bytes(StoredForm.bytes(of: changed))))
            }
            return requests + self.requests(toWrite: draft.records, company)
                + self.requests(toWrite: draft.names, company) + self.requests(toWriteTermsOf: draft.records, company)
        }

        private func insertion(of draft: DirectoryDraft, as id: UInt128, _ company: CompanyID) -> PostgreSQLRequest {
            // The primary key is the referee: two steps never have the same revision, whatever a server makes of locks.
            PostgreSQLRequest(
                "add-step",
                """
                INSERT INTO \(self).history (company, revision, id, notified, at, step) VALUES ($1, $2, $3, $4, $5, $6)
                """, .uuid(company.bits), .big(draft.commit.revision), .uuid(id), .big(draft.head.notifiedThrough),
                .big(draft.commit.at.millisecondsSinceEpoch), .bytes(StoredForm.bytes(of: draft.commit)))
        }

        private func requests(toWrite records: [DraftedRecord], _ company: CompanyID) -> [PostgreSQLRequest] {
            let written = records.compactMap(\.after)
            var requests = records.filter { $0.after == nil }.map { record in
                PostgreSQLRequest(
                    "remove-record", "DELETE FROM \(self).records WHERE company = $1 AND kind = $2 AND id = $3",
                    .uuid(company.bits), .small(record.id.kind.rawValue), .uuid(record.id.bits))
            }
            guard !written.isEmpty else { return requests }
            requests.append(
                PostgreSQLRequest(
                    "write-records",
                    """
                    INSERT INTO \(self).records (company, kind, id, search, record)
                    SELECT $1, kind, id, search, record
                    FROM unnest($2::smallint[], $3::uuid[], $4::text[], $5::bytea[]) r (kind, id, search, record)
                    ON CONFLICT (company, kind, id) DO UPDATE SET search = excluded.search, record = excluded.record
                    """, .uuid(company.bits), .smalls(written.map(\.id.kind.rawValue)), .uuids(written.map(\.id.bits)),
                    .texts(written.map { $0.user?.user.searchText ?? "" }),
                    .manyBytes(written.map { StoredForm.bytes(of: $0) })))
            return requests
        }

        private func requests(toWrite names: [DraftedName], _ company: CompanyID) -> [PostgreSQLRequest] {
            var requests = names.filter { $0.before != nil && $0.before != $0.after }.map { drafted in
                PostgreSQLRequest(
                    "free-name", "DELETE FROM \(self).names WHERE company = $1 AND space = $2 AND key = $3",
                    .uuid(company.bits), .bytes(drafted.name.storedSpace), .bytes(drafted.name.storedKey))
            }
            let given = names.filter { $0.before != $0.after }.compactMap { drafted in
                drafted.after.map { (name: drafted.name, holder: $0) }
            }
            guard !given.isEmpty else { return requests }
            requests.append(
                PostgreSQLRequest(
                    "give-names",
                    """
                    INSERT INTO \(self).names (company, space, key, kind, id) SELECT $1, space, key, kind, id
                    FROM unnest($2::bytea[], $3::bytea[], $4::smallint[], $5::uuid[]) n (space, key, kind, id)
                    """, .uuid(company.bits), .manyBytes(given.map(\.name.storedSpace)),
                    .manyBytes(given.map(\.name.storedKey)), .smalls(given.map(\.holder.kind.rawValue)),
                    .uuids(given.map(\.holder.bits))))
            return requests
        }

        private func requests(toWriteTermsOf records: [DraftedRecord], _ company: CompanyID) -> [PostgreSQLRequest] {
            var requests: [PostgreSQLRequest] = []
            var added: [(term: [UInt8], id: RecordID)] = []
            for record in records {
                let (before, after) = (RecordTerms.all(of: record.before), RecordTerms.all(of: record.after))
                for term in before.subtracting(after) {
                    requests.append(
                        PostgreSQLRequest(
                            "remove-term",
                            "DELETE FROM \(self).terms WHERE company = $1 AND term = $2 AND kind = $3 AND id = $4",
                            .uuid(company.bits), .bytes(term), .small(record.id.kind.rawValue), .uuid(record.id.bits)))
                }
                added += after.subtracting(before).map { ($0, record.id) }
            }
            guard !added.isEmpty else { return requests }
            requests.append(
                PostgreSQLRequest(
                    "add-terms",
                    """
                    INSERT INTO \(self).terms (company, term, kind, id) SELECT $1, term, kind, id
                    FROM unnest($2::bytea[], $3::smallint[], $4::uuid[]) t (term, kind, id)
                    """, .uuid(company.bits), .manyBytes(added.map(\.term)), .smalls(added.map(\.id.kind.rawValue)),
                    .uuids(added.map(\.id.bits))))
            return requests
        }
    }

    extension Duration {
        fileprivate var inMilliseconds: Int64 { Int64(self.inSeconds * 1_000) }
    }
#endif
