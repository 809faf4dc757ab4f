// swift-tools-version: 6.3
import PackageDescription

// A host of its own: begin with a copy of it, and name a version in place of `.package(path:)`.
let package = Package(
    name: "roster-server",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "RosterHummingbird", targets: ["RosterHummingbird"]),
        .executable(name: "roster-server", targets: ["RosterServer"]),
    ],
    traits: [
        .trait(name: "PostgreSQL", description: "`--postgresql`: companies in a database; needs libpq."),
        .default(enabledTraits: []),
    ],
    dependencies: [
        .package(
            name: "roster", path: "../..",
            traits: [.trait(name: "PostgreSQL", condition: .when(traits: ["PostgreSQL"]))]),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Roster in an app on Hummingbird: the bridge, callers, permissions, events and health.
        .target(
            name: "RosterHummingbird",
            dependencies: [
                .product(name: "Roster", package: "roster"),
                .product(name: "RosterWeb", package: "roster"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "RosterServer",
            dependencies: [
                "RosterHummingbird",
                .product(name: "Roster", package: "roster"),
                .product(name: "RosterAuthZEN", package: "roster"),
                .product(name: "RosterConsole", package: "roster"),
                .product(name: "RosterPartnerCenter", package: "roster"),
                .product(name: "RosterPostgreSQL", package: "roster", condition: .when(traits: ["PostgreSQL"])),
                .product(name: "RosterSCIM", package: "roster"),
                .product(name: "RosterWeb", package: "roster"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
}
