"""A whole conversation with the real service over a stub of the platform, printed as the person's phone shows it.

python -m tests.stubs.demo telegram|whatsapp
"""

import argparse
import asyncio
import json
import os
import re
import sys
import tempfile
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from tests.service import free_port
from tests.stubs import graph, telegram

ROOT = Path(__file__).parents[2]
QUIET_SECONDS = 1.6
"""So long after the last message the service has said all: it sends one a second to a person."""
LONGEST_WAIT = 120.0


class Phone(ABC):
    """A person's phone on some platform, and the platform behind it."""

    hook = ""
    app = ""

    @abstractmethod
    async def start(self) -> dict[str, str]:
        """The settings that lead the service here."""

    @abstractmethod
    async def says(self, text: str) -> None: ...

    @abstractmethod
    async def taps(self, label: str) -> None: ...

    @abstractmethod
    async def shares(self, latitude: float, longitude: float) -> None: ...

    @abstractmethod
    def screen(self) -> list[tuple[str, list[str]]]:
        """What the service shows now: texts, and the labels under each."""

    @abstractmethod
    def broken_rules(self) -> list[str]:
        """What the platform had to refuse."""

    @abstractmethod
    async def stop(self) -> None: ...


class TelegramPhone(Phone):
    app, person = "Telegram", 5_123_456_789

    async def start(self) -> dict[str, str]:
        self.stub = telegram.Stub()
        await self.stub.start()
        self.stub.phone(self.person)
        return self.stub.environment("")

    async def says(self, text: str) -> None:
        self.stub.hook_url = self.hook + "/hooks/telegram"
        await self.stub.says(self.person, text)

    async def taps(self, label: str) -> None:
        await self.stub.taps(self.person, label)

    async def shares(self, latitude: float, longitude: float) -> None:
        await self.stub.shares(self.person, latitude, longitude)

    def screen(self) -> list[tuple[str, list[str]]]:
        return [(one.text, one.choices) for one in self.stub.screen(self.person) if not one.mine]

    def broken_rules(self) -> list[str]:
        broken = [*self.stub.broken_rules, *self.stub.second_opinions()]
        return [*broken, *(f"post answered {status}" for status in self.stub.refused_posts)]

    async def stop(self) -> None:
        await self.stub.close()


class WhatsAppPhone(Phone):
    app, person = "WhatsApp", "5215512345678"

    async def start(self) -> dict[str, str]:
        self.graph = graph.Graph()
        await self.graph.start()
        self.refused: list[str] = []
        return {
            "BOT_WHATSAPP_TOKEN": self.graph.token,
            "BOT_WHATSAPP_PHONE_ID": self.graph.phone_id,
            "BOT_WHATSAPP_APP_SECRET": self.graph.app_secret,
            "BOT_WHATSAPP_VERIFY_TOKEN": "a-word-of-the-demo",
            "BOT_WHATSAPP_API": self.graph.url,
        }

    async def _do(self, what: dict[str, Any]) -> None:
        status = await self.graph.post(self.hook + "/hooks/whatsapp", self.graph.message(self.person, what))
        if status != 200:
            self.refused.append(f"post answered {status}")

    async def says(self, text: str) -> None:
        await self._do({"type": "text", "text": {"body": text}})

    async def taps(self, label: str) -> None:
        for told in reversed(self.graph.sent):
            for kind, id, title in _replies(told):
                if title == label:
                    await self._do(
                        {"type": "interactive", "interactive": {"type": kind, kind: {"id": id, "title": title}}}
                    )
                    return
        await self.says(label)

    async def shares(self, latitude: float, longitude: float) -> None:
        await self._do({"type": "location", "location": {"latitude": latitude, "longitude": longitude}})

    def screen(self) -> list[tuple[str, list[str]]]:
        return [(_words(told), [title for _, _, title in _replies(told)]) for told in self.graph.sent]

    def broken_rules(self) -> list[str]:
        return [*self.refused, *self.graph.strange]

    async def stop(self) -> None:
        await self.graph.stop()


def _words(told: dict[str, Any]) -> str:
    part = told.get(told["type"], {})
    if told["type"] == "location":
        return f"[{part.get('name', '')} {part['latitude']}, {part['longitude']}]"
    return str(part.get("body", {}).get("text", "") if told["type"] == "interactive" else part.get("body", ""))


def _replies(told: dict[str, Any]) -> list[tuple[str, str, str]]:
    action = told.get("interactive", {}).get("action", {})
    found = [("button_reply", one["reply"]["id"], one["reply"]["title"]) for one in action.get("buttons", [])]
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    return found + [("list_reply", row["id"], row["title"]) for row in rows]


PHONES: dict[str, type[Phone]] = {"telegram": TelegramPhone, "whatsapp": WhatsAppPhone}


class Service:
    """`bot run` as an operator starts it, in a folder of its own."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        self.environment = kept | environment | {"BOT_DATA_DIR": str(folder), "BOT_PORT": "0", "BOT_LOG_FORMAT": "text"}
        self.log = folder / "service.log"

    async def start(self) -> str:
        """Its address, once it is ready."""
        self.environment["BOT_PORT"] = str(free_port())
        with self.log.open("wb") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=ROOT, env=self.environment, stdout=asyncio.subprocess.PIPE, stderr=log,
            )  # fmt: skip
        assert self.process.stdout is not None
        while line := (await self.process.stdout.readline()).decode():
            if found := re.search(r"web chat +(http://\S+?)/?$", line.strip()):
                return found[1]
        raise SystemExit(f"the service did not start:\n{self.log.read_text()}")

    async def stop(self) -> None:
        if self.process.returncode is None:
            self.process.terminate()
        await self.process.wait()


async def settled(phone: Phone, before: list[tuple[str, list[str]]]) -> None:
    """Until something is new on the screen and then nothing more for a moment."""
    loop = asyncio.get_running_loop()
    last, since, began = phone.screen(), loop.time(), loop.time()
    while loop.time() - began < LONGEST_WAIT:
        await asyncio.sleep(0.05)
        now = phone.screen()
        if now != last:
            last, since = now, loop.time()
        if now != before and loop.time() - since > QUIET_SECONDS:
            return


def show(phone: Phone, before: list[tuple[str, list[str]]], say: Any) -> None:
    now = phone.screen()
    gone = sum(one not in now for one in before)
    if gone:
        say(f"      ({gone} message{'s' if gone > 1 else ''} changed or gone)")
    for text, labels in now:
        if (text, labels) in before:
            continue
        say("\n".join(f"      {line}" for line in text.splitlines()))
        if labels:
            say("      " + " ".join(f"[{label}]" for label in labels))
        say("")


Step = tuple[str, Any]
CONVERSATION: list[Step] = [
    ("says", "/start"),
    ("says", "¿Dónde puedo dormir hoy?"),
    ("shares", (14.9056, -92.2634)),
    ("says", "¿Cuántos días tengo para pedir asilo?"),
    ("says", "asdf qwerty"),
    ("says", "menú"),
    ("taps", 1),
    ("says", "mi esposo me pega"),
    ("says", "salir"),
    ("says", "kreyòl"),
    ("says", "Ki kote mwen ka jwenn yon doktè?"),
]


async def play(phone: Phone, say: Any = print) -> list[str]:
    """Plays the conversation; what the platform had to object to."""
    with tempfile.TemporaryDirectory(prefix="farol-demo-") as folder:
        service = Service(await phone.start(), Path(folder))
        try:
            phone.hook = await service.start()
            say(f"--- a conversation on {phone.app} ---\n")
            for act, what in CONVERSATION:
                before = phone.screen()
                await _do(phone, act, what, say)
                await settled(phone, before)
                show(phone, before, say)
        finally:
            await service.stop()
            await phone.stop()
    return phone.broken_rules()


async def _do(phone: Phone, act: str, what: Any, say: Any) -> None:
    if act == "shares":
        say(f"> [shares a place: {json.dumps(what)}]")
        await phone.shares(*what)
    elif act == "taps":
        words = next(labels[what] for _, labels in reversed(phone.screen()) if len(labels) > what)
        say(f"> [taps {words}]")
        await phone.taps(words)
    else:
        say(f"> {what}")
        await phone.says(what)


def main() -> int:
    parser = argparse.ArgumentParser(prog="demo", description="plays a conversation with the service, and prints it")
    parser.add_argument("platform", choices=sorted(PHONES))
    broken = asyncio.run(play(PHONES[parser.parse_args().platform]()))
    for rule in broken:
        print(f"the platform objected: {rule}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
