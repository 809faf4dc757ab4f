extension BannedPasswords {
    /// What is guessed first everywhere: words, years, and runs of keys, letters and digits.
    ///
    /// The directory's own list is secret; this one is ours. It is short on purpose: a list of breached passwords, which a host can add,
    /// holds the millions.
    static let builtInTerms: [GuessableForm] = {
        var terms = Self.words.split(separator: " ").map { GuessableForm(String($0)) }
        terms += (1950...2035).map { GuessableForm(String($0)) }
        for row in Self.rows { terms += Self.runs(of: Array(row)) + Self.runs(of: row.reversed()) }
        terms += "abcdefghijklmnopqrstuvwxyz0123456789".map { GuessableForm(String(repeating: $0, count: 4)) }
        return terms
    }()

    /// The whole of a row, and every four to eight characters beside each other.
    private static func runs(of row: [Character]) -> [GuessableForm] {
        let windows = (4...min(8, row.count)).flatMap { count in
            (0...row.count - count).map { GuessableForm(String(row[$0..<$0 + count])) }
        }
        return windows + [GuessableForm(String(row))]
    }

    /// Keys, letters and digits beside each other, from left to right.
    private static let rows = [
        "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertz", "azerty",
        "yxcvbnm",
        "1qaz2wsx3edc4rfv5tgb", "!@#$%^&*()",
    ]

    private static let words = """
        access account admin administrator alexander amanda amazon america andrea andrew angel angels anthony apple april arsenal ashley \
        august austin autumn babygirl bailey banana barcelona baseball basketball batman beautiful berlin biteme blank boston brandon \
        butterfly buster changeme charles charlie chelsea chester chicago chocolate christ christian cisco citrix claude cloud coffee \
        company computer cookie corvette cowboys customer daniel dallas database december default demo diamond doctor dragon eagles \
        easter elizabeth england enter ericsson facebook falcon family fender ferrari firewall flower football forever france freedom \
        friday friend friends gandalf garfield george germany ginger google guest guitar hacker hallo hammer hannah harley heaven hello \
        hockey hunter iceman iloveyou internet iphone jackson january jasmine jennifer jessica jesus johnny jordan joseph joshua july \
        june justin killer knight laptop letmein lakers liverpool login london loveme lovely madison maggie march marina master matrix \
        matthew maverick melissa mercedes merlin michael michelle microsoft midnight monday money monkey monster mother mustang mypass \
        mysql naruto nicole ninja nintendo november nothing office october office365 oracle orange pass passw passwd passwort password \
        passphrase pepper phoenix playboy please pokemon porsche postgres princess public purple qazwsx rabbit rachel raiders rainbow \
        ranger richard robert rosebud samantha samsung saturday scooter secret secure security september server service silver slipknot \
        snoopy soccer spiderman spring starwars steelers summer sunday sunshine superman superuser support sysadmin system taylor temp \
        tempo temporary tennis test tester testing thomas thunder thursday tiger tigger tuesday trustno1 twitter user vacation victoria \
        volkswagen wednesday welcome whatever william windows winner winter wizard yamaha yankees yellow zaq1 zaq12wsx
        """
}
