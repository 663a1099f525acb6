"""A whole request: asked in Creole on a stand-in platform, answered in a browser in Spanish, closed, and confirmed."""

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.app.opening import open_store
from bot.app.settings import read_configuration
from bot.console.totp import code_at
from bot.store.accounts import Accounts
from tests.browser import CHROMIUM, FLAGS
from tests.service import Receiver, Service

NAME, PASSWORD, SECRET = "Ana Luz", "four quiet herons by the river", b"twenty bytes of key!"
PERSON = "creole-1"


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> Iterator[Service]:
    running = Service(tmp_path_factory.mktemp("farol"), receiver, {})
    asyncio.run(add_account(running.environment))
    running.start()
    yield running
    running.stop()


async def add_account(environment: dict[str, str]) -> None:
    """Somebody of the Tijuana office, with a password and a second factor."""
    store = await open_store(read_configuration(environment).settings)
    try:
        accounts, now = Accounts(store.link, store.seal, store.installation), int(time.time())
        account = await accounts.add(NAME, "caseworker", "tijuana", (), now)
        token = await accounts.invite(account, now)
        account = await accounts.take_up(token, PasswordHasher().hash(PASSWORD), "", now)
        await accounts.set_second_factor(account, SECRET, 1)
    finally:
        await store.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


class Chat:
    """The person's side."""

    def __init__(self, service: Service, receiver: Receiver) -> None:
        self.service, self.receiver, self.number = service, receiver, 0

    def says(self, text: str = "", **what: Any) -> str:
        """What comes back, all of it, in one piece."""
        self.number += 1
        before = len(self.receiver.of(PERSON))
        said = {"text": text} if text else what
        self.service.keeps({"id": f"m{self.number}", "from": PERSON, **said})
        return self.hears(before)

    def hears(self, before: int, seconds: float = 30.0) -> str:
        until = time.monotonic() + seconds
        while len(self.receiver.of(PERSON)) <= before:
            assert time.monotonic() < until, "nothing came"
            time.sleep(0.05)
        time.sleep(0.4)
        return "\n".join(reply["text"] for reply in self.receiver.of(PERSON)[before:])


def sign_in(page: Page, service: Service) -> None:
    page.goto(f"http://127.0.0.1:{service.port}/staff/queue")
    page.get_by_label("Nombre").fill(NAME)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.locator("#f-code").fill(code_at(SECRET, int(time.time()) // 30))
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.wait_for_url("**/staff/queue")


def test_a_request_from_the_chat_to_closing_and_back(
    service: Service, receiver: Receiver, browser: Browser, tmp_path: Path
) -> None:
    chat = Chat(service, receiver)
    chat.says("m bezwen travay")
    chat.says(choice="action.person")
    assert "Èske w dakò" in chat.says(choice="ask:employment")
    chat.says("wi")
    for answer in ("Jwenn travay", "Tijuana", "Mwen pou kont mwen", "Nenpòt lè", "sote", "Mwen konn fè chapant"):
        last = chat.says(answer)
    assert "Èske m voye l" in last
    code = re.search(r"[2-9A-Z]{3}-[2-9A-Z]{4}", chat.says("voye"))
    assert code

    page = browser.new_context(locale="es-MX").new_page()
    page.set_default_timeout(30_000)
    sign_in(page, service)
    expect(page.get_by_role("link", name="Trabajo")).to_be_visible(timeout=20_000)
    page.get_by_label("Buscar por clave privada").fill(code[0])
    page.get_by_label("Buscar por clave privada").press("Enter")
    page.wait_for_url("**/staff/cases/**")
    expect(page.locator("main")).to_contain_text("Mwen konn fè chapant")
    expect(page.locator("main")).to_contain_text("Tijuana")
    page.get_by_role("button", name="Tomar").first.click()
    expect(page.locator("main")).to_contain_text("La tomó")

    before = len(receiver.of(PERSON))
    page.locator("details.ready > summary").click()
    page.get_by_role("link", name=re.compile("Usar.*Saludo")).click()
    expect(page.locator("#f-text")).to_have_value(re.compile("^Bonjou"))
    page.get_by_role("button", name="Enviar", exact=True).click()
    told = chat.hears(before)
    assert "Bonjou. Mwen se yon moun nan ekip la" in told and NAME not in told

    chat.says("wi, mwen ka ekri")
    expect(page.locator("#talk")).to_contain_text("wi, mwen ka ekri", timeout=20_000)
    page.screenshot(path=tmp_path / "case.png", full_page=True)
    page.reload()
    page.get_by_role("button", name="Atendimos a la persona").first.click()
    expect(page.locator("main")).to_contain_text("Atendimos a la persona")
    before = len(receiver.of(PERSON))
    page.locator("summary", has_text=re.compile("^Cerrar$")).click()
    page.locator("#m-close").select_option("done")
    page.get_by_role("button", name="Cerrar", exact=True).click()
    expect(page.locator(".case-lead")).to_contain_text("Cerrada", timeout=20_000)
    until = time.monotonic() + 40
    while not any("helped:yes" in str(reply["choices"]) for reply in receiver.of(PERSON)[before:]):
        assert time.monotonic() < until, "the person was not asked whether they were helped"
        time.sleep(0.2)
    chat.says("wi")
    page.goto(page.url)
    expect(page.locator("main")).to_contain_text("Recibió ayuda", timeout=20_000)
