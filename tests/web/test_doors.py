"""The doors of the web chat, as a browser and as somebody who means ill knock at them."""

import asyncio
import json
import re
import time
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.browser.streams import MOST
from bot.web.chat import LARGEST, Doors, routes
from bot.web.guard import HEADERS
from tests.web.stand import Service

Client = TestClient[web.Request, web.Application]


def message(**what: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "lang": "es"} | (what or {"text": "hola"})


async def heard(stream: ClientResponse, replies: int) -> list[tuple[str, dict[str, Any]]]:
    """So many events of a stream, with their ids."""
    found: list[tuple[str, dict[str, Any]]] = []
    id = ""
    async with asyncio.timeout(5):
        while len(found) < replies:
            line = (await stream.content.readline()).decode()
            assert line, "the stream ended"
            if line.startswith("id: "):
                id = line[4:].strip()
            elif line.startswith("data: "):
                found.append((id, json.loads(line[6:])))
    return found


async def test_looking_at_the_page_leaves_no_trace(client: Client, service: Service) -> None:
    async with client.get("/") as answer:
        assert answer.status == 200
        assert "Set-Cookie" not in answer.headers
    assert service.taken == []
    assert await service.feeds.link.one("KEYS", "feed*") == []


async def test_the_first_thing_a_person_does_gives_them_a_session(client: Client, service: Service) -> None:
    async with client.post("/chat/messages", json=message(text="hola")) as answer:
        assert (answer.status, await answer.json()) == (200, {"ok": True})
        cookie = answer.headers.getall("Set-Cookie")[0]
    assert re.fullmatch(r"farol=[\w-]{22}; HttpOnly; Path=/; SameSite=Strict", cookie)
    first = service.taken[0]
    assert (first.channel, first.text, first.language_hint) == ("web", "hola", "es")
    assert first.sent_at > 1_700_000_000
    async with client.post("/chat/messages", json=message(choice="asylum")) as answer:
        assert "Set-Cookie" not in answer.headers
    assert service.taken[1].address == first.address


async def test_beginning_to_write_gives_a_session_and_keeps_nothing(client: Client, service: Service) -> None:
    async with client.post("/chat/start") as answer:
        assert answer.status == 200
        session = answer.cookies["farol"].value
    async with client.post("/chat/start") as answer:
        assert "Set-Cookie" not in answer.headers
    assert await service.feeds.link.one("KEYS", "feed*") == []
    await client.post("/chat/messages", json=message())
    assert service.taken[0].address == session
    async with client.post("/chat/start", headers={"Sec-Fetch-Site": "cross-site"}) as answer:
        assert answer.status == 403


async def test_over_https_the_cookie_is_bound_to_the_host(client: Client, doors: Doors) -> None:
    doors.secure = True
    app = web.Application()
    app.add_routes(routes(doors))
    async with (
        TestServer(app) as server,
        TestClient(server) as secure,
        secure.post("/chat/messages", json=message()) as answer,
    ):
        cookies = answer.headers.getall("Set-Cookie")
    assert cookies[0].startswith("__Host-farol=")
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; "))
        assert "max-age" not in cookie.casefold() and "domain" not in cookie.casefold()


async def test_what_is_answered_streams_in_and_can_be_taken_up_again(client: Client, service: Service) -> None:
    service.answers["hola"] = [{"text": "uno"}, {"text": "dos", "choices": [("asylum", "Asilo")]}, {"text": "tres"}]
    await client.post("/chat/messages", json=message(text="hola"))
    async with client.get("/chat/events") as stream:
        assert stream.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert (await stream.content.readline()) == b"retry: 2000\n"
        events = await heard(stream, 3)
    assert [entry["text"] for _, entry in events] == ["uno", "dos", "tres"]
    second = events[1][0]
    async with client.get("/chat/events", headers={"Last-Event-ID": second}) as stream:
        assert [entry["text"] for _, entry in await heard(stream, 1)] == ["tres"]
    async with client.get("/chat/events", params={"after": second}) as stream:
        assert [entry["text"] for _, entry in await heard(stream, 1)] == ["tres"]
        await client.post("/chat/messages", json=message(text="más"))
        assert [entry["text"] for _, entry in await heard(stream, 1)] == ["R:más"]


@pytest.mark.parametrize("place", ["x", "1", "1-2-3", "-", "99999999999999999999-1", "$", "1-1\x00", "٣-٣", "(1-1"])
async def test_a_place_that_is_none_means_from_the_beginning(client: Client, place: str) -> None:
    await client.post("/chat/messages", json=message(text="hola"))
    async with client.get("/chat/events", params={"after": place}) as stream:
        assert [entry["text"] for _, entry in await heard(stream, 1)] == ["R:hola"]


async def test_nobody_reads_the_feed_of_another(client: Client, service: Service) -> None:
    await client.post("/chat/messages", json=message(text="secreto"))
    own = service.taken[0].address
    client.session.cookie_jar.clear()
    async with client.get("/chat/events") as stream:
        assert await stream.content.read() == b"event: none\ndata:\n\n"
    for forged in (own[:-1] + "!", own + "A", own[:-2], "", "a" * 22):
        async with client.get("/", headers={"Cookie": f"farol={forged}"}) as answer:
            assert "secreto" not in await answer.text()


async def test_a_quiet_stream_shows_that_it_lives(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.chat.HEARTBEAT_SECONDS", 0.05)
    await client.post("/chat/messages", json=message())
    async with client.get("/chat/events") as stream:
        await heard(stream, 1)
        async with asyncio.timeout(2):
            assert await stream.content.readline() == b"\n"
            assert await stream.content.readline() == b":\n"


async def test_streams_end_by_themselves(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.browser.streams.SECONDS", 0.1)
    await client.post("/chat/messages", json=message())
    async with client.get("/chat/events") as stream, asyncio.timeout(2):
        assert b"R:hola" in await stream.content.read()


async def test_a_sixth_stream_takes_the_place_of_the_oldest(client: Client, service: Service, doors: Doors) -> None:
    await client.post("/chat/messages", json=message())
    streams = [await client.get("/chat/events") for _ in range(MOST + 1)]
    for stream in streams[1:]:
        await heard(stream, 1)
    async with asyncio.timeout(2):
        await streams[0].content.read()
    assert doors.streams.count(service.taken[0].address) == MOST
    for stream in streams:
        stream.close()


async def test_streams_close_when_the_process_stops(client: Client, doors: Doors) -> None:
    await client.post("/chat/messages", json=message())
    async with client.get("/chat/events") as stream:
        await heard(stream, 1)
        doors.streams.close()
        async with asyncio.timeout(2):
            await stream.content.read()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{}", b"[]", b"null", b"hola", b'{"id":"x","text":"a"}', b'{"id":1,"text":"a"}', b"[" * 60_000,
        b'{"a":' * 12_000, b'{"id":"ID","text":"\\ud800"}', b'{"id":"ID","text":"\xff"}', b'{"id":"ID"}',
        b'{"id":"ID","text":1}', b'{"id":"ID","text":null}', b'{"id":"ID","text":"a","choice":"b"}',
        b'{"id":"ID","choice":""}', b'{"id":"ID","location":{"lat":91,"lon":0}}', b'{"id":"ID","location":{"lat":1}}',
        b'{"id":"ID","location":{"lat":NaN,"lon":0}}', b'{"id":"ID","location":{"lat":1e999,"lon":0}}',
        b'{"id":"ID","text":"a"} {}', b"\xef\xbb\xbf{}", b'{"id":"ID","text":"a","lang":["es"]}',
    ],
)  # fmt: skip
async def test_what_is_not_a_message_is_refused(client: Client, service: Service, body: bytes) -> None:
    body = body.replace(b"ID", str(uuid4()).encode())
    headers = {"Content-Type": "application/json"}
    async with client.post("/chat/messages", data=body, headers=headers) as answer:
        assert answer.status == 400
        assert "Set-Cookie" not in answer.headers
    assert service.taken == []


async def test_strange_texts_arrive_as_they_were_written(client: Client, service: Service) -> None:
    texts = ["", " ", "\x00", "‮abc", "e\u0301", "😀" * 10, "a" * 10_000, "<script>", "0xabad1dea", "ﷺ", "\ufeff"]
    for text in texts:
        async with client.post("/chat/messages", json=message(text=text)) as answer:
            assert answer.status == 200
    assert [incoming.text for incoming in service.taken] == texts


async def test_R24_a_huge_body_is_refused_before_it_is_read(client: Client) -> None:
    async with client.post("/chat/messages", json=message(text="a" * (LARGEST - 200))) as answer:
        assert answer.status == 200
    async with client.post("/chat/messages", json=message(text="a" * LARGEST)) as answer:
        assert answer.status == 413

    async def endless() -> Any:
        for _ in range(100):
            yield b"a" * 10_000

    async with client.post("/chat/messages", data=endless(), headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 413
    packed = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    async with client.post("/chat/messages", data=b"\x1f\x8b", headers=packed) as answer:
        assert answer.status in {400, 415}


async def test_only_our_own_page_may_write(client: Client, service: Service) -> None:
    host = f"{client.host}:{client.port}"
    good: list[dict[str, str]] = [
        {}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": f"http://{host}"},
        {"Sec-Fetch-Site": "none"},
    ]  # fmt: skip
    bad = [
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"},
        {"Origin": "null"}, {"Origin": f"http://{host}.evil.example"}, {"Origin": ""},
    ]  # fmt: skip
    for headers in good:
        async with client.post("/chat/messages", json=message(), headers=headers) as answer:
            assert answer.status == 200, headers
    taken = len(service.taken)
    for headers in bad:
        async with client.post("/chat/messages", json=message(), headers=headers) as answer:
            assert answer.status == 403, headers
    async with client.post("/chat/messages", data="{}", headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 415
    assert len(service.taken) == taken
    async with client.post("/chat/leave", headers={"Sec-Fetch-Site": "cross-site"}) as answer:
        assert answer.status == 403


async def test_the_same_message_sent_again_is_one(client: Client, service: Service) -> None:
    body = message(text="una vez")
    for _ in range(3):
        async with client.post("/chat/messages", json=body) as answer:
            assert answer.status == 200
    assert len(service.taken) == 1


async def test_a_first_message_whose_answer_was_lost_is_answered_in_the_new_session(
    client: Client, service: Service
) -> None:
    body = message(text="ayuda")
    await client.post("/chat/messages", json=body)
    client.session.cookie_jar.clear()  # the browser never saw the cookie
    await client.post("/chat/messages", json=body)
    assert service.taken[0].id != service.taken[1].id


async def test_what_cannot_be_kept_is_said_so(client: Client, service: Service) -> None:
    service.busy = True
    async with client.post("/chat/messages", json=message()) as answer:
        assert answer.status == 503
        assert "Set-Cookie" not in answer.headers
    form = {"id": str(uuid4()), "text": "mis <b>palabras</b>", "lang": "es"}
    async with client.post("/chat/messages", data=form) as answer:
        assert answer.status == 503
        page = await answer.text()
    assert ">mis &lt;b&gt;palabras&lt;/b&gt;</textarea>" in page


async def test_a_form_waits_for_the_answer_and_then_shows_it(client: Client, service: Service) -> None:
    service.answers["hola"] = [{"text": "uno <i>"}, {"text": "dos", "choices": [("asylum", "Asilo & más")]}]
    service.delay = 0.1
    async with client.post(
        "/chat/messages", data={"id": str(uuid4()), "text": "hola"}, allow_redirects=False
    ) as answer:
        assert answer.status == 303
        assert answer.headers["Location"] == "/#newest"
    async with client.get("/") as answer:
        page = await answer.text()
    assert "uno &lt;i&gt;" in page
    assert '<button name="choice" value="asylum">Asilo &amp; más</button>' in page
    assert ">hola<" not in page


async def test_a_form_does_not_wait_for_ever(client: Client, service: Service) -> None:
    service.delay = 10
    began = time.monotonic()
    async with client.post("/chat/messages", data={"text": "hola"}, allow_redirects=False) as answer:
        assert answer.status == 303
    assert 1.9 < time.monotonic() - began < 3


async def test_a_form_sent_twice_is_one_message_and_changed_another(client: Client, service: Service) -> None:
    id = str(uuid4())
    for text in ("hola", "hola", "otra cosa"):
        await client.post("/chat/messages", data={"id": id, "text": text}, allow_redirects=False)
    await client.post("/chat/messages", data={"id": id, "text": "", "choice": "asylum"}, allow_redirects=False)
    assert [incoming.text or incoming.choice for incoming in service.taken] == ["hola", "otra cosa", "asylum"]


@pytest.mark.parametrize("form", [b"", b"text=", b"text=+++&id=x", b"foo=bar"])
async def test_an_empty_form_changes_nothing(client: Client, service: Service, form: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    async with client.post("/chat/messages", data=form, headers=headers, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/")
    assert service.taken == []


@pytest.mark.parametrize("form", [b"text=a&id=x", b"text=%ff", b"\xff=a&text=a", b"&".join([b"text=a"] * 30)])
async def test_a_broken_form_is_refused(client: Client, form: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    async with client.post("/chat/messages", data=form, headers=headers, allow_redirects=False) as answer:
        assert answer.status == 400


async def test_leaving_clears_the_feed_and_the_browser(client: Client, service: Service, doors: Doors) -> None:
    await client.post("/chat/messages", json=message(text="hola"))
    async with client.get("/chat/events") as stream:
        await heard(stream, 1)
    address = service.taken[0].address
    async with client.post("/chat/leave", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, doors.exit_url)
        assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
        dropped = answer.headers.getall("Set-Cookie")
    assert all("Max-Age=0" in cookie for cookie in dropped) and len(dropped) == 2
    assert await service.feeds.after(address, "") == []
    await client.post("/chat/messages", json=message(text="hola"))
    assert service.taken[-1].address != address


async def test_leaving_works_without_redis(client: Client, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    await client.post("/chat/messages", json=message())

    async def broken(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(service.feeds, "clear", broken)
    monkeypatch.setattr(service.feeds, "after", broken)
    async with client.get("/") as answer:
        assert answer.status == 200
    async with client.get("/chat/events") as stream:
        assert await stream.content.read() == b"retry: 2000\n\n"
    async with client.post("/chat/leave", allow_redirects=False) as answer:
        assert answer.status == 303


@pytest.mark.parametrize("what", [{"choice": "action.exit"}, {"text": "salir"}, {"text": "/exit"}])
async def test_a_wish_to_leave_is_known_at_once(client: Client, what: dict[str, str]) -> None:
    async with client.post("/chat/messages", json=message(**what)) as answer:
        assert await answer.json() == {"ok": True, "leave": True}
    async with client.post("/chat/messages", data=what, allow_redirects=False) as answer:
        assert answer.headers["Location"] == "https://www.wikipedia.org/"
        assert "Clear-Site-Data" in answer.headers


async def test_what_was_to_be_forgotten_is_not_shown_again(client: Client, service: Service) -> None:
    await client.post("/chat/messages", json=message(text="secreto"))
    service.answers["borrar"] = [{"text": "listo", "forget": True}, {"text": "adiós", "forget": True}]
    await client.post("/chat/messages", json=message(text="borrar"))
    async with client.get("/chat/events") as stream:
        await heard(stream, 3)
    page = await (await client.get("/")).text()
    assert "listo" in page and "adiós" in page and "R:secreto" not in page


@pytest.mark.parametrize(
    ("query", "header", "expected"),
    [
        ("", "", "es"), ("", "ht", "ht"), ("", "fr, en;q=0.5, es;q=0.4", "en"), ("", "en-US,en;q=0.9", "en"),
        ("?lang=ht", "en", "ht"), ("?lang=xx", "en", "en"), ("", "xx;q=bad, *;q=0.1", "es"), ("", ";;;,,q=", "es"),
        ("?lang=%3Cscript%3E", "", "es"), ("", "en;q=0, ht", "ht"),
    ],
)  # fmt: skip
async def test_the_page_speaks_the_language_asked_for(client: Client, query: str, header: str, expected: str) -> None:
    async with client.get(f"/{query}", headers={"Accept-Language": header}) as answer:
        assert f'<html lang="{expected}" dir="ltr">' in await answer.text()
        assert answer.headers["Content-Language"] == expected


async def test_the_language_chosen_stays(client: Client) -> None:
    form = {"choice": "language.ht"}
    async with client.post("/chat/messages", data=form, allow_redirects=False) as answer:
        assert answer.headers["Location"] == "/?lang=ht#newest"
    async with client.get("/") as answer:
        assert '<html lang="ht"' in await answer.text()
    await client.post("/chat/messages", json=message(text="hello", lang="en"))
    async with client.get("/chat/events") as stream:
        await heard(stream, 2)
    async with client.get("/") as answer:
        assert '<html lang="en"' in await answer.text()


async def test_W08_every_answer_is_guarded(client: Client, doors: Doors) -> None:
    asked = [
        ("GET", "/"), ("POST", "/chat/messages"), ("GET", "/chat/events"), ("POST", "/chat/leave"),
        ("GET", "/static/web/none.css"), ("GET", "/robots.txt"), ("GET", "/favicon.ico"), ("GET", "/nowhere"),
    ]  # fmt: skip
    for method, path in asked:
        headers = {"Accept": "text/html"}
        async with client.request(method, path, headers=headers, allow_redirects=False) as answer:
            for name, value in HEADERS.items():
                if name == "Cache-Control" and path in {"/robots.txt", "/favicon.ico"}:
                    continue
                if name == "Content-Security-Policy" and path == "/":
                    value = value.replace("form-action 'self'", "form-action 'self' https://www.wikipedia.org")
                assert answer.headers.get(name) == value, (path, name)


async def test_a_link_that_leads_nowhere_shows_the_way(client: Client) -> None:
    headers = {"Accept": "text/html,*/*", "Accept-Language": "ht"}
    async with client.get("/nowhere", headers=headers) as answer:
        assert answer.status == 404
        assert 'lang="ht"' in await answer.text()
    async with client.get("/nowhere", headers={"Accept": "application/json"}) as answer:
        assert "<html" not in await answer.text()


async def test_crawlers_are_told_what_is_not_for_them(client: Client) -> None:
    async with client.get("/robots.txt") as answer:
        assert "Disallow: /chat/" in await answer.text()


async def test_the_first_load_is_small_and_kept(client: Client) -> None:
    """Everything over the wire, with the headers: at most 60 KB, and we want less than 20."""
    total = 0
    packed = {"Accept-Encoding": "gzip"}
    async with client.get("/", headers=packed) as answer:
        page = await answer.text()
        assert answer.headers["Content-Encoding"] == "gzip"
        total += int(answer.headers["Content-Length"]) + len(str(answer.raw_headers))
    found = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(found) == 3
    for path in found:
        async with client.get(path, headers=packed, auto_decompress=False) as answer:
            assert answer.status == 200
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert answer.headers["Content-Encoding"] == "gzip"
            total += len(await answer.read()) + len(str(answer.raw_headers))
        async with client.get(path, headers={"Accept-Encoding": "identity"}) as answer:
            assert "Content-Encoding" not in answer.headers
    assert total < 20_000
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
