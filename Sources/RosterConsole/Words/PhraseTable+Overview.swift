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
        Entry(.importUsers, "Create users from a table", "Benutzer aus einer Tabelle anlegen"),
        Entry(
            .importUsersText,
            "For several people at once. You see each row before anyone is added, and get all sign-in information, once.",
            "Für mehrere Personen auf einmal. Sie sehen jede Zeile, bevor jemand angelegt wird, und erhalten einmalig alle Anmeldedaten."
        ),
        Entry(.importTable, "Table", "Tabelle"),
        Entry(
            .importHint,
            "Paste it from a spreadsheet or a CSV file: name, address, and roles by their names; or the same under the titles name, address and roles, or a table of users that was downloaded here. At most {1} people.",
            "Aus einer Tabellenkalkulation oder CSV-Datei einfügen: Name, Adresse und Rollen mit ihren Bezeichnern; oder dasselbe unter den Überschriften name, address und roles, oder eine hier heruntergeladene Tabelle von Benutzern. Höchstens {1} Personen."
        ),
        Entry(.importReview, "Review", "Prüfen"),
        Entry(
            .importReviewText,
            "Nothing has happened yet. Each of these people gets an account and a temporary password.",
            "Noch ist nichts geschehen. Jede dieser Personen erhält ein Konto und ein vorläufiges Passwort."),
        Entry(.importAdd, "Create these users", "Diese Benutzer anlegen"),
        Entry(.importPlace, "Line {1}, column {2}:", "Zeile {1}, Spalte {2}:"),
        Entry(
            .importUnreadable, "This is no table as spreadsheets write it.",
            "Das ist keine Tabelle, wie Tabellenkalkulationen sie schreiben."),
        Entry(.importEmpty, "There is no person in the table.", "In der Tabelle steht keine Person."),
        Entry(
            .importMisspelled,
            "No column is titled “{1}”; perhaps “{2}” is meant. Correct the title, or take the column out.",
            "Keine Spalte heißt „{1}“; gemeint ist vielleicht „{2}“. Berichtigen Sie die Überschrift, oder entfernen Sie die Spalte."
        ),
        Entry(
            .importService,
            "This is a service, which is not added with people. Take the row out, and add the service by itself.",
            "Das ist ein Dienst, der nicht zusammen mit Personen angelegt wird. Entfernen Sie die Zeile, und legen Sie den Dienst einzeln an."
        ),
        Entry(
            .importGuest, "This is a guest, who is invited. Take the row out, and invite the guest.",
            "Das ist ein Gast, der eingeladen wird. Entfernen Sie die Zeile, und laden Sie den Gast ein."),
        Entry(
            .importNotInUse,
            "This account is not in use (status: {1}), and would be after the import. Take the row out, or change the status.",
            "Dieses Konto ist nicht in Gebrauch (Status: {1}) und wäre es nach dem Import. Entfernen Sie die Zeile, oder ändern Sie den Status."
        ),
        Entry(.importUnknownStatus, "There is no status “{1}”.", "Es gibt keinen Status „{1}“."),
        Entry(
            .importUnknownKind, "There is no kind of account “{1}”. Write person, guest or service.",
            "Es gibt keine Art von Konto „{1}“. Schreiben Sie person, guest oder service."),
        Entry(
            .importIgnored, "These columns are left out: {1}.", "Diese Spalten bleiben außer Betracht: {1}."),
    ]
}
