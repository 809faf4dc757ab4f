// swift-tools-version: 6.3
import PackageDescription

// A package outside Roster with an adapter of its own. A host would name a version in place of `.package(path:)`.
let package = Package(
    name: "outside-adapter",
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        .library(name: "SQLiteUserDirectory", targets: ["SQLiteUserDirectory"])
    ],
    dependencies: [
        .package(name: "roster", path: "../..")
    ],
    targets: [
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .target(
            name: "SQLiteUserDirectory",
            dependencies: [
                "CSQLite",
                .product(name: "RosterDomain", package: "roster"),
                .product(name: "RosterPorts", package: "roster"),
            ]),
        .testTarget(
            name: "SQLiteUserDirectoryTests",
            dependencies: [
                "SQLiteUserDirectory",
                .product(name: "Roster", package: "roster"),
                .product(name: "RosterDomain", package: "roster"),
                .product(name: "RosterPartnerCenter", package: "roster"),
                .product(name: "RosterPorts", package: "roster"),
                .product(name: "RosterPortTesting", package: "roster"),
            ],
            // The files in `Verbs` are those of Roster's own tests, and speak their language.
            swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),
    ],
    swiftLanguageModes: [.v6]
)
