extension Int {
    /// The largest number that Roster counts to, of changes or attempts for example: what every reader of JSON keeps exactly,
    /// and far from where adding ends.
    package static var countLimit: Int { (1 << 53) - 1 }

    /// The count after one more; the limit stays.
    var countedUp: Int { Swift.min(self, Self.countLimit - 1) + 1 }

    /// The nearest number that is a count.
    func clampedToCount(from least: Int) -> Int { Swift.min(Swift.max(self, least), Self.countLimit) }
}
