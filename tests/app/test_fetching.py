"""S06: files that people send are fetched from the platform's own hosts, and are what they are by their own bytes."""

import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app.fetching import PublicOnly, Unwanted, check_address, fetch
from bot.channels import telegram, twilio, whatsapp
from bot.channels.contract import Call, Channel, Refused, TryLater
from bot.domain.filetype import MOST_BYTES, type_of

JPEG = b"\xff\xd8\xff\xe0 a picture"
TOKEN = "123456789:AAE-token-of-the-tests"


class Platform:
    """A platform, and a host beside it that nobody may be led to."""

    def __init__(self) -> None:
        self.content, self.status, self.asked, self.elsewhere = JPEG, 200, list[web.Request](), list[str]()
        self.leads_to = ""

    async def start(self) -> None:
        async def answer(request: web.Request) -> web.Response:
            self.asked.append(request)
            path = request.path
            if path.endswith("/getFile"):
                return web.json_response({"ok": True, "result": {"file_path": self.leads_to or "photos/file_1.jpg"}})
            if path.startswith("/v26.0/"):
                return web.json_response({"url": self.leads_to or f"{self.url}/media/1", "mime_type": "image/jpeg"})
            if "/Media/" in path:
                return web.Response(status=307, headers={"Location": self.leads_to or f"{self.url}/media/1"})
            return web.Response(status=self.status, body=self.content)

        async def trap(request: web.Request) -> web.Response:
            self.elsewhere.append(request.path)
            return web.Response(body=JPEG)

        self.servers = []
        for handler in (answer, trap):
            app = web.Application()
            app.router.add_route("*", "/{rest:.*}", handler)
            self.servers.append(TestServer(app))
            await self.servers[-1].start_server()
        self.url, self.other = (str(server.make_url("")).rstrip("/") for server in self.servers)

    async def close(self) -> None:
        for server in self.servers:
            await server.close()


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    made = Platform()
    await made.start()
    yield made
    await made.close()


def channels(platform: Platform) -> dict[str, tuple[Channel, str]]:
    graph = whatsapp.Settings(token="t", phone_id="1", app_secret="s", verify_token="v", api=platform.url)
    form = twilio.Settings(sid="AC1", token="t", FROM=("+15005550006",), api=platform.url)
    return {
        "telegram": (telegram.Channel(telegram.Settings(token=TOKEN, api=platform.url)), "AgAC"),
        "whatsapp": (whatsapp.Channel(graph), "1003383421387256"),
        "twilio": (twilio.Channel(form), "Messages/MM1/Media/ME1"),
    }


@pytest.mark.parametrize("name", ["telegram", "whatsapp", "twilio"])
async def test_a_picture_comes_from_the_platform_that_has_it(platform: Platform, name: str) -> None:
    channel, file = channels(platform)[name]
    fetched = await fetch(channel, file)
    assert (fetched.content, fetched.type) == (JPEG, "image/jpeg")


@pytest.mark.parametrize("name", ["telegram", "whatsapp", "twilio"])
async def test_what_points_elsewhere_is_never_asked_for(platform: Platform, name: str) -> None:
    channel, file = channels(platform)[name]
    port = platform.other.rpartition(":")[2]
    for there in (
        platform.other,
        f"http://localhost:{port}",
        "file:///etc/passwd",
        "http://169.254.169.254/",
        "//x",
        "x",
    ):
        platform.leads_to = f"../../{there}" if name == "telegram" else there
        with pytest.raises(Refused):
            await fetch(channel, file)
    assert platform.elsewhere == []


async def test_our_password_does_not_follow_a_redirect(platform: Platform) -> None:
    channel, file = channels(platform)["twilio"]
    await fetch(channel, file)
    first, second = platform.asked
    assert "Authorization" in first.headers and "Authorization" not in second.headers


@pytest.mark.parametrize("content", [b"<html><script>", b"MZ\x90\0", b"", b"%!PS", b"GIF89a", b"{}", b"\xff\xfb"])
async def test_what_is_not_one_of_the_safe_kinds_is_not_kept(platform: Platform, content: bytes) -> None:
    channel, file = channels(platform)["telegram"]
    platform.content = content
    with pytest.raises(Unwanted, match="type"):
        await fetch(channel, file)


async def test_what_is_too_large_is_not_kept(platform: Platform) -> None:
    channel, file = channels(platform)["telegram"]
    platform.content = JPEG + bytes(MOST_BYTES)
    with pytest.raises(Unwanted, match="size"):
        await fetch(channel, file)


async def test_a_platform_in_trouble_is_asked_again_and_a_lost_file_is_not(platform: Platform) -> None:
    channel, file = channels(platform)["telegram"]
    platform.status = 502
    with pytest.raises(TryLater):
        await fetch(channel, file)
    platform.status = 404
    with pytest.raises(Refused):
        await fetch(channel, file)


async def test_a_name_that_leads_into_a_private_network_leads_nowhere() -> None:
    with pytest.raises(OSError, match="private"):
        await PublicOnly("api.example.org").resolve("localhost", 443)
    assert await PublicOnly("localhost").resolve("localhost", 443)


def test_only_listed_hosts_are_asked_and_only_over_https() -> None:
    channel = twilio.Channel(twilio.Settings(sid="AC1", token="t", FROM=("+15005550006",)))
    check_address(channel, Call("https://mms.twiliocdn.com/x", b""))
    for wrong in ("http://mms.twiliocdn.com/x", "https://mms.twiliocdn.com.evil.example/", "https://a@evil.example/"):
        with pytest.raises(Refused):
            check_address(channel, Call(wrong, b""))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", ""),
        (b"%PDF-1.7", "application/pdf"),
        (b"OggS\0\2", "audio/ogg"),
        (b"ID3\4", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "audio/mpeg"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b"\0\0\0\x18ftypheic", ""),
        (json.dumps({}).encode(), ""),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, expected: str) -> None:
    assert type_of(content) == expected
