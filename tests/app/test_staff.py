"""`bot staff` and the link for the first account, as an operator meets them."""

import re
import shutil
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.app.conftest import Bot, Start, is_refused
from tests.library.conftest import Tree
from tests.service import ROOT

LINK = re.compile(r"http://127\.0\.0\.1:\d+/staff/invitation/[A-Za-z0-9_-]{43}")


@pytest.fixture
def real_roles(tmp_path: Path, small: Tree) -> dict[str, str]:
    """The small tree with the roles of the real one."""
    content = tmp_path / "content"
    shutil.copytree(small.content, content)
    shutil.copy(ROOT / "content/roles.yaml", content / "roles.yaml")
    return {"BOT_CONTENT_DIR": str(content)}


def test_the_link_for_the_first_account_is_printed_until_there_is_one(start: Start, bot: Bot) -> None:
    service = start()
    first = LINK.findall(service.log.read_text())
    assert len(first) == 1
    with urllib.request.urlopen(first[0], timeout=20) as page:
        assert page.status == 200 and b'name="name"' in page.read()
    service.stop()
    service = start()
    assert LINK.findall(service.log.read_text())[-1].rpartition("/")[2] == first[0].rpartition("/")[2]


def test_accounts_are_added_listed_reset_and_stopped_beside_a_running_service(
    start: Start, bot: Bot, real_roles: dict[str, str]
) -> None:
    service = start(**real_roles)
    added = bot("staff", "add", "Ana R.", "--role", "caseworker", **real_roles)
    assert added.returncode == 0 and LINK.search(added.stdout), added.stderr
    assert bot("staff", "list", **real_roles).stdout == "Ana R.\tcaseworker\t-\t-\tinvited\tnever\n"
    again = bot("staff", "reset", "ana r.", **real_roles)
    assert LINK.search(again.stdout) and again.stdout != added.stdout
    token = added.stdout.strip().rpartition("/")[2]
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{service.port}/staff/invitation/{token}", timeout=20)
        raise AssertionError("the link before is dead")
    except urllib.error.HTTPError as gone:
        assert gone.code == 410
    assert bot("staff", "disable", "Ana R.", **real_roles).returncode == 0
    assert "\tdisabled\t" in bot("staff", "list", **real_roles).stdout
    assert service.ready()["ready"]


def test_wrong_use_is_told(bot: Bot, real_roles: dict[str, str]) -> None:
    is_refused(bot("staff", "add", "Ana R.", **real_roles), 2, "add needs --role")
    is_refused(bot("staff", "add", "Ana R.", "--role", "vewer", **real_roles), 2, "did you mean viewer")
    is_refused(
        bot("staff", "add", "Ana", "--role", "viewer", "--office", "nowhere", **real_roles), 2, "no office nowhere"
    )
    is_refused(bot("staff", "add", "<b>", "--role", "viewer", **real_roles), 2, "a name has 2 to 60")
    is_refused(bot("staff", "add", "Ana", "--role", "viewer", "--lanes", "gbv", **real_roles), 2, "no sealed lanes")
    is_refused(bot("staff", "reset", "Nobody", **real_roles), 2, "no account with this name")
    is_refused(bot("staff", "reset", **real_roles), 2, "name the account")
    is_refused(bot("staff", "list", "Ana", **real_roles), 2, "list takes nothing more")
    is_refused(bot("staff", "cook", **real_roles), 2)
