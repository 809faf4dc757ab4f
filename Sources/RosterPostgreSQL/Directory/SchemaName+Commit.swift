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

        /// Everything that a round says, to be written under the lock.
        func requests(toWrite round: CommitRound, of company: CompanyID) -> [PostgreSQLRequest] {
            var requests = [self.insertion(of: round.steps, company)]
            if let changed = round.changedCompany {
                requests.append(
                    PostgreSQLRequest(
                        "company", "UPDATE \(self).companies SET company = $2 WHERE id = $1", .uuid(company.bits),
                        .bytes(StoredForm.bytes(of: changed))))
            }
            return requests + self.requests(toWrite: round.records, company)
                + self.requests(toWrite: round.names, company) + self.requests(toWriteTermsOf: round.records, company)
        }

        private func insertion(of steps: [CommitRound.Step], _ company: CompanyID) -> PostgreSQLRequest {
            // The primary key is the referee: two steps never have the same revision, whatever a server makes of locks.
            PostgreSQLRequest(
                "add-steps",
                """
                INSERT INTO \(self).history (company, revision, id, notified, at, step)
                SELECT $1, revision, id, notified, at, step
                FROM unnest($2::bigint[], $3::uuid[], $4::bigint[], $5::bigint[], $6::bytea[])
                    s (revision, id, notified, at, step)
                """, .uuid(company.bits), .bigs(steps.map { Int64(clamping: $0.commit.revision.number) }),
                .uuids(steps.map(\.id.id)), .bigs(steps.map { Int64(clamping: $0.notifiedThrough.number) }),
                .bigs(steps.map(\.commit.at.millisecondsSinceEpoch)),
                .manyBytes(steps.map { StoredForm.bytes(of: $0.commit) }))
        }

        private func requests(
            toWrite records: [RecordID: CommitRound.Move<DirectoryRecord>], _ company: CompanyID
        ) -> [PostgreSQLRequest] {
            let written = records.values.compactMap(\.after)
            var requests = records.filter { $0.value.after == nil && $0.value.before != nil }.keys.map { id in
                PostgreSQLRequest(
                    "remove-record", "DELETE FROM \(self).records WHERE company = $1 AND kind = $2 AND id = $3",
                    .uuid(company.bits), .small(id.kind.rawValue), .uuid(id.bits))
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

        private func requests(
            toWrite names: [RecordName: CommitRound.Move<RecordID>], _ company: CompanyID
        ) -> [PostgreSQLRequest] {
            let moved = names.filter { $0.value.before != $0.value.after }
            var requests = moved.filter { $0.value.before != nil }.keys.map { name in
                PostgreSQLRequest(
                    "free-name", "DELETE FROM \(self).names WHERE company = $1 AND space = $2 AND key = $3",
                    .uuid(company.bits), .bytes(name.storedSpace), .bytes(name.storedKey))
            }
            let given = moved.compactMap { name, move in move.after.map { (name: name, holder: $0) } }
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

        private func requests(
            toWriteTermsOf records: [RecordID: CommitRound.Move<DirectoryRecord>], _ company: CompanyID
        ) -> [PostgreSQLRequest] {
            var requests: [PostgreSQLRequest] = []
            var added: [(term: [UInt8], id: RecordID)] = []
            for (id, move) in records {
                let (before, after) = (RecordTerms.all(of: move.before), RecordTerms.all(of: move.after))
                for term in before.subtracting(after) {
                    requests.append(
                        PostgreSQLRequest(
                            "remove-term",
                            "DELETE FROM \(self).terms WHERE company = $1 AND term = $2 AND kind = $3 AND id = $4",
                            .uuid(company.bits), .bytes(term), .small(id.kind.rawValue), .uuid(id.bits)))
                }
                added += after.subtracting(before).map { ($0, id) }
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
