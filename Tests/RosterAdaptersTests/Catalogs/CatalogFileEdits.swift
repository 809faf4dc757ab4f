import RosterAdapters
import RosterDomain

extension CatalogFileEdit {
    /// One change for each thing that can be wrong with keys, values and names.
    static let each = format + keys + kinds + words + names + rules + texts

    private static let format = [
        CatalogFileEdit(
            #""roster-catalog""#, #""rooster-catalog""#, path: "format", at: #""rooster"#,
            .unknownFormat("rooster-catalog")),
        CatalogFileEdit(#""format": "roster-catalog","#, "", path: "", at: "{", .missingKey("format")),
        CatalogFileEdit(#""version": 1,"#, "", path: "", at: "{", .missingKey("version")),
        CatalogFileEdit(#""version": 1"#, #""version": 2"#, path: "version", at: "2,", .unsupportedVersion("2")),
        CatalogFileEdit(
            #""version": 1"#, #""version": 1.0"#, path: "version", at: "1.0",
            .wrongKind(expected: "a whole number", found: "a number `1.0`")),
        CatalogFileEdit(
            #""version": 1"#, #""version": "1""#, path: "version", at: #""1""#,
            .wrongKind(expected: "a whole number", found: "a text")),
    ]

    private static let keys = [
        CatalogFileEdit(
            #""isPrivileged": true"#, #""hidden": true"#, path: "roles[4].hidden", at: #""hidden""#,
            .unknownKey("hidden", nearest: nil)),
        CatalogFileEdit(
            #""title": "The house", "#, "", path: "categories[1]", at: #"{"id": "house""#, .missingKey("title")),
        CatalogFileEdit(
            #", "viewUsers": "newspaper/staff/read""#, "", path: "provisioning", at: #"{"createUsers""#,
            .missingKey("viewUsers")),
        CatalogFileEdit(
            #""permission": "newspaper/articles/publish", "given""#, #""given""#, path: "roles[1].grants[0]",
            at: #"{"given""#, .missingKey("permission")),
        CatalogFileEdit(
            #", "holdersOf": "everyRole""#, "", path: "accountAuthorities[0]", at: #"{"holder": "publisher", "may":"#,
            .missingKey("holdersOf")),
        CatalogFileEdit(
            #""title": "Reporter","#, #""title": "Reporter", "t\u0069tle": "","#, path: "roles[0].title",
            at: #""t\u0069tle""#, .duplicateKey("title")),
    ]

    private static let kinds = [
        CatalogFileEdit(
            #"["sections"],"#, #""sections","#, path: "scopeKinds", at: #""sections","#,
            .wrongKind(expected: "a list", found: "a text")),
        CatalogFileEdit(
            #""isOpenToGuests": true"#, #""isOpenToGuests": 1"#, path: "roles[0].isOpenToGuests",
            at: "1,\n      \"scoping\"",
            .wrongKind(expected: "`true` or `false`", found: "a number `1`")),
        CatalogFileEdit(
            #""title": "Treasurer""#, #""title": null"#, path: "roles[3].title", at: "null",
            .wrongKind(expected: "a text", found: "`null`")),
        CatalogFileEdit(
            #"{"id": "newspaper/staff/read", "title": "See who is there"}"#, "[]", path: "permissions[4]", at: "[]",
            .wrongKind(expected: "an object", found: "a list")),
        CatalogFileEdit(
            #"{"allOf": ["editor", "trained"]}"#, "false", path: "permissions[1].rule.anyOf[1]", at: "false",
            .wrongKind(
                expected: "the name of a role, or an object with `allOf` or `anyOf`", found: "`true` or `false`")),
        CatalogFileEdit(
            #"{"allOf": ["editor", "trained"]}"#, "{}", path: "permissions[1].rule.anyOf[1]", at: "{}",
            .wrongKind(expected: "an object with one key, `allOf` or `anyOf`", found: "0 keys")),
        CatalogFileEdit(
            #"{"unprivileged": ["newsroom"]}"#, "7", path: "accountAuthorities[1].holdersOf.union[0]", at: "7",
            .wrongKind(expected: "`everyRole`, a list of roles, or an object", found: "a number `7`")),
        CatalogFileEdit(
            #", "except": ["colleague"]"#, "", path: "assignmentAuthorities[0].mayAssign", at: #"{"from""#,
            .wrongKind(
                expected: "an object with `categories`, `unprivileged`, `union`, or both `from` and `except`",
                found: "`from`")),
        CatalogFileEdit(
            #""limit": 3"#, #""limit": 3e0"#, path: "separationSets[1].limit", at: "3e0",
            .wrongKind(expected: "a whole number", found: "a number `3e0`")),
        CatalogFileEdit(
            #""limit": 3"#, #""limit": 9223372036854775808"#, path: "separationSets[1].limit", at: "92233",
            .wrongKind(expected: "a number of fewer digits", found: "a number `9223372036854775808`")),
    ]

    private static let words = [
        CatalogFileEdit(
            #""scoping": "companyOnly""#, #""scoping": "companyonly""#, path: "roles[3].scoping", at: #""companyonly""#,
            .unknownWord("companyonly", known: ["anywhere", "companyOnly"])),
        CatalogFileEdit(
            #""members""#, #""guests""#, path: "roles[5].heldImplicitlyBy", at: #""guests""#,
            .unknownWord("guests", known: ["noUsers", "everyone", "members"])),
        CatalogFileEdit(
            #""block""#, #""forgive""#, path: "accountAuthorities[0].may[0]", at: #""forgive""#,
            .unknownWord("forgive", known: ["resetPassword", "block", "delete", "editProfile", "removeRoles"])),
        CatalogFileEdit(
            #""from": "everyRole""#, #""from": "reporter""#, path: "assignmentAuthorities[0].mayAssign.from",
            at: #""reporter", "except"#, .unknownWord("reporter", known: ["everyRole"])),
        CatalogFileEdit(
            #"["daily", "weekly"]"#, #"["daily", "d\u0061ily"]"#, path: "roles[2].offeredTo[1]", at: #""d\u0061ily""#,
            .repeated("daily")),
        CatalogFileEdit(
            #"{"id": "house""#, #"{"id": "newsroom", "title": "B"}, {"id": "house""#, path: "categories[1]",
            at: #"{"id": "newsroom", "title": "B"}"#, .duplicateCategory("newsroom")),
        CatalogFileEdit(
            #"{"categories": ["newsroom"]}"#, #"{"categories": ["newsrom"]}"#,
            path: "accountAuthorities[1].holdersOf.union[1].categories[0]", at: #""newsrom""#,
            .unknownCategory("newsrom", nearest: "newsroom")),
    ]

    private static let names = [
        CatalogFileEdit(
            #""includes": ["reporter"]"#, #""includes": ["reportr"]"#, path: "roles[1].includes[0]", at: #""reportr""#,
            says: "there is no role `reportr`; did you mean `reporter`?"),
        CatalogFileEdit(
            #"["trained"]"#, #"["nobody_at_all"]"#, path: "roles[1].accompaniedBy[0]", at: #""nobody_at_all""#,
            says: "there is no role `nobody_at_all`"),
        CatalogFileEdit(
            #""createUsers": "newspaper/staff/manage""#, #""createUsers": "newspaper/staff/manege""#,
            path: "provisioning.createUsers", at: #""newspaper/staff/manege""#,
            says: "there is no permission `newspaper/staff/manege`; did you mean `newspaper/staff/manage`?"),
        CatalogFileEdit(
            #""permission": "newspaper/articles/publish""#, #""permission": "newspaper/articles/publsh""#,
            path: "roles[1].grants[0].permission", at: #""newspaper/articles/publsh""#,
            says: "there is no permission `newspaper/articles/publsh`; did you mean `newspaper/articles/publish`?"),
        CatalogFileEdit(
            #""allOf": ["editor""#, #""allOf": ["edito""#, path: "permissions[1].rule.anyOf[1].allOf[0]",
            at: #""edito""#,
            says: "there is no role `edito`; did you mean `editor`?"),
        CatalogFileEdit(
            #"["colleague"]}"#, #"["colleage"]}"#, path: "assignmentAuthorities[0].mayAssign.except[0]",
            at: #""colleage""#, says: "there is no role `colleage`; did you mean `colleague`?"),
        CatalogFileEdit(
            #"{"holder": "editor", "may"#, #"{"holder": "edtor", "may"#, path: "assignmentAuthorities[1].holder",
            at: #""edtor""#, says: "there is no role `edtor`; did you mean `editor`?"),
        CatalogFileEdit(
            #""enrollmentRoles": ["publisher"]"#, #""enrollmentRoles": ["publisher", "x"]"#, path: "enrollmentRoles[1]",
            at: #""x""#, says: "there is no role `x`"),
        CatalogFileEdit(
            #"["publisher", "treasurer"]"#, #"["publisher", "x", "treasurer"]"#, path: "separationSets[0].roles[1]",
            at: #""x""#, says: "there is no role `x`"),
    ]

    private static let rules = [
        CatalogFileEdit(
            #""id": "colleague""#, #""id": "publisher""#, path: "roles[5].id",
            at: "\"publisher\",\n      \"title\": \"All",
            .invalid(.duplicateRole(RoleID("publisher"))), isAlone: false),
        CatalogFileEdit(
            #""newspaper/expenses/pay", "title""#, #""newspaper/staff/read", "title""#, path: "permissions[4].id",
            at: #""newspaper/staff/read", "title": "See"#,
            .invalid(.duplicatePermission(Permission("newspaper/staff/read"))), isAlone: false),
        CatalogFileEdit(
            #"{"id": "newspaper/staff/read", "#, #"{"id": "x/y", "title": "X"}, {"id": "newspaper/staff/read", "#,
            path: "permissions[4].id", at: #""x/y""#, .invalid(.malformedPermission(Permission("x/y")))),
        CatalogFileEdit(
            #""includes": ["reporter"]"#, #""includes": ["reporter", "editor"]"#, path: "roles[1].includes",
            at: #"["reporter", "editor"]"#, .invalid(.inclusionCycle([RoleID("editor"), RoleID("editor")]))),
        CatalogFileEdit(
            #"{"anyOf": ["publisher", {"allOf": ["editor", "trained"]}]}"#, #"{"anyOf": []}"#,
            path: "permissions[1].rule",
            at: #"{"anyOf": []}"#,
            .invalid(.unsatisfiableRule(Permission("newspaper/articles/publish"), .anyOf([PermissionRule]())))),
        CatalogFileEdit(
            #""except": ["colleague"]"#, #""except": ["treasurer"]"#, path: "roles[3]",
            at: "{\n      \"id\": \"treasurer\"", .invalid(.unassignableRole(RoleID("treasurer")))),
        CatalogFileEdit(
            "\"category\": \"newsroom\",\n      \"isOpenToGuests\"",
            "\"category\": \"newsroom\", \"isPrivileged\": true,\n      \"isOpenToGuests\"", path: "roles[1].includes",
            at: "[\"reporter\"],\n      \"acc",
            .invalid(.hiddenPrivilege(RoleID("editor"), includes: RoleID("reporter")))),
        CatalogFileEdit(
            "\"isOpenToGuests\": true,\n      \"scoping\": {\"companyOr\": [\"sections\"]}",
            "\"isOpenToGuests\": true,\n      \"scoping\": \"companyOnly\"", path: "roles[1].includes",
            at: "[\"reporter\"],\n      \"acc",
            .invalid(.widerThanIncluded(RoleID("editor"), includes: RoleID("reporter")))),
        CatalogFileEdit(
            #"{"companyOr": ["sections"]}"#, #"{"companyOr": ["sections", "moons"]}"#, path: "roles[0].scoping",
            at: #"{"companyOr": ["sections", "moons"]}"#,
            .invalid(.unknownScopeKind("moons", role: RoleID("reporter")))),
        CatalogFileEdit(
            #""enrollmentRoles": ["publisher"]"#, #""enrollmentRoles": ["trained"]"#, path: "roles[2]",
            at: "{\n      \"id\": \"trained\"", .invalid(.enrollmentRoleNotForEveryCompany(RoleID("trained")))),
        CatalogFileEdit(
            #""name": "not_everything""#, #""name": "spend_and_approve""#, path: "separationSets[1].name",
            at: #""spend_and_approve", "roles": ["editor""#, .invalid(.duplicateSeparationSet("spend_and_approve"))),
        CatalogFileEdit(
            #""name": "not_everything""#, #""name": "not everything""#, path: "separationSets[1].name",
            at: #""not everything""#, .invalid(.malformedSeparationSet("not everything"))),
        CatalogFileEdit(
            #""title": "Treasurer""#, ##""title": "Treas\u202Ereru""##, path: "roles[3]",
            at: "{\n      \"id\": \"treasurer\"", .invalid(.malformedRoleTitle(RoleID("treasurer")))),
        CatalogFileEdit(
            #""limit": 3"#, #""limit": 1"#, path: "separationSets[1].limit", at: "1}",
            .invalid(.separationLimitOutOfRange(set: "not_everything", limit: 1, roleCount: 3))),
        CatalogFileEdit(
            #""limit": 3"#, #""limit": 2"#, path: "roles[1].includes", at: "[\"reporter\"],\n      \"acc",
            .invalid(.roleBreachesSeparation(RoleID("editor"), set: "not_everything"))),
        CatalogFileEdit(
            #""enrollmentRoles": ["publisher"]"#, #""enrollmentRoles": ["treasurer"]"#, path: "separationSets[0]",
            at: #"{"name": "spend_and_approve""#, .invalid(.enrollmentBreachesSeparation(set: "spend_and_approve"))),
        CatalogFileEdit(
            #""name": "write_and_publish""#, #""name": "not_everything""#, path: "dynamicSeparationSets[0].name",
            at: #""not_everything", "roles": ["publisher", "r"#, .invalid(.duplicateSeparationSet("not_everything"))),
        CatalogFileEdit(
            #"["publisher", "reporter"]"#, #"["colleague", "publisher"]"#, path: "dynamicSeparationSets[0]",
            at: #"{"name": "write_and_publish""#,
            .invalid(.implicitRoleSeparated(RoleID("colleague"), set: "write_and_publish"))),
    ]

    /// One name or title that cannot be read, of each kind that a catalog does not list, where it stands.
    private static let texts = [
        CatalogFileEdit(
            #"{"id": "house", "title""#, ##"{"id": "\u202Ehouse", "alias": "house", "title""##,
            path: "categories[1].id",
            at: ##""\u202Ehouse""##, .invalid(.malformedCategory("\u{202E}house"))),
        CatalogFileEdit(
            #"{"id": "house""#, #"{"id": "attic", "title": "At\u202Eic"}, {"id": "house""#, path: "categories[1].title",
            at: #""At\u202E"#, .invalid(.malformedCategoryTitle("attic"))),
        CatalogFileEdit(
            #""title": "The house""#, #""title": """#, path: "categories[1].title", at: #""", "managesTenant""#,
            .invalid(.malformedCategoryTitle("house"))),
        CatalogFileEdit(
            #"["daily", "weekly"]"#, #"["daily", " "]"#, path: "roles[2].offeredTo[1]", at: #"" "]"#,
            .invalid(.malformedProgram(Program(" ")))),
        CatalogFileEdit(
            #"["own_section"]"#, #"["own\nsection"]"#, path: "roles[1].grants[0].given[0]", at: #""own\n"#,
            .invalid(.malformedCondition(Condition("own\nsection")))),
        CatalogFileEdit(
            #""title": "Treasurer""#, #""title": """#, path: "roles[3]", at: "{\n      \"id\": \"treasurer\"",
            .invalid(.malformedRoleTitle(RoleID("treasurer")))),
        CatalogFileEdit(
            #""title": "Pay expenses""#, #""title": """#, path: "permissions[2].id",
            at: #""newspaper/expenses/pay", "t"#,
            .invalid(.malformedPermissionTitle(Permission("newspaper/expenses/pay")))),
    ]
}
