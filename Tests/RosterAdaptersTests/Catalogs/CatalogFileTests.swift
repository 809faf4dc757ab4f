import Foundation
import RosterAdapters
import RosterDomain
import Testing

@Suite("The file of a role catalog")
struct CatalogFileTests {
    @Test("says what the same catalog says in Swift")
    func newspaper() throws {
        let catalog = try RoleCatalog(json: CatalogFileSample.newspaper)
        #expect(CatalogFacts(catalog) == CatalogFacts(try Newspaper.catalog()))
        #expect(try catalog.json() == CatalogFileSample.newspaper)
    }

    @Test("is what the documentation shows, and so is what is said of a wrong one")
    func documentation() throws {
        let page = try CatalogFileSample.documentation()
        #expect(page.contains("```json\n" + CatalogFileSample.newspaper + "```\n"))
        let wrong = CatalogFileSample.newspaper
            .replacing("\"includes\": [\"reporter\"]", with: "\"includes\": [\"reportr\"]")
            .replacing("\"treasurer\"]}", with: "\"tresurer\"]}")
        let error = try #require(throws: CatalogFileError.self) { try RoleCatalog(json: wrong) }
        #expect(error.problems.count == 2 && page.contains("```\n\(error)\n```\n"))
    }

    @Test("may leave out whatever the initializers have a default for")
    func defaults() throws {
        let catalog = try RoleCatalog(json: CatalogFileSample.small())
        let role = Role(
            RoleID("r"), title: "R", category: RoleCategory("p", title: "P"), grants: [Grant(Permission("a/b/c"))])
        #expect(catalog.roles == [role])
        #expect(catalog.permissions.first == PermissionDefinition(Permission("a/b/c"), title: "C"))
        #expect(catalog.scopeKinds == nil)
        #expect(catalog.enrollmentRoles == [RoleID("r")])
        #expect(catalog.separationSets == [])
    }

    @Test("may grant by wildcards, which stand for the permissions of the file")
    func wildcards() throws {
        let permissions =
            #",{"id":"shop/books/read","title":"1"},{"id":"shop/books/write","title":"2"},"#
            + #"{"id":"shop/pens/read","title":"3"},{"id":"shop/books/prices/read","title":"4"}"#
        func granted(_ grants: String) throws -> [Grant] {
            let role = #",{"id":"s","title":"S","category":"p","grants":\#(grants)}"#
            let text = CatalogFileSample.small(roles: role, permissions: permissions)
            let catalog = try RoleCatalog(json: text)
            #expect(CatalogFacts(try RoleCatalog(json: try catalog.json())) == CatalogFacts(catalog))
            return catalog.role(RoleID("s"))?.grants ?? []
        }
        func grants(_ names: String...) -> [Grant] { names.map { Grant(Permission($0)) } }
        #expect(
            try granted(#"["shop/books/*"]"#) == grants("shop/books/read", "shop/books/write", "shop/books/prices/read")
        )
        #expect(try granted(#"["shop/*/read"]"#) == grants("shop/books/read", "shop/pens/read"))
        #expect(try granted(#"["shop/*/read","shop/books/read"]"#) == grants("shop/pens/read", "shop/books/read"))
        #expect(try granted(#"["shop/pens/*","*/pens/read"]"#) == grants("shop/pens/read"))
        #expect(try granted(#"["*/*/*"]"#).count == 6)
        let own = try granted(#"[{"permission":"shop/pens/*","given":["own"]},"shop/pens/read"]"#)
        #expect(own == [Grant(Permission("shop/pens/read"), given: [Condition("own")])] + grants("shop/pens/read"))
    }

    @Test("is refused for a wildcard that matches nothing or is none, with its place")
    func wrongWildcards() {
        for (text, reason) in [
            ("shop/books/*", CatalogFileProblem.Reason.wildcardWithoutMatch("shop/books/*")),
            ("a/*/x", .wildcardWithoutMatch("a/*/x")), ("a/b*/c", .malformedWildcard("a/b*/c")),
            ("*", .malformedWildcard("*")), ("a/*", .malformedWildcard("a/*")), ("a//*", .malformedWildcard("a//*")),
        ] {
            let role = #",{"id":"s","title":"S","category":"p","grants":["a/b/c","\#(text)"]}"#
            let problems = CatalogFileSample.problems(of: CatalogFileSample.small(roles: role))
            #expect(problems.map(\.reason) == [reason])
            #expect(problems.map(\.path) == ["roles[1].grants[1]"])
            #expect(problems.allSatisfy { $0.line == 3 && $0.column > 1 })
        }
        let rest = CatalogFileSample.small().replacingOccurrences(
            of: #""viewUsers":"a/b/d""#, with: #""viewUsers":"a/b/*""#)
        #expect(CatalogFileSample.problems(of: rest).map(\.path) == ["provisioning.viewUsers"])
    }

    @Test("has prerequisites and maximum numbers of holders, and says where one is wrong")
    func holdingRules() throws {
        func text(_ rules: String) -> String {
            CatalogFileSample.small(roles: #",{"id":"s","title":"S","category":"p","grants":["a/b/c"]\#(rules)}"#)
        }
        let catalog = try RoleCatalog(json: text(#","requires":["r"],"maximumHolders":2"#))
        #expect(catalog.role(RoleID("s"))?.requires == [RoleID("r")])
        #expect(catalog.role(RoleID("s"))?.maximumHolders == 2)
        #expect(CatalogFacts(try RoleCatalog(json: try catalog.json())) == CatalogFacts(catalog))
        for (rules, path) in [
            (#","requires":["x"]"#, "roles[1].requires[0]"), (#","requires":"r""#, "roles[1].requires"),
            (#","maximumHolders":0"#, "roles[1]"), (#","maximumHolders":1.5"#, "roles[1].maximumHolders"),
            (#","requires":["s"]"#, "roles[1]"), (#","maximumHolders":null"#, "roles[1].maximumHolders"),
        ] {
            #expect(CatalogFileSample.problems(of: text(rules)).map(\.path) == [path])
        }
    }

    @Test("for checks only says nothing of a company, and has all or nothing of what a company needs")
    func checksOnly() throws {
        let head = """
            {"format":"roster-catalog","version":1,"categories":[{"id":"p","title":"P"}],"scopeKinds":["sections"],
            "permissions":[{"id":"a/b/c","title":"C"}],
            "roles":[{"id":"r","title":"R","category":"p","grants":["a/b/c"]}]
            """
        let catalog = try RoleCatalog(json: head + "}")
        #expect(catalog.isForChecksOnly)
        let text = try catalog.json()
        #expect(!text.contains("Authorities") && !text.contains("enrollmentRoles"))
        #expect(CatalogFacts(try RoleCatalog(json: text)) == CatalogFacts(catalog))
        let half = CatalogFileSample.problems(of: head + #","indispensableRole":"r"}"#)
        #expect(half.map(\.reason).contains(.missingKey("provisioning")))
        #expect(half.map(\.reason).contains(.missingKey("assignmentAuthorities")))
    }

    @Test("may name a category before the table that has it, and give it another name for two with one id")
    func categories() throws {
        let text = """
            {"roles":[{"id":"r","title":"R","category":"second"},{"id":"s","title":"S","category":"p"}],
            "permissions":[{"id":"a/b/c","title":"C"}],"categories":[{"id":"p","title":"P"},
            {"alias":"second","id":"p","title":"Q"}],"assignmentAuthorities":[{"holder":"r","mayAssign":"everyRole"}],
            "accountAuthorities":[],"provisioning":{"createUsers":"a/b/c","viewUsers":"a/b/c"},
            "indispensableRole":"r","version":1,"format":"roster-catalog"}
            """
        let catalog = try RoleCatalog(json: text)
        #expect(catalog.roles.map(\.category) == [RoleCategory("p", title: "Q"), RoleCategory("p", title: "P")])
        #expect(CatalogFacts(try RoleCatalog(json: try catalog.json())) == CatalogFacts(catalog))
    }

    @Test("is refused with the line, the column and the path of what is wrong", arguments: CatalogFileEdit.each)
    func refusal(_ edit: CatalogFileEdit) throws {
        #expect(edit.file != CatalogFileSample.newspaper)
        let places = CatalogFileSample.problems(of: edit.file).map(\.place)
        #expect(edit.isAlone ? places == [try edit.expected()] : places.contains(try edit.expected()))
    }

    @Test("is refused with everything that is wrong with its keys and values, in the order of the file")
    func allAtOnce() {
        let text = CatalogFileSample.small(
            roles: #",{"id":7,"title":"S","category":"q","color":1}"#, permissions: #",{"id":"a/b/e"}"#,
            rest: #","scopeKinds":"k""#)
        let problems = CatalogFileSample.problems(of: text)
        #expect(
            problems.map(\.path)
                == ["permissions[2]", "roles[1].id", "roles[1].category", "roles[1].color", "scopeKinds"])
    }

    @Test("is refused with every rule that the catalog breaks, at every place where it does")
    func rulesAtOnce() {
        let text = CatalogFileSample.small(
            roles: #","#
                + #"{"id":"r","title":"R","category":"p"},{"id":"s s","title":"S","category":"p","includes":["x"]}"#,
            permissions: #",{"id":"e","title":"E","rule":{"anyOf":["x","r"]}}"#)
        let problems = CatalogFileSample.problems(of: text)
        #expect(
            problems.map(\.path)
                == [
                    "permissions[2].id", "permissions[2].rule.anyOf[0]", "roles[1].id", "roles[2].id",
                    "roles[2].includes[0]",
                ])
    }

    @Test("is refused with 100 problems at most")
    func manyProblems() {
        for count in [99, 100, 101, 1_000] {
            let roles = String(repeating: ",1", count: count)
            let problems = CatalogFileSample.problems(of: CatalogFileSample.small(roles: roles))
            #expect(problems.count == min(count, CatalogFileError.problemLimit))
            let ghosts = (0..<count).map {
                ",{\"id\":\"s\($0)\",\"title\":\"S\",\"category\":\"p\",\"includes\":[\"x\($0)\"]}"
            }
            let unknown = CatalogFileSample.problems(of: CatalogFileSample.small(roles: ghosts.joined()))
            #expect(unknown.count == min(count, CatalogFileError.problemLimit))
        }
    }

    @Test("is refused in words that give the place of each problem, and hold nothing that moves a cursor")
    func words() throws {
        let text = CatalogFileSample.small(rest: #","scopeKind\u001b":[],"version":2"#)
        let error = try #require(throws: CatalogFileError.self) { try RoleCatalog(json: text) }
        #expect(error.description.contains("line 5, column"))
        let odd = CatalogFileSample.small(rest: #","scopeKind":[],"\u001b[31m":0"#)
        let other = try #require(throws: CatalogFileError.self) { try RoleCatalog(json: odd) }
        #expect(
            other.description == """
                the role catalog has 2 problems:
                  - line 5, column 84, at `scopeKind`: there is no key `scopeKind` here; did you mean `scopeKinds`?
                  - line 5, column 99, at `["\\u{1b}[31m"]`: there is no key `\\u{1b}[31m` here
                """)
    }

    @Test("has a newer version only for a newer reader, whatever else is in it")
    func newerVersion() {
        for version in ["2", "0", "-1", "99999999999999999999999999"] {
            let text = "{\"format\":\"roster-catalog\",\"version\":\(version),\"novelty\":[]}"
            #expect(CatalogFileSample.problems(of: text).map(\.reason) == [.unsupportedVersion(version)])
        }
    }
}

/// The newspaper's catalog in Swift.
private enum Newspaper {
    static let newsroom = RoleCategory("newsroom", title: "Newsroom")
    static let house = RoleCategory("house", title: "The house", managesTenant: true)
    static let sections = RoleScoping.companyOr(kinds: ["sections"])

    static func catalog() throws -> RoleCatalog {
        try RoleCatalog(
            roles: roles, permissions: permissions,
            assignmentAuthorities: [
                AssignmentAuthority(RoleID("publisher"), mayAssign: .except(.everyRole, [RoleID("colleague")])),
                AssignmentAuthority(RoleID("editor"), mayAssign: .roles([RoleID("reporter")])),
            ],
            accountAuthorities: [
                AccountAuthority(
                    RoleID("publisher"), may: [.resetPassword, .block, .delete, .editProfile], holdersOf: .everyRole),
                AccountAuthority(
                    RoleID("editor"), may: [.resetPassword],
                    holdersOf: .union([
                        .unprivileged([newsroom]), .categories([newsroom]), .roles([RoleID("colleague")]),
                    ])),
            ],
            scopeKinds: ["sections"],
            provisioning: ProvisioningPermissions(
                createUsers: Permission("newspaper/staff/manage"), viewUsers: Permission("newspaper/staff/read")),
            indispensableRole: RoleID("publisher"),
            separationSets: [
                SeparationSet("spend_and_approve", roles: [RoleID("publisher"), RoleID("treasurer")]),
                SeparationSet(
                    "not_everything", roles: [RoleID("editor"), RoleID("publisher"), RoleID("reporter")], limit: 3),
            ],
            dynamicSeparationSets: [
                SeparationSet("write_and_publish", roles: [RoleID("publisher"), RoleID("reporter")])
            ])
    }

    static let permissions = [
        PermissionDefinition(Permission("newspaper/articles/write"), title: "Write articles", workspace: "Newsroom"),
        PermissionDefinition(
            Permission("newspaper/articles/publish"), title: "Publish articles", workspace: "Newsroom",
            rule: .anyOf([.role(RoleID("publisher")), .allOf(RoleID("editor"), RoleID("trained"))])),
        PermissionDefinition(Permission("newspaper/expenses/pay"), title: "Pay expenses"),
        PermissionDefinition(Permission("newspaper/staff/manage"), title: "Add people"),
        PermissionDefinition(Permission("newspaper/staff/read"), title: "See who is there"),
    ]

    static let roles = [
        Role(
            RoleID("reporter"), title: "Reporter", category: newsroom,
            grants: [Grant(Permission("newspaper/articles/write"))], scoping: sections, isOpenToGuests: true),
        Role(
            RoleID("editor"), title: "Editor", category: newsroom,
            grants: [Grant(Permission("newspaper/articles/publish"), given: [Condition("own_section")])],
            includes: [RoleID("reporter")], accompaniedBy: [RoleID("trained")], scoping: sections),
        Role(
            RoleID("trained"), title: "Trained in the law of the press", category: newsroom,
            offeredTo: [Program("daily"), Program("weekly")]),
        Role(
            RoleID("treasurer"), title: "Treasurer", category: house,
            grants: [Grant(Permission("newspaper/expenses/pay"))], scoping: .companyOnly),
        Role(
            RoleID("publisher"), title: "Publisher", category: house,
            grants: [Grant(Permission("newspaper/articles/publish")), Grant(Permission("newspaper/staff/manage"))],
            isPrivileged: true, scoping: .companyOnly),
        Role(
            RoleID("colleague"), title: "All who work here", category: house,
            grants: [Grant(Permission("newspaper/staff/read"))], scoping: .companyOnly, heldImplicitlyBy: .members),
    ]
}
