import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("The turn of a folder")
struct TurnFileTests {
    private let sandbox: FileSandbox
    private let folder: PrivateFolder

    init() throws {
        self.sandbox = try FileSandbox(inMemory: true)
        self.folder = try PrivateFolder(at: self.sandbox.path("folder"))
    }

    private var path: String { self.sandbox.path("folder/turn") }

    @Test("is held by one at a time, also in one process, and free when it is let go of")
    func alone() throws {
        var turn: TurnFile? = try TurnFile("turn", in: self.folder)
        let other = try PrivateFolder(at: self.folder.path)
        #expect(throws: FileStoreError.self) { try TurnFile("turn", in: other) }
        withExtendedLifetime(turn) {}
        turn = nil
        _ = try TurnFile("turn", in: other)
    }

    @Test("keeps the notes of the last holder, and those before while new ones are torn")
    func torn() throws {
        do {
            let turn = try TurnFile("turn", in: self.folder)
            for number in 1...5 { try turn.write([UInt8](repeating: UInt8(number), count: 100 * number)) }
        }
        #expect(try TurnFile.read("turn", in: self.folder) == [UInt8](repeating: 5, count: 500))
        let whole = try FileSandbox.bytes(self.path)
        // The fifth stands in the second place, behind the room of the first.
        let place = 24 + TurnFile.byteLimit
        for damaged in [place, place + 9, place + 17, place + 21, place + 24, place + 523] {
            var bytes = whole
            bytes[damaged] ^= 1
            try FileSandbox.write(bytes, to: self.path)
            #expect(try TurnFile.read("turn", in: self.folder) == [UInt8](repeating: 4, count: 400))
        }
        for count in [place, place + 10, place + 100] {
            try FileSandbox.write(whole.prefix(count), to: self.path)
            #expect(try TurnFile.read("turn", in: self.folder) == [UInt8](repeating: 4, count: 400))
        }
        try FileSandbox.write([UInt8](repeating: 7, count: 3), to: self.path)
        #expect(try TurnFile.read("turn", in: self.folder) == [])
    }

    @Test("goes on counting from what is there, and takes no more than its limit")
    func limit() throws {
        for number in 1...3 { try TurnFile("turn", in: self.folder).write([UInt8(number)]) }
        #expect(try TurnFile.read("turn", in: self.folder) == [3])
        let turn = try TurnFile("turn", in: self.folder)
        try turn.write([UInt8](repeating: 1, count: TurnFile.byteLimit))
        #expect(throws: FileStoreError.self) { try turn.write([UInt8](repeating: 2, count: TurnFile.byteLimit + 1)) }
        #expect(try TurnFile.read("turn", in: self.folder).count == TurnFile.byteLimit)
    }

    @Test("is not given to a process that only reads")
    func reading() throws {
        let reading = try PrivateFolder(readingAt: self.folder.path)
        #expect(throws: FileStoreError.self) { try TurnFile("turn", in: reading) }
        #expect(try TurnFile.read("turn", in: reading) == [])
    }
}
