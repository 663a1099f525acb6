"""The HTTP client against servers that keep to the rules, and servers that do not."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot.channels.contract import Call, TryLater
from bot.channels.http import Http

Answers = Callable[[int], bytes]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"


class Server:
    """Answers the n-th request of a connection with what `answers(n)` gives; a pause where it gives nothing."""

    def __init__(self, answers: Answers) -> None:
        self.answers, self.connections, self.heard = answers, 0, list[bytes]()
        self.meetings: list[asyncio.Task[None]] = []

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self.meetings.append(task)
        number = 0
        while head := await reader.read(4096):
            self.heard.append(head)
            writer.write(self.answers(number))
            number += 1
            if b"until the end" in self.answers(number - 1):
                break
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def serving(answers: Answers, patience: float = 20.0) -> AsyncIterator[tuple[Server, Http, Call]]:
    server = Server(answers)
    listening = await asyncio.start_server(server.meet, "127.0.0.1", 0)
    http = Http(patience)
    port = listening.sockets[0].getsockname()[1]
    try:
        yield server, http, Call(f"http://127.0.0.1:{port}/callback?a=1", b"{}")
    finally:
        http.close()
        await asyncio.gather(*server.meetings, return_exceptions=True)
        listening.close()


async def test_one_connection_serves_one_request_after_another() -> None:
    async with serving(lambda number: OK + b"%02d" % number) as (server, http, call):
        bodies = [(await http.post(call)).body for _ in range(5)]
    assert bodies == [b"00", b"01", b"02", b"03", b"04"]
    assert server.connections == 1
    assert server.heard[0].startswith(b"POST /callback?a=1 HTTP/1.1\r\nHost: 127.0.0.1:")
    assert server.heard[0].endswith(b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")


async def test_an_answer_nobody_asked_for_is_not_taken_for_the_next() -> None:
    stray = OK + b"no" + OK[:20]
    async with serving(lambda number: OK + b"%02d" % number + (stray if number == 0 else b"")) as (server, http, call):
        bodies = [(await http.post(call)).body for _ in range(2)]
    assert bodies == [b"00", b"00"]
    assert server.connections == 2


async def test_who_does_not_answer_in_time_is_asked_again_later_on_another_connection() -> None:
    async with serving(lambda number: b"" if number == 1 else OK + b"%02d" % number, patience=0.2) as given:
        server, http, call = given
        await http.post(call)
        with pytest.raises(TryLater):
            await http.post(call)
        assert (await http.post(call)).body == b"00"
    assert server.connections == 2


async def test_an_answer_may_end_with_its_connection() -> None:
    async with serving(lambda _: b"HTTP/1.1 200 OK\r\nRetry-After: 7\r\n\r\nuntil the end") as (server, http, call):
        answers = [await http.post(call) for _ in range(2)]
    assert [answer.body for answer in answers] == [b"until the end"] * 2
    assert answers[0].headers["retry-after"] == "7"
    assert server.connections == 2


async def test_what_is_not_http_is_tried_again_later() -> None:
    async with serving(lambda _: b"SSH-2.0-OpenSSH_9\r\n") as (_, http, call):
        with pytest.raises(TryLater):
            await http.post(call)
