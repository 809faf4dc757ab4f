/// A file or folder of a simulated disk.
package struct DiskNode: Sendable {
    /// What a node is.
    package enum Kind: UInt32, Sendable {
        case file = 0o100000
        case folder = 0o040000
        case symbolicLink = 0o120000
    }

    package let kind: Kind
    /// The permission bits.
    package var mode: UInt32
    /// How many names it has.
    package var linkCount: UInt64 = 1
    /// What is in a file.
    package var bytes: [UInt8] = []
    /// What is in a folder: serial numbers by name.
    package var entries: [String: UInt64] = [:]
    /// The folder that a folder is in.
    package var parent: UInt64 = 0
}

/// Everything on a simulated disk: nodes by serial number.
///
/// Copies share what they have in common.
package struct DiskContent: Sendable {
    /// The serial number of the folder `/`.
    package static let root: UInt64 = 1

    package var nodes: [UInt64: DiskNode]
    /// The serial number of the next node.
    package var nextSerial: UInt64

    /// An empty disk.
    package init() {
        self.nodes = [Self.root: DiskNode(kind: .folder, mode: 0o700, parent: Self.root)]
        self.nextSerial = Self.root + 1
    }

    /// Adds a node, and a name for it.
    package mutating func add(_ node: DiskNode, named name: String, in folder: UInt64) -> UInt64 {
        let serial = self.nextSerial
        self.nextSerial += 1
        self.nodes[serial] = node
        self.nodes[folder]?.entries[name] = serial
        return serial
    }

    /// The serial number of what has a path, if anything has; symbolic links are not followed.
    package func serial(at path: String) -> UInt64? {
        var serial = Self.root
        for name in path.split(separator: "/") {
            guard let next = self.nodes[serial]?.entries[String(name)] else { return nil }
            serial = next
        }
        return serial
    }

    /// The bytes of all files, by path.
    package var files: [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        self.visit { path, node in if node.kind == .file { files[path] = node.bytes } }
        return files
    }

    /// The paths of all folders but the root, sorted.
    package var folders: [String] {
        var folders: [String] = []
        self.visit { path, node in if node.kind == .folder { folders.append(path) } }
        return folders.sorted()
    }

    /// A number that two disks have in common, in one process, when everything that can be seen on them is the same.
    package var fingerprint: Int {
        var sum = 0
        self.visit { path, node in
            var hasher = Hasher()
            hasher.combine(path)
            hasher.combine(node.kind)
            hasher.combine(node.mode)
            hasher.combine(node.linkCount)
            hasher.combine(node.bytes.count)
            node.bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
            sum &+= hasher.finalize()
        }
        return sum
    }

    private func visit(_ body: (String, DiskNode) -> Void) {
        var rest: [(path: String, serial: UInt64)] = [("", Self.root)]
        while let (path, serial) = rest.popLast() {
            guard let folder = self.nodes[serial] else { continue }
            for (name, entry) in folder.entries {
                guard let node = self.nodes[entry] else { continue }
                body("\(path)/\(name)", node)
                if node.kind == .folder { rest.append(("\(path)/\(name)", entry)) }
            }
        }
    }
}
