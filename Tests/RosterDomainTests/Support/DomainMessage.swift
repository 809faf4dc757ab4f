import RosterPartnerCenter
import RosterDomain
import RosterDomainTestSupport
import Testing

/// One message, made with a text from outside.
struct DomainMessage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String

    private init(_ kind: String, _ number: Int, _ text: String) {
        self.testDescription = "\(kind) \(number): \(text.forDisplay)"
        self.text = text
    }

    /// A text from outside that would color a terminal, turn the direction of writing and begin a line.
    static let hostile = "\u{1B}[31mx\u{202E}y\u{2028}z\u{0}\u{9B}2J"
    static let overlong = String(repeating: "long", count: 100_000)
    static let all = each(naming: hostile)

    static func each(naming text: String) -> [DomainMessage] {
        values(text) + changes(text) + refusals(text) + access(text)
    }

    private static func list(_ kind: String, _ values: [any CustomStringConvertible]) -> [DomainMessage] {
        values.enumerated().map { DomainMessage(kind, $0.offset, $0.element.description) }
    }

    private static func values(_ text: String) -> [DomainMessage] {
        let moment = DomainSample.moment
        let errors: [any CustomStringConvertible] = [
            EmailAddressError.empty, EmailAddressError.tooLong(byteCount: 255),
            EmailAddressError.localPartTooLong(byteCount: 65),
            EmailAddressError.unacceptableCharacter("\u{1B}", in: text), EmailAddressError.malformed(text),
            FullNameError.empty, FullNameError.tooLong(byteCount: 257),
            FullNameError.unsafeCharacter("\u{1B}", in: text),
            IdentifierError.malformed(text), ScopeError.malformed(text), ScopeError.malformedPart(text),
            ScopeError.tooDeep(limit: 8), PasswordPolicyError.unsatisfiable, PasswordPolicyError.historyTooLong(99),
            BannedPasswordsError.tooManyTerms(count: 1_001), BannedPasswordsError.pointMinimumTooSmall(0),
            BannedPasswordsError.lengthOfTerm(position: 0, characterCount: 3),
            ValidityWindowError.empty(from: moment, until: .distantPast),
        ]
        let unknown: [any CustomStringConvertible] = [
            RoleCatalog.partnerCenter.unknownName { (catalog) throws(UnknownNameError) in
                _ = try catalog.role(named: text)
            },
            RoleCatalog.partnerCenter.unknownName { (catalog) throws(UnknownNameError) in
                _ = try catalog.permission(named: text)
            },
            RoleCatalog.partnerCenter.unknownName { (catalog) throws(UnknownNameError) in
                _ = try catalog.condition(named: text)
            },
            RoleAssignmentError.heldImplicitly(role: RoleID(text)),
            RoleAssignmentError.roleNotForScope(role: RoleID(text), scope: .company),
            RoleAssignmentError.roleNotForGuests(role: RoleID(text)),
        ]
        return list("value", errors) + list("unknown name", unknown) + list("password", DomainSample.passwordProblems)
    }

    private static func changes(_ text: String) -> [DomainMessage] {
        let id = DomainSample.id(1)
        let held = DomainSample.assignment(text, to: id, at: "/locations/42")
        let errors: [ChangeError] = [
            .roleHeld(held), .roleNotHeld(held), .noChange, .nameTaken(RecordName(DomainSample.email), by: .user(id)),
            .userExists(id),
            .noAddress(id), .namesNotReleasable(id), .namesNotRegainable(id), .namesMissing(id),
            .attributeDiffers(id, .title), .tooManyAttributes(id),
            .unknownUser(id), .companyExists, .statusDiffers(id, expected: .mustChangePassword, found: .blocked),
            .requestDiffers(RoleRequestID(bits: 7)), .notInvited(id), .deliveryMarkOutOfRange(Revision(7)),
            .notNext(Revision(7), after: Revision(5)), .notificationNotGivenUp(id), .notAService(id),
            .addressDiffers(id), .userPurged(id), .noRecovery(id), .companyDiffers,
            .unknownGroup(DomainSample.group.id),
            .groupExists(DomainSample.group.id), .groupDiffers(DomainSample.group.id),
            .memberAlready(id, of: DomainSample.group.id), .notAMember(id, of: DomainSample.group.id),
            .unknownCompanyRole(DomainSample.companyRole.id), .companyRoleExists(DomainSample.companyRole.id),
            .companyRoleDiffers(DomainSample.companyRole.id),
        ]
        for error in errors {
            switch error {
            case .noChange, .nameTaken, .noAddress, .namesNotReleasable, .namesNotRegainable,
                .namesMissing, .attributeDiffers,
                .tooManyAttributes, .userExists, .unknownUser, .companyExists, .roleHeld, .roleNotHeld,
                .statusDiffers, .requestDiffers, .notInvited, .deliveryMarkOutOfRange, .notificationNotGivenUp,
                .notNext, .notAService, .addressDiffers, .userPurged, .noRecovery, .unknownGroup, .groupExists,
                .companyDiffers, .groupDiffers, .memberAlready, .notAMember, .unknownCompanyRole,
                .companyRoleExists, .companyRoleDiffers:
                break
            }
        }
        return list("change", errors)
    }

    private static func refusals(_ text: String) -> [DomainMessage] {
        let attempt = AssignRoles([RoleID(text)], to: DomainSample.id(1)).attempt
        let refusals = [
            Refusal(attempt, because: .noRole),
            Refusal(RemoveRoles([RoleID(text)], from: DomainSample.id(1)).attempt, because: .noRole),
            Refusal("add a user", because: .nameTaken(name: UserName(DomainSample.email))),
        ]
        return list("refusal", refusals) + list("reason", DomainSample.reasons(naming: text))
    }

    private static func access(_ text: String) -> [DomainMessage] {
        list("denial", DomainSample.denials(naming: text)) + list("remedy", DomainSample.remedies(naming: text))
            + self.catalog(text)
    }

    private static func catalog(_ text: String) -> [DomainMessage] {
        let (role, permission) = (RoleID(text), Permission(text))
        let problems: [RoleCatalogProblem] = [
            .malformedRole(role), .malformedPermission(permission), .duplicateRole(role),
            .duplicatePermission(permission), .unknownRole(role, namedBy: "enrollment"),
            .unknownPermission(permission, namedBy: "adding users"), .inclusionCycle([role, role]),
            .unsatisfiableRule(permission, .role(role)), .ruleTooLarge(permission, limit: 1_000),
            .unassignableRole(role), .hiddenPrivilege(role, includes: role), .unknownScopeKind(text, role: role),
            .enrollmentRoleNotForEveryCompany(role), .widerThanIncluded(role, includes: role),
            .duplicateSeparationSet(text), .malformedSeparationSet(text),
            .separationLimitOutOfRange(set: text, limit: 1, roleCount: 2), .roleBreachesSeparation(role, set: text),
            .enrollmentBreachesSeparation(set: text), .implicitRoleSeparated(role, set: text),
            .tooManyConditions(count: 65, limit: 64),
            .tooManyPermissions(count: 3, limit: 2), .malformedScopeKind(text), .incompleteForCompany,
            .tooManyInclusions(limit: 7), .holdingRuleOnImplicitRole(role), .holderLimitTooSmall(role, limit: 0),
            .prerequisiteCycle([role, role]), .enrollmentLacksPrerequisite(role, requires: role),
            .malformedRoleTitle(role), .malformedPermissionTitle(permission), .nameReservedForCompanies(role),
            .malformedCategory(text), .malformedCategoryTitle(text), .malformedProgram(Program(text)),
            .malformedCondition(Condition(text)),
        ]
        for problem in problems {
            switch problem {
            case .malformedRole, .malformedPermission, .duplicateRole, .duplicatePermission, .unknownRole,
                .unknownPermission, .inclusionCycle, .unsatisfiableRule, .ruleTooLarge, .unassignableRole,
                .hiddenPrivilege, .widerThanIncluded, .unknownScopeKind, .enrollmentRoleNotForEveryCompany,
                .duplicateSeparationSet, .malformedSeparationSet, .separationLimitOutOfRange, .roleBreachesSeparation,
                .enrollmentBreachesSeparation, .implicitRoleSeparated, .tooManyConditions, .tooManyPermissions,
                .malformedScopeKind,
                .incompleteForCompany, .tooManyInclusions, .holdingRuleOnImplicitRole, .holderLimitTooSmall,
                .prerequisiteCycle, .enrollmentLacksPrerequisite, .malformedRoleTitle, .malformedPermissionTitle,
                .nameReservedForCompanies, .malformedCategory, .malformedCategoryTitle, .malformedProgram,
                .malformedCondition:
                break
            }
        }
        return list("catalog", problems) + self.findings(text)
    }

    private static func findings(_ text: String) -> [DomainMessage] {
        let (role, permission, over) = (RoleID(text), Permission(text), RoleSelection.roles([RoleID(text)]))
        let grants = [Grant(permission), Grant(permission, given: [Condition(text)])]
        let assigns = AssignmentAuthority(role, mayAssign: over)
        let acts = AccountAuthority(role, may: [.block], holdersOf: over)
        let findings: [RoleCatalogFinding] =
            [
                .permissionOutOfReach(permission), .roleGrantsNothing(role), .roleAddsNothing(role, to: [role]),
                .rolesAlike([role, role]), .ruleNeverDecides(permission),
                .ruleHasRedundantParts(permission, shorter: .role(role)), .assignmentAuthoritySelectsNothing(assigns),
                .assignmentAuthorityCovered(assigns, by: assigns), .accountAuthoritySelectsNothing(acts),
                .accountAuthorityCovered(acts, by: acts), .roleNobodyMayAssign(role),
                .companionNeverGiven(role, with: role), .privilegedRoleOpenToGuests(role),
                .roleKeptFromEverybody(role, by: text), .separationCovered(set: text, by: text),
                .rolesLookAlike([role, role]), .rolesTitledAlike([role, role]),
                .prerequisiteNeverDecides(role, requires: role), .prerequisiteOutOfReach(role, requires: role),
                .indispensableRoleForOne(role),
            ]
            + grants.flatMap { grant -> [RoleCatalogFinding] in
                [
                    .grantRepeated(grant, in: role), .grantCovered(grant, in: role, by: role),
                    .grantCovered(grant, in: role, by: RoleID("b")),
                ]
            }
        return list("finding", findings)
    }
}

extension RoleCatalog {
    /// The error of a look-up that must fail.
    fileprivate func unknownName(
        _ lookUp: (RoleCatalog) throws(UnknownNameError) -> Void
    ) -> any CustomStringConvertible {
        do throws(UnknownNameError) {
            try lookUp(self)
            return "The name is known."
        } catch {
            return error
        }
    }
}
