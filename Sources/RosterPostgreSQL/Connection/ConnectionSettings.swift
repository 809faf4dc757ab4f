#if PostgreSQL
    internal import CRosterLibpq
    #if canImport(Glibc)
        internal import Glibc
    #elseif canImport(Musl)
        internal import Musl
    #else
        internal import Darwin
    #endif

    /// How connections are made.
    struct ConnectionSettings: Sendable {
        // The string can hold a password: it is given to libpq and to nothing else.
        private let string: String
        private let isVerifying: Bool
        let usesNamedStatements: Bool

        /// Reads a connection string, and refuses one whose server would not be verified.
        init(
            _ string: String, security: PostgreSQLServer.Security, usesNamedStatements: Bool
        ) throws(PostgreSQLError) {
            self.string = string
            self.usesNamedStatements = usesNamedStatements
            let options = try Self.options(in: string)
            // What a service names is known to libpq alone: wherever it leads, the server must prove who it is.
            self.isVerifying = security == .verified && options["service"] != nil
            let hosts = (options["hostaddr"] ?? options["host"] ?? "").split(separator: ",").map(String.init)
            // A password with an unescaped `@` would end up in the name of the host, and with it in messages.
            guard !hosts.contains(where: { $0.contains("@") }) else { throw .unusableConnection("a host contains `@`") }
            guard security == .verified, !self.isVerifying, options["sslmode"] != "verify-full" else { return }
            if let host = hosts.first(where: { !Self.isLocal($0) }) { throw .unverifiedHost(host) }
        }

        /// Connects, and returns the connection, whether it succeeded or not; nil when there is no memory for it.
        func connect() -> OpaquePointer? {
            // Later ones override earlier ones, and the string can name all but the last.
            var options = Self.defaults.filter { getenv($0.variable) == nil }.map { ($0.name, $0.value) }
            options += [("dbname", self.string), ("client_encoding", "UTF8")]
            if self.isVerifying { options.append(("sslmode", "verify-full")) }
            return Self.withPointers(options.map(\.0)) { names in
                Self.withPointers(options.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
            }
        }

        /// What holds unless the string or the environment says otherwise: a dead network is noticed within seconds.
        private static var defaults: [(name: String, value: String, variable: String)] {
            [
                ("connect_timeout", "5", "PGCONNECT_TIMEOUT"),
                ("target_session_attrs", "read-write", "PGTARGETSESSIONATTRS"),
                ("application_name", "roster", "PGAPPNAME"), ("tcp_user_timeout", "5000", "PGTCPUSERTIMEOUT"),
                ("keepalives_idle", "5", "PGKEEPALIVESIDLE"), ("keepalives_interval", "2", "PGKEEPALIVESINTERVAL"),
                ("keepalives_count", "3", "PGKEEPALIVESCOUNT"),
            ]
        }

        /// Whether a host is a folder of sockets or this machine.
        private static func isLocal(_ host: String) -> Bool {
            if host.hasPrefix("/") || ["localhost", "::1"].contains(host) { return true }
            // A name can begin like an address.
            var address = in_addr()
            return host.hasPrefix("127.") && inet_pton(AF_INET, host, &address) == 1
        }

        /// The options in a string and, where it names none, in the environment.
        private static func options(in string: String) throws(PostgreSQLError) -> [String: String] {
            var message: UnsafeMutablePointer<CChar>?
            guard let parsed = PQconninfoParse(string, &message) else {
                // The message would quote the string.
                PQfreemem(message)
                throw .unusableConnection(
                    "it is neither `host=… dbname=… user=…` nor `postgresql://user@host/database`")
            }
            defer { PQconninfoFree(parsed) }
            var options: [String: String] = [:]
            var next = parsed
            while let name = next.pointee.keyword {
                let variable = next.pointee.envvar.flatMap { getenv($0) }
                if let value = next.pointee.val ?? variable { options[String(cString: name)] = String(cString: value) }
                next += 1
            }
            return options
        }

        private static func withPointers<Result>(
            _ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> Result
        ) -> Result {
            let copies = texts.map { strdup($0) }
            defer { for copy in copies { free(copy) } }
            return body(copies.map { copy in copy.map { UnsafePointer($0) } } + [nil])
        }
    }
#endif
