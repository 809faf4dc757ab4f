// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "roster",
    platforms: [.macOS(.v15), .iOS(.v18)],  // the floor of `Synchronization.Mutex` and `UInt128`
    products: [
        .library(name: "Roster", targets: ["Roster"]),  // umbrella for applications
        .library(name: "RosterPartnerCenter", targets: ["RosterPartnerCenter"]),  // the built-in catalog
        .library(name: "RosterRBAC", targets: ["RosterRBAC"]),  // the names of INCITS 359
        .library(name: "RosterWeb", targets: ["RosterWeb"]),  // callers and the account API, on no HTTP library
        .library(name: "RosterAuthZEN", targets: ["RosterAuthZEN"]),  // AuthZEN 1.0
        .library(name: "RosterDomain", targets: ["RosterDomain"]),  // the check core alone
        .library(name: "RosterPorts", targets: ["RosterPorts"]),  // for adapter authors
        .library(name: "RosterSCIM", targets: ["RosterSCIM"]),  // SCIM 2.0 over a company
        .library(name: "RosterPortTesting", targets: ["RosterPortTesting"]),  // and their tests
        .library(name: "RosterPostgreSQL", targets: ["RosterPostgreSQL"]),  // empty without the trait `PostgreSQL`
        .library(name: "RosterConsole", targets: ["RosterConsole"]),  // user management as web pages
    ],
    traits: [
        .trait(name: "PostgreSQL", description: "The ports on PostgreSQL, in `RosterPostgreSQL`; needs libpq."),
        .default(enabledTraits: []),
    ],
    targets: [
        .target(name: "RosterDomain"),
        // Strict JSON with line, column and path: for catalogs today, for web protocols tomorrow. No product.
        .target(name: "RosterJSON"),
        // Digests of bytes, and nothing else cryptographic: for tokens and one-time codes. No product.
        .target(name: "RosterDigests"),
        .target(name: "RosterPartnerCenter", dependencies: ["RosterDomain"]),
        .target(name: "RosterPorts", dependencies: ["RosterDomain", "RosterJSON", "RosterDigests"]),
        .target(name: "RosterUseCases", dependencies: ["RosterDomain", "RosterPorts", "RosterDigests"]),
        // A tenant by the names of ANSI INCITS 359; no part of the umbrella.
        .target(name: "RosterRBAC", dependencies: ["RosterUseCases", "RosterDomain"]),
        .target(
            name: "RosterAdapters",
            dependencies: [
                "RosterDomain", "RosterPorts", "RosterStore", "RosterJSON", "CRosterSystem",
                // libc6-dev depends on libcrypt-dev, so every Linux machine that can compile Swift has it.
                .target(name: "CRosterCrypt", condition: .when(platforms: [.linux])),
            ]
        ),
        // The engine of the stores on files. It knows bytes, not users, and nothing of Roster.
        .target(name: "RosterStore", dependencies: ["CRosterSystem"]),
        .target(
            name: "RosterPostgreSQL",
            dependencies: [
                "RosterDomain", "RosterPorts",
                // For what is no adapter in it: how passwords are hashed, and how credentials and sessions are kept.
                .target(name: "RosterAdapters", condition: .when(traits: ["PostgreSQL"])),
                .target(name: "CRosterLibpq", condition: .when(traits: ["PostgreSQL"])),
            ]
        ),
        // Requests and responses as values, who calls, and the account API: on no HTTP library.
        .target(name: "RosterWeb", dependencies: ["RosterDomain", "RosterPorts", "RosterUseCases", "RosterJSON"]),
        // The OpenID AuthZEN Authorization API 1.0.
        .target(
            name: "RosterAuthZEN",
            dependencies: ["RosterWeb", "RosterUseCases", "RosterPorts", "RosterDomain", "RosterJSON"]),
        // QR codes, for keys of authenticator apps on pages and in a terminal. No product.
        .target(name: "RosterQRCode"),
        // Tables of people as spreadsheets write them (RFC 4180). No product.
        .target(name: "RosterTables", dependencies: ["RosterDomain"]),
        // User management as web pages, beneath the path at which a host mounts it.
        .target(
            name: "RosterConsole",
            dependencies: [
                "RosterDomain", "RosterPorts", "RosterUseCases", "RosterWeb", "RosterDigests", "RosterQRCode",
                "RosterTables",
            ]),
        // SCIM 2.0 (RFC 7643, RFC 7644) over a tenant, as a web service.
        .target(
            name: "RosterSCIM", dependencies: ["RosterDomain", "RosterUseCases", "RosterJSON", "RosterWeb"]),
        .target(name: "RosterPortTesting", dependencies: ["RosterDomain", "RosterPorts"]),
        .target(
            name: "Roster",
            dependencies: ["RosterDomain", "RosterPorts", "RosterUseCases", "RosterAdapters", "RosterStore"]),
        .executableTarget(
            name: "Examples",
            dependencies: [
                "Roster", "RosterPartnerCenter", "RosterPortTesting", "RosterQRCode", "RosterTables",
                .target(name: "RosterPostgreSQL", condition: .when(traits: ["PostgreSQL"])),
            ],
            path: "Examples", exclude: ["Server"]),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Roster", "RosterDomain", "RosterAdapters", "RosterPartnerCenter", "CBenchmarkCounters",
                "RosterSCIM", "RosterConsole", "RosterWeb",
                "CRosterSystem",
                .target(name: "CRosterCrypt", condition: .when(platforms: [.linux])),
            ],
            path: "Benchmarks",
            exclude: ["Counters", "compare", "compare-postgresql", "compare-store", "peers", "results"]),
        // Counts the allocations, retains and releases of what is measured; no product depends on it.
        .target(name: "CBenchmarkCounters", path: "Benchmarks/Counters"),

        .testTarget(
            name: "RosterDomainTests",
            dependencies: ["RosterDomain", "RosterDomainTestSupport", "RosterPartnerCenter", "RosterDigests"]),
        .testTarget(name: "RosterJSONTests", dependencies: ["RosterJSON"]),
        // A company in memory behind services, and their answers.
        .target(
            name: "RosterWebTestSupport",
            dependencies: [
                "RosterWeb", "RosterUseCases", "RosterAdapters", "RosterPorts", "RosterDomain", "RosterJSON",
                "RosterPartnerCenter", "RosterSessionTestSupport",
            ],
            path: "Tests/RosterWebTestSupport"),
        .testTarget(
            name: "RosterWebTests",
            dependencies: [
                "RosterWeb", "RosterUseCases", "RosterAdapters", "RosterPorts", "RosterDomain", "RosterJSON",
                "RosterPartnerCenter", "RosterWebTestSupport",
            ],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "RosterAuthZENTests",
            dependencies: [
                "RosterAuthZEN", "RosterWeb", "RosterUseCases", "RosterPorts", "RosterDomain", "RosterWebTestSupport",
            ]),
        .testTarget(
            name: "RosterConsoleTests",
            dependencies: [
                "RosterConsole", "RosterWeb", "Roster", "RosterDomain", "RosterPartnerCenter", "RosterAdapters",
                "RosterSessionTestSupport", "RosterDomainTestSupport",
            ]),
        .testTarget(
            name: "RosterSCIMTests",
            dependencies: [
                "RosterSCIM", "RosterWeb", "RosterJSON", "RosterAdapters", "RosterUseCases", "RosterPorts",
                "RosterDomain", "RosterPartnerCenter", "RosterDomainTestSupport", "RosterSessionTestSupport",
            ]),
        .testTarget(name: "RosterDigestsTests", dependencies: ["RosterDigests"]),
        .testTarget(
            name: "RosterTablesTests", dependencies: ["RosterTables", "RosterDomain", "RosterDomainTestSupport"]),
        .testTarget(
            name: "RosterPartnerCenterTests", dependencies: ["RosterPartnerCenter", "RosterDomain"],
            resources: [.copy("Fixtures")]),
        // Random catalogs, users and questions, and a table tried on them: for the tests and for the trial.
        .target(
            name: "RosterDomainTestSupport", dependencies: ["RosterDomain"], path: "Tests/RosterDomainTestSupport"),
        .testTarget(
            name: "RosterPortsTests",
            dependencies: ["RosterPorts", "RosterAdapters", "RosterDomain", "RosterDomainTestSupport"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "RosterUseCasesTests",
            dependencies: [
                "Roster", "RosterUseCases", "RosterAdapters", "RosterPorts", "RosterDomain", "RosterPartnerCenter",
                "RosterStoreTestSupport", "RosterDomainTestSupport", "RosterSessionTestSupport",
            ]),
        .testTarget(
            name: "RosterRBACTests",
            dependencies: [
                "RosterRBAC", "RosterUseCases", "RosterAdapters", "RosterPorts", "RosterDomain",
                "RosterDomainTestSupport", "RosterSessionTestSupport",
            ]),
        .testTarget(
            name: "RosterAdaptersTests",
            dependencies: [
                "RosterAdapters", "RosterStore", "RosterPorts", "RosterDomain", "RosterPortTesting",
                "RosterJournalWriter", "RosterStoreTestSupport", "RosterDomainTestSupport", "RosterPartnerCenter",
                "RosterSessionTestSupport",
            ],
            resources: [.copy("Fixtures")]),
        .testTarget(name: "RosterStoreTests", dependencies: ["RosterStore", "RosterStoreTestSupport"]),
        // A disk in memory that fails on demand, and tells what a crash could leave of it.
        .target(
            name: "RosterStoreTestSupport", dependencies: ["RosterStore"], path: "Tests/RosterStoreTestSupport"),
        .testTarget(
            name: "RosterPortTestingTests", dependencies: ["RosterPortTesting", "RosterPorts", "RosterDomain"]),
        .testTarget(name: "RosterQRCodeTests", dependencies: ["RosterQRCode", "RosterDigests"]),
        .testTarget(name: "RosterTests", dependencies: ["Roster", "RosterPartnerCenter"]),
        // Files as a host writes them, which must compile without a module's name before any type.
        .testTarget(name: "RosterHostNamesTests", dependencies: ["Roster", "RosterPartnerCenter"]),
        // A process that the crash tests start and kill: it commits to a file directory and prints what was acknowledged.
        .executableTarget(
            name: "RosterJournalWriter",
            dependencies: ["RosterAdapters", "RosterStore", "RosterPorts", "RosterDomain"],
            path: "Tests/RosterJournalWriter"),

        // A host that is started twice and killed, to see what becomes of notifications: `Scripts/soak-notifications.sh`.
        .executableTarget(
            name: "RosterNotificationSoak",
            dependencies: ["RosterUseCases", "RosterAdapters", "RosterPorts", "RosterDomain", "RosterPartnerCenter"],
            path: "Tests/RosterNotificationSoak"),
        // Administrators in two processes who act on each other and are killed: `Scripts/soak-administrators.sh`.
        .executableTarget(
            name: "RosterAdministratorTrial",
            dependencies: ["RosterAdapters", "RosterUseCases", "RosterPorts", "RosterDomain", "RosterPartnerCenter"],
            path: "Tests/RosterAdministratorTrial"),

        // Random histories of sessions over two hosts: for the tests and for `Scripts/soak-sessions.sh`.
        .target(
            name: "RosterSessionTestSupport",
            dependencies: [
                "RosterUseCases", "RosterAdapters", "RosterPorts", "RosterDomain", "RosterPartnerCenter",
                "RosterStoreTestSupport",
            ],
            path: "Tests/RosterSessionTestSupport"),
        .executableTarget(
            name: "RosterSessionTrial", dependencies: ["RosterSessionTestSupport"],
            path: "Tests/RosterSessionTrial"),

        // Messages for readers in other languages: `Scripts/check-mail.sh`.
        .executableTarget(
            name: "RosterMailTrial", dependencies: ["RosterAdapters", "RosterPorts", "RosterDomain"],
            path: "Tests/RosterMailTrial"),

        // A host whose secrets are known, to be looked for where they do not belong: `Scripts/check-secrets.sh`.
        .executableTarget(
            name: "RosterSecretsTrial",
            dependencies: ["RosterAdapters", "RosterUseCases", "RosterPorts", "RosterDomain", "RosterPartnerCenter"],
            path: "Tests/RosterSecretsTrial", exclude: ["find_secrets.py"]),

        // Passwords and lockout beside another directory: `Scripts/check-slapd.sh`.
        .executableTarget(
            name: "RosterLockoutTrial",
            dependencies: ["RosterAdapters", "RosterUseCases", "RosterPorts", "RosterDomain", "RosterPartnerCenter"],
            path: "Tests/RosterLockoutTrial", exclude: ["compare_slapd.py"]),

        // Millions of random decisions, and readers beside a writer: `swift run -c release RosterTableTrial`.
        .executableTarget(
            name: "RosterTableTrial", dependencies: ["RosterDomain", "RosterDomainTestSupport"],
            path: "Tests/RosterTableTrial", exclude: ["compare_cedar.py"]),

        // The calls of the C library, and the instruction of the processor, that no Swift module shows.
        .target(name: "CRosterSystem"),
        .systemLibrary(name: "CRosterCrypt", providers: [.apt(["libcrypt-dev"])]),
        .systemLibrary(
            name: "CRosterLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatWarning("ExplicitSendable", as: .error),
    ]
}
