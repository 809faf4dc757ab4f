/// What could be left of a disk after a crash, at one moment of its log.
struct CrashState {
    /// The permission bits that a node could have; the last are the current ones.
    struct Modes {
        var versions: [UInt32]
        var isDirty = false

        mutating func sync() {
            if self.isDirty, let last = self.versions.last { self.versions = [last] }
            self.isDirty = false
        }
    }

    private(set) var kinds: [UInt64: DiskNode.Kind] = [:]
    private(set) var parents: [UInt64: UInt64] = [:]
    private(set) var modes: [UInt64: Modes] = [:]
    private(set) var files: [UInt64: CrashedFile] = [:]
    private(set) var folders: [UInt64: CrashedFolder] = [:]
    private(set) var nextSerial: UInt64 = 0

    /// A disk on which everything is durable.
    init(_ content: DiskContent) {
        self.settle(content)
    }

    private mutating func settle(_ content: DiskContent) {
        (self.kinds, self.parents, self.modes, self.files, self.folders) = ([:], [:], [:], [:], [:])
        self.nextSerial = content.nextSerial
        for (serial, node) in content.nodes {
            self.kinds[serial] = node.kind
            self.parents[serial] = node.parent
            self.modes[serial] = Modes(versions: [node.mode])
            switch node.kind {
            case .file: self.files[serial] = CrashedFile(node.bytes)
            case .folder: self.folders[serial] = CrashedFolder(node.entries)
            case .symbolicLink: break
            }
        }
    }

    /// Goes on by one operation.
    mutating func apply(_ operation: DiskOperation) {
        switch operation {
        case .make(let kind, let serial, let mode, let name, let folder):
            self.make(kind, serial, mode)
            self.parents[serial] = folder
            self.folders[folder]?.add([name: serial])
        case .write(let file, let offset, let bytes): self.files[file]?.write(bytes, at: Int(offset))
        case .resize(let file, let byteCount): self.files[file]?.resize(to: Int(byteCount))
        case .setMode(let node, let mode): self.setMode(mode, of: node)
        case .rename(let folder, let name, let newName, let serial):
            self.folders[folder]?.add([name: nil, newName: serial])
        case .unlink(let folder, let name): self.folders[folder]?.add([name: nil])
        case .syncData(let file, let isDone):
            if isDone { self.files[file]?.syncData() } else { self.files[file]?.failSync() }
        case .syncAll(let node, let isDone): self.syncAll(node, isDone: isDone)
        case .syncEverything: for node in self.kinds.keys { self.syncAll(node, isDone: true) }
        case .settle(let content): self.settle(content)
        }
    }

    private mutating func make(_ kind: DiskNode.Kind, _ serial: UInt64, _ mode: UInt32) {
        self.nextSerial = max(self.nextSerial, serial + 1)
        self.kinds[serial] = kind
        self.modes[serial] = Modes(versions: [mode])
        switch kind {
        case .file: self.files[serial] = CrashedFile([])
        case .folder: self.folders[serial] = CrashedFolder([:])
        case .symbolicLink: break
        }
    }

    private mutating func setMode(_ mode: UInt32, of node: UInt64) {
        guard self.modes[node]?.versions.last != mode else { return }
        self.modes[node]?.versions.append(mode)
        self.modes[node]?.isDirty = true
    }

    private mutating func syncAll(_ node: UInt64, isDone: Bool) {
        if isDone {
            self.files[node]?.syncAll()
            self.folders[node]?.sync()
            self.modes[node]?.sync()
        } else {
            self.files[node]?.failSync()
            self.folders[node]?.failSync()
            self.modes[node]?.isDirty = false
        }
    }
}
