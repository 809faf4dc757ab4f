/// What an administrator does in a round: something to the other one, or something of their own.
enum Act: String, CaseIterable {
    case block, delete, takeRole, reset, changePassword, signIn, expel, deleteGroup, takeGroupRole
    case define, widen, give, join, deleteRole, giveSpare, passSpareOn

    /// The pairs of acts, one after another.
    static func pair(_ number: Int) -> (Act, Act) {
        let count = self.allCases.count
        return (self.allCases[number / count % count], self.allCases[number % count])
    }
}
