/// Numbers in pieces of 2,048: a copy of it is made at once, and changing one of them later copies one piece.
///
/// So a long reader can keep all of it as it is, while commits go on.
struct ChunkedArray<Element: BitwiseCopyable & Sendable>: Sendable {
    private static var shift: Int { 11 }
    private static var mask: Int { 1 << self.shift - 1 }

    private var chunks: [[Element]]
    private(set) var count: Int

    /// Creates an empty one.
    init() {
        self.chunks = []
        self.count = 0
    }

    /// Creates one that has the same number everywhere.
    init(repeating element: Element, count: Int) {
        let whole = [Element](repeating: element, count: 1 << Self.shift)
        self.chunks = Array(repeating: whole, count: (count + Self.mask) >> Self.shift)
        self.count = count
    }

    subscript(position: Int) -> Element {
        @inline(__always) get { self.chunks[position >> Self.shift][position & Self.mask] }
        @inline(__always) _modify { yield &self.chunks[position >> Self.shift][position & Self.mask] }
    }

    mutating func append(_ element: Element) {
        if self.count & Self.mask == 0 {
            self.chunks.append([])
            self.chunks[self.chunks.count - 1].reserveCapacity(1 << Self.shift)
        }
        self.chunks[self.chunks.count - 1].append(element)
        self.count += 1
    }

    /// The bytes that it takes.
    var byteCount: Int { self.chunks.count << Self.shift * MemoryLayout<Element>.stride }
}
