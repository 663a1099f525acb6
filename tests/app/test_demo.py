"""`make demo`: invented requests fill an empty folder, all marked as such, and never a second time."""

from pathlib import Path

import pytest

from bot.app.opening import open_store
from bot.app.settings import read_configuration
from bot.store.accounts import Accounts
from bot.store.backlog import Backlog
from bot.store.cases import Cases
from tests.stubs import demo_cases


async def test_the_demonstration_is_full_and_says_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_cases, "OPEN", 25)
    monkeypatch.setattr(demo_cases, "CLOSED", 10)
    monkeypatch.setattr(demo_cases, "DAYS", 2)
    folder = tmp_path / "demo"
    said = await demo_cases.fill(folder, "http://127.0.0.1:1")
    assert sum("/staff/invitation/" in line for line in said) == 4
    assert "filled already" in (await demo_cases.fill(folder, ""))[0]
    store = await open_store(read_configuration({"BOT_DATA_DIR": str(folder)}).settings)
    try:
        cases = Cases(store.link, store.seal, store.installation)
        backlog = Backlog(cases)
        await backlog.catch_up()
        assert len(backlog) == 25
        found = await cases.read(head.id for head in backlog)
        marks = tuple(demo_cases.MARK.values())
        assert all(one.referral.words.startswith(marks) and one.referral.consent for one in found.values())
        everybody = await Accounts(store.link, store.seal, store.installation).all()
        assert everybody and all(account.name.startswith("Demo") for account in everybody)
    finally:
        await store.close()
