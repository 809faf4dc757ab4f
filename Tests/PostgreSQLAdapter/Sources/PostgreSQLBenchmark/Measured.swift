import Foundation

/// A line of the table: what was measured, and what is to be reached.
enum Measured {
    static func say(_ what: String, _ value: String, reach: String = "") {
        // Only columns that another one follows are filled up; a line may begin with blanks.
        let columns = reach.isEmpty ? [(what, 58)] : [(what, 58), (value, 24)]
        let filled = columns.map { text, width in
            text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
        }
        print((filled + [reach.isEmpty ? value : reach]).joined(separator: " "))
        fflush(nil)
    }

    /// The middle of what several turns yielded.
    static func median<Value: Comparable>(of values: [Value]) -> Value { values.sorted()[values.count / 2] }

    static func milliseconds(_ duration: Duration) -> String { String(format: "%.2f ms", duration / .milliseconds(1)) }

    static func seconds(_ duration: Duration) -> String { String(format: "%.2f s", duration / .seconds(1)) }

    /// How long `body` takes.
    static func time(_ body: () async throws -> Void) async rethrows -> Duration {
        let start = ContinuousClock.now
        try await body()
        return .now - start
    }
}
