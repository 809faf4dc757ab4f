/// Something that a store on a disk has lost, invented or mixed up.
package struct StoreFinding: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }

    /// Fails unless something holds.
    package static func check(_ holds: Bool, _ description: @autoclosure () -> String) throws {
        guard holds else { throw StoreFinding(description()) }
    }
}
