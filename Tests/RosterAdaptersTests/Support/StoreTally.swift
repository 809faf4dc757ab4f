import Synchronization

/// A number that several threads look at and change.
final class StoreTally: Sendable {
    private let number: Mutex<Int>

    init(_ number: Int = 0) {
        self.number = Mutex(number)
    }

    var value: Int {
        get { self.number.withLock { $0 } }
        set { self.number.withLock { $0 = newValue } }
    }

    /// Adds to the number, and returns what it was.
    func add(_ summand: Int) -> Int {
        self.number.withLock { number in
            defer { number += summand }
            return number
        }
    }
}
