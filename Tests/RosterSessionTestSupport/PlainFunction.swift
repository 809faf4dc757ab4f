package import RosterAdapters

/// A function that hides nothing and takes no time: for tests that are not about hashes.
package struct PlainFunction: OneWayFunction {
    package init() {}

    package func makeSetting() -> String { "$t$" }

    package func digest(of text: String, setting: String) -> String { "$t$\(text)" }
}

extension HashingThreads {
    /// Threads of usual priority on which as many may wait as like.
    ///
    /// The threads that a process shares come last, and refuse what would wait too long: beside a whole suite on two processors, that is
    /// a comparison that would have taken no time.
    package static let prompt = HashingThreads(
        threadLimit: 4, waitingLimit: 100_000, accountLimit: 10_000, niceness: 0)
}

extension MemoryCredentialVault {
    /// An empty vault whose comparisons take no time.
    package static func plain() -> MemoryCredentialVault {
        MemoryCredentialVault(function: PlainFunction(), threads: .prompt)
    }
}
