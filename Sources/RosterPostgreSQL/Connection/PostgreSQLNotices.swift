#if PostgreSQL
    internal import CRosterLibpq

    /// Whether the server has warned, on one connection; keeps libpq from writing notices to the standard error output.
    final class PostgreSQLNotices {
        /// Whether a warning came; reset by its reader.
        var hasWarned = false

        /// Listens to a connection, which must not outlive this object.
        init(of handle: OpaquePointer) {
            PQsetNoticeReceiver(
                handle,
                { context, result in
                    guard let context, let severity = PQresultErrorField(result, PostgreSQLRows.Field.severity.rawValue)
                    else {
                        return
                    }
                    let notices = Unmanaged<PostgreSQLNotices>.fromOpaque(context).takeUnretainedValue()
                    if String(cString: severity) == "WARNING" { notices.hasWarned = true }
                }, Unmanaged.passUnretained(self).toOpaque())
        }
    }
#endif
