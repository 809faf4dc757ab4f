import RosterPartnerCenter
import RosterDomain
import Testing

@Suite("The linter of catalogs")
struct RoleCatalogLinterTests {
    @Test("finds what is planted, and not what comes close", arguments: PlantedFinding.each)
    func planted(_ planted: PlantedFinding) throws {
        #expect(try !self.findings { _ in }.contains(planted.finding))
        #expect(try self.findings(planted.plant).contains(planted.finding))
        #expect(try !self.findings(planted.nearMiss).contains(planted.finding))
    }

    @Test("has an example of each thing that it can find")
    func everyKind() {
        let kinds = Set(PlantedFinding.each.map { FindingCheck.kind(of: $0.finding) })
        #expect(kinds.count == FindingCheck.kindCount)
    }

    @Test("finds nothing in a catalog where everything has its use")
    func tidy() throws {
        let findings = try self.findings { sketch in
            sketch.roles[1] = Role("editor", grants: [Grant(.viewHostUsers)])
        }
        #expect(findings == [])
    }

    @Test("says a rule shorter only where the same people satisfy it")
    func shorter() throws {
        let findings = try self.findings { sketch in
            sketch.add(Role("a", includes: ["editor"]))
            sketch.add(
                "host/doors/open",
                rule: .allOf([.role(.editor), .role(RoleID("a")), .anyOf(RoleID("a"), .chief), .role(.chief)]))
        }
        let rules = findings.compactMap { finding in
            if case .ruleHasRedundantParts(_, let rule) = finding { rule } else { nil }
        }
        #expect(rules == [.allOf([.role(RoleID("a")), .role(.chief)])])
    }

    private func findings(_ change: (inout CatalogSketch) -> Void) throws -> [RoleCatalogFinding] {
        var sketch = CatalogSketch()
        change(&sketch)
        return try sketch.catalog().findings
    }
}

/// What is found in the built-in catalog stays as it is, each for a reason.
@Suite("Linting Partner Center")
struct PartnerCenterFindingTests {
    @Test("finds what is known, and nothing else")
    func known() {
        #expect(RoleCatalog.partnerCenter.findings == Self.known.map(\.finding))
        for known in Self.known {
            guard case .roleGrantsNothing(let role) = known.finding else {
                Issue.record("\(known.finding) needs another reason than \(known.reason)")
                continue
            }
            let whoMayReset = RoleCatalog.partnerCenter.rolesThatMay(.resetPassword, toHolderOf: [role])
            #expect(Set(whoMayReset).isSuperset(of: [.helpdeskAdmin, .authenticationAdmin]), "\(known.reason)")
        }
    }

    /// Each grants nothing of what the catalog knows, and stays because the directory's tables name it: whose password may be
    /// reset by whom depends on who holds it.
    private static let known: [(finding: RoleCatalogFinding, reason: String)] = [
        (.roleGrantsNothing(.messageCenterReader), "within reach of Helpdesk and Authentication Administrators"),
        (
            .roleGrantsNothing(.userExperienceSuccessManager),
            "within reach of Helpdesk and Authentication Administrators"
        ),
        (.roleGrantsNothing(.usageSummaryReportsReader), "within reach of Helpdesk and Authentication Administrators"),
    ]
}
