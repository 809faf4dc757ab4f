#if PostgreSQL
    public import RosterDomain

    /// What can go wrong between Roster and PostgreSQL.
    ///
    /// No case holds a password, a hash or a connection string. Messages of the server are its primary messages only: their details can
    /// quote what a row holds.
    @nonexhaustive
    public enum PostgreSQLError: Error, Sendable {
        /// The connection string or a name cannot be used; the text says why, and quotes nothing of the string.
        case unusableConnection(String)
        /// The server at a host would not be verified; see ``PostgreSQLServer/Security``.
        case unverifiedHost(String)
        /// The database cannot be used as it is set up; the text says why.
        case unusableDatabase(String)
        /// No connection could be made.
        case unreachable(String)
        /// The connection broke.
        case connectionLost(String)
        /// The server refused a statement, with the code (SQLSTATE) and the message that it gave.
        case refused(code: String, message: String)
        /// The answer to a commit was lost, so that it may have been made or not.
        case outcomeUnknown
        /// The server did not answer in time.
        case timedOut(Duration)
        /// All connections were in use for too long.
        case noFreeConnection(Duration)
        /// The task of the caller was canceled.
        case canceled
        /// ``PostgreSQLServer/close()`` was called.
        case closed
        /// The tables are missing; ``PostgreSQLServer/createSchema()`` creates them.
        case schemaMissing
        /// A newer version of Roster has written the tables, or a company in them.
        case schemaIsNewer(found: Int, known: Int)
        /// The history no longer has the step that it showed before: a failover or a restored backup took steps back.
        case historyTakenBack(at: Revision)
        /// The server sent what it should not; the tables may have been changed by hand.
        case unexpectedAnswer(String)
        /// A row cannot be read.
        case unreadable(table: String, cause: any Error)
        /// The caller asks for a kind of record that this version does not keep.
        case unknownKind
    }

    extension PostgreSQLError: CustomStringConvertible {
        /// What went wrong, for an administrator.
        public var description: String {
            switch self {
            case .unusableConnection(let reason): "the connection to PostgreSQL cannot be used: \(reason)"
            case .unverifiedHost(let host):
                "the connection to `\(host)` would not verify the server; set sslmode=verify-full and sslrootcert"
            case .unusableDatabase(let reason): "the database cannot be used: \(reason)"
            case .unreachable(let message): "PostgreSQL cannot be reached: \(message)"
            case .connectionLost(let message): "the connection to PostgreSQL was lost: \(message)"
            case .refused(let code, let message):
                "PostgreSQL refused a statement: \(message) (\(code))"
                    + (["42P05", "26000"].contains(code)
                        ? "; behind a pooler that gives each transaction another connection, use unnamed statements"
                        : "")
            case .outcomeUnknown: "PostgreSQL's answer to a commit was lost; it may have been made or not"
            case .timedOut(let limit): "PostgreSQL did not answer within \(limit)"
            case .noFreeConnection(let limit): "every connection to PostgreSQL was in use for \(limit)"
            case .canceled: "the task was canceled"
            case .closed: "the connection to PostgreSQL was closed by the host"
            case .schemaMissing: "PostgreSQL does not have the tables of Roster; create them with `createSchema()`"
            case .schemaIsNewer(let found, let known):
                "the tables have format \(found), and this version of Roster knows up to \(known); upgrade the host"
            case .historyTakenBack(let revision):
                "PostgreSQL no longer has the step at revision \(revision) that it showed before; open the company again"
            case .unexpectedAnswer(let what): "PostgreSQL sent an unexpected answer: \(what)"
            case .unreadable(let table, let cause): "a row of `\(table)` cannot be read: \(cause)"
            case .unknownKind: "this version of Roster does not keep such records in PostgreSQL; upgrade the host"
            }
        }
    }

    extension PostgreSQLError {
        /// Whether the same transaction may succeed when it is tried again: another one was in the way, and nothing was written.
        var isCollision: Bool {
            guard case .refused(let code, _) = self else { return false }
            return ["40001", "40P01", "23505"].contains(code)
        }

        /// Whether one of several steps that share a transaction may be at fault: the others can be made without it.
        var isOfOneStep: Bool {
            guard case .refused(let code, _) = self else { return false }
            return code.hasPrefix("22") || code.hasPrefix("54") || code == "23505"
        }

        /// Whether the connection leads to a server, or to a state of it, that will refuse the same again: one that only reads, one that
        /// does not know what was prepared.
        var isOfConnection: Bool {
            guard case .refused(let code, _) = self else { return false }
            return ["25006", "26000", "0A000"].contains(code)
        }

        /// Whether nothing is known of what the server made of the last request.
        var isLoss: Bool {
            switch self {
            case .connectionLost, .timedOut: true
            case .refused(let code, _): code == "40003"
            default: false
            }
        }
    }
#endif
