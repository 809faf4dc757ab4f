"""The example server over a folder of its own, and requests to it as any program can send them."""

import http.client
import re
import socket
import subprocess
import tempfile
import time
import urllib.parse

PASSWORD = "Analytical-1843"


def check(holds, what, *more):
    """Ends the run, saying why, unless something holds."""
    if not holds:
        raise SystemExit("  " + " ".join(str(part) for part in (what, *more)))


class Host:
    """A process of the server. Browsers reach it at `localhost`, where they keep `Secure` cookies without TLS."""

    def __init__(self, program):
        self.folder = tempfile.TemporaryDirectory()
        said = subprocess.run(
            [program, "enroll", self.folder.name, "--company", "Contoso", "--name", "Ada Lovelace",
             "--email", "ada@contoso.example"], check=True, capture_output=True, text=True).stdout
        self.temporary = re.search(r" with (\S+) before ", said).group(1)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.origin = f"http://localhost:{self.port}"
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [program, "serve", self.folder.name, "--port", str(self.port)],
            stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + 60
        while not self.is_ready():
            check(self.process.poll() is None and time.monotonic() < deadline, "the server does not start:", self.said())
            time.sleep(0.05)

    def is_ready(self):
        try:
            return self.ask("GET", "/readyz").status == 200
        except OSError:
            return False

    def said(self):
        """Everything that the server has written to its log."""
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def ask(self, method, target, form=None, headers=None):
        """The answer to one request, which follows no redirection; its `text` is the body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Accept-Language": "en", **(headers or {})}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, target, body, sent)
        answer = connection.getresponse()
        answer.text = answer.read().decode(errors="replace")
        connection.close()
        return answer

    def end(self):
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()
