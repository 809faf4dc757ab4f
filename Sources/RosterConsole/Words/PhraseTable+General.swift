extension PhraseTable {
    static let general: [Entry] = [
        // General
        Entry(.skipToContent, "Skip to the content", "Zum Inhalt springen"),
        Entry(.menu, "Menu", "Menü"),
        Entry(.trail, "You are here", "Sie sind hier"),
        Entry(.signIn, "Sign in", "Anmelden"),
        Entry(.signOut, "Sign out", "Abmelden"),
        Entry(
            .timesAreUTC,
            "All times are in Coordinated Universal Time (UTC).",
            "Alle Zeiten sind in koordinierter Weltzeit (UTC)."),
        Entry(.momentPattern, "{1}-{2}-{3}, {4}:{5} UTC", "{3}.{2}.{1}, {4}:{5} UTC"),
        Entry(.listAnd, "{1} and {2}", "{1} und {2}"),
        Entry(.listOr, "{1} or {2}", "{1} oder {2}"),
        Entry(.orElse, "Or: {1}", "Oder: {1}"),
        Entry(.none, "none", "keine"),
        Entry(.yes, "Yes", "Ja"),
        Entry(.no, "No", "Nein"),
        Entry(.from, "from", "von"),
        Entry(.until, "until", "bis"),
        Entry(.given, "if {1}", "wenn {1}"),
        Entry(.choose, "Choose…", "Bitte wählen …"),
        Entry(.cancel, "Cancel", "Abbrechen"),
        Entry(.save, "Save", "Speichern"),
        Entry(.goOn, "Continue", "Weiter"),
        Entry(.confirm, "Confirm", "Bestätigen"),
        Entry(.remove, "Remove", "Entfernen"),
        Entry(.end, "End", "Beenden"),
        Entry(.copy, "Copy", "Kopieren"),
        Entry(.copied, "Copied.", "Kopiert."),
        Entry(.action, "Action", "Aktion"),
        Entry(.backToStart, "Back to the start", "Zurück zum Anfang"),
        Entry(.beginAgain, "Begin again", "Neu beginnen"),
        Entry(.wholeCompany, "the whole company", "die ganze Firma"),
        // Messages
        Entry(.notFoundTitle, "No such page", "Diese Seite gibt es nicht"),
        Entry(
            .notFoundText,
            "There is nothing here, or nothing that you may see.",
            "Hier ist nichts, oder nichts, was Sie sehen dürfen."),
        Entry(.foreignFormTitle, "This form cannot be used any more", "Dieses Formular gilt nicht mehr"),
        Entry(
            .foreignFormText,
            "It belongs to another session, or it was sent from another site. Nothing was changed. Open the page again and send the form from there.",
            "Es gehört zu einer anderen Sitzung oder wurde von einer anderen Website gesendet. Nichts wurde geändert. Öffnen Sie die Seite noch einmal und senden Sie das Formular von dort."
        ),
        Entry(.tooLargeTitle, "The form is too large", "Das Formular ist zu groß"),
        Entry(
            .tooLargeText,
            "Nothing was changed. Send less at once.",
            "Nichts wurde geändert. Senden Sie weniger auf einmal."),
        Entry(.failedTitle, "Something went wrong", "Etwas ist schiefgegangen"),
        Entry(
            .failedText,
            "The company’s records cannot be reached at present. What you sent may or may not have been done: look before you send it again.",
            "Die Daten der Firma sind zurzeit nicht erreichbar. Ob geschehen ist, was Sie gesendet haben, ist ungewiss: Sehen Sie nach, bevor Sie es noch einmal senden."
        ),
        Entry(.refusedTitle, "This was not done", "Das wurde nicht getan"),
        Entry(.unknownName, "“{1}” is not known here.", "„{1}“ ist hier nicht bekannt."),
        Entry(
            .overtakenText,
            "The account was changed, but its password was reset again meanwhile: the temporary password made here does not work.",
            "Das Konto wurde geändert, aber sein Passwort inzwischen noch einmal zurückgesetzt: Das hier erzeugte Einmalpasswort gilt nicht."
        ),
        Entry(.toldSaved, "Saved.", "Gespeichert."),
        Entry(
            .toldPasswordChanged,
            "Your password was changed. All other sessions have ended.",
            "Ihr Passwort wurde geändert. Alle anderen Sitzungen sind beendet."),
        Entry(.toldSessionEnded, "The session has ended.", "Die Sitzung ist beendet."),
        Entry(
            .toldSessionOver,
            "The session had ended; nothing was changed. Sign in to go on.",
            "Die Sitzung war beendet; nichts wurde geändert. Melden Sie sich an, um fortzufahren."),
        Entry(.toldSessionsEnded, "All sessions have ended.", "Alle Sitzungen sind beendet."),
        Entry(
            .toldRequested,
            "Your request was sent to those who can give the roles.",
            "Ihre Anfrage ging an alle, die diese Rollen vergeben dürfen."),
        Entry(.toldWithdrawn, "The request was withdrawn.", "Die Anfrage wurde zurückgezogen."),
        Entry(.toldSignedOut, "You are signed out.", "Sie sind abgemeldet."),
        Entry(
            .toldRecovered,
            "Your password was changed. Sign in with the new one.",
            "Ihr Passwort wurde geändert. Melden Sie sich mit dem neuen an."),
        Entry(
            .toldAccepted,
            "Welcome. Sign in with your address and the password that you chose.",
            "Willkommen. Melden Sie sich mit Ihrer Adresse und dem gewählten Passwort an."),
        Entry(.toldSecondFactorRemoved, "The second factor was removed.", "Der zweite Faktor wurde entfernt."),
        // Signing in
        Entry(.userNameOrAddress, "User name or email address", "Benutzername oder E-Mail-Adresse"),
        Entry(.password, "Password", "Passwort"),
        Entry(.forgottenPassword, "Forgot your password?", "Passwort vergessen?"),
        Entry(.haveInvitation, "I have an invitation", "Ich habe eine Einladung"),
        Entry(.chooseOwnPassword, "Choose a password of your own", "Wählen Sie ein eigenes Passwort"),
        Entry(.changePassword, "Change the password", "Passwort ändern"),
        Entry(
            .firstPasswordText,
            "You have signed in with a temporary password. Choose one that only you know; nothing else is open until then.",
            "Sie haben sich mit einem Einmalpasswort angemeldet. Wählen Sie eines, das nur Sie kennen; bis dahin ist nichts anderes möglich."
        ),
        Entry(.temporaryPassword, "Temporary password", "Einmalpasswort"),
        Entry(.presentPassword, "Present password", "Bisheriges Passwort"),
        Entry(.newPassword, "New password", "Neues Passwort"),
        Entry(.newPasswordAgain, "New password again", "Neues Passwort noch einmal"),
        Entry(.passwordsDiffer, "The two passwords are not the same.", "Die beiden Passwörter sind nicht gleich."),
        Entry(.passwordHint, "{1} characters or more.", "Mindestens {1} Zeichen."),
        Entry(
            .passwordHintClasses,
            "{1} characters or more, with {2} of these: small letters, capital letters, digits, other characters.",
            "Mindestens {1} Zeichen, davon {2} der Arten Kleinbuchstaben, Großbuchstaben, Ziffern, andere Zeichen."),
        Entry(
            .forgottenText,
            "If there is an account with this name, a code is mailed to its address. Your present password goes on working until you have chosen another one.",
            "Wenn es ein Konto mit diesem Namen gibt, geht ein Code an seine Adresse. Ihr bisheriges Passwort gilt weiter, bis Sie ein anderes gewählt haben."
        ),
        Entry(.mailCode, "Mail me a code", "Code zusenden"),
        Entry(.haveCode, "I have a code", "Ich habe einen Code"),
        Entry(
            .codeMailed,
            "If there is such an account, a code is on its way. It works for an hour, once.",
            "Wenn es ein solches Konto gibt, ist ein Code unterwegs. Er gilt eine Stunde lang, ein einziges Mal."),
        Entry(.codeFromMessage, "Code from the message", "Code aus der Nachricht"),
        Entry(.acceptInvitation, "Accept the invitation", "Einladung annehmen"),
        Entry(.invitedAddress, "Address that was invited", "Eingeladene Adresse"),
        Entry(.fullName, "Full name", "Vollständiger Name"),
        // Second factor
        Entry(.secondFactor, "Second factor", "Zweiter Faktor"),
        Entry(
            .secondFactorText,
            "Type the code that your authenticator app shows, or one of your recovery codes.",
            "Geben Sie den Code ein, den Ihre Authentifizierungs-App zeigt, oder einen Ihrer Wiederherstellungscodes."),
        Entry(
            .secondFactorOn,
            "An authenticator app is asked for when you sign in.",
            "Bei der Anmeldung wird nach einer Authentifizierungs-App gefragt."),
        Entry(.secondFactorOff, "You sign in with the password alone.", "Sie melden sich nur mit dem Passwort an."),
        Entry(
            .secondFactorCounts,
            "The second factor counts from now on. Other sessions have ended.",
            "Der zweite Faktor gilt ab jetzt. Andere Sitzungen sind beendet."),
        Entry(.code, "Code", "Code"),
        Entry(.codeHint, "Blanks do not matter.", "Leerzeichen spielen keine Rolle."),
        Entry(.codeOfApp, "Code that the app shows now", "Code, den die App jetzt zeigt"),
        Entry(
            .codeOfPresentFactor,
            "Code of your present app, or a recovery code",
            "Code Ihrer bisherigen App oder ein Wiederherstellungscode"),
        Entry(.enrollSecondFactor, "Set up a second factor", "Zweiten Faktor einrichten"),
        Entry(.replaceSecondFactor, "Use another app", "Andere App verwenden"),
        Entry(.removeSecondFactor, "Remove the second factor", "Zweiten Faktor entfernen"),
        Entry(
            .removeSecondFactorText,
            "Afterwards the password alone opens your account. Other sessions end. Show a code to go on.",
            "Danach öffnet das Passwort allein Ihr Konto. Andere Sitzungen enden. Zeigen Sie einen Code, um fortzufahren."
        ),
        Entry(
            .enrollText,
            "You need an authenticator app on your phone. Have it at hand: the key is shown once.",
            "Sie brauchen eine Authentifizierungs-App auf Ihrem Telefon. Halten Sie sie bereit: Der Schlüssel wird nur einmal gezeigt."
        ),
        Entry(.showKey, "Show the key", "Schlüssel zeigen"),
        Entry(.scanText, "Scan this with the app:", "Scannen Sie dies mit der App:"),
        Entry(.qrCode, "QR code with the key", "QR-Code mit dem Schlüssel"),
        Entry(.typeKeyText, "Or type this key:", "Oder tippen Sie diesen Schlüssel ein:"),
        Entry(.recoveryCodes, "Recovery codes", "Wiederherstellungscodes"),
        Entry(
            .recoveryCodesText,
            "Each of these codes stands in for the app once. They are shown only now: keep them where you find them without your phone.",
            "Jeder dieser Codes ersetzt einmal die App. Sie werden nur jetzt gezeigt: Bewahren Sie sie dort auf, wo Sie sie auch ohne Ihr Telefon finden."
        ),
        Entry(.haveKept, "I have kept them", "Ich habe sie verwahrt"),
        Entry(.renewCodes, "New recovery codes", "Neue Wiederherstellungscodes"),
        Entry(
            .renewCodesText,
            "The former recovery codes stop working. Show a code to go on.",
            "Die bisherigen Wiederherstellungscodes gelten dann nicht mehr. Zeigen Sie einen Code, um fortzufahren."),
        // Account
        Entry(.myAccount, "My account", "Mein Konto"),
        Entry(.myAccess, "What I may do", "Was ich darf"),
        Entry(.details, "Details", "Angaben"),
        Entry(.profile, "Profile", "Profil"),
        Entry(.userName, "User name", "Benutzername"),
        Entry(.address, "Email address", "E-Mail-Adresse"),
        Entry(.since, "Member since", "Dabei seit"),
        Entry(.security, "Sessions and security", "Sitzungen und Sicherheit"),
        Entry(.sessions, "Sessions", "Sitzungen"),
        Entry(.oneSession, "One session", "Eine Sitzung"),
        Entry(.manySessions, "{1} sessions", "{1} Sitzungen"),
        Entry(.device, "Device", "Gerät"),
        Entry(.begun, "Begun", "Begonnen"),
        Entry(.lastUsed, "Last used", "Zuletzt benutzt"),
        Entry(.unknownDevice, "unknown device", "unbekanntes Gerät"),
        Entry(.thisSession, "this one", "diese"),
        Entry(.endAllSessions, "End all sessions", "Alle Sitzungen beenden"),
        Entry(.oneEachLine, "One on each line.", "Eines in jeder Zeile."),
        Entry(.roles, "Roles", "Rollen"),
        Entry(.noRoles, "No roles.", "Keine Rollen."),
        Entry(.ended, "ended", "beendet"),
        Entry(.throughGroup, "through {1}", "über {1}"),
        Entry(.privileged, "privileged", "privilegiert"),
        Entry(.retired, "no longer in the catalog", "nicht mehr im Katalog"),
        Entry(.askForRole, "Ask for a role", "Um eine Rolle bitten"),
        Entry(
            .askText,
            "Those who may give these roles are told, and answer. Ask for no more than you need.",
            "Wer diese Rollen vergeben darf, wird benachrichtigt und antwortet. Bitten Sie nur um das, was Sie brauchen."
        ),
        Entry(.askForThese, "Ask for {1}", "Um {1} bitten"),
        Entry(.sendRequest, "Send the request", "Anfrage senden"),
        Entry(.reason, "Reason", "Begründung"),
        Entry(
            .reasonHint,
            "Helps the person who answers; you may leave it out.",
            "Hilft denen, die antworten; Sie können sie weglassen."),
        Entry(.waitingRequests, "Requests that wait for an answer", "Anfragen, die auf Antwort warten"),
        Entry(.askedAt, "Asked", "Gestellt"),
        Entry(.withdraw, "Withdraw", "Zurückziehen"),
        Entry(.mayDo, "What you may do in this session", "Was Sie in dieser Sitzung dürfen"),
        Entry(.mayDoNothing, "Nothing.", "Nichts."),
        Entry(.otherPermissions, "Other", "Sonstiges"),
        Entry(.whyMayI, "Why may I, or why not?", "Warum darf ich etwas, oder warum nicht?"),
        Entry(.whyMayThey, "Why may this person, or why not?", "Warum darf diese Person etwas, oder warum nicht?"),
        Entry(.permission, "Permission", "Berechtigung"),
        Entry(.explain, "Explain", "Erklären"),
        Entry(.remedy, "What would help:", "Was helfen würde:"),
        // Roles and places in forms
        Entry(.place, "Place", "Ort"),
        Entry(
            .placeHint,
            "Empty for the whole company, or such as /locations/42.",
            "Leer für die ganze Firma, oder etwa /locations/42."),
        Entry(
            .placeUnknown,
            "“{1}” is not a place of this company. A place looks like /locations/42.",
            "„{1}“ ist kein Ort dieser Firma. Ein Ort sieht so aus: /locations/42."),
        Entry(.fromDay, "From", "Von"),
        Entry(.untilDay, "Until", "Bis"),
        Entry(.fromHint, "Empty for at once.", "Leer für sofort."),
        Entry(.untilHint, "The last day; empty for no end.", "Der letzte Tag; leer für unbefristet."),
        Entry(
            .dayUnknown,
            "“{1}” is not a day. Write it as 2026-11-29.",
            "„{1}“ ist kein Tag. Schreiben Sie ihn so: 2026-11-29."),
        Entry(.windowEmpty, "The end must come after the beginning.", "Das Ende muss nach dem Anfang liegen."),
        Entry(.noRoleOffered, "There is no role to choose.", "Es gibt keine Rolle zur Auswahl."),
        Entry(.findRoles, "Find roles", "Rollen suchen"),
        Entry(.findRoleText, "Part of a role’s title", "Teil des Rollennamens"),
        Entry(
            .rolesShown, "{1} of {2} roles are shown. Search for others; what you have chosen stays chosen.",
            "{1} von {2} Rollen werden angezeigt. Suchen Sie nach anderen; was Sie gewählt haben, bleibt gewählt."),
        Entry(.noRoleFound, "No role matches.", "Keine Rolle passt."),
        Entry(.chosenToo, "Also chosen: {1}", "Außerdem gewählt: {1}"),
        Entry(.oneGrant, "Grants one permission", "Gewährt eine Berechtigung"),
        Entry(.manyGrants, "Grants {1} permissions", "Gewährt {1} Berechtigungen"),
        Entry(
            .keptApart,
            "Cannot be held together with {1}.",
            "Lässt sich nicht zusammen mit {1} innehaben."),
        Entry(
            .keptApartBeyond,
            "Of this role and {1}, a person can hold at most {2}.",
            "Von dieser Rolle und {1} kann eine Person höchstens {2} innehaben."),
        Entry(.needs, "Needs {1}.", "Setzt {1} voraus."),
        Entry(.bringsAlong, "Brings {1} along.", "Bringt {1} mit."),
        // Statuses
        Entry(.statusInvited, "Invited", "Eingeladen"),
        Entry(.statusMustChangePassword, "Must change password", "Muss Passwort ändern"),
        Entry(.statusActive, "Active", "Aktiv"),
        Entry(.statusBlocked, "Blocked", "Gesperrt"),
        Entry(.statusDeleted, "Deleted", "Gelöscht"),
        Entry(.statusPurged, "Purged", "Endgültig gelöscht"),
        // Values
        Entry(
            .nameEmpty,
            "A name needs at least one character that can be seen.",
            "Ein Name braucht mindestens ein sichtbares Zeichen."),
        Entry(.nameTooLong, "A name may be {1} bytes long.", "Ein Name darf {1} Byte lang sein."),
        Entry(
            .nameUnsafe,
            "It holds a character that cannot be used: a control character, or a mark that changes the direction of text.",
            "Es enthält ein Zeichen, das nicht erlaubt ist: ein Steuerzeichen oder eines, das die Schreibrichtung ändert."
        ),
        Entry(.addressEmpty, "An email address is needed.", "Eine E-Mail-Adresse wird gebraucht."),
        Entry(
            .addressTooLong,
            "An email address may be {1} bytes long, 64 of them before the @.",
            "Eine E-Mail-Adresse darf {1} Byte lang sein, davon 64 vor dem @."),
        Entry(
            .addressUnacceptable,
            "An email address consists of visible ASCII characters; write an international domain in its xn-- form.",
            "Eine E-Mail-Adresse besteht aus sichtbaren ASCII-Zeichen; schreiben Sie eine internationale Domain in ihrer xn---Form."
        ),
        Entry(
            .addressMalformed,
            "This is not an email address that can be used. One looks like grace@contoso.example.",
            "Das ist keine verwendbare E-Mail-Adresse. Eine sieht so aus: grace@contoso.example."),
        Entry(.attributeTooLong, "A text may be {1} bytes long.", "Ein Text darf {1} Byte lang sein."),
        Entry(.attributeTooMany, "There may be {1} values.", "Es darf {1} Werte geben."),
        Entry(.attributeTakenText, "Another account has this value.", "Ein anderes Konto hat diesen Wert."),
        Entry(.attributeEmpty, "There is nothing in it.", "Es steht nichts darin."),
        Entry(
            .attributeWrong,
            "The value does not fit what the schema says.",
            "Der Wert passt nicht zu dem, was das Schema vorsieht."),
        Entry(.passwordTooShort, "It needs at least {1} characters.", "Es braucht mindestens {1} Zeichen."),
        Entry(.passwordTooLong, "It may have at most {1} characters.", "Es darf höchstens {1} Zeichen haben."),
        Entry(
            .passwordTooManyBytes,
            "It may have at most {1} bytes, and its characters take more.",
            "Es darf höchstens {1} Byte haben, und seine Zeichen brauchen mehr."),
        Entry(
            .passwordUnacceptable,
            "It holds a character that is not accepted.",
            "Es enthält ein Zeichen, das nicht angenommen wird."),
        Entry(
            .passwordTooFewClasses,
            "It needs {1} of these: small letters, capital letters, digits, other characters.",
            "Es braucht {1} dieser Arten: Kleinbuchstaben, Großbuchstaben, Ziffern, andere Zeichen."),
        Entry(
            .passwordBanned,
            "It is one of those that are guessed first, or nearly one.",
            "Es gehört zu denen, die zuerst geraten werden, oder ist einem davon zu ähnlich."),
        Entry(
            .passwordGuessable,
            "It is too easy to guess: it consists mostly of words that are guessed first.",
            "Es ist zu leicht zu erraten: Es besteht vor allem aus Wörtern, die zuerst geraten werden."),
        Entry(
            .passwordContainsName,
            "It contains the name of the person or of the company.",
            "Es enthält den Namen der Person oder der Firma."),
        Entry(
            .passwordBreached,
            "It is on a list of passwords that were stolen elsewhere.",
            "Es steht auf einer Liste anderswo gestohlener Passwörter."),
        Entry(
            .passwordUnchanged,
            "It must differ from the present one.",
            "Es muss sich vom bisherigen unterscheiden."),
        Entry(.passwordReused, "It was used before.", "Es wurde schon einmal benutzt."),
    ]
}
