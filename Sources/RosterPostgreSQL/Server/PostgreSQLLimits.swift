#if PostgreSQL
    /// How many connections a server of ``PostgreSQLServer`` uses, and how long anything waits.
    public struct PostgreSQLLimits: Sendable, Hashable {
        /// The most connections that are open at once; one more listens.
        public var connectionCount = 8
        /// How long a call waits for a connection that is free.
        public var freeConnection = Duration.seconds(10)
        /// How long the server may take to answer what was sent to it together.
        ///
        /// Longer than ``lock``, so that the server gives up first.
        public var answer = Duration.seconds(20)
        /// How long a commit waits for commits of other hosts to the same company.
        public var lock = Duration.seconds(10)
        /// How long the server keeps the lock of a host that stands still in the middle of a commit.
        public var idleTransaction = Duration.seconds(5)
        /// How long to ask what became of a commit whose answer was lost.
        public var outcome = Duration.seconds(20)
        /// How long a connection is used, give or take a fifth, so that a host finds a server that has moved.
        public var connectionLifetime = Duration.seconds(1_800)
        /// How often to look for commits of other hosts.
        public var lookInterval = Duration.milliseconds(250)
        /// How long the turn to deliver may stand still before its holder counts as gone.
        public var turnPatience = Duration.seconds(10)

        /// Creates the usual limits.
        public init() {}
    }
#endif
