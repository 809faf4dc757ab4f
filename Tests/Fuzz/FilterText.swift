import RosterJSON

extension SCIMFilter {
    /// The filter as a text that is read as the same filter.
    var written: String {
        switch self {
        case .compare(let path, let comparison, let value): "\(path.written) \(comparison.rawValue) \(value.written)"
        case .present(let path): "\(path.written) pr"
        // A comparison behind the bracket is read as one within it.
        case .element(let path, .and(let left, .compare(let part, let comparison, let value))):
            "\(path.written)[\(left.written)].\(Self.compare(part, comparison, value).written)"
        case .element(let path, .and(let left, .present(let part))):
            "\(path.written)[\(left.written)].\(Self.present(part).written)"
        case .element(let path, let filter): "\(path.written)[\(filter.written)]"
        case .and(let left, let right): "\(left.grouped(in: 1)) and \(right.grouped(in: 2))"
        case .or(let left, let right): "\(left.written) or \(right.grouped(in: 1))"
        case .not(let filter): "not (\(filter.written))"
        }
    }

    /// The text, in parentheses where it holds together less than its place asks for.
    private func grouped(in place: Int) -> String { self.binding < place ? "(\(self.written))" : self.written }

    private var binding: Int {
        switch self {
        case .or: 0
        case .and: 1
        case .compare, .present, .element, .not: 2
        }
    }
}

extension PatchPath {
    /// The path as a text that is read as the same path.
    var written: String {
        guard let filter else { return self.path.written }
        var whole = self.path
        whole.part = nil
        return "\(whole.written)[\(filter.written)]" + (self.path.part.map { "." + $0 } ?? "")
    }
}

extension AttributePath {
    var written: String {
        let name = self.name + (self.part.map { "." + $0 } ?? "")
        guard let schema else { return name }
        return name.isEmpty ? schema : "\(schema):\(name)"
    }
}

extension SCIMValue {
    var written: String {
        var json = JSONBytes()
        self.write(to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
