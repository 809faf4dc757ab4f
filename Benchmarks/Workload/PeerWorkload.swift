import Foundation
import RosterDomain

/// The workload on which Roster and its peers are compared: users with three roles, roles with ten permissions, and checks
/// of which half are allowed, all by name.
struct PeerWorkload {
    static let sizes = [
        Size(name: "small", userCount: 1_000, roleCount: 100),
        Size(name: "medium", userCount: 10_000, roleCount: 1_000),
        Size(name: "large", userCount: 100_000, roleCount: 10_000),
    ]
    static let checkCount = 20_000

    struct Size {
        let name: String
        let userCount: Int
        let roleCount: Int

        /// Ten times as many permissions as roles.
        var permissionCount: Int { self.roleCount * 10 }
    }

    let world: World
    /// The name of each user.
    let names: [String]
    /// What is asked, as positions in the world's users and permissions.
    let users: [Int]
    let permissions: [Int]
    let expected: [Bool]

    init(_ size: Size) throws {
        let world = try World(
            userCount: size.userCount, roleCount: size.roleCount, permissionCount: size.permissionCount, setCount: nil)
        var numbers = SeededNumbers(seed: UInt64(size.userCount))
        let held = world.permissionsOfSet.map { $0.sorted() }
        var checks: [(user: Int, permission: Int, isAllowed: Bool)] = []
        while checks.count < Self.checkCount {
            let user = Int.random(in: 0..<size.userCount, using: &numbers)
            let isAllowed = checks.count < Self.checkCount / 2
            let permission =
                isAllowed
                ? held[user][Int.random(in: 0..<held[user].count, using: &numbers)]
                : Int.random(in: 0..<size.permissionCount, using: &numbers)
            guard world.permits(user, permission) == isAllowed else { continue }
            checks.append((user, permission, isAllowed))
        }
        checks.shuffle(using: &numbers)
        self.world = world
        self.names = (0..<size.userCount).map { "user\($0)" }
        self.users = checks.map(\.user)
        self.permissions = checks.map(\.permission)
        self.expected = checks.map(\.isAllowed)
    }

    /// The names that the checks ask about.
    var askedNames: [String] { self.users.map { self.names[$0] } }

    /// Writes the workload as three comma-separated files, for peers in other languages.
    func write(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func parts(_ permission: Int) -> String { "res\(permission / 10),act\(permission % 10)" }
        let userRoles = self.names.indices.flatMap { user in
            self.world.roleSets[user].map { "\(self.names[user]),role\($0)" }
        }
        let rolePermissions = self.world.permissionsOfRole.enumerated().flatMap { role, permissions in
            permissions.map { "role\(role),\(parts($0))" }
        }
        let checks = self.users.indices.map {
            "\(self.names[self.users[$0]]),\(parts(self.permissions[$0])),\(self.expected[$0] ? 1 : 0)"
        }
        let files = [("user_roles", userRoles), ("role_permissions", rolePermissions), ("checks", checks)]
        for (name, lines) in files {
            let text = lines.joined(separator: "\n") + "\n"
            try Data(text.utf8).write(to: folder.appendingPathComponent("\(name).csv"))
        }
    }
}
