/// Let a second factor count whose first code was shown, in place of the present one.
package struct RecordSecondFactor: TenantCommand {
    /// Whose it is.
    package let user: UserID
    /// The session epoch of the session in which it happens: one that was ended enrolls nothing.
    package let sessionEpoch: Int
    /// The factor that counted until now, a code of which was shown; nil for none.
    package let shown: SecondFactorID?
    /// The factor that counts from then on.
    package let factor: SecondFactorID

    /// Names the user and the factors.
    package init(of user: UserID, at sessionEpoch: Int, replacing shown: SecondFactorID?, by factor: SecondFactorID) {
        self.user = user
        self.sessionEpoch = sessionEpoch
        self.shown = shown
        self.factor = factor
    }

    /// What is wanted, in words.
    package var attempt: String { "enroll a second factor" }
    /// The user.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses all but the person, accounts that are not in use, and when what was shown does not count any more.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let record = try facts.activePrincipal()
        try record.require(.person)
        guard record.id == self.user, record.user.secondFactor == self.shown else { throw .secondFactorDiffers }
        guard record.user.sessionEpoch == self.sessionEpoch else { throw .resetMeanwhile }
        return [.secondFactorEnrolled(user: self.user, factor: self.factor)]
    }
}
