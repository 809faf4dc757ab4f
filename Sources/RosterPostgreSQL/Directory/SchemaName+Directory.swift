#if PostgreSQL
    internal import RosterDomain

    /// The statements of a directory. Look-ups by a list join laterally, behind `OFFSET 0`: a plan that was made while a table was empty
    /// uses its index even so.
    extension SchemaName {
        /// Where the history ends, and the identifier of the step at a revision that was seen before.
        func head(of company: CompanyID, seen: Revision) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "head",
                """
                SELECT c.format, c.company, h.revision, h.id, h.notified, s.id FROM \(self).companies c
                LEFT JOIN LATERAL (
                    SELECT revision, id, notified FROM \(self).history WHERE company = $1 ORDER BY revision DESC LIMIT 1
                ) h ON true
                LEFT JOIN LATERAL (SELECT id FROM \(self).history WHERE company = $1 AND revision = $2) s ON true
                WHERE c.id = $1
                """, .uuid(company.bits), .big(seen))
        }

        /// Records by identifier.
        func records(of company: CompanyID, _ ids: [RecordID]) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "records",
                """
                SELECT k.kind, k.id, r.record FROM unnest($2::smallint[], $3::uuid[]) k (kind, id) CROSS JOIN LATERAL (
                    SELECT record FROM \(self).records WHERE company = $1 AND kind = k.kind AND id = k.id OFFSET 0
                ) r
                """, .uuid(company.bits), .smalls(ids.map(\.kind.rawValue)), .uuids(ids.map(\.bits)))
        }

        /// The records that have names, with the position of each name.
        func holders(in company: CompanyID, of names: [RecordName]) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "holders",
                """
                SELECT k.position, n.kind, n.id, r.record
                FROM unnest($2::bytea[], $3::bytea[]) WITH ORDINALITY k (space, key, position) CROSS JOIN LATERAL (
                    SELECT kind, id FROM \(self).names WHERE company = $1 AND space = k.space AND key = k.key OFFSET 0
                ) n CROSS JOIN LATERAL (
                    SELECT record FROM \(self).records WHERE company = $1 AND kind = n.kind AND id = n.id OFFSET 0
                ) r
                """, .uuid(company.bits), .manyBytes(names.map(\.storedSpace)), .manyBytes(names.map(\.storedKey)))
        }

        /// Steps after a revision, in order.
        func history(of company: CompanyID, after revision: Revision, limit: Int) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "history",
                """
                SELECT revision, id, step FROM \(self).history WHERE company = $1 AND revision > $2
                ORDER BY revision LIMIT $3
                """, .uuid(company.bits), .big(revision), .big(Int64(max(0, limit))))
        }

        /// Records of a kind from an identifier on, in order.
        func records(
            of company: CompanyID, _ kind: RecordID.Kind, from start: UInt128, containing text: String? = nil,
            limit: Int
        ) -> PostgreSQLRequest {
            // A text is planned anew each time: whether an index on trigrams helps depends on the text.
            let filter = text == nil ? "$5::text IS NULL" : "search LIKE $5::text"
            return PostgreSQLRequest(
                text == nil ? "scan" : "",
                """
                SELECT id, record FROM \(self).records WHERE company = $1 AND kind = $2 AND id >= $3 AND \(filter)
                ORDER BY id LIMIT $4
                """, .uuid(company.bits), .small(kind.rawValue), .uuid(start), .big(Int64(limit)),
                text.map { .text(Self.pattern(containing: $0)) } ?? .null)
        }

        /// A pattern for texts that contain a text; its own wildcards stand for themselves.
        private static func pattern(containing text: String) -> String {
            var pattern = "%".unicodeScalars
            // Not by characters: with a mark of its own, a wildcard would be another character.
            for scalar in text.unicodeScalars {
                if ["%", "_", "\\"].contains(scalar) { pattern.append("\\") }
                pattern.append(scalar)
            }
            pattern.append("%")
            return String(pattern)
        }

        /// Records of a kind with a term, from an identifier on, in order.
        func records(
            of company: CompanyID, _ kind: RecordID.Kind, with term: [UInt8], from start: UInt128,
            containing text: String? = nil, limit: Int
        ) -> PostgreSQLRequest {
            let filter = text == nil ? "$6::text IS NULL" : "r.search LIKE $6::text"
            return PostgreSQLRequest(
                text == nil ? "term" : "term-text",
                """
                SELECT t.id, r.record FROM \(self).terms t CROSS JOIN LATERAL (
                    SELECT search, record FROM \(self).records WHERE company = $1 AND kind = $2 AND id = t.id OFFSET 0
                ) r WHERE t.company = $1 AND t.term = $3 AND t.kind = $2 AND t.id >= $4 AND \(filter)
                ORDER BY t.id LIMIT $5
                """, .uuid(company.bits), .small(kind.rawValue), .bytes(term), .uuid(start), .big(Int64(limit)),
                text.map { .text(Self.pattern(containing: $0)) } ?? .null)
        }
    }

    extension PostgreSQLValue {
        /// A revision; one beyond those that a database counts is the last of them.
        static func big(_ revision: Revision) -> PostgreSQLValue { .big(Int64(clamping: revision.number)) }
    }

    extension RecordName {
        /// The space, as it is stored.
        var storedSpace: [UInt8] { Array(self.space.rawValue.utf8) }
        /// The key, as it is stored; it may hold any character.
        var storedKey: [UInt8] { Array(self.key.utf8) }
    }
#endif
