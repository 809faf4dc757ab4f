import RosterDomain

/// What libFuzzer calls with each input; `Scripts/fuzz-catalog.sh` compiles it together with what reads catalogs.
///
/// Whatever comes in must be taken or refused in order: what is taken comes back from its own text, and what is refused has
/// problems with places. A failure stops the process, which is how libFuzzer learns of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCatalog(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(CatalogFileError) {
        checkRoundTrip(of: try RoleCatalog(json: bytes))
    } catch {
        checkProblems(error.problems, lineCount: bytes.count { $0 == UInt8(ascii: "\n") } + 1)
        precondition(!error.description.isEmpty, "a refusal has words")
    }
    return 0
}

private func checkRoundTrip(of catalog: RoleCatalog) {
    do {
        let text = try catalog.json()
        let again = try RoleCatalog(json: text)
        let textAgain = try again.json()
        precondition(textAgain == text, "a catalog that was read back is written in the same way")
        precondition(again.roles == catalog.roles && again.permissions == catalog.permissions, "nothing is lost")
    } catch {
        preconditionFailure("a catalog that was read can be written and read back: \(error)")
    }
}

private func checkProblems(_ problems: [CatalogFileProblem], lineCount: Int) {
    precondition((1...CatalogFileError.problemLimit).contains(problems.count), "a refusal has 1 to 100 problems")
    for problem in problems {
        precondition((1...lineCount).contains(problem.line) && problem.column >= 1, "a problem stands in the text")
    }
}
