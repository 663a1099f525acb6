"""`make demo-telegram` in small: the real service, a stub of Telegram, and what stands on the phone."""

from pathlib import Path

import pytest

from tests.service import CACHE
from tests.stubs.demo import Service, TelegramPhone, settled
from tests.waiting import until


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """What the tests have learned already, so that the service need not learn it again."""
    (tmp_path / "cache").symlink_to(CACHE)
    return tmp_path


async def test_a_person_asks_is_answered_and_leaves_no_trace(cache: Path) -> None:
    phone = TelegramPhone()
    service = Service(await phone.start() | {"BOT_TELEGRAM_PER_SECOND": "30"}, cache)
    phone.stub.strict_pace = True
    try:
        phone.hook = await service.start()
        await phone.says("/start")
        await settled(phone, [])
        assert phone.screen() and phone.screen()[-1][1], "a greeting with choices"
        before = phone.screen()
        await phone.taps(before[-1][1][1])
        await settled(phone, before)
        assert phone.screen() != before
        assert all(phone.stub.tap_ids.values()), "the tap was answered"
        for text in ("/menu", "/idioma") * 3:  # somebody in a hurry; at Telegram's pace, nothing is refused
            await phone.says(text)
        await until(lambda: len(phone.stub.made("sendMessage")) >= 7)
        before = phone.screen()
        await phone.says("salir")
        await settled(phone, before)
        assert len(phone.screen()) == 1
        assert len(phone.stub.screen(phone.person)) == 1, "what the person wrote is gone too"
        log = service.log.read_text()
        assert phone.stub.token not in log and "salir" not in log
    finally:
        await service.stop()
        await phone.stop()
    assert phone.broken_rules() == []
    assert not [call for call in phone.stub.calls if call.status == 429], "never faster than Telegram allows"
    assert phone.stub.webhook["url"].endswith("/hooks/telegram")
    assert len({code for what, code in phone.stub.profile if what == "commands"}) >= 3
