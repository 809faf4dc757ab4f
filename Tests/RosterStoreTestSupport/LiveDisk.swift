#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

internal import Dispatch
internal import RosterStore

/// The disk in use: what is on it, and who has what of it open.
struct LiveDisk {
    /// What writing takes room in.
    static let blockByteCount: UInt64 = 4_096

    var content: DiskContent
    var log: DiskLog
    var openingCounts: [UInt64: Int] = [:]
    var nextNumber: UInt64 = 0
    var locks: [UInt64: SimulatedLock] = [:]
    var mappings: [UInt64: [UInt64: SimulatedMapping]] = [:]
    var watchers: [UInt64: [UInt64: @Sendable () -> Void]] = [:]

    var faults: [DiskFault] = []
    var counts: [DiskOperationKind: Int] = [:]
    var hasCrashed = false
    var isReadOnly = false
    var umask: UInt32 = 0
    /// Nil when there is no limit.
    var byteCapacity: UInt64?
    /// The blocks that have room on the disk, while there is a limit.
    var blocks: [UInt64: Set<UInt64>] = [:]

    init(_ content: DiskContent) {
        self.content = content
        self.log = DiskLog(from: content)
    }

    /// Counts an operation, and tells what goes wrong with it.
    mutating func begin(_ kind: DiskOperationKind) throws(FileFailure) -> DiskFault.Effect? {
        guard !self.hasCrashed else { throw .crash }
        self.counts[kind, default: 0] += 1
        var effect: DiskFault.Effect?
        for index in self.faults.indices where self.faults[index].target.matches(kind) {
            let fault = self.faults[index]
            self.faults[index].number -= 1
            if fault.number == 1 || (fault.number < 1 && fault.isLasting) { effect = effect ?? fault.effect }
        }
        if effect == .crash {
            self.hasCrashed = true
            throw .crash
        }
        if kind.isChange, self.isReadOnly { throw FileFailure(call: "\(kind)", code: EROFS) }
        return effect
    }

    /// Makes everything that is there count as durable.
    mutating func settle() {
        self.log.operations.append(.settle(self.content))
    }

    func node(_ serial: UInt64) -> DiskNode {
        guard let node = self.content.nodes[serial] else {
            preconditionFailure("invariant: a node that is open or has a name is there")
        }
        return node
    }

    func status(_ serial: UInt64) -> FileStatus {
        let node = self.node(serial)
        return FileStatus(
            device: 1, serial: serial, mode: node.kind.rawValue | node.mode, owner: UInt32(geteuid()),
            linkCount: node.linkCount, byteCount: UInt64(node.bytes.count))
    }

    func entry(_ name: String, in folder: UInt64, _ call: String) throws(FileFailure) -> UInt64 {
        if name == "." { return folder }
        if name == ".." { return self.node(folder).parent }
        try Self.checkLength(name, call)
        guard let serial = self.node(folder).entries[name] else { throw FileFailure(call: call, code: ENOENT) }
        return serial
    }

    private static func checkLength(_ name: String, _ call: String) throws(FileFailure) {
        guard name.utf8.count <= 255 else { throw FileFailure(call: call, code: ENAMETOOLONG) }
    }

    // MARK: Changing

    mutating func make(
        _ kind: DiskNode.Kind, mode: UInt32, named name: String, in folder: UInt64
    ) throws(FileFailure) -> UInt64 {
        guard (try? self.entry(name, in: folder, "make")) == nil else { throw FileFailure(call: "make", code: EEXIST) }
        try Self.checkLength(name, "make")
        let bits = mode & ~self.umask
        let node = DiskNode(kind: kind, mode: bits, parent: folder)
        let serial = self.content.add(node, named: name, in: folder)
        self.log.operations.append(.make(kind, serial: serial, mode: bits, name: name, folder: folder))
        return serial
    }

    mutating func setMode(_ mode: UInt32, of serial: UInt64) {
        self.content.nodes[serial]?.mode = mode
        self.log.operations.append(.setMode(node: serial, mode: mode))
    }

    mutating func rename(_ name: String, to newName: String, in folder: UInt64) throws(FileFailure) {
        let serial = try self.entry(name, in: folder, "renameat")
        try Self.checkLength(newName, "renameat")
        if let target = self.node(folder).entries[newName] {
            guard target != serial else { return }
            let (isFolder, hasFolder) = (self.node(serial).kind == .folder, self.node(target).kind == .folder)
            if hasFolder, !isFolder { throw FileFailure(call: "renameat", code: EISDIR) }
            if isFolder, !hasFolder { throw FileFailure(call: "renameat", code: ENOTDIR) }
            if hasFolder, !self.node(target).entries.isEmpty { throw FileFailure(call: "renameat", code: ENOTEMPTY) }
            self.takeName(from: target)
        }
        self.content.nodes[folder]?.entries[name] = nil
        self.content.nodes[folder]?.entries[newName] = serial
        self.log.operations.append(.rename(folder: folder, from: name, to: newName, serial: serial))
    }

    mutating func unlink(_ name: String, in folder: UInt64) throws(FileFailure) {
        let serial = try self.entry(name, in: folder, "unlinkat")
        guard self.node(serial).kind != .folder else { throw FileFailure(call: "unlinkat", code: EISDIR) }
        self.content.nodes[folder]?.entries[name] = nil
        self.takeName(from: serial)
        self.log.operations.append(.unlink(folder: folder, name: name))
    }

    mutating func takeName(from serial: UInt64) {
        self.content.nodes[serial]?.linkCount -= 1
        self.forgetIfUnused(serial)
    }

    /// Lets go of a node that has no name and is not open.
    mutating func forgetIfUnused(_ serial: UInt64) {
        guard self.content.nodes[serial]?.linkCount == 0, self.openingCounts[serial] == nil else { return }
        self.content.nodes[serial] = nil
        self.blocks[serial] = nil
    }
}

// MARK: - Bytes

extension LiveDisk {
    mutating func write(_ bytes: UnsafeRawBufferPointer, to serial: UInt64, at offset: UInt64) {
        let start = Int(offset)
        self.content.nodes[serial]?.bytes.put(bytes, at: start)
        self.log.operations.append(.write(file: serial, offset: offset, bytes: Array(bytes)))
        for mapping in self.mappings[serial, default: [:]].values { mapping.put(bytes, at: start) }
    }

    mutating func resize(_ serial: UInt64, to byteCount: UInt64) {
        self.content.nodes[serial]?.bytes.resize(to: Int(byteCount))
        self.log.operations.append(.resize(file: serial, byteCount: byteCount))
        for mapping in self.mappings[serial, default: [:]].values { mapping.clear(from: Int(byteCount)) }
        self.blocks[serial]?.formIntersection(0..<(byteCount + Self.blockByteCount - 1) / Self.blockByteCount)
    }

    /// Sets the limit, or lifts it.
    mutating func limit(to byteCapacity: UInt64?) {
        self.byteCapacity = byteCapacity
        self.blocks = [:]
        guard byteCapacity != nil else { return }
        for (serial, node) in self.content.nodes where !node.bytes.isEmpty {
            self.blocks[serial] = Set(0...(UInt64(node.bytes.count) - 1) / Self.blockByteCount)
        }
    }

    /// Takes room for bytes, and returns for how many of them there is some.
    mutating func takeRoom(for serial: UInt64, at offset: UInt64, count: Int) -> Int {
        guard let byteCapacity, count > 0 else { return count }
        var used = self.blocks.values.reduce(0) { $0 + UInt64($1.count) } * Self.blockByteCount
        for block in offset / Self.blockByteCount...(offset + UInt64(count) - 1) / Self.blockByteCount {
            guard self.blocks[serial]?.contains(block) != true else { continue }
            guard used + Self.blockByteCount <= byteCapacity else {
                return Int(max(offset, block * Self.blockByteCount) - offset)
            }
            self.blocks[serial, default: []].insert(block)
            used += Self.blockByteCount
        }
        return count
    }
}
