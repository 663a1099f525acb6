"""The promise of the README, kept in a real browser against the real service on its own Redis."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.service import Receiver, Service

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    receiver = Receiver()
    running = Service(tmp_path_factory.mktemp("farol"), receiver, {})
    running.afresh = True
    running.start()
    yield running
    running.stop()
    receiver.close()


@pytest.fixture
async def page(service: Service, browser: Browser) -> Page:
    context = await browser.new_context(viewport=PHONE, locale="es-MX")  # type: ignore[arg-type]
    opened = await context.new_page()
    await opened.goto(f"http://127.0.0.1:{service.port}/")
    return opened


async def write(page: Page, text: str) -> None:
    await page.get_by_role("textbox").fill(text)
    await page.get_by_role("textbox").press("Enter")


async def test_a_person_who_needs_a_bed_in_tijuana_is_told_where(page: Page, tmp_path: Path) -> None:
    await write(page, "necesito donde dormir en tijuana")
    await expect(page.get_by_role("log")).to_contain_text("Esto encontré en Tijuana")
    await page.screenshot(path=tmp_path / "tijuana.png")
    await page.get_by_role("button", name="Está lleno").click()
    await expect(page.get_by_role("log")).to_contain_text("Si el albergue está lleno")


async def test_creole_is_answered_in_creole(page: Page) -> None:
    await write(page, "mwen bezwen yon kote pou m dòmi aswè a")
    await expect(page.get_by_role("log")).to_contain_text("Nan ki vil ou ye")


async def test_what_was_said_survives_a_restart_of_the_service(page: Page, service: Service) -> None:
    await write(page, "quiero pedir asilo")
    await expect(page.get_by_role("log")).to_contain_text("COMAR")
    await asyncio.to_thread(service.kill)
    await asyncio.to_thread(service.start)
    await write(page, "atras")
    await expect(page.get_by_role("log")).to_contain_text("¿Qué necesitas?")
