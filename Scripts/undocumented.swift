import Foundation

// Prints each public symbol of the symbol graphs named as arguments that has no documentation, one a line.
//
// What the compiler makes by itself has no place in a file, and is left out.

struct SymbolGraph: Decodable {
    struct Kind: Decodable { let displayName: String }
    struct Documentation: Decodable {}
    struct Position: Decodable { let line: Int }
    struct Location: Decodable {
        let uri: String
        let position: Position
    }
    struct Symbol: Decodable {
        let kind: Kind
        let pathComponents: [String]
        let docComment: Documentation?
        let location: Location?
    }
    let symbols: [Symbol]
}

for path in CommandLine.arguments.dropFirst() {
    let graph = try JSONDecoder().decode(SymbolGraph.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    for symbol in graph.symbols where symbol.docComment == nil {
        guard let location = symbol.location else { continue }
        let file = location.uri.split(separator: "/").suffix(2).joined(separator: "/")
        let name = symbol.pathComponents.joined(separator: ".")
        print("\(file):\(location.position.line + 1): \(symbol.kind.displayName) \(name)")
    }
}
