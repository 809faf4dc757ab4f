import RosterDomain
import RosterPartnerCenter
import Testing

/// Random people do random things to one small tenant, with the rules of the built-in catalog and one role more; after
/// every step the laws are checked on the state itself, without trusting the commands.
@Suite("The laws of provisioning, on random sequences of commands")
struct CommandSimulationTests {
    @Test(
        "Laws 3, 4, 6, 7: nothing above yourself, never locked out, unique, on the record; and things do happen")
    func laws() throws {
        var tally = SimulationTally()
        for seed in 0..<80 as Range<UInt64> { try self.run(seed, &tally) }
        for kind in Attempt.kinds {
            #expect(tally.done[kind, default: 0] >= 5, "\(kind) hardly ever succeeds: \(tally)")
            #expect(tally.refused[kind, default: 0] >= 3, "\(kind) is hardly ever refused: \(tally)")
        }
        #expect(Set(tally.done.keys).union(tally.refused.keys) == Set(Attempt.kinds))
        #expect(tally.renewals >= 5)
        #expect(tally.givenAtPlaces >= 5)
        #expect(tally.retiredTaken >= 1)
        #expect(tally.strangers >= 1)
        #expect(tally.released >= 5 && tally.refusedRestorations >= 1 && tally.refusedNames >= 20, "\(tally)")
        #expect(tally.withoutAddress >= 5 && tally.services >= 5, "\(tally)")
        #expect(tally.bounded >= 5 && tally.shortened >= 5 && tally.unbacked >= 1, "\(tally)")
        #expect(
            tally.ownGrants >= 5 && tally.refusedGrants >= 5 && tally.nested >= 5 && tally.ownGiven >= 5, "\(tally)")
        #expect(tally.ruledGiven.count == 2 && tally.ruledGiven.values.allSatisfy { $0 >= 10 }, "\(tally.ruledGiven)")
        #expect(tally.tooMany >= 5 && tally.prerequisites >= 5 && tally.required >= 3, "\(tally)")
        #expect(tally.separated.values.allSatisfy { $0 >= 3 } && tally.separated.count == 3, "\(tally.separated)")
    }

    private func run(_ seed: UInt64, _ tally: inout SimulationTally) throws {
        var simulation = try Simulation(seed: seed)
        let alreadyRefused = tally.refusalsOnRecord
        var ledger = AuthorityLedger(simulation.history)
        // The clock may be set back: what has passed once is not looked at again.
        var latest = simulation.now
        for step in 0..<300 {
            let place: Comment = "seed \(seed), step \(step)"
            let before = simulation.state
            let attempt = try simulation.attempt()
            let outcome = simulation.perform(attempt)
            tally.count(outcome, attempt)
            let after = simulation.state
            switch outcome {
            case .success(let commit):
                #expect(commit.principal == .user(id: attempt.principal), place)
                #expect(commit.revision == before.revision.next && commit == simulation.history.last, place)
                PageRules.$own.withValue(before.ownRoles) {
                    AuthorityCheck(commit, in: before, by: attempt.principal, place).run()
                    ledger.take(commit, place)
                }
            case .failure(let reason):
                #expect(after.everybody == before.everybody && after.company == before.company, place)
                #expect(after.groups == before.groups && after.companyRoles == before.companyRoles, place)
                guard before.user(attempt.principal) != nil else {
                    #expect(after == before, place)
                    tally.strangers += 1
                    break
                }
                let refusal = Refusal(attempt.command.attempt, because: reason)
                let recorded = simulation.history.filter { $0.revision > before.revision }
                #expect(recorded.map(\.changes) == [[.refused(refusal: refusal)]], place)
                #expect(recorded.map(\.principal) == [.user(id: attempt.principal)], place)
                tally.refusalsOnRecord += 1
            }
            let wasRun = before.everybody.contains(where: PageRules.runsTheTenant)
            #expect(!wasRun || after.everybody.contains(where: PageRules.runsTheTenant), "locked out: \(place)")
            self.checkUniqueness(after, place)
            latest = max(latest, simulation.now)
            #expect(ledger.holds(in: after), "a user holds a role for longer than any giver had it: \(place)")
            PageRules.$own.withValue(after.ownRoles) {
                #expect(after.everybody.allSatisfy { self.keepsRolesApart($0, in: after, at: latest) }, place)
                let rules = HoldingRuleCheck(state: after, moment: latest)
                #expect(rules.treasurers.count <= 1, place)
                #expect(after.everybody.allSatisfy(rules.hasPrerequisites), place)
                let programs = after.company?.programs ?? []
                #expect(after.everybody.allSatisfy { self.isOffered($0, in: programs, at: latest) }, place)
            }
            let standings = after.standings.compactMap(\.user).map {
                $0.joined { after.groups[$0]?.standing.holdings ?? [] }
            }
            #expect(standings.allSatisfy { $0 == simulation.table.standing(of: $0.id) }, place)
            #expect(simulation.table.userCount == after.userCount, place)
            guard step % 50 == 49 else { continue }
            let findings = self.findings(simulation, standings, at: latest)
            #expect(findings.isDisjoint(with: [.separationBreaches, .holdingRuleBreaches]), place)
        }
        let refusals = simulation.history.flatMap(\.changes).count { if case .refused = $0 { true } else { false } }
        #expect(refusals == tally.refusalsOnRecord - alreadyRefused)
        #expect(try simulation.replayed() == simulation.state)
    }

    /// What would be found if the company were opened now.
    private func findings(_ simulation: Simulation, _ standings: [UserStanding], at moment: Timestamp)
        -> OpeningFindings
    {
        var inspection = OpeningInspection(
            simulation.catalog, with: Array(simulation.state.companyRoles.values), at: moment)
        for standing in standings { inspection.take(standing) }
        return inspection.report.findings
    }

    /// No user has more of a separation set's roles than allowed, now or one day.
    private func keepsRolesApart(_ record: UserRecord, in state: DirectoryState, at moment: Timestamp) -> Bool {
        // A deleted account is no obstacle for its groups and for roles of the company, and cannot be restored as long as what they hold and
        // contain must stay apart.
        let held = record.user.status == .deleted ? self.ofCatalog(record) : record.everyAssignment(in: state)
        let current = held.filter { $0.window.until.map { $0 > moment } ?? true }
        return PageRules.mayHoldTogether(Set(current.map(\.role)))
    }

    /// No user holds a role, now or one day, that is not offered to the company.
    private func isOffered(_ record: UserRecord, in programs: Set<Program>, at moment: Timestamp) -> Bool {
        let held = record.user.status == .deleted ? self.ofCatalog(record) : record.assignments
        return held.filter { $0.window.until.map { $0 > moment } ?? true }
            .allSatisfy { PageRules.isOffered($0.role, to: programs) }
    }

    private func ofCatalog(_ record: UserRecord) -> [RoleAssignment] {
        record.assignments.filter { $0.role.companyRole == nil }
    }

    /// Law 6: one name, one user, in any case, whether it is a user name or an address; each leads to the user, and a name that
    /// was released to another one at most; and one assignment of a role at a place.
    private func checkUniqueness(_ state: DirectoryState, _ place: Comment) {
        let unique = state.everybody.filter { !$0.user.hasReleasedNames }.flatMap { record in
            record.user.attributes.filter { $0.name == .employeeNumber }.flatMap(\.value.allTexts)
        }
        #expect(Set(unique).count == unique.count, place)
        let named = state.everybody.filter { !$0.user.isErased }.map { record in
            let texts = [record.user.userName.rawValue] + (record.user.email.map { [$0.rawValue] } ?? [])
            return (record.user, Set(texts.map { $0.lowercased() }))
        }
        let names = named.flatMap { user, names in user.hasReleasedNames ? [] : Array(names) }
        #expect(Set(names).count == names.count, place)
        for (user, names) in named {
            let holders = names.map { try? state.user(named: RecordName(UserName($0)))?.id }
            #expect(holders.allSatisfy { ($0 == user.id) != user.hasReleasedNames }, place)
            #expect(user.status == .deleted || !user.hasReleasedNames, place)
        }
        for record in state.everybody {
            let holdings = record.assignments.map { "\($0.role) \($0.scope)" }
            #expect(Set(holdings).count == holdings.count, place)
        }
    }
}
