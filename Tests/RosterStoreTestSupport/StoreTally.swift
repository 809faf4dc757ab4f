import Synchronization

/// A number that several threads look at and change.
package final class StoreTally: Sendable {
    private let number: Mutex<Int>

    package init(_ number: Int = 0) {
        self.number = Mutex(number)
    }

    package var value: Int {
        get { self.number.withLock { $0 } }
        set { self.number.withLock { $0 = newValue } }
    }

    /// Adds to the number, and returns what it was.
    package func add(_ summand: Int) -> Int {
        self.number.withLock { number in
            defer { number += summand }
            return number
        }
    }
}
