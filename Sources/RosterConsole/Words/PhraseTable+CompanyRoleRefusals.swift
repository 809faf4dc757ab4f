extension PhraseTable {
    static let companyRoleRefusals: [Entry] = [
        // Why a role of the company was refused
        Entry(
            .refusalNotProvisioned, "This account is not managed by the system that asks.",
            "Dieses Konto wird nicht von dem System verwaltet, das anfragt."),
        Entry(
            .refusalUnknownCompanyRole, "The company has no such role of its own.",
            "Die Firma hat keine solche eigene Rolle."),
        Entry(
            .refusalRoleTitleTaken, "“{1}” is the title of another role, or looks the same.",
            "„{1}“ ist der Titel einer anderen Rolle oder sieht genauso aus."),
        Entry(
            .refusalRoleRetired, "The role {1} is retired: it can be kept, but no longer given.",
            "Die Rolle {1} ist stillgelegt: Sie kann behalten, aber nicht mehr vergeben werden."),
        Entry(
            .refusalCompanyRoleLimit,
            "A company may have {1} roles of its own, retired ones among them. Delete one first.",
            "Eine Firma darf {1} eigene Rollen haben, stillgelegte mitgezählt. Löschen Sie erst eine."),
        Entry(
            .refusalRoleIncluded, "Other roles name the role {1}: {2}. Change those first.",
            "Andere Rollen nennen die Rolle {1}: {2}. Ändern Sie diese zuerst."),
        Entry(
            .refusalMayNotGrant, "You could not give the permission “{1}” to anyone, so you cannot put it into a role.",
            "Sie könnten die Berechtigung „{1}“ niemandem geben und können sie daher in keine Rolle aufnehmen."),
        Entry(
            .refusalCompanyRolesFixed, "This company cannot define roles of its own.",
            "Diese Firma kann keine eigenen Rollen festlegen."),
        Entry(
            .refusalCompanyRoleHeld,
            "The role {1} is still held (users: {2}, groups: {3}). Remove it from them first, or retire it.",
            "Die Rolle {1} ist noch vergeben (Benutzer: {2}, Gruppen: {3}). Entziehen Sie sie zuerst, oder legen Sie sie still."
        ),
        Entry(.roleProblemPermission, "There is no permission “{1}”.", "Es gibt keine Berechtigung „{1}“."),
        Entry(
            .roleProblemReserved, "The permission “{1}” can change who has access, and stays with built-in roles.",
            "Die Berechtigung „{1}“ kann ändern, wer Zugang hat, und bleibt eingebauten Rollen vorbehalten."),
        Entry(
            .roleProblemTooBroad,
            "The permission “{1}” would be granted more freely than by the built-in roles. Include the built-in role instead.",
            "Die Berechtigung „{1}“ würde freier gewährt als durch die eingebauten Rollen. Nehmen Sie stattdessen die eingebaute Rolle auf."
        ),
        Entry(
            .roleProblemBound,
            "The permission “{1}” comes only with built-in roles that must stay apart from others, require other roles, have a maximum number of holders or are held by all. Include the built-in role instead where that is possible.",
            "Die Berechtigung „{1}“ gibt es nur mit eingebauten Rollen, die von anderen getrennt bleiben, andere Rollen voraussetzen, eine Höchstzahl haben oder ohne Zuweisung gelten. Nehmen Sie, wo es geht, stattdessen die eingebaute Rolle auf."
        ),
        Entry(
            .roleProblemTooWide, "The role would be open to more people or places than the roles that grant “{1}”.",
            "Die Rolle stünde mehr Personen oder Orten offen als die Rollen, die „{1}“ gewähren."),
        Entry(
            .roleProblemCondition, "No built-in role knows the condition “{1}”.",
            "Keine eingebaute Rolle kennt die Bedingung „{1}“."),
        Entry(.roleProblemRole, "There is no role “{1}”.", "Es gibt keine Rolle „{1}“."),
        Entry(
            .roleProblemReservedRole, "The role {1} can change who has access, and cannot be part of another one.",
            "Die Rolle {1} kann ändern, wer Zugang hat, und kann kein Teil einer anderen sein."),
        Entry(
            .roleProblemWider, "The role would be open to more people or places than {1}, which it includes.",
            "Die Rolle stünde mehr Personen oder Orten offen als {1}, die sie enthält."),
        Entry(.roleProblemCycle, "The role would include itself: {1}.", "Die Rolle würde sich selbst enthalten: {1}."),
        Entry(
            .roleProblemSeparation, "The role would bring together roles that “{1}” keeps apart.",
            "Die Rolle brächte Rollen zusammen, die „{1}“ getrennt hält."),
        Entry(
            .roleProblemPrograms, "No program offers all that the role contains.",
            "Kein Programm bietet alles an, was die Rolle enthält."),
        Entry(.roleProblemScope, "There is no kind of place “{1}”.", "Es gibt keine Art von Ort „{1}“."),
    ]
}
