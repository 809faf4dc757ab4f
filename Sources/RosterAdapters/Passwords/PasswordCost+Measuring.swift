#if os(Linux) || canImport(CommonCrypto)
    import RosterDomain

    extension PasswordCost {
        /// How long one comparison takes on this machine: the shortest of a few.
        ///
        /// It blocks the calling thread, for a second at most.
        ///
        /// - Parameter runs: How many are made; at least 1.
        /// - Returns: The time; nil when the system cannot hash, as without memory.
        public func measured(runs: Int = 3) -> Duration? {
            let hasher = PasswordHasher(SystemPasswordFunction(cost: self))
            var shortest: Duration?
            for _ in 0..<max(runs, 1) {
                let start = ContinuousClock.now
                guard (try? hasher.hash(Password("a password of no one"))) != nil else { return nil }
                let taken = ContinuousClock.now - start
                shortest = min(shortest ?? taken, taken)
            }
            return shortest
        }

        /// The highest cost whose comparison takes about as long as is wanted, or less; never below ``standard`` and its 16 MiB.
        ///
        /// A half more than wanted still counts as about as long: costs double from one to the next. Measure when the machine is quiet, and
        /// on the machine that will serve; then write the cost into the host, so that all hosts have the same.
        ///
        /// - Parameter target: How long one comparison may take.
        public static func fitting(_ target: Duration = .milliseconds(100)) -> PasswordCost {
            let affordable = self.allCases.filter { cost in
                cost.rawValue > self.standard.rawValue && (cost.measured().map { $0 <= target * 3 / 2 } ?? false)
            }
            return affordable.last ?? .standard
        }
    }
#endif
