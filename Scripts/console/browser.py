"""A headless Chromium that is used as a person uses it: by the texts on the page, with the pointer or with keys alone."""

import time

from selenium import webdriver
from selenium.common.exceptions import JavascriptException, WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from host import check

# Finds what a person would: a link or a button by its text, a field or a box by its label; `near` is a text in the same row or panel.
# What is seen comes before what is folded away.
FIND = """
const [kind, text, near] = arguments;
const said = element => (element.innerText || element.textContent).replace(/\\s+/g, ' ').trim();
const matches = element => said(element) === text || kind === 'box' && said(element).startsWith(text + ' ');
const around = element => element.closest('tr, .role, section, form, fieldset, nav');
let unseen = null;
const selector = {link: 'a', button: 'button', field: 'label', box: 'label', more: 'summary'}[kind];
for (const found of document.querySelectorAll(selector)) {
    if (!(kind === 'more' ? said(found).startsWith(text) : matches(found))) continue;
    let part = around(found);
    while (near && part && !said(part).includes(near)) part = part.parentElement && around(part.parentElement);
    if (near && !part) continue;
    const control = ['link', 'button', 'more'].includes(kind) ? found : found.control;
    if (!control || found !== control && (kind === 'box') !== ['checkbox', 'radio'].includes(control.type)) continue;
    if (control.checkVisibility()) return control;
    unseen ||= control;
}
return unseen;
"""

# What unfolds the part of the page in which an element is folded away, or the menu; nothing for one that is seen.
FOLD = """
if (arguments[0].checkVisibility()) return null;
const folded = arguments[0].closest('details:not([open])') || document.querySelector('header.site details:not([open])');
return folded && folded.querySelector('summary');
"""

# How many times the tabulator must be pressed at least to come to an element, as far as the page tells.
DISTANCE = """
const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(one =>
    !one.disabled && one.tabIndex >= 0 && one.type !== 'hidden' && (one.type !== 'radio' || one.checked) && one.checkVisibility());
return stops.indexOf(arguments[0]) - stops.indexOf(document.activeElement);
"""

# How the element that has the focus looks: whether the ring is drawn, and whether something else covers it.
FOCUS = """
const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
const top = document.elementFromPoint(box.x + Math.min(box.width / 2, 40), box.y + Math.min(box.height / 2, 10));
return {
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: box.bottom > 0 && box.top < innerHeight && (!top || element.contains(top) || top.contains(element)),
};
"""


class Browser:
    """One Chromium with a profile of its own."""

    def __init__(self, origin, audit, width=1280, height=900, dark=False, keys=False, scripts=True):
        options = Options()
        # As root, in a container with little shared memory.
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=en-US",
                         f"--window-size={width},{height}"):
            options.add_argument(argument)
        preferences = {"intl.accept_languages": "en-US,en", "credentials_enable_service": False}
        if not scripts:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", preferences)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_page_load_timeout(60)
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
        if dark:
            self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
                "features": [{"name": "prefers-color-scheme", "value": "dark"}]})
        self.driver.execute_cdp_cmd("Browser.grantPermissions", {
            "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "origin": origin})
        self.origin, self.audit, self.keys, self.scripts = origin, audit, keys, scripts
        self.addresses = []

    # Going to pages

    def open(self, path):
        """Opens a page beneath the console, as a person who types its address."""
        self.driver.get(self.origin + "/console" + path)
        self.arrived()

    def following(self, act):
        """Does something that leads to another page, and waits for it."""
        self.driver.execute_script("window.left = true")
        act()
        deadline = time.monotonic() + 30
        while True:
            try:
                if self.driver.execute_script("return !window.left && document.readyState === 'complete'"):
                    break
            except (JavascriptException, WebDriverException):
                pass  # between two pages
            check(time.monotonic() < deadline, "no other page comes after", self.heading, "at", self.address)
            time.sleep(0.02)
        self.arrived()

    def arrived(self):
        self.addresses.append(self.driver.current_url)
        for entry in self.driver.get_log("browser"):
            # The status of a refused form is told here, too, which is no mistake.
            if entry["level"] != "DEBUG" and "Failed to load resource" not in entry["message"]:
                raise SystemExit(f"  {self.address}: the browser complains: {entry['message']}")
        self.audit(self)

    @property
    def runs_scripts(self):
        """Whether a page's own scripts run here, tried on one that has some."""
        self.driver.get("data:text/html,<title>off</title><script>document.title = 'on'</script>")
        return self.driver.title == "on"

    @property
    def address(self):
        return self.driver.current_url.removeprefix(self.origin)

    @property
    def heading(self):
        return self.read("h1")

    @property
    def notice(self):
        return self.read(".notice")

    @property
    def text(self):
        return self.driver.execute_script("return document.body.innerText")

    def read(self, selector):
        """The text of the first element of a kind; empty if there is none."""
        return self.driver.execute_script(
            "const found = document.querySelector(arguments[0]); return found ? found.innerText.trim() : ''", selector)

    def read_all(self, selector):
        return self.driver.execute_script(
            "return [...document.querySelectorAll(arguments[0])].map(found => found.innerText.trim())", selector)

    def shows(self, *texts):
        for text in texts:
            check(text in self.text, "the page", self.address, "does not say", repr(text), "but:\n" + self.text[:1500])

    def lacks(self, *texts):
        source = self.driver.page_source
        for text in texts:
            check(text not in source, "the page", self.address, "holds", repr(text))

    # Using them

    def find(self, kind, text, near=None):
        found = self.driver.execute_script(FIND, kind, text, near)
        check(found is not None, "there is no", kind, repr(text), "on", self.address, "which says:\n" + self.text[:1500])
        fold = self.driver.execute_script(FOLD, found)
        if fold:
            self.activate(fold, Keys.ENTER)
            check(self.driver.execute_script("return arguments[0].checkVisibility()", found), repr(text), "stays folded away")
        return found

    def follow(self, text, near=None):
        link = self.find("link", text, near)
        self.following(lambda: self.activate(link, Keys.ENTER))

    def press(self, text, near=None):
        button = self.find("button", text, near)
        self.following(lambda: self.activate(button, Keys.ENTER))

    def fill(self, label, text, near=None):
        field = self.find("field", label, near)
        if self.keys:
            self.move_to(field)
            ActionChains(self.driver).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).send_keys(text).perform()
        else:
            field.clear()
            field.send_keys(text)

    def tick(self, label, near=None):
        self.activate(self.find("box", label, near), Keys.SPACE)

    def choose(self, label, option):
        field = self.find("field", label)
        if self.keys:
            self.move_to(field)
            self.send(option)
        else:
            field.find_element("xpath", f"option[normalize-space()='{option}']").click()
        chosen = self.driver.execute_script("return arguments[0].selectedOptions[0].text", field)
        check(chosen == option, label, "shows", chosen, "and not", option)

    def unfold(self, text, near=None):
        self.activate(self.find("more", text, near), Keys.ENTER)

    def copies(self, name):
        """What the button copies, once the page says that it has; nothing where no button is shown."""
        if not self.scripts:
            shown = [one for one in self.driver.find_elements("css selector", ".copy button") if one.is_displayed()]
            check(not shown, "without scripts there is a button that copies nothing")
            return None
        self.activate(self.find("button", "Copy " + name), Keys.ENTER)
        deadline = time.monotonic() + 5
        while "Copied." not in self.text:
            check(time.monotonic() < deadline, "nothing says that", name, "is copied")
            time.sleep(0.02)
        return self.driver.execute_async_script(
            "navigator.clipboard.readText().then(arguments[0], error => arguments[0]('not readable: ' + error))")

    def activate(self, element, key):
        if self.keys:
            self.move_to(element)
            self.send(key)
        else:
            element.click()

    def send(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def move_to(self, element):
        """Moves the focus with the tabulator alone, and looks at where it has come."""
        # All but the last steps are made at once; a date is a step for each part of it.
        self.send(*[Keys.TAB] * max(0, self.driver.execute_script(DISTANCE, element) - 2))
        for _ in range(400):
            if self.driver.switch_to.active_element == element:
                break
            self.send(Keys.TAB)
        else:
            raise SystemExit(f"  the tabulator does not lead to {element.text!r} on {self.address}")
        focus = self.driver.execute_script(FOCUS)
        check(focus["ring"], "no ring shows that", repr(element.text), "has the focus on", self.address)
        check(focus["seen"], repr(element.text), "is covered when it has the focus on", self.address)

    def reload(self):
        """Loads the page again; a form is sent again."""
        self.driver.refresh()
        self.arrived()

    def back(self):
        self.driver.back()
        time.sleep(0.3)

    def close(self):
        """Ends the browser; one that has ended stays so."""
        driver, self.driver = self.driver, None
        if driver:
            driver.quit()
