package import RosterDomain

extension SignInAttempts: StoredRecord {
    package static var blank: SignInAttempts { SignInAttempts() }

    package static func describe<Coder: StoredCoder>(
        _ attempts: inout SignInAttempts, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "credential"), &attempts.credential)
        try coder.field(StoredField(2, "salt"), &attempts.salt, unless: 0)
        try coder.list(StoredField(3, "familiarSources", .personal), &attempts.familiarSources)
        var familiar: FailureCount? = attempts.familiar.isBlank ? nil : attempts.familiar
        var others: FailureCount? = attempts.others.isBlank ? nil : attempts.others
        try coder.record(StoredField(4, "familiar"), &familiar)
        try coder.record(StoredField(5, "others"), &others)
        attempts.familiar = familiar ?? FailureCount()
        attempts.others = others ?? FailureCount()
        try coder.field(StoredField(6, "liftCount"), &attempts.liftCount, unless: 0)
        try attempts.liftCount.checkStoredCount(from: 0, at: StoredField(6, "liftCount"))
    }
}

extension FailureCount: StoredRecord {
    package static var blank: FailureCount { FailureCount() }

    package static func describe<Coder: StoredCoder>(
        _ failures: inout FailureCount, with coder: inout Coder
    ) throws(StoredFormError) {
        try coder.field(StoredField(1, "count"), &failures.count)
        try failures.count.checkStoredCount(from: 0, at: StoredField(1, "count"))
        try coder.moment(StoredField(2, "since"), &failures.since)
        try coder.moment(StoredField(3, "lockedUntil"), &failures.lockedUntil)
    }
}
