extension JSONDocument {
    /// The lines and columns, both from 1, of parts in ascending order.
    ///
    /// Columns count characters (Unicode scalars). One walk over the text finds any number of places.
    package func positions(of nodes: some Sequence<Int>) -> [(line: Int, column: Int)] {
        JSONPosition.find(nodes.map(self.start), in: self.bytes)
    }

    /// The path of a part, for people: `roles[3].grants[0].permission`; empty for the whole document.
    ///
    /// - Complexity: O(parts before it at each level), so use it only for errors.
    package func path(of node: Int) -> String {
        var steps: [JSONPath.Step] = []
        var place = 0
        while place != node, let (step, next) = self.step(from: place, towards: node) {
            steps.append(step)
            // A name has the same path as its value.
            guard next != node + 1 || self.kind(place) != .object else { break }
            place = next
        }
        return JSONPath.text(steps)
    }

    private func step(from place: Int, towards node: Int) -> (JSONPath.Step, Int)? {
        switch self.kind(place) {
        case .object:
            let member = self.members(of: place).first { node < self.after($0.value) }
            return member.map { (.name(self.text($0.name) ?? ""), $0.value) }
        case .list:
            let element = self.elements(of: place).enumerated().first { node < self.after($0.element) }
            return element.map { (.position($0.offset), $0.element) }
        case .text, .escapedText, .number, .yes, .no, .nothing: return nil
        }
    }
}

/// The path to a part of a JSON text.
enum JSONPath {
    /// A step of the path.
    enum Step {
        case name(String)
        case position(Int)
    }

    static func text(_ steps: [Step]) -> String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .position(let position): text += "[\(position)]"
            case .name(let name) where Self.isPlain(name): text += (text.isEmpty ? "" : ".") + name
            case .name(let name): text += "[\"\(name.shown)\"]"
            }
        }
    }

    private static func isPlain(_ name: String) -> Bool {
        (1...80).contains(name.utf8.count)
            && name.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }
    }
}

/// Finds lines and columns of bytes, in one walk over a text for any number of them.
enum JSONPosition {
    /// The lines and columns of bytes in ascending order.
    ///
    /// Both begin with 1. A line ends with a line feed; columns count characters (Unicode scalars).
    static func find(_ offsets: [Int], in bytes: [UInt8]) -> [(line: Int, column: Int)] {
        var (line, column, position) = (1, 1, 0)
        return offsets.map { offset in
            while position < min(offset, bytes.count) {
                let byte = bytes[position]
                position += 1
                if byte == UInt8(ascii: "\n") {
                    (line, column) = (line + 1, 1)
                } else if byte & 0xC0 != 0x80 {
                    column += 1
                }
            }
            return (line, column)
        }
    }
}
