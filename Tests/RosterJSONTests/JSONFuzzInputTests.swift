import Foundation
import RosterJSON
import Testing

@Suite("The inputs that the fuzzer of JSON keeps")
struct JSONFuzzInputTests {
    private static let limits = JSONLimits(byteLimit: 1 << 20, depthLimit: 16)

    @Test("are texts that come back from their own text, or are refused at a place in them")
    func replay() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let folder = tests.appendingPathComponent("Fuzz/Corpus/json")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        var (taken, refused) = (0, 0)
        for file in files {
            let bytes = [UInt8](try Data(contentsOf: file))
            do {
                let document = try JSONDocument(bytes, limits: Self.limits)
                let compact = document.compactBytes(JSONDocument.root)
                let again = try JSONDocument(compact, limits: Self.limits)
                #expect(again.compactBytes(JSONDocument.root) == compact, "\(file.lastPathComponent)")
                taken += 1
            } catch {
                #expect((1...bytes.count + 1).contains(error.line) && error.column >= 1, "\(file.lastPathComponent)")
                refused += 1
            }
        }
        #expect(taken >= 6 && refused >= 9)
    }
}
