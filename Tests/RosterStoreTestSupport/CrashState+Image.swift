extension CrashState {
    /// What is on the disk when each slot is one of the things that it could be.
    func content(_ slots: [CrashSlot], _ choices: [Int], tearing: SectorTearing) -> DiskContent {
        var chosen: [CrashSlot.Subject: Int] = [:]
        var sectors: [UInt64: [(index: Int, choice: Int)]] = [:]
        for (slot, choice) in zip(slots, choices) {
            if case .sector(let file, let index) = slot.subject {
                sectors[file, default: []].append((index, choice))
            } else {
                chosen[slot.subject] = choice
            }
        }
        var content = DiskContent()
        content.nextSerial = self.nextSerial
        content.nodes = [:]
        self.add(DiskContent.root, to: &content, chosen, sectors, tearing)
        return content
    }

    private func add(
        _ serial: UInt64, to content: inout DiskContent, _ chosen: [CrashSlot.Subject: Int],
        _ sectors: [UInt64: [(index: Int, choice: Int)]], _ tearing: SectorTearing
    ) {
        if content.nodes[serial] != nil {
            content.nodes[serial]?.linkCount += 1
            return
        }
        guard let kind = self.kinds[serial], let modes = self.modes[serial]?.versions else { return }
        let mode = chosen[.mode(node: serial)].map { modes[$0] } ?? modes[modes.count - 1]
        var node = DiskNode(kind: kind, mode: mode, parent: self.parents[serial] ?? DiskContent.root)
        if let folder = self.folders[serial] {
            node.entries = folder.entries { chosen[.step(folder: serial, index: $0)] == 1 }
        }
        if let file = self.files[serial] {
            let size = chosen[.size(file: serial)].map { file.sizes[$0] } ?? file.current.count
            node.bytes = file.bytes(size: size, sectors[serial] ?? [], tearing)
        }
        content.nodes[serial] = node
        for entry in node.entries.values { self.add(entry, to: &content, chosen, sectors, tearing) }
    }
}

extension CrashedFile {
    /// The bytes of the file when it has one of its sizes, and some of its sectors hold what was chosen for them.
    fileprivate func bytes(size: Int, _ chosen: [(index: Int, choice: Int)], _ tearing: SectorTearing) -> [UInt8] {
        var bytes = self.current
        if bytes.count != size { bytes.resize(to: size) }
        for (index, choice) in chosen {
            guard let sector = self.sectors[index], index * Self.sectorByteCount < size else { continue }
            let room = min(Self.sectorByteCount, size - index * Self.sectorByteCount)
            sector.bytes(choice, tearing: tearing).prefix(room).withUnsafeBytes {
                bytes.put($0, at: index * Self.sectorByteCount)
            }
        }
        return bytes
    }
}
