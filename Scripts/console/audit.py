"""What holds on every page, whichever flow comes to it."""

import re

from host import check

# WCAG 2.2 AA and what axe-core adds as good practice.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "rules": {"target-size": {"enabled": True}}}
# What depends on the colors alone; the rest of a page in the dark is the same page.
COLORS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# Which rules are tried in which way: with keys alone a page is that of the wide screen, and without scripts axe-core cannot run.
LOOKS = {"wide": ("wide", RULES), "keys": ("wide", RULES), "phone": ("phone", RULES), "dark": ("dark", COLORS), "plain": ("plain", None)}

AXE = """
const [rules, done] = arguments;
axe.run(document, {...rules, preload: false, resultTypes: ['violations']}).then(found => done(found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary.replace(/\\s+/g, ' ')}`))), error => done([String(error)]));
"""

OVERFLOW = """
const width = document.documentElement.clientWidth;
if (document.scrollingElement.scrollWidth <= width) return null;
const wide = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > width + 1);
return wide.slice(-1).map(one => one.outerHTML.slice(0, 160))[0] || 'the page';
"""


class Audit:
    """Looks at each kind of page once for each way of looking at it."""

    def __init__(self, axe):
        with open(axe, encoding="utf-8") as file:
            self.axe = file.read()
        self.kinds = set()
        self.found = []

    def of(self, way):
        """The audit in one way of looking: a width, a color scheme."""
        way, rules = LOOKS[way]
        return lambda browser: self.look(browser, way, rules)

    def look(self, browser, way, rules):
        path = browser.address.split("?")[0]
        if not path.startswith("/console"):
            return
        shape = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", path)
        notice = browser.driver.execute_script("const found = document.querySelector('.notice'); return found && found.className")
        step = browser.read("[aria-current=step]")
        kind = (way, shape, browser.heading if "*" not in shape else "", notice, step)
        if kind in self.kinds:
            return
        self.kinds.add(kind)
        check(browser.driver.title and browser.driver.execute_script("return document.documentElement.lang"),
              path, "has no title or no language")
        wide = browser.driver.execute_script(OVERFLOW)
        if wide:
            self.found.append(f"{way}: {path} must be scrolled sideways: {wide}")
        if rules:
            browser.driver.execute_script(self.axe)
            for violation in browser.driver.execute_async_script(AXE, rules):
                self.found.append(f"{way}: {path}: {violation}")

    def report(self):
        """Says what was found since the last time, and whether there was something."""
        found, self.found = dict.fromkeys(self.found), []
        for one in found:
            print("  " + one)
        return bool(found)
