public import RosterDomain
import RosterJSON

/// Catalogs as JSON.
extension RoleCatalog {
    /// The value of the key `format` in a catalog's text.
    public static let jsonFormat = "roster-catalog"
    /// The version of the format that Roster writes, and the only one that it reads.
    public static let jsonVersion = 1
    /// The most bytes of a catalog's text: 64 MiB; ours.
    public static let jsonByteLimit = 64 << 20
    /// The most levels of nested objects and lists in a catalog's text; ours.
    public static let jsonDepthLimit = 64

    /// Reads a catalog from JSON in UTF-8, and validates it like one that is written in Swift.
    ///
    /// <doc:CatalogFiles> documents the format. A document cannot run code, name a file or reach the network.
    ///
    /// - Throws: ``CatalogFileError``, with the line, the column and the path of every problem found.
    /// - Complexity: O(bytes) in time and memory to read; then the cost of validating a catalog.
    public init(json bytes: some Collection<UInt8>) throws(CatalogFileError) {
        // Check before the bytes are copied.
        guard bytes.count <= Self.jsonByteLimit else {
            let reason = CatalogFileProblem.Reason.tooLarge(byteLimit: Self.jsonByteLimit)
            throw CatalogFileError(problems: [CatalogFileProblem(path: "", line: 1, column: 1, reason: reason)])
        }
        self = try CatalogDecoder.catalog(from: Array(bytes))
    }

    /// Reads a catalog from a text; the same as ``init(json:)-(Collection<UInt8>)`` of its UTF-8.
    public init(json text: String) throws(CatalogFileError) {
        try self.init(json: text.utf8)
    }

    /// Writes the catalog as JSON; reading the text back gives an equal catalog.
    ///
    /// The same catalog always gives the same text: keys have a fixed order, sets are sorted, and default values are
    /// left out. Each permission and each grant is on a line of its own, so that you can compare two versions.
    ///
    /// - Throws: ``CatalogWritingError`` when the reader would refuse the text.
    public func json() throws(CatalogWritingError) -> String {
        var writer = JSONWriter(limits: Self.jsonLimits)
        do throws(JSONWritingError) {
            return try writer.write(CatalogEncoder(self).document)
        } catch {
            switch error {
            case .tooDeep(let limit): throw .tooDeep(limit: limit)
            case .tooLarge(let byteLimit): throw .tooLarge(byteLimit: byteLimit)
            }
        }
    }

    static let jsonLimits = JSONLimits(byteLimit: jsonByteLimit, depthLimit: jsonDepthLimit)
}

/// Why a catalog cannot be written as a text that the reader would accept.
public enum CatalogWritingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Rules, or choices of roles, are nested too deeply for ``RosterDomain/RoleCatalog/jsonDepthLimit``.
    case tooDeep(limit: Int)
    /// The text would have more bytes than ``RosterDomain/RoleCatalog/jsonByteLimit``.
    case tooLarge(byteLimit: Int)

    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .tooDeep(let limit): "a rule or a choice of roles is nested too deeply to be written in \(limit) levels"
        case .tooLarge(let limit): "the catalog takes more than the \(limit) bytes that its text may have"
        }
    }
}
