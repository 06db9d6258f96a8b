"""The webhook of docs/observability.md: its settings are read, and its check knows requests of a server from others.

usage: observability.py
"""

import base64
import contextlib
import hmac
import http.server
import os
import queue
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

import pages

PAGE = "docs/observability.md"
HERE = Path(__file__).resolve().parent
FOREBAY = os.environ["FOREBAY"]
PATIENCE = 60
# An alert begins when a message is given up.
GIVE_UP = """
f() { "$FOREBAY" "$@" --server "$FOREBAY_ENDPOINT"; }
f queue create orders --dead-letter dead --max-attempts 1 && f queue create dead && f send orders x &&
    f reject orders "$(f receive orders -o name)"
# Until the alert was sent; the other end of it is here.
read -r _
"""


class Hook(http.server.BaseHTTPRequestHandler):
    taken = queue.Queue()

    def do_POST(self):
        self.taken.put((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def hook():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/forebay"
        server.shutdown()


class Webhook(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="forebay-webhook-")))
        self.secret = "whsec_" + base64.b64encode(os.urandom(32)).decode()
        self.file = self.folder / "webhook-secret"
        self.file.write_text(self.secret + "\n", encoding="utf-8")

    def test_settings(self):
        settings = pages.block(PAGE, language="yaml").text
        named = "/etc/forebay/webhook-secret"
        self.assertIn(named, settings)
        path = self.folder / "forebay.yaml"
        path.write_text(settings.replace(named, str(self.file)), encoding="utf-8")
        done = subprocess.run(
            [FOREBAY, "config", "check", "--config", path], capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertEqual(0, done.returncode, done.stderr)

    def test_signature(self):
        headers, body = self.request()
        self.assertTrue(self.genuine(headers, body))
        self.assertFalse(self.genuine(headers, body + b" "))
        self.assertFalse(self.genuine(headers | {"webhook-timestamp": "1"}, body))
        self.secret = "whsec_" + base64.b64encode(os.urandom(32)).decode()
        self.assertFalse(self.genuine(headers, body))

    def request(self):
        """What a server sends."""
        with hook() as url:
            settings = {
                "FOREBAY_ALERTS_WEBHOOK_URL": url,
                "FOREBAY_ALERTS_WEBHOOK_SECRET_FILE": str(self.file),
                "FOREBAY_ALERTS_WEBHOOK_ALLOW_PRIVATE": "true",
            }
            server = subprocess.Popen(
                [HERE / "../with-server", "bash", "-c", GIVE_UP], env=os.environ | settings, stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL)
            try:
                headers, body = Hook.taken.get(timeout=PATIENCE)
            finally:
                server.communicate(b"\n", timeout=PATIENCE)
        # As web servers hand them out.
        return {name.lower(): value for name, value in headers.items()}, body

    def genuine(self, headers, body):
        names = {"base64": base64, "hmac": hmac, "secret": self.secret, "headers": headers, "body": body}
        exec(pages.block(PAGE, language="python").text, names)
        return names["genuine"]


if __name__ == "__main__":
    unittest.main(verbosity=2)
