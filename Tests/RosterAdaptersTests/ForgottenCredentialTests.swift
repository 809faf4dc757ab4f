#if os(Linux)
    import RosterAdapters
    import RosterDomain
    import RosterPorts
    import RosterStore
    import RosterStoreTestSupport
    import Testing

    @Suite("Forgetting users in stores on files", .timeLimit(.minutes(20)))
    struct ForgottenCredentialTests {
        private static let (gone, stays) = (UserID(bits: 0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10), UserID(bits: 77))
        private static let now = Timestamp(millisecondsSinceEpoch: 1_750_000_000_000)

        private static func vault(on disk: any StoreDisk) throws -> FileCredentialVault {
            try FileCredentialVault(at: "/store", function: SystemPasswordFunction(cost: .cheapest), on: disk)
        }

        /// Whether a file holds the identifier of the user who is forgotten.
        private static func holds(_ disk: SimulatedDisk) -> Bool {
            let forward = (0..<16).map { UInt8(truncatingIfNeeded: Self.gone.bits >> (120 - 8 * $0)) }
            let halves = Array(forward[..<8].reversed() + forward[8...].reversed())
            return disk.files.values.contains { file in
                file.indices.dropLast(15).contains { start in
                    let piece = file[start..<start + 16]
                    return piece.elementsEqual(forward) || piece.elementsEqual(forward.reversed())
                        || piece.elementsEqual(halves)
                }
            }
        }

        private static func make(on disk: SimulatedDisk) async throws -> FileCredentialVault {
            let vault = try self.vault(on: disk)
            for user in [self.gone, self.stays] {
                for number in 1...2 {
                    try await vault.prepare(
                        Password("Password \(number)"),
                        as: PreparedCredential(
                            CredentialID(bits: UInt128(number)), of: user, at: number,
                            replacing: CredentialID(bits: UInt128(number - 1)), remembering: 3))
                }
            }
            return vault
        }

        @Test("credentials that are forgotten are in no file, neither those that count nor former ones")
        func credentials() async throws {
            let disk = SimulatedDisk()
            let vault = try await Self.make(on: disk)
            #expect(Self.holds(disk))
            try await vault.forget([Self.gone])
            #expect(!Self.holds(disk))
            // Nothing is written when there is nothing to forget.
            let count = disk.log.count
            try await vault.forget([Self.gone, UserID(bits: 9)])
            #expect(disk.log.count == count)
            let claim = CredentialClaim(of: Self.stays, credential: CredentialID(bits: 2))
            let reopened = try Self.vault(on: disk.copy())
            #expect(try await reopened.verify(Password("Password 2"), against: claim, at: Self.now) == .own)
        }

        @Test("after a kill at any change of the disk, forgetting once more leaves nothing")
        func kills() async throws {
            var (number, hasDied) = (0, true)
            while hasDied {
                number += 1
                let (disk, changes) = (SimulatedDisk(), StoreTally())
                _ = try await Self.make(on: disk)
                let dying = MediatedDisk.dying(at: number, on: disk, changes)
                try? await Self.vault(on: dying).forget([Self.gone])
                hasDied = changes.value >= number
                try await Self.vault(on: disk).forget([Self.gone])
                #expect(!Self.holds(disk), "change \(number)")
            }
            #expect(number > 10)
        }
    }
#endif
