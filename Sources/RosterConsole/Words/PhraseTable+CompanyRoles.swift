extension PhraseTable {
    static let companyRoles: [Entry] = [
        // Roles of the company
        Entry(.companyRoles, "Roles of the company", "Rollen der Firma"),
        Entry(
            .companyRolesText,
            "Jobs that the roles below do not describe. Each combines permissions and roles that exist.",
            "Aufgaben, die von den Rollen unten nicht beschrieben werden. Jede verbindet vorhandene Berechtigungen und Rollen."
        ),
        Entry(.noCompanyRoles, "The company has no role of its own.", "Die Firma hat keine eigene Rolle."),
        Entry(.stateTitle, "State", "Stand"),
        Entry(.inUse, "in use", "in Gebrauch"),
        Entry(.roleIsRetired, "retired", "stillgelegt"),
        Entry(.deletedRole, "a deleted role", "eine gelöschte Rolle"),
        Entry(.definedBy, "Defined", "Festgelegt"),
        Entry(.roleTitle, "Title", "Titel"),
        Entry(.roleDescriptionHint, "What the role is for.", "Wozu die Rolle dient."),
        Entry(
            .roleGrantsText,
            "The permissions that you may put into a role. What changes who has access stays with the built-in roles.",
            "Die Berechtigungen, die Sie in eine Rolle aufnehmen dürfen. Was ändert, wer Zugang hat, bleibt den eingebauten Rollen vorbehalten."
        ),
        Entry(
            .noPermissionOffered, "There is no permission that you may put into a role.",
            "Es gibt keine Berechtigung, die Sie in eine Rolle aufnehmen dürfen."),
        Entry(.chosenOf, "{1}: {2} of {3} chosen", "{1}: {2} von {3} gewählt"),
        Entry(
            .roleIncludesText, "Holders have everything that these roles grant, and count as their holders.",
            "Wer die Rolle hat, darf alles, was diese Rollen gewähren, und zählt zu denen, die sie haben."),
        Entry(.whereHeld, "Where it can be held", "Wo sie gelten kann"),
        Entry(
            .whereHeldText, "At most where all that it contains can be held.",
            "Höchstens dort, wo alles gelten kann, was sie enthält."),
        Entry(.heldForCompany, "For the whole company only", "Nur für die ganze Firma"),
        Entry(
            .heldAtKinds, "For the whole company, or at places of these kinds:",
            "Für die ganze Firma oder an Orten dieser Art:"),
        Entry(.chooseKind, "Choose at least one kind of place.", "Wählen Sie mindestens eine Art von Orten."),
        Entry(
            .heldAt, "For the whole company, or at places of the kind {1}",
            "Für die ganze Firma oder an Orten der Art {1}"),
        Entry(.heldAnywhere, "For the whole company, or at any place", "Für die ganze Firma oder an jedem Ort"),
        Entry(.guestsMayHold, "Guests may have it, too", "Auch Gäste dürfen sie haben"),
        Entry(
            .whoMayGiveText,
            "Only holders of these roles give it, if they may give all that it contains. Choose none for all who may.",
            "Nur wer eine dieser Rollen hat, vergibt sie, und nur, wenn er alles vergeben darf, was sie enthält. Wählen Sie keine, damit alle es tun, die es dürfen."
        ),
        Entry(
            .whoMayGiveAlways, "Holders of {1} give it in any case.",
            "Wer die Rolle {1} hat, vergibt sie in jedem Fall."),
        Entry(.allWhoMayGive, "all who may give what it contains", "alle, die vergeben dürfen, was sie enthält"),
        Entry(
            .roleTooLarge, "A role may have at most {1} permissions of its own, and name at most {2} other roles.",
            "Eine Rolle darf höchstens {1} eigene Berechtigungen haben und höchstens {2} andere Rollen nennen."),
        Entry(.defineRole, "Define a role", "Rolle festlegen"),
        Entry(
            .defineRoleText, "You see the whole role before it is defined.",
            "Sie sehen die ganze Rolle, bevor sie festgelegt wird."),
        Entry(
            .defineRoleReview, "Nothing has happened yet. Once it is defined, the role can be given at once.",
            "Noch ist nichts geschehen. Sobald sie festgelegt ist, lässt sich die Rolle vergeben."),
        Entry(.changeRole, "Change the role", "Rolle ändern"),
        Entry(
            .changeRoleText, "You see what differs, and how many people have the role, before it is changed.",
            "Sie sehen, was sich unterscheidet und wie viele Personen die Rolle haben, bevor sie geändert wird."),
        Entry(
            .changeRoleReview, "Nothing has happened yet. The change is in force for every holder at once.",
            "Noch ist nichts geschehen. Die Änderung gilt sofort für alle, die die Rolle haben."),
        Entry(.difference, "What differs", "Was sich unterscheidet"),
        Entry(.nothingDiffers, "Nothing differs.", "Es gibt keinen Unterschied."),
        Entry(.now, "Now", "Jetzt"),
        Entry(.afterwards, "Afterwards", "Danach"),
        Entry(.andKept, "and {1} that stay", "und {1}, die bleiben"),
        Entry(.reachesNone, "No one has the role now.", "Niemand hat die Rolle jetzt."),
        Entry(.reachesOne, "One person has the role now.", "Eine Person hat die Rolle jetzt."),
        Entry(.reachesMany, "{1} people have the role now.", "{1} Personen haben die Rolle jetzt."),
        Entry(.reachesMore, "More than {1} people have the role now.", "Mehr als {1} Personen haben die Rolle jetzt."),
        Entry(.retireRole, "Retire the role", "Rolle stilllegen"),
        Entry(
            .retireRoleText,
            "Its holders keep it. It can no longer be given, asked for or included. It can be reinstated.",
            "Wer sie hat, behält sie. Sie lässt sich nicht mehr vergeben, erbitten oder aufnehmen. Sie lässt sich wieder einführen."
        ),
        Entry(.reinstateRole, "Reinstate the role", "Rolle wieder einführen"),
        Entry(.reinstateRoleText, "The role can be given again.", "Die Rolle lässt sich wieder vergeben."),
        Entry(.deleteRole, "Delete the role", "Rolle löschen"),
        Entry(
            .deleteRoleText,
            "The role is gone, and its title is free. That cannot be taken back. No one may have it, and no other role may include it.",
            "Die Rolle ist dann weg und ihr Titel frei. Das lässt sich nicht zurücknehmen. Niemand darf sie haben und keine andere Rolle sie enthalten."
        ),
        Entry(.toldRoleDefined, "The role is defined.", "Die Rolle ist festgelegt."),
        Entry(.toldRoleChanged, "The role was changed.", "Die Rolle wurde geändert."),
        Entry(.toldRoleRetired, "The role is retired.", "Die Rolle ist stillgelegt."),
        Entry(.toldRoleReinstated, "The role can be given again.", "Die Rolle lässt sich wieder vergeben."),
        Entry(.toldRoleDeleted, "The role was deleted.", "Die Rolle wurde gelöscht."),
    ]
}
