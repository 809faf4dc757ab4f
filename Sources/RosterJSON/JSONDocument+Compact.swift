extension JSONDocument {
    /// The text of a part, without the blanks between its own parts.
    ///
    /// - Complexity: O(bytes of the part).
    package func compactBytes(_ node: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        self.append(node, to: &bytes)
        return bytes
    }

    // Recursion is as deep as the document, whose depth has a limit.
    private func append(_ node: Int, to bytes: inout [UInt8]) {
        switch self.kind(node) {
        case .object:
            bytes.append(UInt8(ascii: "{"))
            for member in self.members(of: node) {
                if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
                self.append(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                self.append(member.value, to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        case .list:
            bytes.append(UInt8(ascii: "["))
            for element in self.elements(of: node) {
                if bytes.last != UInt8(ascii: "[") { bytes.append(UInt8(ascii: ",")) }
                self.append(element, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .text, .escapedText, .number, .yes, .no, .nothing:
            let part = self.nodes[node]
            bytes += self.bytes[Int(part.start)..<Int(part.tail)]
        }
    }
}
