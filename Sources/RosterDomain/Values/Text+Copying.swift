extension String {
    /// The text without what copying may add to a code that Roster made: blanks, line ends, control and format characters.
    ///
    /// Such codes hold none of them, so those within go too: they are where a message was broken into lines.
    package var withoutTracesOfCopying: String {
        var text = UnicodeScalarView()
        for scalar in self.unicodeScalars where !scalar.isTraceOfCopying { text.append(scalar) }
        return String(text)
    }
}

extension Unicode.Scalar {
    fileprivate var isTraceOfCopying: Bool {
        switch self.properties.generalCategory {
        case .control, .format: true
        default: self.properties.isWhitespace
        }
    }
}
