/// Memory in which the beginning of a file on a simulated disk can be seen.
struct SimulatedMapping: Sendable {
    // invariant: written only under the disk's mutex; read, like a mapping of the operating system, by each reader that has it
    private nonisolated(unsafe) let memory: UnsafeMutableRawBufferPointer

    init(_ bytes: [UInt8], byteCount: Int) {
        self.memory = .allocate(byteCount: byteCount, alignment: 4_096)
        bytes.withUnsafeBytes { self.memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<byteCount])) }
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(self.memory) }

    /// Shows what was written to the file.
    func put(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        guard offset < self.memory.count else { return }
        let visible = UnsafeRawBufferPointer(rebasing: bytes.prefix(self.memory.count - offset))
        UnsafeMutableRawBufferPointer(rebasing: self.memory[offset...]).copyMemory(from: visible)
    }

    /// Shows that the file was cut.
    func clear(from offset: Int) {
        guard offset < self.memory.count else { return }
        UnsafeMutableRawBufferPointer(rebasing: self.memory[offset...]).initializeMemory(as: UInt8.self, repeating: 0)
    }

    func deallocate() {
        self.memory.deallocate()
    }
}
