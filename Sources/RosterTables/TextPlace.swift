/// A place in a text, as editors number lines and columns: both from 1, a column for each Unicode scalar.
package struct TextPlace: Sendable, CustomStringConvertible {
    /// The line.
    package var line = 1
    /// The column.
    package var column = 1

    /// The beginning of a text.
    package init(line: Int = 1, column: Int = 1) {
        self.line = line
        self.column = column
    }

    package var description: String { "line \(self.line), column \(self.column)" }

    /// Moves past a scalar; a line ends with CR, LF, or both.
    package mutating func pass(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) {
        if scalar == "\n" || scalar == "\r" && next != "\n" {
            self = TextPlace(line: self.line + 1)
        } else {
            self.column += 1
        }
    }
}

/// The first thing in a text that is not as it should be.
package struct TextFault: Error, Sendable, CustomStringConvertible {
    package let place: TextPlace
    package let problem: String

    package init(_ problem: String, at place: TextPlace) {
        self.place = place
        self.problem = problem
    }

    package var description: String { "\(self.place): \(self.problem)" }
}
