import RosterPartnerCenter
import RosterStoreTestSupport
import Foundation
import RosterAdapters
import RosterStore
import RosterDomain
import Testing

@Suite("A role catalog in a file")
struct RoleCatalogFileTests {
    private let sandbox: FileSandbox
    private var path: String { self.sandbox.path("catalog.json") }

    init() throws {
        self.sandbox = try FileSandbox(inMemory: true)
    }

    private func error(_ path: String, byteLimit: Int = RoleCatalog.jsonByteLimit) -> CatalogLoadError? {
        do throws(CatalogLoadError) {
            _ = try RoleCatalog(contentsOf: path, byteLimit: byteLimit)
            return nil
        } catch {
            return error
        }
    }

    @Test("is read, also through a symbolic link")
    func read() throws {
        let text = try RoleCatalog.partnerCenter.json()
        try FileSandbox.write(text.utf8, to: self.path)
        #expect(try RoleCatalog(contentsOf: self.path).json() == text)
        let link = self.sandbox.path("link.json")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "catalog.json")
        #expect(try RoleCatalog(contentsOf: link).json() == text)
    }

    @Test("may have as many bytes as the limit says, and no more")
    func size() throws {
        let bytes = Array(try RoleCatalog.partnerCenter.json().utf8)
        try FileSandbox.write(bytes, to: self.path)
        #expect(self.error(self.path, byteLimit: bytes.count) == nil)
        for limit in [bytes.count - 1, 0, -1] {
            #expect(self.error(self.path, byteLimit: limit) == .tooLarge(path: self.path, byteLimit: max(0, limit)))
        }
    }

    @Test("is refused unread when it is beyond every limit")
    func huge() throws {
        try FileSandbox.write([], to: self.path)
        // A hole, which takes no room on the disk.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: self.path))
        try handle.truncate(atOffset: 1 << 40)
        try handle.close()
        let limit = RoleCatalog.jsonByteLimit
        for asked in [limit, .max] {
            #expect(self.error(self.path, byteLimit: asked) == .tooLarge(path: self.path, byteLimit: limit))
        }
    }

    @Test("is refused with its path, and the lines and paths in it, when it holds no catalog")
    func malformed() throws {
        try FileSandbox.write("{\n  \"roles\": [1,]\n}".utf8, to: self.path)
        let error = try #require(self.error(self.path))
        guard case .malformed(self.path, let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(reason.problems.map(\.line) == [2] && reason.problems.map(\.path) == ["roles[1]"])
        #expect(error.description.contains("`\(self.path)`") && error.description.contains("line 2, column 15"))
        try FileSandbox.write([], to: self.path)
        #expect(self.error(self.path)?.description.contains("the text ends") == true)
    }

    @Test("is refused at once when it is no regular file", .timeLimit(.minutes(20)))
    func notAFile() throws {
        let pipe = self.sandbox.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [pipe, self.sandbox.path, "/dev/null", "/dev/zero", "."] {
            #expect(self.error(path) == .notAFile(path: path))
        }
    }

    @Test("is refused when there is none, or none can be reached")
    func missing() throws {
        try FileSandbox.write([], to: self.path)
        for path in [self.sandbox.path("other.json"), self.sandbox.path("no/other.json"), "\(self.path)/x", ""] {
            #expect(self.error(path) == .missing(path: path))
        }
        let loop = self.sandbox.path("loop")
        try FileManager.default.createSymbolicLink(atPath: loop, withDestinationPath: "loop")
        #expect(self.error(loop) == .unreadable(.symbolicLink(path: loop)))
        guard case .unreadable(.system) = self.error("\(self.path)\u{0}x") else {
            Issue.record("a path with a zero byte was taken")
            return
        }
    }

    @Test("is refused when the operating system does not let it be read", .enabled(if: !FileTestMachine.isRoot))
    func permission() throws {
        try FileSandbox.write([], to: self.path)
        #expect(chmod(self.path, 0) == 0)
        #expect(self.error(self.path) == .permissionDenied(path: self.path))
    }

    @Test("is read to its end when it is longer than the operating system says", .enabled(if: Self.hasProc))
    func unknownLength() {
        // The file says that it has no bytes.
        guard case .malformed(_, let error) = self.error("/proc/self/status") else {
            Issue.record("a file of unknown length was not read")
            return
        }
        #expect(error.problems.map(\.reason) == [.notJSON(detail: "expected a value, found `N`")])
        #expect(self.error("/proc/self/status", byteLimit: 10) == .tooLarge(path: "/proc/self/status", byteLimit: 10))
    }

    private static let hasProc = FileManager.default.isReadableFile(atPath: "/proc/self/status")

    @Test("is refused in words that begin in lower case, and name the path made safe to print")
    func words() {
        let path = "\u{1B}[2J"
        let errors: [CatalogLoadError] = [
            .missing(path: path), .notAFile(path: path), .permissionDenied(path: path),
            .tooLarge(path: path, byteLimit: 7), .unreadable(.symbolicLink(path: path)),
        ]
        for error in errors {
            #expect(error.description.contains("`\\u{1b}[2J`") && error.description.first?.isUppercase == false)
        }
    }
}
