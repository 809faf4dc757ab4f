// swift-tools-version: 6.3
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

// The tests of `RosterPostgreSQL`, in a package of its own, as a host that turns on the trait: they need libpq and a server, and the
// tests of the root package need neither. `Scripts/with-postgresql` runs a command beside a server.
let package = Package(
    name: "postgresql-adapter",
    platforms: [.macOS(.v15), .iOS(.v18)],
    dependencies: [
        .package(name: "roster", path: "../..", traits: ["PostgreSQL"])
    ],
    targets: [
        // What commits cost and how soon others know of them: `Benchmarks/compare-postgresql`.
        .executableTarget(
            name: "PostgreSQLBenchmark",
            dependencies: [
                "PostgreSQLTrialSupport",
                .product(name: "Roster", package: "roster"),
                .product(name: "RosterPartnerCenter", package: "roster"),
                .product(name: "RosterDomain", package: "roster"),
                .product(name: "RosterPorts", package: "roster"),
                .product(name: "RosterPostgreSQL", package: "roster"),
            ],
            swiftSettings: settings),
        // Servers beside the one of the script, and what hosts that are killed must agree on.
        .target(
            name: "PostgreSQLTrialSupport",
            dependencies: [
                .product(name: "RosterDomain", package: "roster"),
                .product(name: "RosterPorts", package: "roster"),
                .product(name: "RosterPartnerCenter", package: "roster"),
            ],
            swiftSettings: settings),
        // Hosts that commit to one company while they and the server are killed: `Scripts/soak-postgresql.sh`.
        .executableTarget(
            name: "PostgreSQLLedger",
            dependencies: [
                "PostgreSQLTrialSupport",
                .product(name: "RosterDomain", package: "roster"),
                .product(name: "RosterPorts", package: "roster"),
                .product(name: "RosterPartnerCenter", package: "roster"),
                .product(name: "RosterPostgreSQL", package: "roster"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "RosterPostgreSQLTests",
            dependencies: [
                "PostgreSQLTrialSupport",
                .product(name: "Roster", package: "roster"),
                .product(name: "RosterDomain", package: "roster"),
                .product(name: "RosterPorts", package: "roster"),
                .product(name: "RosterPortTesting", package: "roster"),
                .product(name: "RosterPostgreSQL", package: "roster"),
            ],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
