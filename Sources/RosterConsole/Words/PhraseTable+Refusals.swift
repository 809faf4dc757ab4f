extension PhraseTable {
    static let refusals: [Entry] = [
        // Why something was refused
        Entry(.actionResetPassword, "reset the password", "das Passwort zurücksetzen"),
        Entry(.actionBlock, "block or unblock the account", "das Konto sperren oder entsperren"),
        Entry(.actionDelete, "delete or restore the account", "das Konto löschen oder wiederherstellen"),
        Entry(.actionEditProfile, "change the profile", "das Profil ändern"),
        Entry(.actionRemoveRoles, "take roles away", "Rollen entziehen"),
        Entry(.noRoleMay, "No role allows it.", "Keine Rolle erlaubt es."),
        Entry(.holdersMay, "Holders of {1} may.", "Wer {1} hat, darf es."),
        Entry(
            .refusalPrincipalNotActive,
            "Your account is not in use ({1}).",
            "Ihr Konto ist nicht in Gebrauch ({1})."),
        Entry(.refusalNotPermitted, "This takes the permission “{1}”.", "Dazu braucht es die Berechtigung „{1}“."),
        Entry(
            .refusalMayNotAssign,
            "You may not give or take the role {1} for {2}.",
            "Sie dürfen die Rolle {1} für {2} weder vergeben noch entziehen."),
        Entry(
            .refusalMayNotActOn,
            "You may not {1} of a person who holds {2}.",
            "Sie dürfen bei einer Person mit {2} nicht {1}."),
        Entry(.refusalMayNotActOnPlain, "You may not {1} of this person.", "Sie dürfen bei dieser Person nicht {1}."),
        Entry(
            .refusalAuthorityEnds,
            "You may give the role {1} for {2} only until {3}. Choose an end that is no later.",
            "Sie dürfen die Rolle {1} für {2} nur bis {3} vergeben. Wählen Sie ein Ende, das nicht später liegt."),
        Entry(
            .refusalLastHolder,
            "No other person with the role {1} can sign in. Give it to another person first.",
            "Keine andere Person mit der Rolle {1} kann sich anmelden. Geben Sie sie erst einer anderen Person."),
        Entry(
            .refusalOwnIndispensableRole,
            "You cannot take the role {1} from yourself; another holder can.",
            "Sie können sich die Rolle {1} nicht selbst entziehen; eine andere Person mit dieser Rolle kann es."),
        Entry(
            .refusalOwnAccount,
            "You cannot {1} that is your own; another administrator can.",
            "Beim eigenen Konto können Sie nicht {1}; das kann eine andere Person mit Verwaltungsrechten."),
        Entry(
            .refusalAttributeNotEditable,
            "You may not edit {1} of this account.",
            "Sie dürfen {1} dieses Kontos nicht bearbeiten."),
        Entry(
            .refusalCompanyFixed,
            "The catalog does not say who may change this.",
            "Der Katalog sagt nicht, wer dies ändern darf."),
        Entry(
            .refusalRoleDeleted,
            "A role that was chosen has been deleted meanwhile. Choose again.",
            "Eine Rolle, die gewählt war, wurde inzwischen gelöscht. Wählen Sie neu."),
        Entry(.refusalUnknownRole, "There is no role “{1}”.", "Es gibt keine Rolle „{1}“."),
        Entry(
            .refusalUnknownScope,
            "“{1}” is not a kind of place that is known here.",
            "„{1}“ ist keine hier bekannte Art von Ort."),
        Entry(
            .refusalRoleNotOffered,
            "The role {1} is offered only to companies in {2}.",
            "Die Rolle {1} gibt es nur für Firmen in {2}."),
        Entry(.refusalRoleNotForGuests, "Guests cannot hold the role {1}.", "Gäste können die Rolle {1} nicht haben."),
        Entry(.refusalRoleNotForScope, "The role {1} cannot be held for {2}.", "Die Rolle {1} gibt es nicht für {2}."),
        Entry(
            .refusalSeparated,
            "The rule “{1}” keeps roles apart: no person may have {2} of them. Wanted: {3}.",
            "Die Regel „{1}“ hält Rollen getrennt: Niemand darf {2} davon haben. Gewünscht: {3}."),
        Entry(.refusalSeparatedHeld, "Held already: {1}.", "Bereits vorhanden: {1}."),
        Entry(
            .refusalSeparatedActive,
            "Active already: {1}. Deactivate those first.",
            "Bereits aktiv: {1}. Deaktivieren Sie diese zuerst."),
        Entry(
            .refusalPrerequisite,
            "The role {1} for {2} needs {3}, held there for all of its time. Give that first or along with it.",
            "Die Rolle {1} für {2} setzt {3} voraus, dort und für die ganze Zeit. Geben Sie das zuerst oder zugleich."),
        Entry(
            .refusalRoleRequired,
            "The role {1} is needed by {2}, which the person holds. Remove {2} first, or along with it.",
            "Die Rolle {1} wird von {2} vorausgesetzt, das die Person hat. Entziehen Sie {2} zuerst oder zugleich."),
        Entry(
            .refusalTooManyHolders,
            "The role {1} may be held by {2} at most, invited people among them. Remove it from another person first.",
            "Die Rolle {1} dürfen höchstens {2} Personen haben, Eingeladene mitgezählt. Entziehen Sie sie erst einer anderen Person."
        ),
        Entry(.refusalRoleRepeated, "The role {1} is named more than once.", "Die Rolle {1} ist mehrmals genannt."),
        Entry(.refusalNoRole, "Choose at least one role.", "Wählen Sie mindestens eine Rolle."),
        Entry(
            .refusalRoleCount,
            "At most {1} roles can be handled at once, not {2}.",
            "Es gehen höchstens {1} Rollen auf einmal, nicht {2}."),
        Entry(
            .refusalWindowPassed,
            "The role would have ended at {1}, which has passed.",
            "Die Rolle hätte {1} geendet, und das ist vorbei."),
        Entry(
            .refusalHeldAtAnotherTime,
            "The role {1} is held for {2} at another time, with a gap in between. Give it for both times together, or take it first.",
            "Die Rolle {1} ist für {2} zu einer anderen Zeit vorhanden, mit einer Lücke dazwischen. Geben Sie sie für beide Zeiten zusammen, oder entziehen Sie sie zuerst."
        ),
        Entry(
            .refusalAlreadyHeld,
            "The role {1} is held for {2} already.",
            "Die Rolle {1} ist für {2} schon vorhanden."),
        Entry(.refusalNotHeld, "The role {1} is not held for {2}.", "Die Rolle {1} ist für {2} nicht vorhanden."),
        Entry(
            .refusalAlreadyRequested,
            "A request for the role {1} for {2} waits for an answer already.",
            "Eine Anfrage um die Rolle {1} für {2} wartet schon auf Antwort."),
        Entry(
            .refusalNotAuthorized,
            "The role {1} cannot be active: you have neither it nor a role that includes it.",
            "Die Rolle {1} kann nicht aktiv sein: Sie haben weder sie noch eine, die sie enthält."),
        Entry(.refusalAlreadyActive, "The role {1} is active already.", "Die Rolle {1} ist schon aktiv."),
        Entry(
            .refusalNotActive,
            "The role {1} is not active in this session by itself.",
            "Die Rolle {1} ist in dieser Sitzung nicht für sich aktiv."),
        Entry(
            .refusalAlwaysActive,
            "The role {1} is active in every session.",
            "Die Rolle {1} ist in jeder Sitzung aktiv."),
        Entry(
            .refusalStillHeld,
            "The company would not be offered {1} any more, held by {2}, deleted accounts among them. Remove these roles first.",
            "Der Firma stünde {1} nicht mehr zu, vorhanden bei {2}, gelöschte Konten mitgezählt. Entziehen Sie diese Rollen zuerst."
        ),
        Entry(
            .refusalTokenRolesFixed,
            "A token of a service keeps its roles. Issue another one.",
            "Ein Token eines Dienstes behält seine Rollen. Stellen Sie ein anderes aus."),
        Entry(
            .refusalUnknownUser,
            "There is no such person, or none that you may see.",
            "Diese Person gibt es nicht, oder Sie dürfen sie nicht sehen."),
        Entry(
            .refusalNameTaken,
            "“{1}” is the user name or the address of another account.",
            "„{1}“ ist Benutzername oder Adresse eines anderen Kontos."),
        Entry(
            .refusalAccountDeleted,
            "“{1}” belongs to a deleted account, which can be restored until {2}.",
            "„{1}“ gehört zu einem gelöschten Konto, das bis {2} wiederhergestellt werden kann."),
        Entry(.refusalNameRepeated, "“{1}” is named more than once.", "„{1}“ ist mehrmals genannt."),
        Entry(
            .refusalAddressNeeded,
            "The account has no address, and this goes by mail. Give it one first.",
            "Das Konto hat keine Adresse, und dies geht per E-Mail. Geben Sie ihm zuerst eine."),
        Entry(.refusalAttributeInvalid, "{1}:", "{1}:"),
        Entry(
            .refusalAttributeTaken,
            "{1}: another account has this value.",
            "{1}: Ein anderes Konto hat diesen Wert."),
        Entry(
            .refusalInvitationCount,
            "1 to {1} addresses can be invited at once, not {2}.",
            "Es können 1 bis {1} Adressen auf einmal eingeladen werden, nicht {2}."),
        Entry(
            .refusalInvitationLimit,
            "At most {1} of your invitations may wait. Take some back, or wait until they are accepted.",
            "Höchstens {1} Ihrer Einladungen dürfen warten. Nehmen Sie einige zurück, oder warten Sie, bis sie angenommen sind."
        ),
        Entry(
            .refusalSentTooOften,
            "An invitation is sent at most {1} times. Take it back and invite the person anew.",
            "Eine Einladung wird höchstens {1}-mal gesendet. Nehmen Sie sie zurück und laden Sie die Person neu ein."),
        Entry(
            .refusalTooSoon,
            "This was done a moment ago. It can be done again at {1}.",
            "Das geschah eben erst. Es geht wieder ab {1}."),
        Entry(
            .refusalInviter,
            "The person who sent the invitation may no longer invite. Ask for it to be sent again.",
            "Die Person, die eingeladen hat, darf das nicht mehr. Bitten Sie darum, dass die Einladung neu gesendet wird."
        ),
        Entry(
            .refusalAccountCount,
            "1 to {1} accounts can be added at once, not {2}.",
            "Es können 1 bis {1} Konten auf einmal hinzugefügt werden, nicht {2}."),
        Entry(
            .refusalWrongStatus,
            "The status of the account does not allow it: {1}.",
            "Der Status des Kontos lässt es nicht zu: {1}."),
        Entry(
            .refusalNothingPending,
            "Nothing waits for an answer: it was answered already.",
            "Nichts wartet auf Antwort: Es wurde schon beantwortet."),
        Entry(
            .refusalReasonTooLong,
            "A reason may have {1} characters, and this one has {2}.",
            "Eine Begründung darf {1} Zeichen haben, und diese hat {2}."),
        Entry(
            .refusalReasonUnsafe,
            "The reason holds control characters, or marks that force a direction of text.",
            "Die Begründung enthält Steuerzeichen oder Zeichen, die eine Schreibrichtung erzwingen."),
        Entry(
            .refusalRequestExpired,
            "The request expired at {1}. The person can ask again.",
            "Die Anfrage ist {1} abgelaufen. Die Person kann neu fragen."),
        Entry(
            .refusalRequestLimit,
            "At most {1} requests may wait for an answer, and those withdrawn today count. Ask again later.",
            "Höchstens {1} Anfragen dürfen auf Antwort warten, heute zurückgezogene mitgezählt. Fragen Sie später noch einmal."
        ),
        Entry(
            .refusalAlreadyEnrolled,
            "The company has been enrolled already.",
            "Die Firma ist bereits eingerichtet."),
        Entry(
            .refusalNoLongerRestorable,
            "It was deleted too long ago to be restored.",
            "Es wurde vor zu langer Zeit gelöscht, um es wiederherzustellen."),
        Entry(
            .refusalCompanyDiffers,
            "Another administrator has changed the company since. Look at it again.",
            "Inzwischen hat eine andere Person die Firma geändert. Sehen Sie sie noch einmal an."),
        Entry(.refusalNothingToChange, "It is so already.", "Es ist schon so."),
        Entry(
            .refusalChangedMeanwhile,
            "Another person has changed it since you opened the page. Nothing was overwritten: look at what is there now and decide again.",
            "Eine andere Person hat es geändert, seit Sie die Seite geöffnet haben. Nichts wurde überschrieben: Sehen Sie den jetzigen Stand an und entscheiden Sie neu."
        ),
        Entry(
            .refusalWrongCredentials,
            "The name and the password or code do not belong together.",
            "Name und Passwort oder Code gehören nicht zusammen."),
        Entry(
            .refusalLockedOut,
            "Too many wrong passwords were given. Try again at {1}.",
            "Es wurden zu viele falsche Passwörter eingegeben. Versuchen Sie es wieder ab {1}."),
        Entry(
            .refusalRecoveryUnavailable,
            "Forgotten passwords are not replaced by mail here. Ask an administrator to reset yours.",
            "Vergessene Passwörter werden hier nicht per E-Mail ersetzt. Bitten Sie die Verwaltung, Ihres zurückzusetzen."
        ),
        Entry(
            .refusalCredentialsExpired,
            "It has expired. Ask for a new one.",
            "Es ist abgelaufen. Bitten Sie um ein neues."),
        Entry(
            .refusalResetMeanwhile,
            "The password was reset in the meantime. Sign in with the temporary one.",
            "Das Passwort wurde inzwischen zurückgesetzt. Melden Sie sich mit dem Einmalpasswort an."),
        Entry(
            .refusalIsPerson,
            "The account is a person’s, and only services have tokens.",
            "Das Konto gehört einer Person, und nur Dienste haben Token."),
        Entry(
            .refusalIsService,
            "The account is a service’s, which has tokens and no password.",
            "Das Konto gehört einem Dienst, der Token hat und kein Passwort."),
        Entry(
            .refusalTokenLifetime,
            "A token ends in the future, and no later than {1}.",
            "Ein Token endet in der Zukunft, und nicht später als {1}."),
        Entry(
            .refusalTokenLimit,
            "A service may have {1} tokens. End one of them first.",
            "Ein Dienst darf {1} Token haben. Beenden Sie zuerst eines."),
        Entry(
            .refusalUnknownToken,
            "The service has no such token, or has it no more.",
            "Der Dienst hat dieses Token nicht, oder nicht mehr."),
        Entry(
            .refusalCodeUsed,
            "This code has been used already. Wait for the next one.",
            "Dieser Code wurde schon benutzt. Warten Sie auf den nächsten."),
        Entry(.refusalCodeWrong, "The code is wrong.", "Der Code ist falsch."),
        Entry(
            .refusalSecondFactorPaused,
            "Too many wrong codes were shown. Try again at {1}, or use a recovery code.",
            "Es wurden zu viele falsche Codes gezeigt. Versuchen Sie es wieder ab {1}, oder nehmen Sie einen Wiederherstellungscode."
        ),
        Entry(
            .refusalSecondFactorNeeded,
            "The second factor must be shown first.",
            "Zuerst muss der zweite Faktor gezeigt werden."),
        Entry(
            .refusalSecondFactorDiffers,
            "The account has no second factor, or another one by now.",
            "Das Konto hat keinen zweiten Faktor, oder inzwischen einen anderen."),
        Entry(
            .refusalUnknownGroup,
            "There is no such group in use.",
            "Diese Gruppe gibt es nicht, oder sie ist gelöscht."),
        Entry(.refusalGroupInUse, "The group is not deleted.", "Die Gruppe ist nicht gelöscht."),
        Entry(
            .refusalGroupNameTaken,
            "“{1}” is the name or the external identifier of another group, or looks the same.",
            "„{1}“ ist Name oder externe Kennung einer anderen Gruppe, oder sieht genauso aus."),
        Entry(
            .refusalMemberAlready,
            "The person is a member of the group already.",
            "Die Person ist schon Mitglied der Gruppe."),
        Entry(
            .refusalNotAMember,
            "The person is not a member of the group.",
            "Die Person ist kein Mitglied der Gruppe."),
        Entry(
            .refusalGroupLimit,
            "A person can be a member of {1} groups, deleted ones that can be restored among them.",
            "Eine Person kann Mitglied von {1} Gruppen sein, wiederherstellbare gelöschte mitgezählt."),
        // Why a person may do something or not
        Entry(.groundsEveryone, "Every user holds {1}.", "Alle haben {1}."),
        Entry(.groundsHeld, "{1} is held.", "{1} ist vorhanden."),
        Entry(.groundsIncluded, "{1} is held, which includes {2}.", "{1} ist vorhanden und enthält {2}."),
        Entry(.groundsAlong, "Along with {1}.", "Zusammen mit {1}."),
        Entry(.denialUnknownPermission, "There is no permission “{1}”.", "Es gibt keine Berechtigung „{1}“."),
        Entry(.denialUnknownUser, "The person is not in the company.", "Die Person gehört nicht zur Firma."),
        Entry(.denialNotActive, "The account is not in use: {1}.", "Das Konto ist nicht in Gebrauch: {1}."),
        Entry(.denialNoRole, "No role was given.", "Es wurde keine Rolle gegeben."),
        Entry(
            .denialNotGranted,
            "None of the roles held grants it: {1}.",
            "Keine der vorhandenen Rollen gewährt es: {1}."),
        Entry(.denialNotYet, "It holds from {1} on.", "Es gilt erst ab {1}."),
        Entry(.denialNoLonger, "It held until {1}.", "Es galt bis {1}."),
        Entry(.denialMoment, "It depends on the moment.", "Es kommt auf den Zeitpunkt an."),
        Entry(.denialElsewhere, "It holds elsewhere: {1}.", "Es gilt anderswo: {1}."),
        Entry(
            .denialNotHereAndNow,
            "{1} would grant it, but not here and now.",
            "{1} würde es gewähren, aber nicht hier und jetzt."),
        Entry(.denialConditions, "It holds only if {1}.", "Es gilt nur, wenn {1}."),
        Entry(
            .denialRule,
            "A role grants it, but the permission also takes {1}.",
            "Eine Rolle gewährt es, aber die Berechtigung verlangt auch {1}."),
        Entry(
            .denialOutdated,
            "The company’s records could not be reached since {1}.",
            "Die Daten der Firma sind seit {1} nicht erreichbar."),
        Entry(
            .denialInactive,
            "The session does not have these roles active: {1}.",
            "In dieser Sitzung sind diese Rollen nicht aktiv: {1}."),
        Entry(.denialSessionOver, "The session is over.", "Die Sitzung ist vorbei."),
        Entry(.remedyGain, "The role {1} for {2} would do.", "Die Rolle {1} für {2} würde genügen."),
        Entry(.remedyGiven, "It counts if {1}.", "Sie gilt, wenn {1}."),
        Entry(.remedyConditions, "It takes a case in which {1}.", "Es braucht einen Fall, in dem {1}."),
        Entry(.remedyFinish, "Sign in and choose a password first.", "Zuerst anmelden und ein Passwort wählen."),
        Entry(
            .remedyReinstate,
            "The account must be unblocked or restored.",
            "Das Konto muss entsperrt oder wiederhergestellt werden."),
        Entry(.remedyBeAdded, "An administrator can add the person.", "Die Verwaltung kann die Person hinzufügen."),
        Entry(.remedyWait, "Wait until {1}.", "Warten bis {1}."),
        Entry(.remedyActivate, "Activate {1} in this session.", "{1} in dieser Sitzung aktivieren."),
        Entry(.remedyBeginSession, "Sign in again.", "Neu anmelden."),
        Entry(.remedyNothing, "Nothing known would help.", "Nichts Bekanntes würde helfen."),
    ]
}
