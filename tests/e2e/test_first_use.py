"""The promise of the README, kept in a real browser against the real service on its own Redis."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.service import Receiver, Service

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    receiver = Receiver()
    running = Service(tmp_path_factory.mktemp("farol"), receiver, {})
    running.start()
    yield running
    running.stop()
    receiver.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(service: Service, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="es-MX")  # type: ignore[arg-type]
    opened = context.new_page()
    opened.goto(f"http://127.0.0.1:{service.port}/")
    yield opened
    context.close()


def write(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")


def test_a_person_who_needs_a_bed_in_tijuana_is_told_where(page: Page, tmp_path: Path) -> None:
    write(page, "necesito donde dormir en tijuana")
    expect(page.get_by_role("log")).to_contain_text("Esto encontré en Tijuana", timeout=5_000)
    page.screenshot(path=tmp_path / "tijuana.png")
    page.get_by_role("button", name="Está lleno").click()
    expect(page.get_by_role("log")).to_contain_text("Si el albergue está lleno")


def test_creole_is_answered_in_creole(page: Page) -> None:
    write(page, "mwen bezwen yon kote pou m dòmi aswè a")
    expect(page.get_by_role("log")).to_contain_text("Nan ki vil ou ye", timeout=5_000)


def test_what_was_said_survives_a_restart_of_the_service(page: Page, service: Service) -> None:
    write(page, "quiero pedir asilo")
    expect(page.get_by_role("log")).to_contain_text("COMAR", timeout=5_000)
    service.kill()
    service.start()
    write(page, "atras")
    expect(page.get_by_role("log")).to_contain_text("¿Qué necesitas?", timeout=20_000)
