public import RosterDomain
import RosterJSON

/// Why a text is not a role catalog: all problems with their places.
///
/// If the text is not JSON, there is one problem, the first. Otherwise the reader checks every key and value. If those
/// are valid, it checks every rule for catalogs.
public struct CatalogFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The most problems that are reported at once; ours.
    public static let problemLimit = 100

    /// The problems, in the order of the text; 1 to ``problemLimit``.
    public let problems: [CatalogFileProblem]

    /// The problems, one on each line.
    public var description: String {
        let isCut = self.problems.count == Self.problemLimit
        let count = (isCut ? "at least " : "") + counted(self.problems.count, "problem")
        return (["the role catalog has \(count):"] + self.problems.map { "  - \($0)" }).joined(separator: "\n")
    }
}

/// A problem in the text of a role catalog.
public struct CatalogFileProblem: Sendable, Hashable, CustomStringConvertible {
    /// Where in the document, for example `roles[3].grants[0].permission`; empty for the document itself.
    public let path: String
    /// The line, from 1.
    public let line: Int
    /// The column in characters (Unicode scalars), from 1.
    public let column: Int
    /// What is wrong.
    public let reason: Reason

    init(path: String, line: Int, column: Int, reason: Reason) {
        self.path = path
        self.line = line
        self.column = column
        self.reason = reason
    }

    init(_ error: JSONReadingError) {
        self.init(path: error.path, line: error.line, column: error.column, reason: Reason(error.reason))
    }

    /// The problem and its place, for a person.
    public var description: String {
        let path = self.path.isEmpty ? "" : ", at `\(self.path)`"
        return "line \(self.line), column \(self.column)\(path): \(self.reason)"
    }
}

extension CatalogFileProblem {
    /// The kinds of problems in the text of a role catalog.
    @nonexhaustive
    public enum Reason: Sendable, Hashable {
        /// The text has more bytes than ``RosterDomain/RoleCatalog/jsonByteLimit``.
        case tooLarge(byteLimit: Int)
        /// Objects and lists are nested deeper than ``RosterDomain/RoleCatalog/jsonDepthLimit``.
        case tooDeep(limit: Int)
        /// An object has more keys than the limit.
        case tooManyKeys(limit: Int)
        /// The text begins with a byte order mark.
        case byteOrderMark
        /// The bytes are not UTF-8.
        case notUTF8
        /// The text is not JSON (RFC 8259); the detail says what is expected.
        case notJSON(detail: String)
        /// An object has a key twice.
        case duplicateKey(String)
        /// An object has an unknown key; includes the most similar known key, if there is one.
        case unknownKey(String, nearest: String?)
        /// An object lacks a key.
        case missingKey(String)
        /// A value is of the wrong kind; includes both kinds in words.
        case wrongKind(expected: String, found: String)
        /// A value is not one of the allowed words.
        case unknownWord(String, known: [String])
        /// The document says that it is not a role catalog.
        case unknownFormat(String)
        /// The document has a version of the format that this version of Roster does not know.
        case unsupportedVersion(String)
        /// Something is listed twice.
        case repeated(String)
        /// Two categories have the same name in the document.
        case duplicateCategory(String)
        /// There is no such category; includes the most similar name, if there is one.
        case unknownCategory(String, nearest: String?)
        /// A wildcard does not have the form of a permission with whole parts replaced by `*`.
        case malformedWildcard(String)
        /// A wildcard stands for no permission of the document.
        case wildcardWithoutMatch(String)
        /// There are more wildcards than can be compared with all permissions.
        case tooManyWildcards(limit: Int)
        /// There is no such role or permission.
        case unknownName(UnknownNameError)
        /// The catalog breaks a rule for catalogs.
        case invalid(RoleCatalogProblem)
    }
}

extension CatalogFileProblem.Reason {
    init(_ reason: JSONReadingError.Reason) {
        switch reason {
        case .tooLarge(let byteLimit): self = .tooLarge(byteLimit: byteLimit)
        case .tooDeep(let limit): self = .tooDeep(limit: limit)
        case .tooManyKeys(let limit): self = .tooManyKeys(limit: limit)
        case .byteOrderMark: self = .byteOrderMark
        case .notUTF8: self = .notUTF8
        case .notJSON(let detail): self = .notJSON(detail: detail)
        case .duplicateKey(let key): self = .duplicateKey(key)
        }
    }
}

extension CatalogFileProblem.Reason: CustomStringConvertible {
    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .tooLarge(let limit): "the text has more than the \(limit) bytes that a catalog may have"
        case .tooDeep(let limit): "objects and lists are nested more than \(limit) deep"
        case .tooManyKeys(let limit): "an object has more than \(limit) keys"
        case .byteOrderMark: "the text begins with a byte order mark; save it as UTF-8 without one"
        case .notUTF8: "the text is not UTF-8 here"
        case .notJSON(let detail): "this is not JSON: \(detail)"
        case .duplicateKey(let key): "the key `\(key.forDisplay)` stands here twice"
        case .unknownKey(let key, let nearest): "there is no key `\(key.forDisplay)` here" + Self.suggestion(nearest)
        case .missingKey(let key): "the key `\(key)` is missing"
        case .wrongKind(let expected, let found): "expected \(expected), found \(found)"
        case .unknownWord(let word, let known): "`\(word.forDisplay)` is not \(Self.choice(known))"
        case .unknownFormat(let name): "`\(name.forDisplay)` is not the format `\(RoleCatalog.jsonFormat)`"
        case .unsupportedVersion(let version):
            "the format has version \(version.forDisplay), and this version of Roster reads \(RoleCatalog.jsonVersion) only"
        case .repeated(let name): "`\(name.forDisplay)` is listed twice"
        case .duplicateCategory(let name): "the category `\(name.forDisplay)` is defined more than once"
        case .unknownCategory(let name, let nearest):
            "there is no category `\(name.forDisplay)`" + Self.suggestion(nearest)
        case .malformedWildcard(let text):
            "`\(text.forDisplay)` is no wildcard; `*` stands for a whole part, as in `namespace/entity/*`"
        case .wildcardWithoutMatch(let text): "no permission matches `\(text.forDisplay)`"
        case .tooManyWildcards(let limit): "the wildcards make more than \(limit) comparisons; write fewer"
        case .unknownName(let error): error.description
        case .invalid(let problem): problem.description
        }
    }

    private static func suggestion(_ nearest: String?) -> String {
        nearest.map { "; did you mean `\($0.forDisplay)`?" } ?? ""
    }

    private static func choice(_ words: [String]) -> String {
        let quoted = words.map { "`\($0)`" }
        return quoted.dropLast().joined(separator: ", ") + (quoted.count > 1 ? " or " : "") + (quoted.last ?? "")
    }
}
