import Foundation
import RosterTables

/// Files that people hand over.
enum TextFile {
    /// The most bytes that are read of one; ours.
    static let byteLimit = 16 << 20

    /// The text of a file in UTF-8, cut at the limit.
    ///
    /// - Returns: The text, and whether there is more of it.
    static func read(_ path: String) throws -> (text: String, isCut: Bool) {
        var bytes = try Self.bytes(path)
        let isCut = bytes.count > Self.byteLimit
        if isCut {
            bytes.removeLast(bytes.count - Self.byteLimit)
            // A character that is cut is left out.
            while let last = bytes.popLast(), last & 0xC0 != 0xC0, last >= 0x80 {}
        }
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
            throw UsageError("`\(path)` is text in UTF-16; save it as UTF-8")
        }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            throw UsageError("`\(path)` is no text, but a workbook or an archive; save it as CSV in UTF-8")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw UsageError("`\(path)`, \(Self.place(ofFaultIn: bytes)): this is not text in UTF-8")
        }
        return (text, isCut)
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            var bytes: [UInt8] = []
            while bytes.count <= Self.byteLimit, let more = try file.read(upToCount: 1 << 20), !more.isEmpty {
                bytes += more
            }
            return bytes
        } catch {
            throw UsageError("cannot read `\(path)`: \(Self.reason(error))")
        }
    }

    /// Where the first byte is that belongs to no character.
    private static func place(ofFaultIn bytes: [UInt8]) -> TextPlace {
        var place = TextPlace()
        var (decoder, iterator) = (UTF8(), bytes.makeIterator())
        var last: Unicode.Scalar?
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            if let last { place.pass(last, before: scalar) }
            last = scalar
        }
        if let last { place.pass(last, before: nil) }
        return place
    }

    /// Why a file cannot be read, in words.
    static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file"
        case .fileReadNoPermission: "this account may not read it"
        case .fileReadInapplicableStringEncoding, .fileReadCorruptFile: "it is not text in UTF-8"
        default: error.localizedDescription
        }
    }
}
