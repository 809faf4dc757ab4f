"""What people do with the console, step by step, in two browsers at a time."""

import base64
import hashlib
import hmac
import time

from host import PASSWORD, check

ADA = "ada@contoso.example"
SECOND = "katherine@contoso.example"


def code(key, moment=None):
    """What an authenticator app shows (RFC 6238): six digits for thirty seconds."""
    key = key.replace(" ", "").upper()
    secret = base64.b32decode(key + "=" * (-len(key) % 8))
    counter = int((moment or time.time()) // 30)
    digest = hmac.new(secret, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start:start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def sign_in(browser, name, password=PASSWORD):
    browser.open("/sign-in")
    browser.fill("User name or email address", name)
    browser.fill("Password", password)
    browser.press("Sign in")


def choose_password(browser, temporary, password=PASSWORD):
    """The forced change: nothing else is open until then."""
    check(browser.heading == "Choose a password of your own", "a temporary password leads to", browser.heading)
    browser.open("/account")
    check(browser.address.split("?")[0] == "/console/password", "before the first change", browser.address, "is open")
    browser.fill("Temporary password", temporary)
    browser.fill("New password", password)
    browser.fill("New password again", password)
    browser.press("Change the password")
    browser.shows("Your password was changed.")


def open_person(admin, name):
    """The page of a person, by the menu and the search."""
    admin.follow("User management")
    admin.fill("Search", name)
    admin.press("Find")
    admin.follow(name)
    check(admin.heading == name, "the link of", name, "leads to", admin.heading)


def create(admin, name, address, roles=()):
    """The page's steps 1 to 8; gives the temporary password, which no page shows again."""
    admin.follow("User management")
    admin.follow("Add user")
    admin.follow("Create new users")
    admin.fill("Full name", name)
    admin.fill("Email address", address)
    admin.press("Continue")
    for role in roles:
        admin.tick(role)
    admin.press("Continue")
    admin.shows(name, address)
    admin.press("Add")
    admin.shows(f"{name} was added.", "It is shown once")
    user_name, temporary = admin.read_all(".secret")
    check(user_name == address, "the sign-in information names", user_name)
    check(admin.copies("Temporary password") in (temporary, None), "the button copies something else than", temporary)
    return temporary


def is_gone(admin, temporary, name):
    """The sign-in information is gone after a reload, and does not come back with the button for going back."""
    admin.reload()
    admin.lacks(temporary)
    admin.follow("User management")
    admin.back()
    admin.lacks(temporary)
    admin.driver.forward()
    admin.open("/users")
    admin.lacks(temporary)


def find_administrators(admin, name):
    """Filtering on Global admin, as the page says, and by a name and a status."""
    admin.follow("User management")
    admin.choose("Role", "Global admin")
    admin.press("Find")
    check("Ada Lovelace" in admin.text and name not in admin.read("table"), "the filter on Global admin finds", admin.text)
    admin.follow("Clear")
    admin.fill("Search", name)
    admin.choose("Status", "Active")
    admin.press("Find")
    check(admin.read_all("tbody th a") == [name], "the search finds", admin.read_all("tbody th a"))
    admin.fill("Search", "not to be found")
    admin.press("Find")
    check(not admin.read("table") and admin.read(".empty"), "a search that finds no one shows", admin.text)


def ask_and_grant(admin, person, name, role):
    person.follow("My account")
    person.follow("Ask for a role")
    person.tick(role)
    person.fill("Reason", "I read the reports.")
    person.press("Send the request")
    person.shows("Your request was sent", role)
    admin.follow("Requests")
    admin.shows(name, role, "I read the reports.")
    admin.unfold("Granting adds", near=name)
    admin.press("Grant", near=name)
    admin.shows("The request was granted.")
    person.follow("My account")
    check(role in person.text and "wait for an answer" not in person.text, "what was granted is not shown:", person.text)


def define_role(admin, person, name):
    """A role of the company: defined, given, changed with its reach told beforehand, and retired."""
    title = name.split()[0] + "’s desk"
    admin.follow("Roles")
    admin.follow("Define a role")
    admin.fill("Title", title)
    admin.tick("View pricing and offers")
    admin.press("Continue")
    admin.shows("Nothing has happened yet", title, "View pricing and offers")
    admin.press("Define a role")
    admin.shows("The role is defined.")
    role = admin.address.removeprefix("/console").split("?")[0]
    open_person(admin, name)
    admin.follow("Roles", near="Sessions")
    admin.tick(title)
    admin.press("Give roles")
    person.follow("What I may do")
    person.shows("View pricing and offers")
    admin.open(role)
    admin.follow("Change the role")
    admin.tick("Use billing")
    admin.press("Continue")
    admin.shows("One person has the role now.", "Use billing", "and 1 that stay")
    admin.press("Change the role")
    admin.shows("The role was changed.")
    admin.follow("Retire the role")
    admin.shows("Its holders keep it.")
    admin.press("Retire the role")
    admin.shows("The role is retired.")


def block(admin, person, name):
    """The other browser is thrown out at its next click."""
    open_person(admin, name)
    admin.follow("Block")
    admin.shows("All sessions end at once")
    admin.press("Block")
    admin.shows("The account is blocked.")
    person.follow("What I may do")
    check(person.heading == "Sign in", "after a block, a click leads to", person.heading)
    person.fill("User name or email address", name.split()[0].lower() + "@contoso.example")
    person.fill("Password", PASSWORD)
    person.press("Sign in")
    check(person.heading == "Sign in" and person.notice, "a blocked account can be signed in to:", person.text)
    admin.follow("Unblock")
    admin.press("Unblock")
    admin.shows("The account is unblocked.")


def reset(admin, person, name, address):
    """The former password stops working, and a temporary one leads to the forced change."""
    sign_in(person, address)
    check(person.heading == "My account", "an account that was unblocked leads to", person.heading)
    admin.follow("Reset the password")
    admin.press("Reset the password")
    admin.shows(f"The password of {name} was reset.")
    temporary = admin.read_all(".secret")[1]
    is_gone(admin, temporary, name)
    person.follow("What I may do")
    check(person.heading == "Sign in", "after a reset, a click leads to", person.heading)
    sign_in(person, address)
    check(person.heading == "Sign in" and person.notice, "the former password works after a reset:", person.text)
    sign_in(person, address, temporary)
    choose_password(person, temporary, PASSWORD + "-2")


def second_factor(person, address):
    """Set up with an app, and asked for at the next sign-in; the key and the codes are shown once."""
    person.follow("My account")
    person.follow("Sessions and security")
    person.follow("Set up a second factor")
    person.press("Show the key")
    check(person.driver.execute_script("return document.querySelector('svg.qr path').getBBox().width") > 20, "no QR code")
    key = person.read(".secret")
    person.fill("Code that the app shows now", "000000")
    person.press("Confirm")
    check(person.read("p.wrong"), "a wrong code is taken:", person.text)
    person.lacks(key)
    person.fill("Code that the app shows now", code(key))
    person.press("Confirm")
    codes = person.read_all(".secret")
    check(len(codes) >= 8, "there are", len(codes), "recovery codes")
    person.follow("I have kept them")
    person.press("Sign out")
    sign_in(person, address, PASSWORD + "-2")
    check(person.heading == "Second factor", "signing in with a second factor leads to", person.heading)
    person.open("/account")
    check(person.heading == "Second factor", "without the second factor, one sees", person.heading)
    person.fill("Code", codes[0])
    person.press("Continue")
    check(person.heading == "My account", "a recovery code leads to", person.heading)
    person.press("Sign out")
    sign_in(person, address, PASSWORD + "-2")
    person.fill("Code", codes[0])
    person.press("Continue")
    check(person.read("p.wrong"), "a recovery code works twice:", person.text)
    # The code of the first sign-in cannot be shown twice, so the app's next one is.
    person.fill("Code", code(key, time.time() + 30))
    person.press("Continue")
    check(person.heading == "My account", "the app's code leads to", person.heading)


def conflict(admin, other, name):
    """Two administrators change one account: the later one is told of both states, and nothing is overwritten."""
    other.press("Sign out")
    sign_in(other, SECOND)
    open_person(admin, name)
    open_person(other, name)
    first, second = name + " the First", name + " the Second"
    admin.fill("Full name", first)
    admin.press("Save")
    admin.shows("Saved.")
    other.fill("Full name", second)
    other.press("Save")
    check("problem" in other.driver.find_element("css selector", ".notice").get_attribute("class"), "no conflict is told")
    check(other.heading == first, "a later change overwrites:", other.heading)
    other.shows("What you had typed", second, "Ada Lovelace")
    other.fill("Full name", second)
    other.press("Save")
    check(other.heading == second, "after the conflict was told, saving shows", other.heading)


def main_flow(admin, person, name, role):
    """Everything above, with one administrator and one person."""
    address = name.split()[0].lower() + "@contoso.example"
    sign_in(admin, ADA)
    temporary = create(admin, name, address, roles=["Billing admin"])
    is_gone(admin, temporary, name)
    sign_in(person, address, temporary)
    choose_password(person, temporary)
    find_administrators(admin, name)
    ask_and_grant(admin, person, name, role)
    define_role(admin, person, name)
    block(admin, person, name)
    reset(admin, person, name, address)
    second_factor(person, address)
    conflict(admin, person, name)
