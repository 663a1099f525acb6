"""S06: nothing that people or platforms name makes us fetch it."""

import json
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from bot.channels.twilio_form import sign as sign_twilio
from tests.conftest import RedisServer
from tests.service import Receiver
from tests.trials.conftest import Start
from tests.trials.test_delivery import sum_tally
from tests.trials.test_hooks import ALL, HOOKS, post
from tests.trials.test_times import whatsapp_body
from tests.waiting import wait_until

SID, TWILIO_TOKEN = "AC0123456789abcdef0123456789abcdef", "a-twilio-token-of-the-tests"


class Trap:
    """Listens, and counts who comes."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.server.getsockname()[1])
        self.came = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            self.came += 1
            connection.close()


@pytest.fixture
def trap() -> Iterator[Trap]:
    found = Trap()
    yield found
    found.server.close()


def test_S06_media_of_any_address_is_never_fetched(start: Start, fresh_redis: RedisServer, trap: Trap) -> None:
    ours = {"BOT_TWILIO_SID": SID, "BOT_TWILIO_TOKEN": TWILIO_TOKEN, "BOT_TWILIO_FROM": "+15005550006"}
    service = start(fresh_redis.url, **ALL, **ours, BOT_TWILIO_API="http://127.0.0.1:9")
    addresses = [
        f"http://127.0.0.1:{trap.port}/a", f"http://localhost:{trap.port}/b", f"http://[::ffff:127.0.0.1]:{trap.port}/",
        f"http://2130706433:{trap.port}/", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd",
        f"http://example.org@127.0.0.1:{trap.port}/", "gopher://127.0.0.1/", "",
    ]  # fmt: skip
    url = f"http://127.0.0.1:{service.port}/hooks/twilio"
    for number, address in enumerate(addresses):
        form = [
            ("MessageSid", f"SM{number}"),
            ("From", f"+52155123456{number:02}"),
            ("To", "+15005550006"),
            ("Body", ""),
        ]
        form += [("NumMedia", "1"), ("MediaUrl0", address), ("MediaContentType0", "audio/ogg")]
        headers = {
            "X-Twilio-Signature": sign_twilio(TWILIO_TOKEN.encode(), url, form).decode(),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        assert post(service, "/hooks/twilio", urlencode(form).encode(), headers)[0] == 200
        media = {"id": "7", "mime_type": "audio/ogg", "url": address, "link": address}
        said = {"from": f"52155000000{number:02}", "id": f"wamid.{number}", "type": "audio", "audio": media}
        body = whatsapp_body(messages=[said])
        path, signed = HOOKS["whatsapp"]
        assert post(service, path, body, signed(body))[0] == 200
        body = json.dumps({"id": f"b{number}", "from": f"b{number}", "media": "voice", "text": address}).encode()
        path, signed = HOOKS["bridge"]
        assert post(service, path, body, signed(body))[0] in (200, 400)
    wait_until(lambda: sum_tally(fresh_redis, "message:voice") >= 2 * len(addresses), "the turns")
    assert trap.came == 0


def test_S06_a_platform_that_sends_us_elsewhere_is_not_followed(
    start: Start, fresh_redis: RedisServer, receiver: Receiver, trap: Trap
) -> None:
    receiver.headers = {"Location": f"http://127.0.0.1:{trap.port}/elsewhere"}
    receiver.faults = ["302", "307", "308"]
    service = start(fresh_redis.url)
    for number in range(4):
        service.keeps({"id": f"m{number}", "from": f"p{number}", "text": "/menu"})
    wait_until(lambda: len(receiver.asked) >= 4, "the posts")
    wait_until(lambda: len(receiver.replies) >= 1, "a reply")
    assert trap.came == 0
