extension String {
    /// The text without what copying may do to a code that Roster made: added blanks, line ends, control and format characters, and
    /// dashes in place of hyphens.
    ///
    /// Such codes hold none of them, so those within go too: they are where a message was broken into lines, or set in type.
    package var withoutTracesOfCopying: String {
        var text = UnicodeScalarView()
        for scalar in self.unicodeScalars where !scalar.isTraceOfCopying {
            text.append(scalar.isDash ? "-" : scalar)
        }
        return String(text)
    }
}

extension Unicode.Scalar {
    /// Whether it is a dash of any kind, or the minus sign.
    fileprivate var isDash: Bool { self.properties.generalCategory == .dashPunctuation || self == "\u{2212}" }

    fileprivate var isTraceOfCopying: Bool {
        switch self.properties.generalCategory {
        case .control, .format: true
        default: self.properties.isWhitespace
        }
    }
}
