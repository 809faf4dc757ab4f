/// What a name looks like, so that names that look alike can be found.
///
/// It follows the idea of the skeletons in Unicode Technical Standard 39, with a small fixed table: it finds what a person
/// could hardly tell apart in a list, not every pair that some font draws alike.
///
/// No single key can say it: `IT` looks like `lT`, which differs from `LT` by case alone, and yet `IT` and `LT` are two names. So
/// there are two, and names are alike that share one of them. A name that differs from another in case and in such a letter at once, as
/// `GLOBAL ADMlN` from `Global admin`, shares neither.
///
/// Both compare texts as Unicode does, in whatever way accents are encoded, and both stay as they are when they are worked out again.
extension String {
    /// The same for texts that differ in case, or in letters that look the same in any case: `0` and `O`, `m` and `rn`, a letter of
    /// another script.
    package var caselessSkeleton: String {
        let folded = CaseFolding.foldedForSearch(String(self.drawnScalars))
        return Self.merged(CaseFolding.foldedForSearch(folded.plain))
    }

    /// The same for texts that look the same as they are written: `I`, `l`, `1` and `|` are one letter, `i` and `L` are others.
    package var skeleton: String {
        // What folding leaves can look like a letter only then.
        Self.merged(Self.unbarred(Self.unbarred(String(self.drawnScalars))))
    }

    /// The keys by which a name is kept from looking like one that must not be mistaken: for them `i` and `L` are as `l`, too, so that no
    /// mixture of case and letters goes by, and some names are alike that people can tell apart.
    package var cautiousSkeletons: [String] {
        var merged = String.UnicodeScalarView()
        for scalar in self.caselessSkeleton.unicodeScalars {
            merged.append("i1|".unicodeScalars.contains(scalar) ? "l" : scalar)
        }
        return [String(merged), self.skeletonKey]
    }

    /// The text's ``skeleton`` as a key beside ``caselessSkeleton``: no text has a blank at the beginning of either.
    package var skeletonKey: String { " " + self.skeleton }

    /// Makes one of the letters that are nothing but a bar, and folds the rest; a small capital stands for `L`, which folds to a bar.
    private static func unbarred(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.plain.unicodeScalars {
            switch scalar {
            case "I", "1", "|": scalars.append("l")
            case "L": scalars.append("\u{29F}")
            default: scalars.append(scalar)
            }
        }
        return CaseFolding.foldedForSearch(String(scalars))
    }

    /// The text with what looks alike in any case made one, and its accents composed.
    private static func merged(_ text: String) -> String {
        var scalars: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0": scalars.append("o")
            case "m": scalars += ["r", "n"]
            default: scalars.append(scalar)
            }
        }
        return String(CanonicalComposition.composed(ofDecomposed: scalars))
    }

    private init(_ scalars: [Unicode.Scalar]) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }

    /// The characters that are drawn, accents apart from their letters, and single blanks between them.
    private var drawnScalars: [Unicode.Scalar] {
        var drawn: [Unicode.Scalar] = []
        for scalar in self.unicodeScalars {
            // Some fillers are ignorable and yet drawn as blanks.
            if scalar.isDrawnAsBlank {
                if let last = drawn.last, last != " " { drawn.append(" ") }
            } else if !scalar.properties.isDefaultIgnorableCodePoint {
                drawn.append(scalar)
            }
        }
        if drawn.last == " " { drawn.removeLast() }
        return CanonicalComposition.decomposed(drawn)
    }

    /// The text with characters of other scripts and styles replaced by the plain Latin ones that look the same.
    private var plain: String {
        if self.utf8.allSatisfy({ $0 < 0x80 }) { return self }
        var plain = String.UnicodeScalarView()
        for scalar in self.unicodeScalars {
            if let letters = scalar.plainLetters {
                plain.append(contentsOf: letters.unicodeScalars)
            } else {
                plain.append(scalar.plain)
            }
        }
        return String(plain)
    }
}

extension Unicode.Scalar {
    /// The Latin letter, digit or hyphen that looks like this character; itself for most.
    fileprivate var plain: Unicode.Scalar {
        guard self.value >= 0x80 else { return self }
        switch self.value {
        case 0xFF01...0xFF5E: return Unicode.Scalar(self.value - 0xFEE0) ?? self
        case 0x1D400...0x1D6A3: return Self.letter((self.value - 0x1D400) % 52)
        case 0x1D7CE...0x1D7FF: return Unicode.Scalar(UInt8((self.value - 0x1D7CE) % 10) + UInt8(ascii: "0"))
        case 0x24B6...0x24E9: return Self.letter(self.value - 0x24B6)
        case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63: return "-"
        default: return Self.twins[self] ?? self
        }
    }

    /// The Latin letters of which this one character consists; nil for most.
    fileprivate var plainLetters: String? {
        switch self.value {
        case 0x2160...0x216B: Self.numerals[Int(self.value - 0x2160)]
        case 0x2170...0x217B: Self.numerals[Int(self.value - 0x2170)].lowercased()
        case 0x132: "IJ"
        case 0x133: "ij"
        case 0x1C7: "LJ"
        case 0x1C8: "Lj"
        case 0x1C9: "lj"
        case 0x1CA: "NJ"
        case 0x1CB: "Nj"
        case 0x1CC: "nj"
        case 0x1F1: "DZ"
        case 0x1F2: "Dz"
        case 0x1F3: "dz"
        default: nil
        }
    }

    private static let numerals = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]

    /// The letters `A` to `Z` and then `a` to `z`, by number.
    private static func letter(_ number: UInt32) -> Unicode.Scalar {
        let isUpper = number < 26
        return Unicode.Scalar(UInt8(number % 26) + (isUpper ? UInt8(ascii: "A") : UInt8(ascii: "a")))
    }

    private static let twins: [Unicode.Scalar: Unicode.Scalar] = {
        var twins: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (latin, others) in Self.twinsByLetter { for other in others.unicodeScalars { twins[other] = latin } }
        return twins
    }()

    /// Letters of Cyrillic, Greek, Armenian, Cherokee and Lisu, Roman numerals and other forms, by what they look like.
    private static let twinsByLetter: KeyValuePairs<Unicode.Scalar, String> = [
        "A": "\u{410}\u{391}\u{13AA}\u{A4EE}", "B": "\u{412}\u{392}\u{13F4}\u{A4D0}\u{212C}",
        "C": "\u{421}\u{3F9}\u{13DF}\u{A4DA}\u{216D}\u{2102}", "D": "\u{13A0}\u{A4D3}\u{216E}",
        "E": "\u{415}\u{395}\u{13AC}\u{A4F0}\u{2130}", "F": "\u{3DC}\u{A4DD}\u{2131}", "G": "\u{50C}\u{13C0}\u{A4D6}",
        "H": "\u{41D}\u{397}\u{13BB}\u{A4E7}\u{210D}", "I": "\u{406}\u{399}\u{4C0}\u{2160}\u{A4F2}\u{2110}",
        "J": "\u{408}\u{37F}\u{13AB}\u{A4D9}", "K": "\u{41A}\u{39A}\u{13E6}\u{A4D7}\u{212A}",
        "L": "\u{13DE}\u{A4E1}\u{216C}\u{2112}", "M": "\u{41C}\u{39C}\u{13B7}\u{A4DF}\u{216F}\u{2133}",
        "N": "\u{39D}\u{A4E0}\u{2115}", "O": "\u{41E}\u{39F}\u{555}\u{A4F3}",
        "P": "\u{420}\u{3A1}\u{13E2}\u{A4D1}\u{2119}",
        "Q": "\u{51A}\u{211A}", "R": "\u{13A1}\u{A4E3}\u{211B}\u{211D}", "S": "\u{405}\u{54F}\u{13DA}\u{A4E2}",
        "T": "\u{422}\u{3A4}\u{13A2}\u{A4D4}", "U": "\u{54D}\u{A4F4}", "V": "\u{474}\u{13D9}\u{A4E6}\u{2164}",
        "W": "\u{51C}\u{13B3}\u{A4EA}", "X": "\u{425}\u{3A7}\u{A4EB}\u{2169}", "Y": "\u{4AE}\u{3A5}\u{A4EC}",
        "Z": "\u{396}\u{13C3}\u{A4DC}\u{2124}", "a": "\u{430}\u{3B1}\u{251}", "b": "\u{184}",
        "c": "\u{441}\u{3F2}\u{217D}",
        "d": "\u{501}\u{217E}", "e": "\u{435}\u{212F}\u{4BD}", "g": "\u{261}\u{581}\u{210A}",
        "h": "\u{4BB}\u{570}\u{210E}",
        "i": "\u{456}\u{131}\u{3B9}\u{2170}\u{269}", "j": "\u{458}\u{3F3}", "k": "\u{3BA}\u{43A}",
        "l": "\u{4CF}\u{2113}\u{217C}\u{1C0}", "m": "\u{217F}", "n": "\u{578}",
        "o": "\u{43E}\u{3BF}\u{585}\u{2134}\u{3C3}",
        "p": "\u{440}\u{3C1}", "q": "\u{51B}\u{566}", "r": "\u{433}", "s": "\u{455}", "u": "\u{57D}\u{3C5}\u{28B}",
        "v": "\u{475}\u{3BD}\u{2174}", "w": "\u{51D}\u{461}", "x": "\u{445}\u{3C7}\u{2179}",
        "y": "\u{443}\u{3B3}\u{4AF}",
        "z": "\u{1D22}",
    ]
}

extension String {
    /// The text as ``forDisplay`` shows it; if it looks like another one, with every character escaped that is not ASCII.
    func forDisplay(besides other: String?) -> String {
        guard let other, self.skeleton == other.skeleton || self.caselessSkeleton == other.caselessSkeleton else {
            return self.forDisplay
        }
        return self.unicodeScalars.prefix(80).map { scalar in
            (0x21...0x7E).contains(scalar.value) ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
        }.joined()
    }
}
