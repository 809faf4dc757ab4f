#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

internal import RosterStore

// What tests do to a disk by hand. Everything on it counts as durable then, as it is.
extension SimulatedDisk {
    /// Puts a file at a path, in place of whatever has it; the folders on the way are made.
    package func put(_ bytes: [UInt8], at path: String, mode: UInt32 = 0o600) {
        self.place(DiskNode(kind: .file, mode: mode, bytes: bytes), at: path)
    }

    /// Puts a symbolic link at a path.
    ///
    /// Where it leads is not simulated, because nothing follows it.
    package func putSymbolicLink(at path: String) {
        self.place(DiskNode(kind: .symbolicLink, mode: 0o777), at: path)
    }

    /// Gives a file a second path.
    package func link(_ path: String, to newPath: String) {
        self.withLive { live in
            guard let serial = live.content.serial(at: path) else { return }
            let (folder, name) = live.content.makeFolders(to: newPath)
            live.content.nodes[folder]?.entries[name] = serial
            live.content.nodes[serial]?.linkCount += 1
            live.settle()
        }
    }

    /// Sets the permission bits of what has a path.
    package func setMode(_ mode: UInt32, of path: String) {
        self.withLive { live in
            guard let serial = live.content.serial(at: path) else { return }
            live.content.nodes[serial]?.mode = mode
            live.settle()
        }
    }

    /// Takes what has a path away, with everything in it.
    package func remove(_ path: String) {
        self.withLive { live in
            live.remove(path)
            live.settle()
        }
    }

    /// Changes bytes of a file in place.
    package func change(_ path: String, _ body: (inout [UInt8]) -> Void) {
        self.withLive { live in
            guard let serial = live.content.serial(at: path), var node = live.content.nodes[serial] else { return }
            live.content.nodes[serial] = nil
            body(&node.bytes)
            for mapping in live.mappings[serial, default: [:]].values {
                mapping.clear(from: 0)
                node.bytes.withUnsafeBytes { mapping.put($0, at: 0) }
            }
            live.content.nodes[serial] = node
            live.settle()
        }
    }

    /// Turns one bit of a file over.
    package func flipBit(file path: String, byte: Int, bit: Int) {
        self.change(path) { $0[byte] ^= 1 << UInt8(bit) }
    }

    private func place(_ node: DiskNode, at path: String) {
        self.withLive { live in
            live.remove(path)
            let (folder, name) = live.content.makeFolders(to: path)
            _ = live.content.add(node, named: name, in: folder)
            live.settle()
        }
    }
}

extension LiveDisk {
    fileprivate mutating func remove(_ path: String) {
        guard let serial = self.content.serial(at: path), serial != DiskContent.root else { return }
        let (folder, name) = self.content.makeFolders(to: path)
        for entry in self.node(serial).entries.keys { self.remove("\(path)/\(entry)") }
        self.content.nodes[folder]?.entries[name] = nil
        self.takeName(from: serial)
    }
}

extension DiskContent {
    /// Makes the folders on the way to a path, and returns the last one, and the name in it.
    fileprivate mutating func makeFolders(to path: String) -> (folder: UInt64, name: String) {
        let names = path.split(separator: "/").map { String($0) }
        var folder = Self.root
        for name in names.dropLast() {
            folder =
                self.nodes[folder]?.entries[name]
                ?? self.add(DiskNode(kind: .folder, mode: 0o700, parent: folder), named: name, in: folder)
        }
        return (folder, names.last ?? "")
    }

    /// Forgets files that were only open.
    mutating func removeNameless() {
        self.nodes = self.nodes.filter { $0.value.linkCount > 0 }
    }
}

extension FileFailure {
    static let missing = FileFailure(call: "lstat", code: ENOENT)
}
