/// What libFuzzer calls with each input; `Scripts/fuzz-scim.sh` compiles it together with the reader of JSON.
///
/// Whatever comes in must be read or refused in order: what is read comes back from its own text, whether copied or written anew, and
/// what is refused has a place in the text. A failure stops the process, which is how libFuzzer learns of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(JSONReadingError) {
        let document = try JSONDocument(bytes, limits: limits)
        checkRoundTrip(of: document)
        checkPlaces(in: document, lineCount: bytes.count { $0 == UInt8(ascii: "\n") } + 1)
    } catch {
        precondition((1...bytes.count + 1).contains(error.line) && error.column >= 1, "a refusal stands in the text")
    }
    return 0
}

private let limits = JSONLimits(byteLimit: 1 << 20, depthLimit: 16)

private func checkRoundTrip(of document: JSONDocument) {
    let compact = document.compactBytes(JSONDocument.root)
    var json = JSONBytes()
    write(document, JSONDocument.root, to: &json)
    for text in [compact, json.bytes] {
        guard let again = try? JSONDocument(text, limits: limits) else {
            preconditionFailure("what was read is written and read back")
        }
        precondition(again.compactBytes(JSONDocument.root) == text, "what was read back is written in the same way")
        var anew = JSONBytes()
        write(again, JSONDocument.root, to: &anew)
        precondition(anew.bytes == json.bytes, "nothing is lost")
    }
}

// Recursion is as deep as the document, whose depth has a limit.
private func write(_ document: JSONDocument, _ node: Int, to json: inout JSONBytes) {
    switch document.kind(node) {
    case .object:
        json.beginObject()
        for member in document.members(of: node) {
            json.name(document.text(member.name) ?? "")
            write(document, member.value, to: &json)
        }
        json.endObject()
    case .list:
        json.beginList()
        for element in document.elements(of: node) { write(document, element, to: &json) }
        json.endList()
    case .text, .escapedText: json.text(document.text(node) ?? "")
    case .number: json.numeral(document.numeral(node) ?? "")
    case .yes: json.flag(true)
    case .no: json.flag(false)
    case .nothing: json.nothing()
    }
}

private func checkPlaces(in document: JSONDocument, lineCount: Int) {
    let nodes = document.nodes.indices.prefix(64)
    for place in document.positions(of: nodes) {
        precondition((1...lineCount).contains(place.line) && place.column >= 1, "a part stands in the text")
    }
    for node in nodes {
        precondition(node == JSONDocument.root || !document.path(of: node).isEmpty, "a part has a path")
    }
}
