#!/usr/bin/env bash
# Each check has been seen to fail: in a copy of the package one offender after another is planted, and the check that should
# find it must go red, for that reason. With `--all` also those whose checks have to build something.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "every check goes red on an offender"

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
tar -cf - --exclude='.git' --exclude='.build*' --exclude='.swiftpm' --exclude='*.roster' . | tar -xf - -C "$copy"
unset ROSTER_SCRATCH ROSTER_BUILT # the copy builds in itself

# green CHECK: what is not green to begin with proves nothing by being red.
green() {
    local out
    if ! out=$("$copy/Scripts/$1" 2>&1 </dev/null); then
        printf '%s\n' "$out"
        broken "$1 is red before anything was planted"
    fi
}

# red CHECK REASON: the check must fail in the copy, and give the reason.
red() {
    local out
    if out=$("$copy/Scripts/$1" 2>&1 </dev/null); then
        offense "$1 stays green: $2"
    elif [[ $out != *"$2"* ]]; then
        offense "$1 is red, but does not say: $2"
        printf '%s\n' "$out" | tail -n 20
    else
        printf '  %s: %s\n' "$1" "$2"
    fi
}

# plant CHECK REASON FILE TEXT: adds lines to a file, or makes it, and takes them away again.
plant() {
    local check=$1 reason=$2 file=$copy/$3 text=$4
    local kept=$copy.kept
    if [[ -e $file ]]; then cp -p "$file" "$kept"; fi
    printf '%b\n' "$text" >>"$file"
    red "$check" "$reason"
    if [[ -e $kept ]]; then mv "$kept" "$file"; else rm "$file"; fi
}

# alter CHECK REASON FILE FROM TO: replaces a text that must be there, and puts it back.
alter() {
    local check=$1 reason=$2 file=$copy/$3 content
    content=$(<"$file")
    [[ $content == *"$4"* ]] || broken "$3 does not hold: $4"
    printf '%s\n' "${content/"$4"/"$5"}" >"$file"
    red "$check" "$reason"
    printf '%s\n' "$content" >"$file"
}

domain=Sources/RosterDomain/Users/Planted.swift

green check-format.sh
plant check-format.sh "[Spacing]" $domain "let planted=1"
plant check-format.sh "[NeverForceUnwrap]" $domain "let planted = Int(\"1\")!"
plant check-format.sh "[Indentation]" Tests/RosterTests/Planted.swift "func planted() {\n  print(1)\n}"

green check-imports.sh
plant check-imports.sh "imports Foundation: the domain imports nothing" $domain "import Foundation"
plant check-imports.sh "imports Foundation: requests and answers import" Sources/RosterWeb/Planted.swift "import Foundation"
plant check-imports.sh "imports Synchronization: the domain imports nothing" $domain "import Synchronization"
plant check-imports.sh "imports Foundation: the domain imports nothing" Sources/RosterDomain/Access/Planted.swift \
    "@_exported public import struct Foundation.Date"
plant check-imports.sh "imports RosterDomain: the JSON reader" Sources/RosterJSON/Planted.swift "import RosterDomain"
plant check-imports.sh "imports Roster: QR codes" Sources/RosterQRCode/Planted.swift "import Roster"
plant check-imports.sh "imports Foundation: tables" Sources/RosterTables/Planted.swift "import Foundation"
plant check-imports.sh "imports Foundation: the console" Sources/RosterConsole/Planted.swift "import Foundation"
plant check-imports.sh "imports CommonCrypto: digests import" Sources/RosterDigests/Planted.swift "import CommonCrypto"
plant check-imports.sh "imports RosterPorts: the built-in catalog" Sources/RosterPartnerCenter/Planted.swift \
    "import RosterPorts"
plant check-imports.sh "imports RosterPartnerCenter: the umbrella" Sources/Roster/Planted.swift \
    "@_exported public import RosterPartnerCenter"
plant check-imports.sh "imports RosterUseCases: ports import domain, JSON and digests only" Sources/RosterPorts/Planted.swift \
    "public import RosterUseCases"
plant check-imports.sh "imports RosterAdapters: use cases" Sources/RosterUseCases/Planted.swift "import RosterAdapters"
plant check-imports.sh "imports Foundation: use cases" Sources/RosterUseCases/Tenant+AddUser.swift "import Foundation"
plant check-imports.sh "imports RosterUseCases: adapters" Sources/RosterAdapters/Mail/Planted.swift "  import RosterUseCases"
plant check-imports.sh "imports RosterStore: the adapter on PostgreSQL" Sources/RosterPostgreSQL/Planted.swift \
    "internal import RosterStore"
plant check-imports.sh "imports RosterDomain: the store's engine" Sources/RosterStore/Journal/Planted.swift \
    "internal import RosterDomain"
plant check-imports.sh "imports Testing: the contracts" Sources/RosterPortTesting/Planted.swift "import Testing"
plant check-imports.sh "the umbrella has no code of its own" Sources/Roster/Exports.swift "public let planted = 1"
plant check-imports.sh "tests use what is public" Tests/RosterTests/Planted.swift "@testable import Roster"
plant check-imports.sh "the package has no dependencies" Package.swift \
    "package.dependencies = [.package(path: \"../other\")]"
plant check-imports.sh "no unsafe flags" Package.swift "let planted = SwiftSetting.unsafeFlags([\"-Ounchecked\"])"
plant check-imports.sh "does not look at the machine" Package.swift "let planted = Context.environment"
plant check-imports.sh "try!" $domain "let planted = try! FullName(\"Ada\")"
plant check-imports.sh "a forced value" $domain "let planted = [1].first!"
plant check-imports.sh "a failure that stops the process" $domain "func planted() -> Never { fatalError(\"no\") }"
plant check-imports.sh "@unchecked" $domain "final class Planted: @unchecked Sendable {}"
plant check-imports.sh "nonisolated(unsafe)" $domain "nonisolated(unsafe) var planted = 1"
plant check-imports.sh "a rule switched off" $domain "// swift-format-ignore\nlet planted = 1"

green check-names.sh
plant check-names.sh "\`Actor\` is a name of Swift" $domain "public struct Actor: Sendable {}"
plant check-names.sh "\`Router\` is a name of Hummingbird, VaporExports" $domain \
    "#if os(Linux)\n    @frozen public enum Router<Context>: Sendable {}\n#endif"
plant check-names.sh "\`RosterPorts\` is a name of a module of ours" $domain "public typealias RosterPorts = Int"

green check-text.sh
plant check-text.sh "the path of a machine" $domain "// see /""home/ada/notes"
plant check-text.sh "a tab" $domain "\tlet planted = 1"
plant check-text.sh "a blank at the end" README.md "planted "
plant check-text.sh "a carriage return" README.md "planted\r"
plant check-text.sh "a loose end" $domain "// TO""DO: plant"
plant check-text.sh "is not spelled as in America" README.md "It is author""ised."
plant check-text.sh "is not spelled as in America" $domain "let neigh""bourColor = 1"
plant check-text.sh "is not spelled as in America" $domain "func can""cellingTask() {}"
alter check-text.sh "does not name the license" LICENSE "Apache License" "Permit"
alter check-text.sh "does not name the license" README.md "Apache License 2.0" "MIT License"

green check-readme.sh
plant check-readme.sh "have drifted apart" README.md "\`\`\`swift\nprint(1)\n\`\`\`"
alter check-readme.sh "have drifted apart" README.md "tenant.permits(grace" "tenant.allows(grace"
alter check-readme.sh "have drifted apart" Tests/RosterTests/ReadmeSnippetTests.swift "UserID(bits: 42)" "UserID(bits: 43)"

plant check-readme.sh "there is no PlantedTests" README.md "Held by \`PlantedTests\`."

promises=Sources/RosterAdapters/RosterAdapters.docc/FileDirectoryPromises.md
green check-promises.sh
plant check-promises.sh "there is no PlantedTests" $promises "Held by \`PlantedTests\`."
plant check-promises.sh "says \"does what was never tried\"" $promises "Held by \`JournalTests\` \"does what was never tried\"."
plant check-promises.sh "there is no Scripts/check-planted-promises.sh" $promises "See \`Scripts/check-planted-promises.sh\`."
alter check-promises.sh "23 points of 24 are answered" $promises "| 23 | clocks |" "| clocks |"

green check-recipes.sh
plant check-recipes.sh "adding a condition touches 3 files, not 2" $domain "// opportunityWon"
row=$(grep -F "| a verb | \`RemoveRoles\` |" CONTRIBUTING.md)
alter check-recipes.sh "files, more than 1" CONTRIBUTING.md "$row" "${row% 9 |} 1 |"

if [[ ${1:-} == --all ]]; then
    plant check-docs.sh "Planted.planted: is not documented" $domain \
        "/// A case without a word.\npublic enum Planted: Sendable {\n    case planted\n}"
    plant check-docs.sh "adds public members to types of others" $domain \
        "extension Int {\n    /// A member without a reason.\n    public var planted: Int { 1 }\n}"
    plant check-docs.sh "Planted" Sources/RosterDomain/RosterDomain.docc/EmailAddresses.md "See \`\`Planted\`\`."
    plant check-build.sh "was never used" $domain "func planted() {\n    let unused = 1\n}"
    plant check-build.sh "RosterUseCases" Sources/RosterAdapters/Mail/Planted.swift "import RosterUseCases"
    alter check-counts.sh "the counts are not zero" Sources/RosterDomain/Access/AccessTable+Check.swift \
        "return UserEntry(bits: UserIndex(users).place(of: user.key).entry).permits(number)" \
        "return [UInt64](repeating: number, count: Int(number) + 1).contains { number in UserEntry(bits: UserIndex(users).place(of: user.key).entry).permits(number) }"
    alter check-decisions.sh "does not answer as it should" Sources/RosterDomain/Access/Table/UserEntry.swift \
        "self.bits & Self.codeMask == Self.activeCode" "self.bits & Self.codeMask <= 1"
    if "$copy/Scripts/check-cedar.sh" 1000 2>&1 </dev/null | grep -q skipped; then
        printf '  check-cedar.sh: skipped, cedarpy cannot be installed here\n'
    else
        # A fault that the definition and the table share, and one in what Cedar is told of groups.
        alter check-cedar.sh "Roster otherwise" Sources/RosterDomain/Roles/Role.swift \
            "case .members: affiliation == .member" "case .members: true"
        alter check-cedar.sh "Roster otherwise" Tests/RosterTableTrial/compare_cedar.py \
            "[(\"Group\", group) for group in user[\"groups\"]]" "[]"
    fi
    alter check-fuzz.sh "does not hold" Sources/RosterAdapters/Catalogs/CatalogDecoder.swift \
        "precondition(!findings.isEmpty" "precondition(findings.isEmpty"
    alter check-fuzz.sh "is not read in order" Sources/RosterSCIM/Filters/FilterReader.swift \
        "guard self.position <= self.bytes.count else" "guard self.position <= self.bytes.count + 1 else"
    alter check-crashes.sh "what was acknowledged did not survive" Sources/RosterStore/Disk/SystemFile.swift \
        "_ = try checked(\"fdatasync\") { fdatasync(self.number) }" "_ = self.number"
    alter check-csv.sh "files are read otherwise" Sources/RosterTables/DelimitedReader.swift \
        "guard self.rest.first == \"\\\"\" else { return String(text) }" \
        "guard self.rest.first == \"\\\"\", text.isEmpty else { return String(text) }"
    green check-mail.sh
    alter check-mail.sh "a line that begins with a dot" Sources/RosterAdapters/Mail/MailMessage.swift \
        "byte == UInt8(ascii: \".\") ||" "byte == 0 ||"
    alter check-mail.sh "which could pass for an address" Sources/RosterAdapters/Mail/MailHeader.swift \
        "guard !person.rawValue.canPassForAddress else" "guard person.rawValue.isEmpty == false else"
    green check-slapd.sh
    alter check-slapd.sh "they do not agree" Sources/RosterDomain/Passwords/FailureCount.swift \
        "unchecked: 10, firstPause: .seconds(60)" "unchecked: 9, firstPause: .seconds(60)"
    green check-secrets.sh
    alter check-secrets.sh "a password is in output" Tests/RosterSecretsTrial/SecretsTrial.swift \
        "dump(Password(password))" "print(password)"
    alter check-examples.sh "passes a control character on" Examples/Support/Shown.swift \
        "if scalar.movesOrTurns &&" "if scalar == \"x\" &&"
    green check-examples.sh
    alter check-examples.sh "an unknown scenario is no failure" Examples/Main.swift "exit(status: 1)" "exit(status: 0)"
    if has_sqlite; then
        # What an adapter outside needs must be public, and the contract must look at it.
        alter check-outside.sh "cannot find 'UserPager' in scope" Sources/RosterDomain/Directory/UserPager.swift \
            "public struct UserPager" "package struct UserPager"
        alter check-outside.sh "the adapter breaks a promise" \
            Tests/OutsideAdapter/Sources/SQLiteUserDirectory/SQLiteDirectory.swift \
            "guard try precondition.holds(in: tables) else" "guard try precondition.holds(in: tables) || true else"
    else
        printf '  check-outside.sh: skipped, there is no sqlite3.h here\n'
    fi
    if has_server_packages; then
        alter check-server.sh "a foreign page can block a user" Sources/RosterWeb/SessionCookie.swift \
            "sites == [\"same-origin\"] ||" "sites == [\"cross-site\"] || sites == [\"same-origin\"] ||"
        alter check-server.sh "a client can say from where it comes" Sources/RosterWeb/WebOrigin.swift "hops.last {" "hops.first {"
        alter check-server.sh "keeps the connection" Examples/Server/Sources/RosterHummingbird/HTTP1Rules.swift \
            "self.endsConnection = isOld ||" "self.endsConnection ="
        alter check-server.sh "TLS 1.1 is spoken" Examples/Server/Sources/RosterServer/Serve.swift \
            "minimumTLSVersion = .tlsv12" "minimumTLSVersion = .tlsv1"
        alter check-server.sh "a block is not seen by the other process" \
            Examples/Server/Sources/RosterHummingbird/TenantService.swift "try await self.tenant.run()" \
            "try await Task.sleep(for: .seconds(3_600))"
    else
        printf '  check-server.sh: skipped, its packages are out of reach\n'
    fi
    if [[ -n $(type -P python3) ]] && python3 -m pip index versions schemathesis >/dev/null 2>&1 &&
        has_server_packages; then
        alter check-openapi.sh "is not as described" Sources/RosterWeb/API/WebView.swift \
            "(\"version\", .number(user.version))" "(\"version\", .text(\"new\"))"
    else
        printf '  check-openapi.sh: skipped, schemathesis is out of reach\n'
    fi
    if [[ -n $(type -P chromedriver) ]] && python3 -m pip index versions axe-playwright-python >/dev/null 2>&1 &&
        has_server_packages; then
        # A label that people see and programs do not, colors that are hard to tell apart, and a page that others can frame.
        alter check-console.sh "label: <input" Sources/RosterConsole/Page/Fields.swift \
            "Tag.label(.for(\"field-\\(self.id)\")) { self.label }" "Tag.label { self.label }"
        alter check-console.sh "color-contrast: <" Sources/RosterConsole/Page/StyleSheet+Text.swift \
            "--soft: #535b6b" "--soft: #8a90a0"
        alter check-console.sh "can be framed" Sources/RosterConsole/Visit/PageHeaders.swift \
            "response.headers[\"X-Frame-Options\"] = \"DENY\"" "response.headers[\"X-Frame-Options\"] = nil"
    else
        printf '  check-console.sh: skipped, it lacks Chromium, axe-core or the packages of the server\n'
    fi
    if [[ -n $(type -P python3) ]] && python3 -m pip index versions scim2-tester >/dev/null 2>&1 &&
        has_server_packages; then
        alter check-scim.sh "scim2-tester: ERROR" Sources/RosterSCIM/Service/SCIMService.swift \
            "if allowed.contains(method) { return }" "if allowed.contains(method) || true { return }"
    else
        printf '  check-scim.sh: skipped, the suites or the packages of the server are out of reach\n'
    fi
    if has_postgresql; then
        alter check-postgresql.sh "break a promise" Sources/RosterPostgreSQL/Directory/CommitTransaction.swift \
            "guard holds else" "guard holds || true else"
        alter check-moving.sh "the target is at revision" Sources/RosterUseCases/Moving/HistoryCopy.swift \
            "guard former <= last else" "guard former <= last || true else"
    else
        printf '  check-postgresql.sh and check-moving.sh: skipped, there is no PostgreSQL here\n'
    fi
    # A file of the store that others could use is refused by the store itself.
    alter check-examples.sh "can be used by others than its owner" Sources/RosterStore/Disk/PrivateFolder+Opening.swift \
        "setMode(0o600)" "setMode(0o644)"
    alter check-examples.sh "others can read contoso.jsonl" Examples/Store/StoreExport.swift "posixPermissions: 0o600" \
        "posixPermissions: 0o644"
fi
finish
