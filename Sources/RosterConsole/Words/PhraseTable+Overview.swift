extension PhraseTable {
    static let overview: [Entry] = [
        // Messages, tables and the record
        Entry(.letters, "Messages", "Nachrichten"),
        Entry(.lettersGivenUp, "Messages that were given up", "Aufgegebene Nachrichten"),
        Entry(
            .lettersText,
            "These people were not told. Correct the address if it is wrong, and have the message delivered again.",
            "Diese Personen wurden nicht benachrichtigt. Berichtigen Sie die Adresse, wenn sie falsch ist, und lassen Sie die Nachricht erneut zustellen."
        ),
        Entry(.noLetters, "No message was given up.", "Keine Nachricht wurde aufgegeben."),
        Entry(.whyGivenUp, "Why", "Warum"),
        Entry(.deliverAgain, "Deliver again", "Erneut zustellen"),
        Entry(
            .deliverAgainTo, "Deliver the message of step {2} to {1} again",
            "Nachricht zu Schritt {2} an {1} erneut zustellen"),
        Entry(.letterUndeliverable, "It cannot be delivered.", "Sie ist nicht zustellbar."),
        Entry(.letterPatience, "It could not be delivered for too long.", "Sie war zu lange nicht zustellbar."),
        Entry(.toldDeliveredAgain, "The message will be delivered again.", "Die Nachricht wird erneut zugestellt."),
        Entry(.health, "Health", "Zustand"),
        Entry(.healthCommits, "Changes can be made", "Änderungen sind möglich"),
        Entry(.healthBehind, "Steps behind", "Schritte im Rückstand"),
        Entry(.healthContact, "Up to date at", "Aktuell um"),
        Entry(.healthWaiting, "Messages waiting", "Wartende Nachrichten"),
        Entry(.healthWaitingSince, "{1}, the oldest since {2}", "{1}, die älteste seit {2}"),
        Entry(.unknown, "unknown", "unbekannt"),
        Entry(.userTable, "Download these users as a table (CSV)", "Diese Benutzer als Tabelle herunterladen (CSV)"),
        Entry(
            .tableTooLong, "A table holds at most {1} users. Narrow the filter.",
            "Eine Tabelle fasst höchstens {1} Benutzer. Schränken Sie den Filter ein."),
        Entry(.recordKind, "About", "Thema"),
        Entry(.recordOfAll, "Everything", "Alles"),
        Entry(.recordOfAccounts, "Accounts", "Konten"),
        Entry(.recordOfRoles, "Roles and requests", "Rollen und Anfragen"),
        Entry(.recordOfGroups, "Groups of users", "Benutzergruppen"),
        Entry(.recordOfSigningIn, "Passwords, sessions and tokens", "Passwörter, Sitzungen und Token"),
        Entry(.recordOfCompany, "The company and its messages", "Die Firma und ihre Nachrichten"),
        Entry(.recordOfRefusals, "Refusals", "Ablehnungen"),
        Entry(
            .recordTable, "Download the newest {1} of these steps as a table (CSV)",
            "Die neuesten {1} dieser Schritte als Tabelle herunterladen (CSV)"),
        Entry(.comparePermissions, "Compare permissions", "Berechtigungen vergleichen"),
        Entry(
            .compareText,
            "What each person may do now. A place or a condition stands beside what holds only there or then.",
            "Was jede Person jetzt darf. Ein Ort oder eine Bedingung steht bei dem, was nur dort oder dann gilt."),
        Entry(
            .compareTooMany, "At most {1} people can be compared; the first are shown.",
            "Höchstens {1} Personen können verglichen werden; die ersten werden gezeigt."),
    ]
}
