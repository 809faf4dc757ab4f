/// A value behind a reference, which copies share until one of them changes it.
///
/// A large value is handed from function to function for the price of one reference, not for that of all its texts and lists.
struct CopyOnWrite<Value: Sendable>: Sendable {
    private final class Box: Sendable {
        // invariant: changed by the only copy that refers to the box, and so by one thread
        @exclusivity(unchecked) nonisolated(unsafe) var value: Value

        init(_ value: consuming Value) { self.value = value }
    }

    private var box: Box

    init(_ value: consuming Value) { self.box = Box(value) }

    var value: Value {
        @inline(__always) _read { yield self.box.value }
        @inline(__always) _modify {
            if !isKnownUniquelyReferenced(&self.box) { self.box = Box(self.box.value) }
            yield &self.box.value
        }
    }
}

extension CopyOnWrite: Equatable where Value: Equatable {
    static func == (left: CopyOnWrite, right: CopyOnWrite) -> Bool {
        left.box === right.box || left.value == right.value
    }
}

extension CopyOnWrite: Hashable where Value: Hashable {
    func hash(into hasher: inout Hasher) { hasher.combine(self.value) }
}
