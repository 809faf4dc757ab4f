"""Our list after OWASP: what another site, another person or a hostile text must not bring about."""

import html
import http.server
import re
import threading
import urllib.parse

import flows
from host import PASSWORD, check

NAMES = ["<img src=x onerror=planted=1>", "\"><script>planted=1</script>", "' autofocus onfocus='planted=1", "{{7*7}} ${7*7}",
         "</textarea></title><svg onload=planted=1>"]


class Client:
    """A program that signs in and sends what no page of the console would."""

    def __init__(self, host):
        self.host, self.cookies = host, {}

    def ask(self, method, path, form=None, headers=None, cookies=None):
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or self.cookies).items())}
        answer = self.host.ask(method, "/console" + path, form, {**sent, **(headers or {})})
        for field in answer.headers.get_all("Set-Cookie") or []:
            name, value = field.split(";")[0].split("=", 1)
            check("Secure" in field and "HttpOnly" in field and "SameSite=Lax" in field and "Path=/" in field
                  and "Domain" not in field and name.startswith("__Host-"), "a cookie is set as", field)
            self.cookies[name] = value
        return answer

    def token(self, path):
        """The secret of the forms on a page."""
        return re.search(r'name="form" value="([0-9a-f]+)"', self.ask("GET", path).text).group(1)

    def send(self, path, form, page=None, **more):
        return self.ask("POST", path, {"form": self.token(page or path), **form}, **more)

    def sign_in(self, name, password=PASSWORD, **more):
        return self.send("/sign-in", {"name": name, "password": password, **more})


def every_page(host, paths):
    """Header fields of pages, for those who have signed in and for strangers."""
    ada = Client(host)
    ada.sign_in(flows.ADA)
    for client, path in [(ada, path) for path in paths] + [(Client(host), path) for path in paths + ["/sign-in"]]:
        answer = client.ask("GET", path)
        policy = answer.headers["Content-Security-Policy"] or ""
        check(answer.headers["Cache-Control"] == "no-store", path, "may be stored:", answer.headers["Cache-Control"])
        check("default-src 'none'" in policy and "unsafe" not in policy and "script-src" not in policy, path, policy)
        check("frame-ancestors 'none'" in policy and answer.headers["X-Frame-Options"] == "DENY", path, "can be framed")
        check("form-action 'self'" in policy and "base-uri 'none'" in policy, path, "lets forms lead elsewhere:", policy)
        check(answer.headers["X-Content-Type-Options"] == "nosniff", path, "may be taken for something else")
        check(answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), path, "tells others its address")
        check(len(answer.text.encode()) <= 60_000, path, "weighs", len(answer.text.encode()))
        check("<script" not in answer.text and " style=" not in answer.text, path, "has a script or a style of its own")


def forgery(host, victim):
    """Forms without the secret, with another session's, and from another site change nothing."""
    ada, stranger = Client(host), Client(host)
    ada.sign_in(flows.ADA)
    stranger.sign_in(victim)
    path, page = "/account/profile", "/account"
    own = ada.token(page)
    before = ada.ask("GET", page).text
    for form, headers in [
            ({}, {}), ({"form": ""}, {}), ({"form": stranger.token(page)}, {}), ({"form": own[:-1]}, {}),
            ({"form": own}, {"Sec-Fetch-Site": "cross-site"}), ({"form": own}, {"Sec-Fetch-Site": "same-site"}),
            ({"form": own}, {"Origin": "https://evil.example"}), ({"form": own}, {"Origin": "null"})]:
        status = ada.ask("POST", path, {**form, "attribute-title": "Planted"}, headers).status
        check(status == 403, "a form with", form, headers, "is answered with", status)
    check(ada.ask("GET", page).text == before, "a form that was refused has changed something")
    for path in ("/sign-out", "/account/security/end-all", "/requests/answer"):
        check(ada.ask("GET", path).status in (303, 405), "GET", path, "is taken for the form")
    for method in ("PUT", "DELETE", "PATCH"):
        check(ada.ask(method, "/account").status == 405, method, "is answered otherwise than with 405")
    check(ada.ask("GET", "/account").status == 200, "a GET has ended the session")


def fixation(host):
    """A session's cookie is made when it begins and changes with each step; what was there before opens nothing."""
    client = Client(host)
    client.cookies["__Host-session"] = planted = "A" * 43
    client.cookies["__Host-roster-visitor"] = "0" * 32
    check(client.sign_in(flows.ADA).status == 303, "signing in with a planted cookie fails")
    first = client.cookies["__Host-session"]
    check(first != planted, "a planted cookie becomes the session's")
    check(Client(host).ask("GET", "/account", cookies={"__Host-session": planted}).status == 303, "a planted cookie is let in")
    client.sign_in(flows.ADA)
    check(client.cookies["__Host-session"] not in (first, planted), "a second session has the cookie of the first")
    client.send("/sign-out", {}, page="/account")
    second = client.cookies["__Host-session"]
    check(second == "", "signing out leaves the cookie")


def signing_out(host):
    """A copy of the cookie opens nothing once its session has ended."""
    client = Client(host)
    client.sign_in(flows.ADA)
    copy = dict(client.cookies)
    client.send("/sign-out", {}, page="/account")
    check(client.ask("GET", "/account", cookies=copy).status == 303, "the cookie of a session that has ended is let in")


def redirects(host, browser):
    """Signing in leads to a page of the console, whatever the address says."""
    for wanted in ("https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
                   "/../../evil", "/%0d%0aSet-Cookie:%20a=b", "/\r\nSet-Cookie: a=b", " //evil.example", "/\t/evil.example",
                   "/@evil.example", ".evil.example", ":80@evil.example/", "/..//evil.example", "/%2e%2e/evil", "/.%2E/evil"):
        answer = Client(host).sign_in(flows.ADA, next=wanted)
        location = answer.headers["Location"]
        led = urllib.parse.urlsplit(urllib.parse.urljoin(host.origin + "/console/sign-in", location))
        check(answer.status == 303 and f"{led.scheme}://{led.netloc}" == host.origin, repr(wanted), "leads to", location)
        # Browsers read encoded dots as dots.
        path = urllib.parse.urlsplit(urllib.parse.urljoin(host.origin, re.sub("%2e", ".", location, flags=re.I))).path
        check(path.startswith("/console/"), repr(wanted), "leads out of the console to", location)
        check("a=b" not in str(answer.headers.get_all("Set-Cookie")), repr(wanted), "sets a cookie")
    browser.open("/sign-in?next=" + urllib.parse.quote("//evil.example/"))
    browser.fill("User name or email address", flows.ADA)
    browser.fill("Password", PASSWORD)
    browser.press("Sign in")
    check(browser.address == "/console/users", "a planted address leads the browser to", browser.address)


def forced_browsing(host, admin):
    """A person without rights reaches no page of the administrators, and sends none of their forms."""
    address = "alan@contoso.example"
    admin.open("/users")
    temporary = flows.create(admin, "Alan Turing", address)
    admin.follow("To Alan Turing")
    person = admin.address.removeprefix("/console")
    client = Client(host)
    client.sign_in(address, temporary)
    client.send("/password", {"current": temporary, "new": PASSWORD + "-3", "again": PASSWORD + "-3"})
    own = client.token("/account")
    for path in ("/users/add", "/users/add/new", "/record", "/company", "/requests", "/invitations", "/users/bulk?do=block"):
        check(client.ask("GET", path).status == 404, "a person without rights sees", path)
    ada = client.ask("GET", "/users?role=global_admin").text
    ada = "/users/" + re.search(r'/users/([0-9a-f-]{36})">', ada).group(1)
    for path, form in [(ada + "/do/block", {"version": "0"}), (ada + "/do/reset", {"version": "0"}),
                       (person + "/roles/give", {"version": "0", "role": "global_admin"}), ("/company", {"company-name": "Mine"}),
                       ("/groups", {"group-name": "Mine"}), ("/users/bulk", {"do": "delete", "select": ada[7:]}),
                       ("/users/add/new", {"step": "review", "full-name": "X Y", "email": "x@contoso.example"})]:
        status = client.ask("POST", path, {"form": own, **form}).status
        check(status in (403, 404, 409), "a person without rights sends", path, "and is answered with", status)
    check(client.ask("GET", "/company").status == 404, "a person without rights has become an administrator")


def guessing(host):
    """Whether a name is known is not told by the page."""
    answers = []
    for name in (flows.ADA, "unknown@contoso.example"):
        answer = Client(host).sign_in(name, "Wrong-Password-1")
        answers.append((answer.status, answer.text.replace(name, "")))
    shown = [re.sub(r'value="[0-9a-f]{64}"', "", text) for _, text in answers]
    check(answers[0][0] == answers[1][0] and shown[0] == shown[1], "the page tells known names from others")


def injection(host, admin):
    """Texts with markup stay texts on every page that shows them, and nothing of them runs."""
    for number, name in enumerate(NAMES):
        admin.open("/users")
        address = f"markup{number}@contoso.example"
        flows.create(admin, name, address)
        admin.follow(f"To {name}")
        admin.shows(name)
        person = admin.address
        for path in ("", "/roles", "/access", "/sessions", "/history", "/do/block"):
            admin.open(person.removeprefix("/console").split("?")[0] + path)
            runs_nothing(admin, name)
        admin.open("/record?person=" + urllib.parse.quote(address))
        runs_nothing(admin, name)
        for path in ("/users?q=", "/users?role=", "/record?person=", "/account/access?permission=", "/account/access?place=",
                     "/users?told=", "/account/roles?place=", "/users?status=", "/sign-in?next="):
            admin.open(path + urllib.parse.quote(name))
            runs_nothing(admin, name)
    admin.open("/users")
    admin.shows(*NAMES)
    runs_nothing(admin, "the list")


def runs_nothing(browser, what):
    check(browser.driver.execute_script("return typeof planted") == "undefined", what, "runs at", browser.address)
    planted = browser.driver.execute_script("return document.querySelectorAll('img, script, svg[onload], iframe, [onfocus], [onerror]').length")
    check(planted == 0, what, "becomes an element at", browser.address)


class Evil(http.server.BaseHTTPRequestHandler):
    """Pages of another site: one that frames the console, and one that sends its forms."""

    def do_GET(self):
        target = html.escape(self.server.target)
        body = (f'<title>evil</title><form method="post" action="{target}/account/security/end-all"><button>win</button></form>'
                if self.path == "/form" else f'<title>evil</title><iframe src="{target}/sign-in"></iframe>').encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *parts):
        pass


def another_site(host, browser):
    """In a real browser: another site can neither frame a page of the console nor use its session."""
    flows.sign_in(browser, flows.ADA)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Evil)
    server.target = host.origin + "/console"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    driver = browser.driver
    try:
        driver.get(address + "/frame")
        driver.switch_to.frame(0)
        check("Sign in" not in driver.page_source, "another site can frame the console")
        driver.switch_to.default_content()
        driver.get(address + "/form")
        driver.find_element("css selector", "button").click()
        driver.get_log("browser")
        check("All sessions have ended" not in driver.page_source, "another site can send a form of the console")
    finally:
        server.shutdown()
        server.server_close()
    browser.open("/account")
    check(browser.heading == "My account", "another site has ended the session")


def secrets(host, browsers, spoken):
    """No password, code or cookie in an address or in the log of the server."""
    addresses = "\n".join(address for browser in browsers for address in browser.addresses)
    log = host.said()
    for secret in spoken:
        check(secret not in addresses and urllib.parse.quote(secret) not in addresses, "an address holds a secret")
        check(secret not in log, "the log of the server holds a secret")
