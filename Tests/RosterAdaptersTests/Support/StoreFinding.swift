/// Something that a store on a disk has lost, invented or mixed up.
struct StoreFinding: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// Fails unless something holds.
    static func check(_ holds: Bool, _ description: @autoclosure () -> String) throws {
        guard holds else { throw StoreFinding(description()) }
    }
}
