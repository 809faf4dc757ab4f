import RosterDomain

/// The check core alone, in a host that keeps its own users: no directory, no ports, nothing to await.
enum EmbedCheckCore: Scenario {
    static let name = "embed-check-core"
    static let summary = "the check core alone, with a catalog of the host's own"

    static func run(_ arguments: [String]) throws {
        let access = AccessTable(catalog: try RoleCatalog.newspaper())
        let (nellie, joseph) = (UserID(bits: 1), UserID(bits: 2))
        try access.assign(.editor, to: joseph)
        try access.assign(.reporter, to: nellie, at: Scope("/sections/politics"))

        Console.heading("A newspaper asks its own questions")
        let politics = try Scope("/sections/politics")
        Console.say("Nellie may write in politics:       \(access.permits(nellie, .writeArticle, at: politics))")
        Console.say(
            "Nellie may write in sports:         \(access.permits(nellie, .writeArticle, at: try Scope("/sections/sports")))"
        )
        Console.say("Nellie may publish in politics:     \(access.permits(nellie, .publishArticle, at: politics))")
        Console.say("Nellie may correct an article:      \(access.permits(nellie, .correctArticle, at: politics))")
        Console.say(
            "Nellie may correct her own article: "
                + "\(access.permits(nellie, .correctArticle, at: politics, given: [.ownArticle]))")

        Console.heading("Every answer can say why")
        Console.say("Joseph, publish: \(access.decide(joseph, .publishArticle))")
        Console.say("Nellie, publish: \(access.decide(nellie, .publishArticle, at: politics))")

        Console.heading("Revoked is revoked")
        access.setStatus(.blocked, of: joseph)
        Console.say("Joseph is blocked and may publish: \(access.permits(joseph, .publishArticle))")

        Console.heading("A catalog with mistakes does not come into being, and names all of them")
        do {
            _ = try RoleCatalog.newspaper(includingMistakes: true)
        } catch {
            Console.say("\(error)")
        }
    }
}

extension Permission {
    fileprivate static let writeArticle = Permission("newspaper/articles/write")
    fileprivate static let correctArticle = Permission("newspaper/articles/correct")
    fileprivate static let publishArticle = Permission("newspaper/articles/publish")
    fileprivate static let manageStaff = Permission("newspaper/staff/manage")
}

extension RoleID {
    fileprivate static let reporter = RoleID("reporter")
    fileprivate static let editor = RoleID("editor")
    fileprivate static let publisher = RoleID("publisher")
}

extension Condition {
    fileprivate static let ownArticle = Condition("own_article")
}

extension RoleCatalog {
    fileprivate static func newspaper(includingMistakes: Bool = false) throws(RoleCatalogError) -> RoleCatalog {
        let newsroom = RoleCategory("newsroom", title: "Newsroom")
        let reporter = Role(
            .reporter, title: "Reporter", category: newsroom,
            grants: [Grant(.writeArticle), Grant(.correctArticle, given: [.ownArticle])])
        let editor = Role(
            .editor, title: "Editor", category: newsroom, grants: [Grant(.correctArticle), Grant(.publishArticle)],
            includes: [.reporter])
        let publisher = Role(
            .publisher, title: "Publisher", category: newsroom, grants: [Grant(.manageStaff)], isPrivileged: true)
        let mistake = Role(
            RoleID("stringer"), title: "Stringer", category: newsroom,
            grants: [Grant(Permission("newspaper/articles/wirte"))], includes: [RoleID("freelancer")])
        return try RoleCatalog(
            roles: [reporter, editor, publisher] + (includingMistakes ? [mistake] : []),
            permissions: [
                PermissionDefinition(.writeArticle, title: "Write an article"),
                PermissionDefinition(.correctArticle, title: "Correct an article"),
                PermissionDefinition(.publishArticle, title: "Publish an article"),
                PermissionDefinition(.manageStaff, title: "Manage the staff"),
            ],
            scopeKinds: ["sections"])
    }
}
