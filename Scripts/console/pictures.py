"""Screenshots of the main pages, for the README of the example server."""

import base64
import os

import flows
from attacks import Client
from browser import Browser
from host import Host

PEOPLE = [
    ("Grace Hopper", ["billing_admin"]), ("Lin Clark", ["user_management_admin"]), ("Mary Jackson", ["report_viewer"]),
    ("Annie Easley", ["global_admin"]), ("Radia Perlman", ["referrals_admin", "incentives_admin"]),
    ("Katherine Johnson", ["account_admin"]), ("Alan Turing", []), ("Barbara Liskov", ["compliance_admin"]),
    ("Frances Allen", ["referrals_user"]), ("Dorothy Vaughan", ["billing_admin", "report_viewer"]),
]


class Camera:
    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)

    def take(self, browser, name):
        """What the window shows."""
        data = browser.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": False})["data"]
        path = os.path.join(self.folder, name + ".png")
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
        print(f"  {path}: {os.path.getsize(path) / 1000:.0f} kB")


def take(program, folder):
    host, camera = Host(program), Camera(folder)
    window = {"width": 1200, "height": 760}
    browsers = []

    def browser(**how):
        browsers.append(Browser(host.origin, lambda _: None, **{**window, **how}))
        return browsers[-1]

    try:
        ada = browser()
        ada.open("/sign-in")
        camera.take(ada, "sign-in")
        flows.sign_in(ada, flows.ADA, host.temporary)
        flows.choose_password(ada, host.temporary)
        add_people(host)
        administration(ada, camera)
        for name, how in (("dark", {"dark": True}), ("phone", {"width": 390, "height": 780})):
            other = browser(**how)
            flows.sign_in(other, flows.ADA)
            if name == "phone":
                camera.take(other, "users-phone")
            flows.open_person(other, "Grace Hopper")
            camera.take(other, "person-" + name)
    finally:
        for opened in browsers:
            opened.close()
        host.end()


def add_people(host):
    client = Client(host)
    client.sign_in(flows.ADA)
    for name, roles in PEOPLE:
        address = name.lower().replace(" ", ".") + "@contoso.example"
        form = [("form", client.token("/users/add/new")), ("step", "review"), ("full-name", name), ("email", address)]
        client.ask("POST", "/users/add/new", form + [("role", role) for role in roles])


def administration(ada, camera):
    ada.open("/users")
    camera.take(ada, "users")
    ada.follow("Add user")
    camera.take(ada, "add-user")
    ada.follow("Create new users")
    ada.fill("Full name", "Hedy Lamarr")
    ada.fill("Email address", "hedy.lamarr@contoso.example")
    camera.take(ada, "add-user-who")
    ada.press("Continue")
    ada.tick("Billing admin")
    ada.tick("User management admin")
    camera.take(ada, "add-user-roles")
    ada.press("Continue")
    camera.take(ada, "add-user-review")
    ada.press("Add")
    camera.take(ada, "confirmation")
    flows.open_person(ada, "Grace Hopper")
    camera.take(ada, "person")
    for tab in ("Roles", "Access", "Sessions", "Record"):
        ada.follow(tab, near="Details")
        camera.take(ada, "person-" + tab.lower())
    for path in ("roles", "record", "company", "groups", "account", "account/roles", "account/security", "account/access"):
        ada.open("/" + path)
        camera.take(ada, path.replace("/", "-"))
    ada.open("/roles/billing_admin")
    camera.take(ada, "role")
