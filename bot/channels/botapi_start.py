"""At start: tells Telegram who we are and where to post, or asks it for what people sent."""

import asyncio
import contextlib
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from bot.channels import botapi, botapi_limits
from bot.channels.contract import Carry, PersonLeft, Refused, TryLater

log = logging.getLogger(__name__)

COMMANDS = ("menu", "language", "person", "help", "privacy", "erase", "exit")
"""Their phrases are written as Telegram's lists are: `idioma - Cambiar de idioma`."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
POLL_SECONDS = 25

AskBot = Callable[[str, Any], Awaitable[bytes]]
"""Method and parameters to the body of a yes; raises TryLater or Refused."""


class Flag(msgspec.Struct):
    ok: bool = False
    result: msgspec.Raw = msgspec.Raw()


read_flag = msgspec.json.Decoder(Flag).decode
read_text = {
    "getMyDescription": ("description", msgspec.json.Decoder(dict[str, str]).decode),
    "getMyShortDescription": ("short_description", msgspec.json.Decoder(dict[str, str]).decode),
}
read_commands = msgspec.json.Decoder(list[botapi.Command]).decode
read_raws = msgspec.json.Decoder(list[msgspec.Raw]).decode


def asking(carry: Carry, call: Callable[[str, Any], Any]) -> AskBot:
    async def ask(method: str, parameters: Any) -> bytes:
        answer = await carry(call(method, parameters))
        try:
            said = read_flag(answer.body)
        except botapi.UNREADABLE:
            said = Flag()
        if answer.status == 200 and said.ok:
            return bytes(said.result)
        try:
            botapi.judged(answer)
        except PersonLeft:
            raise Refused(f"status {answer.status}") from None
        raise TryLater(None, f"status {answer.status}")

    return ask


async def until_done(what: str, act: Callable[[], Awaitable[None]]) -> None:
    """Tries until Telegram agrees; what it refuses is told once and left."""
    pause = FIRST_PAUSE
    while True:
        try:
            await act()
        except TryLater as later:
            log.warning("telegram: %s has to wait", what, extra={"reason": later.reason})
            await asyncio.sleep(max(pause, later.after or 0.0))
            pause = min(LONGEST_PAUSE, pause * 2)
        except Refused as refused:
            log.error("telegram: %s was refused", what, extra={"reason": refused.reason})
            return
        except botapi.UNREADABLE as error:
            log.error("telegram: %s got an answer that cannot be read", what, extra={"reason": type(error).__name__})
            return
        else:
            return


# who we are


def command(line: str) -> botapi.Command | None:
    name, _, words = line.partition(" - ")
    if not re.fullmatch(rf"[a-z0-9_]{{1,{botapi_limits.COMMAND_NAME}}}", name) or not words:
        return None
    return botapi.Command(name, words[: botapi_limits.COMMAND_WORDS])


@dataclass(frozen=True)
class Profile:
    """The commands and the descriptions of the bot, in each language; written only where they differ."""

    ask: AskBot
    phrase: Callable[[str, str], str]
    languages: Sequence[str]

    async def show(self) -> None:
        for language in ("", *self.languages):
            code = language if len(language) == 2 else ""  # Telegram knows two-letter codes only
            if language and not code:
                continue
            await self._commands(language, code)
            await self._text("Description", botapi_limits.DESCRIPTION, language, code)
            await self._text("ShortDescription", botapi_limits.SHORT_DESCRIPTION, language, code)

    async def _commands(self, language: str, code: str) -> None:
        wanted = [found for name in COMMANDS if (found := command(self.phrase(f"channel.command.{name}", language)))]
        if not wanted:
            return
        there = read_commands(await self.ask("getMyCommands", botapi.InLanguage(code)))
        if there != wanted:
            await self.ask("setMyCommands", botapi.Commands(wanted, code))

    async def _text(self, kind: str, limit: int, language: str, code: str) -> None:
        id = {"Description": "channel.description", "ShortDescription": "channel.description.short"}[kind]
        wanted = self.phrase(id, language)[:limit]
        if not wanted:
            return
        field, read = read_text[f"getMy{kind}"]
        there = read(await self.ask(f"getMy{kind}", botapi.InLanguage(code))).get(field, "")
        if there != wanted:
            shape = botapi.Description if kind == "Description" else botapi.ShortDescription
            await self.ask(f"setMy{kind}", shape(wanted, code))


# where to post


async def register(ask: AskBot, url: str, secret: str) -> None:
    await ask("setWebhook", botapi.SetWebhook(url, secret, botapi.UPDATES))
    log.info("telegram: webhook is registered")


# what people sent


class Numbered(msgspec.Struct):
    update_id: botapi.Id


read_numbered = msgspec.json.Decoder(Numbered).decode


@dataclass
class Polling:
    """Long polling: Telegram forgets an update only when we ask beyond it, and we do so once all are queued."""

    ask: AskBot
    take: Callable[[list[bytes]], Awaitable[None]]
    """Returns when every update of the batch is safe; raises when one is not."""
    offset: int = 0
    limit: int = botapi_limits.UPDATES_AT_ONCE
    pause: float = 0.0
    is_released: bool = False
    """Whether Telegram has given up any webhook: it gives nothing to those who ask while there is one."""
    told: str = field(default="", repr=False)

    async def run(self) -> None:
        while True:
            try:
                await self.step()
            except asyncio.CancelledError:
                raise
            except (TryLater, Refused) as trouble:
                await self._wait(trouble)
            except Exception as error:  # not kept now: nothing is confirmed, Telegram gives all of it again
                self._tell(f"what people sent cannot be kept now ({type(error).__name__})")
                await self._sleep(None)
            else:
                self.pause, self.told = 0.0, ""

    async def step(self) -> None:
        if not self.is_released:
            await self.ask("deleteWebhook", botapi.DeleteWebhook())
            self.is_released = True
        asked = self.offset
        body = await self.ask("getUpdates", botapi.GetUpdates(botapi.UPDATES, POLL_SECONDS, self.limit, asked))
        updates = [bytes(raw) for raw in _raws(body)]
        if not updates:
            # all before is confirmed; without an offset, ids that begin anew (after a week's silence) are not missed
            self.offset = 0
        else:
            await self.take(updates)
            self.offset = max(_number(update) for update in updates) + 1
        self.limit = min(botapi_limits.UPDATES_AT_ONCE, self.limit * 2)

    async def _wait(self, trouble: TryLater | Refused) -> None:
        reason = trouble.reason
        if "409" in reason:
            self.is_released = False
            self._tell(
                "another process asks for this bot's messages, or a webhook is set: only one process may poll with "
                "a token; stop the other, or set BOT_PUBLIC_URL so that Telegram posts to all",
                reason,
            )
        elif "401" in reason or "404" in reason:
            self._tell("the token is not accepted; correct BOT_TELEGRAM_TOKEN", reason)
        else:
            self._tell("no messages come in now", reason)
        if "too large" in reason:
            self.limit = max(1, self.limit // 4)
        await self._sleep(trouble.after if isinstance(trouble, TryLater) else LONGEST_PAUSE)

    async def _sleep(self, after: float | None) -> None:
        self.pause = min(LONGEST_PAUSE, max(FIRST_PAUSE, self.pause * 2))
        await asyncio.sleep(self.pause if after is None else after)

    def _tell(self, what: str, reason: str = "") -> None:
        if self.told != what:
            log.error("telegram: %s", what, extra={"reason": reason})
        self.told = what


def _raws(body: bytes) -> list[msgspec.Raw]:
    try:
        return read_raws(body)
    except botapi.UNREADABLE:
        raise TryLater(None, "answer unreadable") from None


def _number(update: bytes) -> int:
    with contextlib.suppress(*botapi.UNREADABLE):
        return read_numbered(update).update_id
    return 0
