import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("The rules of email addresses and names")
struct EmailAddressLawTests {
    /// The rules of an address as they are documented, in the plainest words.
    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.allSatisfy({ (33...126).contains($0) }), text.utf8.count <= 254, parts.count == 2 else {
            return false
        }
        let atoms = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        let isWord = { (part: Substring, marks: String) in
            !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isNumber || marks.contains($0) }
        }
        let misread = parts[0].contains(where: "!%|$`".contains) || parts[0].contains("=?")
        return parts[0].utf8.count <= 64 && !misread && !"-/".contains(parts[0].prefix(1))
            && atoms.allSatisfy { isWord($0, "#&'*+-/=?^_{}~") }
            && labels.count >= 2 && labels.last?.allSatisfy(\.isNumber) == false
            && labels.allSatisfy { label in
                isWord(label, "-") && label.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
            }
    }

    @Test("An address is accepted exactly when it keeps the rules", arguments: [1, 2] as [UInt64])
    func addresses(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var acceptedCount = 0
        for _ in 0..<20_000 {
            let pieces = [
                "a", "Z", "9", ".", "@", "-", "x1", "a@b.c", "_", "{", "=", "?", "/", "|", "!", "\"", " ", "é",
                "\u{7F}",
            ]
            var text = (0..<Int.random(in: 0...7, using: &generator)).map { _ in generator.element(pieces) }.joined()
            if generator.chance(10) { text += String(repeating: "l", count: generator.element([62, 63, 64, 65, 250])) }
            if generator.chance(20) { text += "@d.e" }
            let address = try? EmailAddress(text)
            #expect((address != nil) == Self.isAddress(text), "`\(text.forDisplay)`")
            guard let address else { continue }
            acceptedCount += 1
            #expect(address.rawValue == text && address.folded == text.lowercased())
        }
        #expect(acceptedCount > 500)
    }

    @Test("A name of ASCII characters is accepted exactly when all can be printed and one can be seen")
    func names() {
        for byte in UInt8(0)...127 {
            let scalar = Unicode.Scalar(byte)
            let isPrintable = (32...126).contains(byte)
            #expect(((try? FullName("a\(scalar)")) != nil) == isPrintable)
            #expect(((try? FullName("\(scalar)")) != nil) == (isPrintable && byte != 32))
        }
        for (count, isName) in [(255, true), (256, true), (257, false)] {
            #expect(((try? FullName(String(repeating: "n", count: count))) != nil) == isName)
        }
    }
}
