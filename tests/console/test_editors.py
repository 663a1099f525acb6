"""Editors see what needs a hand, say how a place stands, teach phrases, try drafts; people are told at once."""

import asyncio
import contextlib
import html
import re
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.app.health import Health
from bot.app.overlaying import follow
from bot.app.worker import Worker
from bot.dialogue.rehearsing import Rehearsal, Said
from bot.domain.conversation import Conversation
from bot.domain.messages import Incoming
from bot.domain.overlay import Overlay, Phrase
from bot.library.library import Library
from bot.library.loading import Shelf
from bot.store.cases import Cases
from bot.store.leases import Leases
from bot.store.line import Line
from bot.store.overlays import MOST_PHRASES, Overlays
from tests.conftest import RedisServer
from tests.console.kit import Client, Console, running
from tests.console.test_browser import PHONE, fits_its_window, is_accessible
from tests.content.trees import Copy
from tests.service import CACHE
from tests.waiting import PATIENCE
from tests.web.stand import ROOT

SHELTER = "shelter-agu-camino-vida"
CITY = "Aguascalientes"
ODD = "quién ganó el partido de Firulais Ixtepec en la noche 9621234567"
DRAFT = (ROOT / "content/aid/food.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """What is served, and understood."""
    return Shelf(ROOT / "content", ROOT / "locales", CACHE)


@pytest.fixture
async def console(fresh_redis: RedisServer, shelf: Shelf) -> AsyncIterator[Console]:
    """A process that follows what editors say."""
    shelf.lay(Overlay())
    async with running(fresh_redis, shelf.current, shelf=shelf) as console:
        following = asyncio.create_task(follow(console.desk.store(Overlays), shelf))
        yield console
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following


def told(console: Console, *said: Said, language: str = "es") -> str:
    """What a person reads who has just said this."""
    known = Conversation(language=language, language_chosen=True)
    played = Rehearsal(console.desk.library(), "bridge", "1", console.clock.now, known).play(said)
    return "\n".join(reply.text for one in played for delivery in one.deliveries for reply in delivery.replies)


async def is_told(console: Console, words: str, *said: Said, language: str = "es") -> None:
    async with asyncio.timeout(PATIENCE):
        while words not in told(console, *said, language=language):
            await asyncio.sleep(0.05)


async def noted(console: Console) -> list[tuple[str, str]]:
    return [(line.what, line.on) for line in await console.desk.audit.newest(20) if line.what.startswith("content.")]


# places today


@pytest.mark.parametrize(
    ("language", "line"),
    [("es", "Lleno: nos lo dijeron hoy"), ("en", "Full: they told us today"), ("ht", "Li plen: yo di nou sa jodi a")],
)
async def test_a_shelter_that_is_full_is_told_so_at_once_and_for_half_a_day(
    console: Console, language: str, line: str
) -> None:
    client = await console.signed_in("editor")
    asked = Said(choice=f"city:shelter.find:{CITY}")
    assert line not in told(console, asked, language=language)
    got = await client.post("/content/mark", {"place": SHELTER, "what": "full", "next": "/staff/content/places"})
    assert (got.status, got.location) == (303, "/staff/content/places?done=marked")
    await is_told(console, line, asked, language=language)
    page = await client.get(f"/content/places?city={CITY}")
    assert "Lleno" in page.words() and "dicho a las" in page.words()
    assert await noted(console) == [("content.mark", SHELTER)]
    console.clock.passes(hours=12, minutes=1)
    assert line not in told(console, asked, language=language)
    client = await console.signed_in("editor")
    await client.post("/content/mark", {"place": "shelter-agu-municipal", "what": "open"})
    assert [*(await console.desk.store(Overlays).read()).marks] == ["shelter-agu-municipal"], "the one before is over"


async def test_a_mark_can_be_taken_off(console: Console) -> None:
    client = await console.signed_in("supervisor")
    for what in ("women", "none"):
        await client.post("/content/mark", {"place": SHELTER, "what": what})
    assert (await console.desk.store(Overlays).read()).marks == {}
    assert await noted(console) == [("content.mark", SHELTER)] * 2


async def test_a_topic_that_was_verified_today_says_so(console: Console) -> None:
    console.clock.passes(days=200)
    client = await console.signed_in("editor")
    asked = Said(choice="aid.food")
    library = console.desk.library()
    old = library.phrase("note.expired", "es", date=library.date("2026-11-20", "es"))
    assert old in told(console, asked)
    await client.post("/content/check", {"id": "aid.food", "what": "today", "next": "/staff/content"})
    today = library.phrase("note.checked", "es", date=library.date("2027-06-08", "es"))
    await is_told(console, today, asked)
    assert old not in told(console, asked)
    await client.post("/content/check", {"id": "aid.food", "what": "none"})
    await is_told(console, old, asked)


@pytest.mark.parametrize(
    ("path", "form"),
    [("mark", {"place": "no-such", "what": "full"}), ("mark", {"place": SHELTER, "what": "closed"}), ("mark", {}),
     ("check", {"id": "no.such", "what": "today"}), ("check", {"id": "aid.food", "what": "2020-01-01"}),
     ("teach", {"topic": "no.such", "language": "es", "text": "hola hola"}),
     ("teach", {"topic": "aid.food", "language": "xx", "text": "hola hola"}), ("dismiss", {}), ("changes/forget", {}),
     ("preview", {"channel": "pigeon", "lang": "es"}), ("preview", {"channel": "web", "lang": "es", "said": "{"})],
)  # fmt: skip
async def test_what_cannot_be_meant_is_refused_and_changes_nothing(
    console: Console, path: str, form: dict[str, str]
) -> None:
    got = await (await console.signed_in("editor")).post(f"/content/{path}", form)
    assert got.status == 400
    assert await console.desk.store(Overlays).read() == Overlay()


# not understood


async def written(console: Console, *texts: str) -> None:
    """People write, and a worker answers them."""
    desk = console.desk
    line, cases = Line(desk.link, desk.seal, desk.installation), Cases(desk.link, desk.seal, desk.installation)
    leases = Leases(desk.link, "worker", "editors", desk.installation.partitions)
    worker = Worker(line, cases, leases, desk.library, Health(), {}, now=console.clock)
    for number, text in enumerate(texts):
        for said, id in (("hola", "a"), (text, "b")):
            incoming = Incoming("web", f"person-{number}", f"{number}{id}", text=said, language_hint="es")
            await line.queue(incoming)
    cursors = dict.fromkeys(range(desk.installation.partitions), "0")
    while entries := await line.read_inbound(cursors, 500, 1):
        await worker._answer(entries)


def samples_in(page: str) -> list[str]:
    return re.findall(r'name="sample" value="([0-9a-f]+)"', page)


async def test_what_nobody_understood_is_taught_in_one_step(console: Console) -> None:
    await written(console, ODD, ODD.replace("Ixtepec", "Mixtla"), "quiero pedir asilo")
    client = await console.signed_in("editor")
    page = await client.get("/content/unknown")
    assert "2 mensajes parecidos" in page.words() and "quién ganó el" in page.words()
    assert not any(word in page.text for word in ("irulais", "xtepec", "9621234567"))
    form = {"language": "es", "topic": "aid.food", "text": "quién ganó el partidito", "sample": samples_in(page.text)}
    got = await client.post("/content/teach", form | {"next": "/staff/content/unknown?lang=es"})
    assert got.location == "/staff/content/unknown?lang=es&done=taught"
    assert samples_in((await client.get(got.location)).text) == []
    food = console.desk.library().answer("aid.food", "es").messages[0].split("\n")[0]
    await is_told(console, food, Said("Quien gano el partidito!!"))
    assert await noted(console) == [("content.teach", "aid.food")]


async def test_what_did_not_help_stands_there_too_and_can_be_laid_aside(console: Console) -> None:
    desk = console.desk
    await written(console, "quiero pedir asilo en Tapachula")
    line = Line(desk.link, desk.seal, desk.installation)
    await line.queue(Incoming("web", "person-0", "c", choice="helpful:no:asylum.apply"))
    await written(console)
    client = await console.signed_in("editor")
    page = await client.get("/content/unknown?lang=es")
    title = desk.library().title("asylum.apply", "es")
    assert html.escape(f"No servía: {title}") in page.text
    await client.post("/content/dismiss", {"sample": samples_in(page.text)})
    assert samples_in((await client.get("/content/unknown?lang=es")).text) == []
    assert await noted(console) == [("content.dismiss", "")]


@pytest.mark.parametrize("text", ["", "…", "se … perro", "a\x00b c", "12", None])
async def test_only_a_phrase_that_is_new_can_be_taught(console: Console, text: str | None) -> None:
    known = console.desk.library().topics["asylum.apply"].asks["es"][0].upper()
    client = await console.signed_in("editor")
    got = await client.post(
        "/content/teach", {"topic": "aid.food", "language": "es", "text": known if text is None else text}
    )
    assert got.status == 422 and 'role="alert"' in got.text
    assert (await console.desk.store(Overlays).read()).phrases == ()


async def test_phrases_are_bounded_and_belong_into_the_files(console: Console) -> None:
    overlays = console.desk.store(Overlays)
    for number in range(MOST_PHRASES):
        await overlays._write({f"phrase|es:{number}": Phrase("aid.food", "es", f"frase {number}")}, [])
    client = await console.signed_in("editor")
    got = await client.post("/content/teach", {"topic": "aid.food", "language": "es", "text": "una más que no cabe"})
    assert got.status == 422 and "demasiadas" in got.words()


# changes


def git_apply(copy: Copy, diff: str) -> tuple[int, str]:
    done = subprocess.run(["git", "apply"], cwd=copy.root, input=diff, text=True, capture_output=True)
    return done.returncode, done.stderr


async def test_the_patch_puts_into_the_files_what_was_said(console: Console, tmp_path: Path) -> None:
    console.clock.passes(days=7)
    client = await console.signed_in("editor")
    await client.post("/content/check", {"id": SHELTER, "what": "today"})
    await client.post("/content/mark", {"place": SHELTER, "what": "full"})
    await client.post("/content/teach", {"topic": "aid.food", "language": "ht", "text": "m grangou anpil la a"})
    page = await client.get("/content/changes")
    assert "m grangou anpil la a" in page.words() and "Editor" in page.words() and "Cambia 2 archivos" in page.words()
    got = await client.get("/content/changes.patch")
    assert got.headers["Content-Disposition"] == 'attachment; filename="farol-2026-11-27.patch"'
    assert "Editor" not in got.text and "staff, " in got.text, "an office, and nobody's name"
    copy = Copy(tmp_path / "copy")
    assert await asyncio.to_thread(git_apply, copy, got.text) == (0, "")
    after = copy.load()
    assert after.directory.places[SHELTER].confirmed == "2026-11-27"
    assert "m grangou anpil la a" in after.topics["aid.food"].asks["ht"]
    await client.post(
        "/content/changes/forget", {"topic": "aid.food", "language": "ht", "text": "m grangou anpil la a"}
    )
    assert (await console.desk.store(Overlays).read()).phrases == ()


# drafts


async def tried(client: Client, **form: str) -> str:
    sent = {"topic": "aid.food", "draft": DRAFT, "channel": "whatsapp", "lang": "es"} | form
    got = await client.post("/content/preview", sent)
    assert got.status == 200
    return got.text


def words_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page.partition('<ol class="chat"')[2].partition("<details")[0]))


async def test_a_draft_answers_as_it_would_and_nothing_is_kept(console: Console) -> None:
    client = await console.signed_in("editor")
    before = console.redis.cli("dbsize")
    sheet = await client.get("/content/preview?topic=aid.food")
    assert html.unescape(sheet.text.partition('name="draft"')[2].partition(">")[2]).strip().startswith(DRAFT.strip())
    draft = re.sub(r"(answer:\n  es:\n    - \|\n      )", r"\1Palabras del borrador. ", DRAFT)
    draft = draft.replace("asks:\n  es:\n", 'asks:\n  es:\n    - "pancita vacía de domingo"\n')
    assert draft.count("borrador") == 1 and draft.count("pancita") == 1
    page = await tried(client, draft=draft)
    assert "Palabras del borrador." in words_of(page) and "Palabras del borrador." not in told(
        console, Said(choice="aid.food")
    )
    assert "&#34;messaging_product&#34;" in page, "what WhatsApp would get"
    said = re.search(r'name="said" value="([^"]*)"', page)
    assert said is not None
    page = await tried(client, draft=draft, said=html.unescape(said[1]), text="menú")
    said = re.search(r'name="said" value="([^"]*)"', page)
    assert said is not None
    page = await tried(client, draft=draft, said=html.unescape(said[1]), text="pancita vacia de domingo")
    assert words_of(page).count("Palabras del borrador.") == 2, "the new phrase leads there"
    page = await tried(client, draft=draft, said=html.unescape(said[1]), again="1")
    assert words_of(page).count("Palabras del borrador.") == 1
    assert "Palabras" not in words_of(await tried(client, draft=draft, lang="ht"))
    assert console.redis.cli("dbsize") == before and (await noted(console)) == []


async def test_a_request_can_be_tried_to_its_end_and_none_is_opened(console: Console) -> None:
    client = await console.signed_in("editor")
    answers = ("Encontrar trabajo", "Tijuana", "Con nadie más", "Saltar", "Saltar", "Saltar", "Enviar")
    steps = [["", "ask:employment"], ["sí", ""], *[[word, ""] for word in answers]]
    before = console.redis.cli("dbsize")
    page = await tried(client, said=str(steps).replace("'", '"'))
    assert re.search(r"[2-9A-Z]{3}-[2-9A-Z]{4}", words_of(page)), words_of(page)
    assert console.redis.cli("dbsize") == before


LONG = "button:\n  es: Un botón que es demasiado largo para un telefono "


@pytest.mark.parametrize(
    ("topic", "before", "after", "what"),
    [("aid.food", "title:", "titel:", "titel"), ("aid.food", "answer:", "answer: [", "línea"),
     ("no-such.topic", "", "", "no-such.topic"), ("../x", "", "", "../x"),
     ("aid.food", "button:\n  es: ", LONG, "línea"), ("aid.new", "", "", "leads to aid.food now")],
)  # fmt: skip
async def test_a_draft_is_checked_as_the_files_are(
    console: Console, topic: str, before: str, after: str, what: str
) -> None:
    client = await console.signed_in("editor")
    page = await tried(client, topic=topic, draft=DRAFT.replace(before, after, 1))
    assert what in html.unescape(page) and "por revisar" in page
    fine = await tried(client, draft=DRAFT)
    assert "por revisar" not in fine and "El borrador está bien" in fine


# the state


async def test_a_broken_edit_is_told_on_top_and_what_was_before_is_served(
    fresh_redis: RedisServer, tmp_path: Path
) -> None:
    copy = Copy(tmp_path / "copy")
    shelf = Shelf(copy.content, copy.locales, learning=False)
    async with running(fresh_redis, shelf.current, shelf=shelf) as console:
        client = await console.signed_in("editor")
        page = await client.get("/content")
        assert "Todo se cargó bien" in page.words() and 'role="alert"' not in page.text
        copy.change("content/aid/food.yaml", 'review_by: "2027', 'review_by: "2026')
        copy.change("content/asylum/wait.yaml", "title:", "titel:")
        copy.change("content/asylum/what.yaml", "\ntitle:\n  es: ", "\ntitle:\n  es: Ahora, ")
        await shelf.reload()
        page = await client.get("/content")
        assert "Un cambio no se aceptó" in page.words() and 'role="alert"' in page.text
        assert "titel" in page.words() and "content/asylum/wait.yaml:" in page.words()
        copy.change("content/asylum/wait.yaml", "titel:", "title:")
        await shelf.reload()
        page = await client.get("/content?show=translations")
        assert "asylum.what" in page.words() and "Traducción vieja: en, ht" in page.words()
        assert "Qué falta o está viejo: English" in page.words()
        assert "aid.food" not in page.text.partition('<details class="panel"')[0], "its text is not behind"
        page = await client.get("/content?show=dates")
        assert "aid.food" in page.words() and "Venció" in page.words() and "Un cambio no se aceptó" not in page.words()


# in the browser


async def test_editors_work_with_it_on_a_telephone_and_without_javascript(
    console: Console, browser: Browser, library: Library
) -> None:
    await written(console, ODD)
    looked = [("es", ""), ("ht", f"/places?city={CITY}"), ("es", "/unknown?lang=es"), ("en", "/preview?topic=aid.food")]
    looked += [("es", "/changes")]
    for language, path in looked:
        look = {"color_scheme": "dark" if language == "ht" else "light"}
        page = await console.open(browser, "editor", f"/content{path}", language, **PHONE, **look)
        await is_accessible(page)
        await fits_its_window(page)
        await page.context.close()
    page = await console.open(browser, "editor", f"/content/places?city={CITY}", java_script_enabled=False)
    place = page.locator(f"#{SHELTER}")
    await place.get_by_role("button", name="Lleno").click()
    await expect(page.locator(f"#{SHELTER} .badge")).to_have_text("Lleno")
    await page.get_by_role("link", name="Probar").click()
    await page.locator("#v-draft").fill(DRAFT)
    await page.locator("#v-id").fill("aid.food")
    await page.get_by_role("button", name="Empezar").click()
    await expect(page.locator(".bubble").nth(1)).to_be_visible()
    await page.locator("#v-text").fill("donde puedo dormir hoy")
    await page.locator("#v-text").press("Enter")
    await expect(page.locator(".bubble.is-person").nth(1)).to_have_text("donde puedo dormir hoy")
    await page.context.close()
