"""Every kind of page that the console has, so that the audit sees each of them."""

import flows
from host import check

PAGES = ["/users", "/users/add", "/users/add/new", "/users/add/existing", "/users/add/guests", "/users/add/service",
         "/users/import", "/letters", "/requests", "/roles", "/company-roles/define", "/roles/global_admin", "/groups", "/invitations", "/record", "/company", "/account",
         "/account/access", "/account/roles", "/account/security", "/password", "/second-factor/enroll"]
PERSON = ["", "/roles", "/access", "/sessions", "/history", "/do/reset", "/do/block", "/do/address", "/do/delete",
          "/do/end-sessions", "/do/lift-lockout"]


def strangers(browser):
    """The pages for those who have not signed in, also when something is wrong."""
    for path in ("/sign-in", "/invitation", "/password/forgotten", "/password/recover"):
        browser.open(path)
    browser.fill("User name or email address", flows.ADA)
    browser.fill("Code from the message", "ABCD-EFGH")
    browser.fill("New password", "short")
    browser.fill("New password again", "short")
    browser.press("Change the password")
    flows.sign_in(browser, flows.ADA, "Wrong-Password-1")
    browser.open("/password/forgotten")
    browser.fill("User name or email address", "unknown@contoso.example")
    browser.press("Mail me a code")


def administrators(browser):
    """Lists, forms, answers to what is wrong, and what cannot be seen."""
    flows.sign_in(browser, flows.ADA)
    for path in PAGES + ["/nothing"]:
        browser.open(path)
    browser.open("/account/access?permission=partner/customers/manage")
    check("No." in browser.notice, "why-not says", browser.notice)
    browser.open("/account/access?permission=partner/users/manage")
    check("Yes." in browser.notice, "why says", browser.notice)
    browser.open("/users?q=not-to-be-found")
    browser.open("/users/add/new")
    browser.fill("Full name", "Lin Clark")
    browser.fill("Email address", flows.ADA)
    browser.press("Continue")
    check(browser.read("p.wrong"), "a name that is taken is added:", browser.text)
    browser.open("/account/roles")
    browser.press("Send the request")
    check(browser.notice, "a request for nothing is sent")


def others(browser):
    """Groups, invitations, services with their tokens, several people at once."""
    browser.open("/groups")
    browser.fill("Name", "Night shift")
    browser.fill("Description", "Those who are called at night")
    browser.press("Add group")
    check(browser.heading == "Night shift", "adding a group leads to", browser.heading)
    browser.open("/groups")
    browser.open("/users/add/guests")
    browser.fill("Email addresses", "kim@fabrikam.example")
    browser.press("Continue")
    browser.press("Continue")
    browser.press("Invite")
    browser.follow("kim")
    invited = browser.address.removeprefix("/console")
    for action in ("resend", "revoke"):
        browser.open(f"{invited}/do/{action}")
    browser.open("/invitations")
    browser.open("/users/add/service")
    browser.fill("Name of the service", "Nightly job")
    browser.fill("User name", "nightly-job")
    browser.press("Continue")
    browser.press("Continue")
    browser.press("Add")
    browser.fill("What it is for", "The nightly job")
    browser.press("Issue a token")
    token = browser.read(".secret")
    check(len(token) > 20, "no token is shown")
    check(browser.copies("The nightly job") == token, "the button copies something else than the token")
    browser.driver.refresh()
    browser.open("/users")
    browser.lacks(token)


def table(browser):
    """Users from a table: what is wrong with it is told with its place, nothing happens before the review, and each gets a password."""
    browser.open("/users/import")
    browser.fill("Table", "name,address\nBarbara Liskov,barbara(at)contoso.example")
    browser.press("Review")
    check(browser.notice.startswith("Line 2, column 16"), "an address that is none is told as", browser.notice)
    browser.fill("Table", "name,address,roles\nBarbara Liskov,barbara@contoso.example,report_viewer\nAda,ada@contoso.example,")
    browser.press("Review")
    browser.shows("Nothing has happened yet", "Barbara Liskov", "Report viewer")
    browser.press("Create these users")
    name, password = browser.read_all(".secret")
    check(name == "barbara@contoso.example", "the table leads to the user name", name)
    browser.shows("refused")
    check(browser.copies("Temporary password, Barbara Liskov (barbara@contoso.example)") == password, "the button copies something else than the password")
    flows.is_gone(browser, password, "Barbara Liskov")
    browser.open("/users?q=barbara")
    browser.shows("Barbara Liskov")


def person(browser, name):
    """The pages of one person, and what is done to several at once."""
    flows.open_person(browser, name)
    path = browser.address.removeprefix("/console").split("?")[0]
    for tab in PERSON:
        browser.open(path + tab)
    browser.open(path + "/access?permission=partner/customers/manage")
    browser.open("/users?q=" + name.split()[0])
    browser.tick("Select " + name)
    browser.press("Give roles")
    browser.shows(name)
    browser.press("Give roles")
    check(browser.notice, "nothing is said of giving no role")
    browser.open("/users?q=" + name.split()[0])
    browser.tick("Select " + name)
    browser.press("Block")
    browser.press("Block")
    browser.open("/users?q=" + name.split()[0])
    browser.tick("Select " + name)
    browser.press("Unblock")
    browser.press("Unblock")
    browser.open(path + "/do/delete")
    browser.press("Delete")
    browser.open(path + "/do/purge")
    browser.open(path + "/do/restore")
    browser.press("Restore")


def german(browser):
    """The second language has the same structure; two pages show that it has no other faults."""
    browser.driver.execute_cdp_cmd("Network.enable", {})
    browser.driver.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {"Accept-Language": "de"}})
    browser.open("/users")
    check(browser.heading == "Benutzerverwaltung", "German is not spoken:", browser.heading)
    check(browser.driver.execute_script("return document.documentElement.lang") == "de", "the page names another language")
    browser.open("/users/add")
    browser.driver.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {"Accept-Language": "en"}})
    browser.open("/users")
