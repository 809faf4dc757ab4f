"""Drives headless Chromiums through the console of the example server.

Usage: python3 Scripts/console SERVER AXE [--screenshots FOLDER] [WAY...]: the built program, axe-core as one file, and which ways of
using the console to try. With a folder only the screenshots are taken.
"""

import argparse
import time
from concurrent.futures import ThreadPoolExecutor

import attacks
import flows
import pictures
import tour
from audit import Audit
from browser import Browser
from host import PASSWORD, Host, check

# Each way of using the console, with a person of its own.
WAYS = {
    "wide": ("Grace Hopper", {}),
    "phone": ("Lin Clark", {"width": 390, "height": 844}),
    "dark": ("Mary Jackson", {"dark": True}),
    "keys": ("Annie Easley", {"keys": True}),
    "plain": ("Radia Perlman", {"scripts": False}),
}


def run(program, axe, ways):
    host, audit = Host(program), Audit(axe)
    browsers, begun = [], time.monotonic()

    def browser(way="wide", **more):
        opened = Browser(host.origin, audit.of(way), **more)
        browsers.append(opened)
        return opened

    def step(what):
        print(f"  {what}: done after {time.monotonic() - begun:.0f} s", flush=True)

    def use(way):
        name, how = WAYS[way]
        pair = [browser(way, **how), browser(way, **how)]
        check(pair[0].runs_scripts == (way != "plain"), "scripts are not off")
        flows.main_flow(*pair, name, "Report viewer")
        if way == "wide":
            tour.person(pair[0], name + " the Second")
        for one in pair:
            one.close()
        step(way)

    try:
        ada = browser()
        tour.strangers(ada)
        flows.sign_in(ada, flows.ADA, host.temporary)
        flows.choose_password(ada, host.temporary)
        tour.administrators(ada)
        tour.others(ada)
        tour.table(ada)
        tour.german(ada)
        second = browser()
        temporary = flows.create(ada, "Katherine Johnson", flows.SECOND, ["Global admin"])
        flows.sign_in(second, flows.SECOND, temporary)
        flows.choose_password(second, temporary)
        check(not audit.report(), "pages of the console violate what is asked of all pages")
        step("every page")
        # Two ways at a time, as two pairs of people would: much of the time goes by waiting.
        with ThreadPoolExecutor(2) as pool:
            for used in [pool.submit(use, way) for way in ways]:
                used.result()
        forged(host, ada)
        step("attacks")
        attacks.secrets(host, browsers, [PASSWORD, host.temporary])
        check(not audit.report(), "pages of the console violate what is asked of all pages")
        print(f"  {len(audit.kinds)} kinds of pages, no violation; {sum(len(one.addresses) for one in browsers)} pages opened")
    finally:
        audit.report()
        for opened in browsers:
            opened.close()
        host.end()


def forged(host, ada):
    attacks.every_page(host, tour.PAGES)
    attacks.forgery(host, flows.SECOND)
    attacks.forced_browsing(host, ada)
    attacks.fixation(host)
    attacks.signing_out(host)
    attacks.guessing(host)
    attacks.redirects(host, ada)
    attacks.injection(host, ada)
    attacks.another_site(host, ada)


parser = argparse.ArgumentParser()
parser.add_argument("server")
parser.add_argument("axe")
parser.add_argument("--screenshots")
parser.add_argument("ways", nargs="*", default=list(WAYS))
arguments = parser.parse_args()
if arguments.screenshots:
    pictures.take(arguments.server, arguments.screenshots)
else:
    run(arguments.server, arguments.axe, arguments.ways)
