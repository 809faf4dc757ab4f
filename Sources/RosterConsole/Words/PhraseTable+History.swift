extension PhraseTable {
    static let history: [Entry] = [
        // The record
        Entry(.noHistory, "Nothing here.", "Nichts vorhanden."),
        Entry(
            .noHistorySoFar,
            "Nothing in the part of the record that was looked through. Older steps may hold something.",
            "Nichts in dem Teil des Protokolls, der durchgesehen wurde. Ältere Schritte können etwas enthalten."),
        Entry(
            .recordCut, "Steps before {1} were not looked through.", "Schritte vor {1} wurden nicht durchgesehen."),
        Entry(.historyUntoldOne, "And 1 more change.", "Und 1 weitere Änderung."),
        Entry(.historyUntoldMany, "And {1} more changes.", "Und {1} weitere Änderungen."),
        Entry(.newestFirst, "The newest first", "Das Neueste zuerst"),
        Entry(.what, "What happened", "Was geschah"),
        Entry(.step, "Step", "Schritt"),
        Entry(.older, "Older", "Ältere"),
        Entry(.theSystem, "The system", "Das System"),
        Entry(.unknownPerson, "user {1}", "Benutzer {1}"),
        Entry(.historyEnrolled, "{1} enrolled the company {2}.", "{1} hat die Firma {2} eingerichtet."),
        Entry(.historyCompany, "{1} changed the company {2}.", "{1} hat die Firma {2} geändert."),
        Entry(.historyAdded, "{1} added {2}.", "{1} hat {2} hinzugefügt."),
        Entry(.historyServiceAdded, "{1} added the service {2}.", "{1} hat den Dienst {2} hinzugefügt."),
        Entry(.historyInvited, "{1} invited {2}.", "{1} hat {2} eingeladen."),
        Entry(.historyRenamed, "{1} renamed {2} to {3}.", "{1} hat {2} in {3} umbenannt."),
        Entry(.historyPurged, "{1} deleted {2} for good.", "{1} hat {2} endgültig gelöscht."),
        Entry(.historyProfile, "{1} changed the profile of {2}.", "{1} hat das Profil von {2} geändert."),
        Entry(.historyInvitationSent, "{1} sent the invitation of {2}.", "{1} hat die Einladung von {2} gesendet."),
        Entry(
            .historyInvitationRevoked,
            "{1} took the invitation of {2} back.",
            "{1} hat die Einladung von {2} zurückgenommen."),
        Entry(
            .historyAddressAsked,
            "{1} asked for another address of {2}.",
            "{1} hat eine andere Adresse für {2} beantragt."),
        Entry(
            .historyAddressWithdrawn,
            "{1} took a change of the address of {2} back.",
            "{1} hat eine Adressänderung von {2} zurückgenommen."),
        Entry(
            .historyAddress,
            "{1} changed the address of {2} to {3}.",
            "{1} hat die Adresse von {2} in {3} geändert."),
        Entry(
            .historySignInNames,
            "{1} changed the names with which {2} signs in; the user name is {3} now.",
            "{1} hat die Namen geändert, mit denen {2} sich anmeldet; der Benutzername ist jetzt {3}."),
        Entry(.historyNamesReleased, "{1} released the names of {2}.", "{1} hat die Namen von {2} freigegeben."),
        Entry(
            .historyNamesRegained,
            "{1} gave {2} the former names again.",
            "{1} hat {2} die früheren Namen wiedergegeben."),
        Entry(.historyUnreached, "{1} could not reach {2}.", "{1} konnte {2} nicht erreichen."),
        Entry(
            .historyRetried,
            "{1} had a message to {2} sent again.",
            "{1} hat eine Nachricht an {2} erneut senden lassen."),
        Entry(.historyRestored, "{1} restored the account of {2}.", "{1} hat das Konto von {2} wiederhergestellt."),
        Entry(.historyDeleted, "{1} deleted the account of {2}.", "{1} hat das Konto von {2} gelöscht."),
        Entry(.historyUnblocked, "{1} unblocked {2}.", "{1} hat {2} entsperrt."),
        Entry(.historyBlocked, "{1} blocked {2}.", "{1} hat {2} gesperrt."),
        Entry(.historyAccepted, "{1} accepted the invitation of {2}.", "{1} hat die Einladung von {2} angenommen."),
        Entry(.historyStatus, "{1} changed the status of {2}.", "{1} hat den Zustand von {2} geändert."),
        Entry(.historyGave, "{1} gave {2} the role {3}.", "{1} hat {2} die Rolle {3} gegeben."),
        Entry(.historyTook, "{1} took the role {3} from {2}.", "{1} hat {2} die Rolle {3} entzogen."),
        Entry(.historyAsked, "{1} asked for {2}.", "{1} hat um {2} gebeten."),
        Entry(.historyGranted, "{1} granted what {2} had asked for.", "{1} hat bewilligt, worum {2} gebeten hatte."),
        Entry(.historyDeclined, "{1} declined what {2} had asked for.", "{1} hat abgelehnt, worum {2} gebeten hatte."),
        Entry(.historyWithdrawn, "{1} withdrew the request of {2}.", "{1} hat die Anfrage von {2} zurückgezogen."),
        Entry(.historyLapsed, "{1} closed the request of {2}.", "{1} hat die Anfrage von {2} geschlossen."),
        Entry(.historyGroupAdded, "{1} added the group {2}.", "{1} hat die Gruppe {2} angelegt."),
        Entry(.deletedGroup, "(deleted)", "(gelöscht)"),
        Entry(.historyGroupChanged, "{1} changed the group {2}.", "{1} hat die Gruppe {2} geändert."),
        Entry(
            .historyGroupRenamed, "{1} renamed the group {2} to {3}.",
            "{1} hat die Gruppe {2} in {3} umbenannt."),
        Entry(.historyGroupDeleted, "{1} deleted the group {2}.", "{1} hat die Gruppe {2} gelöscht."),
        Entry(
            .historyGroupRestored, "{1} restored the group {2}.", "{1} hat die Gruppe {2} wiederhergestellt."),
        Entry(
            .historyGroupGave, "{1} gave the group {2} the role {3}.",
            "{1} hat der Gruppe {2} die Rolle {3} gegeben."),
        Entry(
            .historyGroupTook, "{1} took the role {3} from the group {2}.",
            "{1} hat der Gruppe {2} die Rolle {3} entzogen."),
        Entry(
            .historyJoined, "{1} added {2} to the group {3}.", "{1} hat {2} in die Gruppe {3} aufgenommen."),
        Entry(.historyLeft, "{1} removed {2} from the group {3}.", "{1} hat {2} aus der Gruppe {3} entfernt."),
        Entry(.historyRoleDefined, "{1} defined the role {2}.", "{1} hat die Rolle {2} festgelegt."),
        Entry(.historyRoleChanged, "{1} changed the role {2}.", "{1} hat die Rolle {2} geändert."),
        Entry(
            .historyRoleRenamed, "{1} changed the role {2}, which is called {3} now.",
            "{1} hat die Rolle {2} geändert, die jetzt {3} heißt."),
        Entry(.historyRoleRetired, "{1} retired the role {2}.", "{1} hat die Rolle {2} stillgelegt."),
        Entry(.historyRoleReinstated, "{1} reinstated the role {2}.", "{1} hat die Rolle {2} wieder eingeführt."),
        Entry(
            .historyRoleDeleted, "{1} deleted a role of the company.", "{1} hat eine Rolle der Firma gelöscht."),
        Entry(.historyReset, "{1} reset the password of {2}.", "{1} hat das Passwort von {2} zurückgesetzt."),
        Entry(.historyPassword, "{1} changed the password of {2}.", "{1} hat das Passwort von {2} geändert."),
        Entry(.historyFirstSignIn, "{1} signed in for the first time.", "{1} hat sich zum ersten Mal angemeldet."),
        Entry(.historySessions, "{1} ended all sessions of {2}.", "{1} hat alle Sitzungen von {2} beendet."),
        Entry(.historySession, "{1} ended a session of {2}.", "{1} hat eine Sitzung von {2} beendet."),
        Entry(.historyToken, "{1} issued the token {2} for {3}.", "{1} hat das Token {2} für {3} ausgestellt."),
        Entry(.historyLockout, "{1} lifted the pause of {2}.", "{1} hat die Wartezeit von {2} aufgehoben."),
        Entry(
            .historyRecovery,
            "{1} had a code for a new password sent to {2}.",
            "{1} hat {2} einen Code für ein neues Passwort senden lassen."),
        Entry(.historyRecovered, "{1} recovered the account of {2}.", "{1} hat das Konto von {2} wiedererlangt."),
        Entry(
            .historyFactor,
            "{1} set up a second factor of {2}.",
            "{1} hat einen zweiten Faktor von {2} eingerichtet."),
        Entry(
            .historyFactorRemoved,
            "{1} removed the second factor of {2}.",
            "{1} hat den zweiten Faktor von {2} entfernt."),
        Entry(.historyRefused, "{1} was refused: {2}", "{1} wurde etwas verweigert: {2}"),
        Entry(.historyRefusedTimes, "{1} was refused {3} times: {2}", "{1} wurde {3}-mal etwas verweigert: {2}"),
    ]
}
