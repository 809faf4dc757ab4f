/// Random histories, several in one company, and one company of fifty on files.
package enum SessionTrial {
    /// The histories that one company lives through.
    package static let historiesInCompany = 20
    /// Of this many companies one is on files.
    private static let fileInterval = 50

    /// Plays the histories of one company.
    ///
    /// - Throws: ``SessionFault``, which says how to see it again.
    package static func playCompany(_ number: Int, histories: Int = historiesInCompany) async throws -> SessionTally {
        let isOnFiles = number % self.fileInterval == self.fileInterval - 1
        let company = try await SessionCompany(isOnFiles ? .files : .memory, seed: UInt64(number))
        var tally = SessionTally()
        for index in 0..<histories {
            let seed = UInt64(number * self.historiesInCompany + index)
            do {
                var history = try await SessionHistory(in: company, seed: seed)
                try await history.play()
                tally.add(history.tally)
            } catch {
                throw SessionFault("company \(number), history \(index): \(error)")
            }
        }
        if isOnFiles { tally.historiesOnFiles = tally.histories }
        return tally
    }
}
