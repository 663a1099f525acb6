"""A whole bridge in the standard library: a terminal stands in for the messenger. docs/bridge.md explains it.

Start it beside the service, with the same secret that BOT_BRIDGES names:

    BRIDGE_SECRET=a-secret-of-16-or-more BRIDGE_HOOK=http://127.0.0.1:8080/hooks/bridge/terminal \
        python deploy/examples/bridge.py
"""

import hashlib
import hmac
import json
import os
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = os.environ["BRIDGE_SECRET"].encode()
HOOK = os.environ["BRIDGE_HOOK"]
PORT = int(os.environ.get("BRIDGE_PORT", "8090"))
PERSON = "terminal"  # a real bridge has many, each with an address that never changes
choices: list[str] = []  # what the last reply offered
shown: set[str] = set()  # a reply may come twice; its id says so


def sign(body: bytes) -> str:
    return "sha256=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest()


class Callback(BaseHTTPRequestHandler):
    """Where the service posts its replies."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        genuine = hmac.compare_digest(self.headers.get("X-Signature-256", ""), sign(body))
        if genuine:
            show(json.loads(body))
        self.send_response(200 if genuine else 403)  # 410: the person left; 429 or 5xx: send it again later
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: what people read is in no log."""


def show(reply: dict) -> None:
    if reply["id"] in shown:
        return
    shown.add(reply["id"])
    choices[:] = [choice["id"] for choice in reply["choices"]]
    lines = [f"{number}. {choice['label']}" for number, choice in enumerate(reply["choices"], 1)]
    print("\n" + "\n".join([reply["text"], *lines]), flush=True)


def post(message: dict) -> None:
    """Sends until the service has it: anything but 200 means that it has not."""
    body = json.dumps({"id": str(uuid.uuid4()), "from": PERSON, **message}).encode()
    request = urllib.request.Request(HOOK, body, {"Content-Type": "application/json", "X-Signature-256": sign(body)})
    while True:
        try:
            urllib.request.urlopen(request, timeout=10).close()
            return
        except urllib.error.HTTPError as error:
            if error.code < 500 and error.code not in (408, 429):  # our mistake: the same again cannot help
                sys.exit(f"the service refused the message: {error.code}")
        except OSError:
            pass
        time.sleep(2)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", PORT), Callback)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    post({"text": "/start"})
    for line in sys.stdin:
        said = line.strip()
        if said.isdecimal() and 0 < int(said) <= len(choices):
            post({"choice": choices[int(said) - 1]})
        elif said:
            post({"text": said})
