/// Three limits on the size of a JSON text, so that reading never costs more than the host allows.
package struct JSONLimits: Sendable {
    /// The most bytes of a text; below 2³².
    package let byteLimit: Int
    /// The most levels of nested objects and lists.
    package let depthLimit: Int
    /// The most names in one object.
    package let memberLimit: Int

    /// Creates limits; a byte limit of 2³² or more counts as the largest possible one.
    package init(byteLimit: Int, depthLimit: Int, memberLimit: Int = 256) {
        self.byteLimit = min(byteLimit, Int(UInt32.max) - 1)
        self.depthLimit = depthLimit
        self.memberLimit = memberLimit
    }
}

extension JSONDocument {
    /// Reads a text from its first byte to its last.
    ///
    /// - Complexity: O(bytes), in time and memory.
    package init(_ bytes: [UInt8], limits: JSONLimits) throws(JSONReadingError) {
        var reader = JSONReader(bytes, limits: limits)
        do throws(JSONFault) {
            try reader.readDocument()
        } catch {
            let (line, column) = JSONPosition.find([error.offset], in: bytes)[0]
            throw JSONReadingError(path: error.path, line: line, column: column, reason: error.reason)
        }
        self.init(bytes: bytes, nodes: reader.nodes)
    }
}

/// Why a text cannot be read, and where.
package struct JSONReadingError: Error, Sendable, Hashable {
    /// Where in the document, for example `roles[3].grants[0]`; empty for the document itself.
    package let path: String
    /// The line, from 1.
    package let line: Int
    /// The column in characters (Unicode scalars), from 1.
    package let column: Int
    /// What is wrong.
    package let reason: Reason

    package init(path: String, line: Int, column: Int, reason: Reason) {
        self.path = path
        self.line = line
        self.column = column
        self.reason = reason
    }

    /// The kinds of problems with a text.
    package enum Reason: Sendable, Hashable {
        /// The text has more bytes than it may.
        case tooLarge(byteLimit: Int)
        /// Objects and lists are nested more deeply than they may be.
        case tooDeep(limit: Int)
        /// An object has more names than it may.
        case tooManyKeys(limit: Int)
        /// The text begins with a byte order mark.
        case byteOrderMark
        /// The bytes are not UTF-8.
        case notUTF8
        /// The text is not JSON (RFC 8259); the detail says what is expected.
        case notJSON(detail: String)
        /// An object has a name twice.
        case duplicateKey(String)
    }
}

/// Why a value cannot be written as a text that the reader would accept.
package enum JSONWritingError: Error, Sendable, Hashable {
    /// Objects and lists are nested more deeply than the limit.
    case tooDeep(limit: Int)
    /// The text would have more bytes than the limit.
    case tooLarge(byteLimit: Int)
}

/// A fault that stops a reader, with the byte where it occurred.
struct JSONFault: Error {
    let reason: JSONReadingError.Reason
    let offset: Int
    let path: String
}
