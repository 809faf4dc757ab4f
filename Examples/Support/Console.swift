#if canImport(Glibc)
    // `stdout` is a variable, although no code changes it.
    @preconcurrency import Glibc
#elseif canImport(Musl)
    @preconcurrency import Musl
#else
    @preconcurrency import Darwin
#endif

/// Writing for people: headings, tables, and a progress bar where the output is a terminal.
enum Console {
    /// Whether standard output is a terminal, and may be colored and overwritten.
    static let isTerminal = isatty(STDOUT_FILENO) == 1

    /// Prints a line.
    static func say(_ text: Shown) {
        print(text.text)
    }

    static func heading(_ heading: Shown) {
        let text = heading.text
        print("\n" + (self.isTerminal ? "\u{1B}[1m\(text)\u{1B}[0m" : text))
        print(String(repeating: "─", count: text.count))
    }

    /// Prints an explanation, with each part on a line of its own.
    static func reasons(_ text: Shown) {
        print(text.text.replacing("; ", with: ";\n    "))
    }

    /// Prints text that is not part of the story itself, indented.
    @Sendable static func aside(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            print(line.isEmpty ? "" : "    \(line)")
        }
    }

    static func complain(_ text: Shown) {
        self.aside(text.text, as: "error: ")
    }

    /// Writes a note to standard error.
    static func note(_ text: Shown) {
        self.aside(text.text, as: "")
    }

    /// Shows on standard error how much of a task is done, if it is a terminal.
    @Sendable static func progress(_ what: String, _ part: Double) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        var line = Array("\r\(what): \(Int(part * 100)) %\(part < 1 ? "" : "\n")".utf8)
        write(STDERR_FILENO, &line, line.count)
    }

    private static func aside(_ text: String, as prefix: String) {
        var line = Array("\(prefix)\(text)\n".utf8)
        write(STDERR_FILENO, &line, line.count)
    }

    static func exit(status: Int32) -> Never {
        #if canImport(Glibc)
            Glibc.exit(status)
        #elseif canImport(Musl)
            Musl.exit(status)
        #else
            Darwin.exit(status)
        #endif
    }

    /// Prints rows under a header, each column as wide as its widest cell.
    static func table(_ header: [String], _ cells: [[String]]) {
        let rows = cells.map { row in row.map { cell in ("\(cell)" as Shown).text } }
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { cell, width in cell.padding(to: width) }.joined(separator: "  ")
            return String(padded.reversed().drop { $0 == " " }.reversed())
        }
        print(line(header))
        print(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "))
        for row in rows { print(line(row)) }
    }
}

/// A bar that shows how much is done; it stays silent when the output is no terminal.
struct ProgressBar {
    let total: Int
    private let width = 32

    init(total: Int) {
        self.total = total
    }

    func show(_ done: Int) {
        guard Console.isTerminal, self.total > 0 else { return }
        let filled = self.width * done / self.total
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: self.width - filled)
        print("\r\(bar) \(done)/\(self.total)", terminator: done == self.total ? "\n" : "")
        fflush(stdout)  // every stream would include the input, which may be waiting
    }
}

extension String {
    func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - self.count))
    }
}
