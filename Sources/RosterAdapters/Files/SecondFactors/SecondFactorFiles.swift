internal import RosterDomain
internal import RosterPorts
internal import RosterStore

extension UserSecondFactors: PerUserRecord {
    static var kind: StoreKind { StoreKind(5, dropsHistory: true) }

    var flags: UInt8 { 0 }
    var keys: [String] { [] }

    /// Nothing is remembered of the latest steps.
    struct Trace: PerUserTrace {
        init(at position: UInt64) {}
        func note(_ record: UserSecondFactors, at position: UInt64) {}
    }
}

/// The store of second factors on files, as what keeps them asks it.
struct SecondFactorFiles: SecondFactorRecords {
    let engine: StoreEngine<PerUserContent<UserSecondFactors>>

    func factors(of user: UserID) throws(SecondFactorStoreError) -> UserSecondFactors {
        do throws(FileStoreError) {
            try self.engine.refresh()
            return try self.engine.content.read { (content) throws(FileStoreError) in try content.record(of: user) }
        } catch {
            throw .unavailable(cause: error)
        }
    }

    func replace(
        _ former: UserSecondFactors, with next: UserSecondFactors, of user: UserID
    ) throws(SecondFactorStoreError) -> Bool {
        do throws(FileStoreError) {
            return try self.engine.replyBlocking(to: PerUserRequest(next, of: user, replacing: former)).get()
        } catch {
            throw .unavailable(cause: error)
        }
    }
}
