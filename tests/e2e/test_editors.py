"""An editor says at one process that a shelter is full; people read it from others, in the chat and on its page."""

import asyncio
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

from bot.app.opening import open_store
from bot.app.settings import read_configuration
from bot.console.cookies import Cookies
from bot.console.form import PROOF
from bot.library.library import Library
from bot.store.accounts import Accounts
from bot.store.sessions import Sessions
from tests.conftest import RedisServer
from tests.service import KEY, Receiver, Service
from tests.waiting import wait_until

SHELTER, CITY = "shelter-agu-camino-vida", "Aguascalientes"


async def signed_in(environment: dict[str, str]) -> tuple[str, str]:
    """The cookie of an editor's session, and the proof for their forms."""
    store = await open_store(read_configuration(environment).settings)
    try:
        accounts, now = Accounts(store.link, store.seal, store.installation), int(time.time())
        account = await accounts.add("Editor", "editor", "", (), now)
        account = await accounts.take_up(await accounts.invite(account, now), "no password fits this", "", now)
        sessions = Sessions(store.link, store.seal, store.installation)
        token = await sessions.start(account, now, whole=True, browser="a test")
        cookies = Cookies(store.installation.key("staff-forms"), False)
        return f"{cookies.session}={token}", cookies.proof(token)
    finally:
        await store.close()


def test_what_an_editor_says_is_told_by_every_process(
    fresh_redis: RedisServer, tmp_path: Path, library: Library
) -> None:
    receiver = Receiver()
    settings = {"BOT_REDIS_URL": fresh_redis.url, "BOT_SECRET_KEYS": KEY}
    doors = Service(tmp_path / "doors", receiver, settings, "ingress,web")
    worker = Service(tmp_path / "worker", receiver, settings, "worker,sender")
    cookie, proof = asyncio.run(signed_in(doors.environment))
    try:
        doors.start()
        worker.start()
        number = 0

        def chat() -> str:
            nonlocal number
            number += 1
            before = len(receiver.replies)
            doors.keeps({"id": f"m{number}", "from": f"p{number}", "choice": f"city:shelter.find:{CITY}", "lang": "ht"})
            wait_until(lambda: len(receiver.replies) > before + 1, "the answer")
            return "\n".join(reply["text"] for reply in receiver.of(f"p{number}"))

        def page() -> str:
            with urllib.request.urlopen(f"http://127.0.0.1:{doors.port}/ht/place/{SHELTER}") as answer:
                assert answer.headers["Cache-Control"] == "public, no-cache"
                return str(answer.read().decode())

        full = library.phrase("place.mark-full", "ht", when="").partition(":")[0] + ": yo di nou sa jodi a"
        assert full not in chat() and full not in page()
        form = urlencode({PROOF: proof, "place": SHELTER, "what": "full", "next": "/staff/content/places"}).encode()
        asked = urllib.request.Request(
            f"http://127.0.0.1:{doors.port}/staff/content/mark", form, {"Cookie": cookie, "Accept-Language": "es"}
        )
        with urllib.request.urlopen(asked) as answer:
            assert library.phrase("console.done.marked", "es") in answer.read().decode()
        wait_until(lambda: full in page(), "the page of the shelter")
        wait_until(lambda: full in chat(), "the chat")
    finally:
        doors.stop()
        worker.stop()
        receiver.close()
