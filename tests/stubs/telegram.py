"""A Bot API server for tests: real HTTP, Telegram's documented rules, phones that can tap, and failures on request.

python -m tests.stubs.telegram --port 8081
"""

import argparse
import asyncio
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.stubs.telegram_models import wrong

TOKEN = "424242:AAstub-token-of-the-tests-0123456789"
SECRET = "stub-secret-of-the-tests"
BOT = {"id": 424242, "is_bot": True, "first_name": "Farol", "username": "FarolBot"}
ALL_KINDS = {"message", "edited_message", "callback_query", "my_chat_member"}
ACTIONS = {"typing", "find_location", "upload_photo", "upload_document", "choose_sticker"}
Parameters = dict[str, Any]


class BotError(Exception):
    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Fault:
    """How the next calls fail: a status, or the network ("hang", "reset", "torn", "not json")."""

    status: int = 0
    description: str = ""
    retry_after: int = 0
    network: str = ""
    times: int = 1
    method: str = ""
    chat: int = 0


@dataclass
class Made:
    """One call that came in."""

    at: float
    method: str
    parameters: Parameters
    status: int = 0


@dataclass
class Shown:
    """One message as the person sees it."""

    text: str
    choices: list[str] = field(default_factory=list)
    mine: bool = False


@dataclass
class Phone:
    """One private chat, from the person's side."""

    chat: int
    language: str = "es"
    messages: dict[int, Parameters] = field(default_factory=dict)
    keys: list[list[Parameters]] = field(default_factory=list)
    has_blocked: bool = False
    is_deleted: bool = False
    sent_at: deque[float] = field(default_factory=deque)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class Stub:
    def __init__(self, token: str = TOKEN, *, strict_pace: bool = False) -> None:
        self.token, self.strict_pace = token, strict_pace
        self.url = ""
        self.hook_url = ""
        """Where posts go instead of the address that setWebhook named, which no test machine has."""
        self.phones: dict[int, Phone] = {}
        self.calls: list[Made] = []
        self.broken_rules: list[str] = []
        self.faults: list[Fault] = []
        self.webhook: Parameters = {}
        self.waiting: deque[Parameters] = deque()
        self.tap_ids: dict[str, bool] = {}
        """Taps, and whether each was answered."""
        self.profile: dict[tuple[str, str], Any] = {}
        self.left: list[int] = []
        self.refused_posts: list[int] = []
        self.next_message, self.next_update = 1, 1000
        self.someone_polls = False
        self.news = asyncio.Event()
        self.paces: dict[int, deque[float]] = defaultdict(deque)
        self.all_paces: deque[float] = deque()

    # its life

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> None:
        app = web.Application(client_max_size=50 << 20)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self.runner.setup()
        site = web.TCPSite(self.runner, host, port)
        await site.start()
        self.url = f"http://{host}:{self.runner.addresses[0][1]}"
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def close(self) -> None:
        await self.session.close()
        await self.runner.cleanup()

    async def __aenter__(self) -> "Stub":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def environment(self, hook: str) -> dict[str, str]:
        """Settings that lead the service here; it then registers a webhook, and posts go to `hook`."""
        self.hook_url = hook
        return {
            "BOT_TELEGRAM_TOKEN": self.token,
            "BOT_TELEGRAM_SECRET": SECRET,
            "BOT_TELEGRAM_API": self.url,
            "BOT_TELEGRAM_MODE": "webhook",
            "BOT_PUBLIC_URL": "https://farol.example.org",
        }

    def fail(self, fault: Fault) -> None:
        self.faults.append(fault)

    def made(self, method: str) -> list[Parameters]:
        return [call.parameters for call in self.calls if call.method == method and call.status == 200]

    def second_opinions(self) -> list[str]:
        """What an independent model of the Bot API finds wrong with any call that came in, faults or not."""
        return [found for call in self.calls if (found := wrong(call.method, call.parameters))]

    # what people do

    def phone(self, person: str | int) -> Phone:
        chat = int(person) if str(person).lstrip("-").isdecimal() else 5_000_000_000 + sum(map(ord, str(person)))
        return self.phones.setdefault(chat, Phone(chat))

    async def says(self, person: str | int, text: str, **more: Any) -> None:
        await self.sends(person, text=text, **more)

    async def shares(self, person: str | int, latitude: float, longitude: float) -> None:
        phone = self.phone(person)
        phone.keys = []
        await self.sends(person, location={"latitude": latitude, "longitude": longitude})

    async def sends(self, person: str | int, **parts: Any) -> None:
        phone = self.phone(person)
        message = self._message(phone, {**self._user(phone)}, parts)
        phone.messages[message["message_id"]] = message
        await self.deliver({"message": message})

    async def taps_data(self, person: str | int, data: str, message: int) -> None:
        phone = self.phone(person)
        id = f"{self.next_update}77"
        self.tap_ids[id] = False
        bearer = {key: value for key, value in phone.messages[message].items() if not key.startswith("_")}
        await self.deliver(
            {"callback_query": {"id": id, "from": self._user(phone), "message": bearer, "chat_instance": "1",
                                "data": data}}
        )  # fmt: skip

    async def taps(self, person: str | int, label: str) -> None:
        """Taps the newest button with this label."""
        phone = self.phone(person)
        for number, message in reversed(phone.messages.items()):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label and "callback_data" in button:
                        await self.taps_data(person, button["callback_data"], number)
                        return
        raise AssertionError(f"there is no button {label!r} on this phone: {self.screen(person)}")

    def screen(self, person: str | int) -> list[Shown]:
        shown = []
        for message in self.phone(person).messages.values():
            place = message.get("venue", {}).get("title", "")
            pin = message.get("location")
            text = message.get("text") or (f"[{place} {pin['latitude']}, {pin['longitude']}]" if pin else "")
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            labels = [button["text"] for row in rows for button in row]
            labels += [key["text"] for row in message.get("_keys", []) for key in row]
            shown.append(Shown(text, labels, not message["from"]["is_bot"]))
        return shown

    async def block(self, person: str | int, blocked: bool = True) -> None:
        phone = self.phone(person)
        phone.has_blocked = blocked
        member = {"user": BOT, "status": "kicked" if blocked else "member"}
        chat = self._chat(phone)
        old = {"user": BOT, "status": "member" if blocked else "kicked"}
        await self.deliver(
            {"my_chat_member": {"chat": chat, "from": self._user(phone), "date": int(time.time()),
                                "old_chat_member": old, "new_chat_member": member}}
        )  # fmt: skip

    def _user(self, phone: Phone) -> Parameters:
        return {"id": phone.chat, "is_bot": False, "first_name": "Ana", "language_code": phone.language}

    def _chat(self, phone: Phone) -> Parameters:
        return {"id": phone.chat, "first_name": "Ana", "type": "private"}

    def _message(self, phone: Phone, sender: Parameters, parts: Parameters) -> Parameters:
        number, self.next_message = self.next_message, self.next_message + 1
        return {"message_id": number, "from": sender, "chat": self._chat(phone), "date": int(time.time()), **parts}

    async def deliver(self, what: Parameters) -> None:
        update = {"update_id": self.next_update, **what}
        self.next_update += 1
        if self.webhook and self.hook_url:
            await self.post(update)
        else:
            self.waiting.append(update)
            self.news.set()

    async def post(self, update: Parameters, tries: int = 20) -> int:
        """As Telegram does: again after a failure, and the answer may itself be a call.

        503 is how the service asks for that; any other refusal, and a post that is never taken, is kept in view."""
        status = 0
        for number in range(1, tries + 1):
            headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", SECRET)}
            try:
                async with self.session.post(self.hook_url, json=update, headers=headers) as answer:
                    status, body = answer.status, await answer.read()
                    if status == 200:
                        if answer.content_type == "application/json" and body:
                            parameters = json.loads(body)
                            self._run(parameters.pop("method"), parameters)
                        return status
            except aiohttp.ClientError:
                status = 0
            if status != 503 or number == tries:
                self.refused_posts.append(status)
            await asyncio.sleep(min(2.0, 0.025 * 2**number))
        return status

    # what the bot asks

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        parameters = await _parameters(request)
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return _json(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        fault = self._fault(method, parameters)
        if fault is not None:
            self.calls.append(Made(time.monotonic(), method, parameters, fault.status))
            return await _fail(request, fault)
        if method == "getUpdates":
            return await self._get_updates(parameters)
        made = self._run(method, parameters)
        return _json(made[0], made[1])

    def _fault(self, method: str, parameters: Parameters) -> Fault | None:
        for fault in self.faults:
            fits = fault.method in {"", method} and fault.chat in {0, parameters.get("chat_id")}
            if fits and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    def _run(self, method: str, parameters: Parameters) -> tuple[int, Parameters]:
        made = Made(time.monotonic(), method, parameters)
        self.calls.append(made)
        handler: Callable[[Parameters], Any] | None = getattr(self, f"on_{method}", None)
        try:
            if handler is None:
                raise BotError(404, "Not Found: method not found")
            result = handler(parameters)
            made.status = 200
            return 200, {"ok": True, "result": result}
        except BotError as error:
            made.status = error.code
            if error.code == 400 and error.description not in EXPECTED:
                self.broken_rules.append(f"{method}: {error.description}")
            body: Parameters = {"ok": False, "error_code": error.code, "description": error.description}
            if error.parameters:
                body["parameters"] = error.parameters
            return error.code, body

    def _person(self, parameters: Parameters, known: set[str], *, paced: bool = True) -> Phone:
        self._only(parameters, known | {"chat_id"})
        chat = parameters.get("chat_id")
        if not isinstance(chat, int):
            raise BotError(400, "Bad Request: chat_id is empty")
        phone = self.phones.get(chat) or (Phone(chat) if chat < 0 else None)
        if phone is None:
            raise BotError(400, "Bad Request: chat not found")
        if phone.is_deleted:
            raise BotError(403, "Forbidden: user is deactivated")
        if phone.has_blocked:
            raise BotError(403, "Forbidden: bot was blocked by the user")
        if paced and self.strict_pace:
            self._pace(chat)
        return phone

    def _pace(self, chat: int) -> None:
        """One message a second to a chat (a short burst of two is let through), thirty over all."""
        now = time.monotonic()
        for pace, most, seconds in ((self.paces[chat], 3, 2.0), (self.all_paces, 31, 1.0)):
            while pace and pace[0] <= now - seconds:
                pace.popleft()
            if len(pace) >= most:
                raise BotError(429, "Too Many Requests: retry after 1", retry_after=1)
        self.paces[chat].append(now)
        self.all_paces.append(now)

    @staticmethod
    def _only(parameters: Parameters, known: set[str]) -> None:
        unknown = set(parameters) - known
        if unknown:
            raise BotError(400, f"Bad Request: stub knows no parameter {sorted(unknown)}")

    @staticmethod
    def _text(parameters: Parameters, name: str = "text", most: int = 4096) -> str:
        text = parameters.get(name)
        if not isinstance(text, str) or not text.strip():
            raise BotError(400, "Bad Request: message text is empty")
        if utf16(text) > most:
            raise BotError(400, "Bad Request: message is too long")
        if parameters.get("parse_mode"):
            raise BotError(400, "Bad Request: stub takes plain text only")
        return text

    def _markup(self, phone: Phone, parameters: Parameters, *, inline_only: bool = False) -> Parameters:
        markup = parameters.get("reply_markup")
        if markup is None:
            return {}
        if not isinstance(markup, dict) or len({"inline_keyboard", "keyboard", "remove_keyboard"} & set(markup)) != 1:
            raise BotError(400, "Bad Request: object expected as reply markup")
        if "inline_keyboard" in markup:
            _check_buttons(markup["inline_keyboard"])
            return {"reply_markup": markup}
        if inline_only:
            raise BotError(400, "Bad Request: inline keyboard expected")
        if "keyboard" in markup:
            rows = markup["keyboard"]
            if not rows or not all(key.get("text") for row in rows for key in row):
                raise BotError(400, "Bad Request: keyboard button text is empty")
            phone.keys = rows
            return {"_keys": rows}
        if markup["remove_keyboard"] is not True:
            raise BotError(400, "Bad Request: remove_keyboard must be True")
        phone.keys = []
        return {"_bare": True}

    def _keep(self, phone: Phone, parts: Parameters) -> Parameters:
        message = self._message(phone, BOT, parts)
        phone.messages[message["message_id"]] = message
        return {key: value for key, value in message.items() if not key.startswith("_")}

    def on_getMe(self, parameters: Parameters) -> Parameters:
        return BOT

    def on_sendMessage(self, parameters: Parameters) -> Parameters:
        known = {"text", "protect_content", "link_preview_options", "reply_markup", "disable_notification"}
        phone = self._person(parameters, known)
        text = self._text(parameters)
        markup = self._markup(phone, parameters)
        return self._keep(phone, {"text": text, **markup, **_protected(parameters)})

    def on_sendVenue(self, parameters: Parameters) -> Parameters:
        known = {"latitude", "longitude", "title", "address", "protect_content", "reply_markup"}
        phone = self._person(parameters, known)
        if not parameters.get("title") or not parameters.get("address"):
            raise BotError(400, "Bad Request: venue must have a title and an address")
        self._markup(phone, parameters)
        location = _location(parameters)
        venue = {"location": location, "title": parameters["title"], "address": parameters["address"]}
        return self._keep(phone, {"location": location, "venue": venue, **_protected(parameters)})

    def on_sendLocation(self, parameters: Parameters) -> Parameters:
        phone = self._person(parameters, {"latitude", "longitude", "protect_content", "reply_markup"})
        self._markup(phone, parameters)
        return self._keep(phone, {"location": _location(parameters), **_protected(parameters)})

    def on_editMessageText(self, parameters: Parameters) -> Parameters:
        known = {"message_id", "text", "link_preview_options", "reply_markup"}
        phone = self._person(parameters, known)
        text = self._text(parameters)
        message = phone.messages.get(parameters.get("message_id", 0))
        if message is None:
            raise BotError(400, "Bad Request: message to edit not found")
        if not message["from"]["is_bot"] or "_keys" in message or "_bare" in message:
            raise BotError(400, "Bad Request: message can't be edited")
        if "text" not in message:
            raise BotError(400, "Bad Request: there is no text in the message to edit")
        markup = self._markup(phone, parameters, inline_only=True)
        if message["text"] == text and message.get("reply_markup") == markup.get("reply_markup"):
            raise BotError(400, EXPECTED_NOT_MODIFIED)
        message.pop("reply_markup", None)
        message.update({"text": text, "edit_date": int(time.time()), **markup})
        return message

    def on_deleteMessages(self, parameters: Parameters) -> bool:
        phone = self._person(parameters, {"message_ids"}, paced=False)
        ids = parameters.get("message_ids")
        if not isinstance(ids, list) or not 1 <= len(ids) <= 100 or not all(isinstance(id, int) for id in ids):
            raise BotError(400, "Bad Request: message identifiers are not specified")
        for id in ids:
            phone.messages.pop(id, None)
        return True

    def on_sendChatAction(self, parameters: Parameters) -> bool:
        self._person(parameters, {"action"}, paced=False)
        if parameters.get("action") not in ACTIONS:
            raise BotError(400, "Bad Request: wrong parameter action in request")
        return True

    def on_leaveChat(self, parameters: Parameters) -> bool:
        self._only(parameters, {"chat_id"})
        if parameters["chat_id"] > 0:
            raise BotError(400, "Bad Request: chat member status can't be changed in private chats")
        self.left.append(parameters["chat_id"])
        return True

    def on_answerCallbackQuery(self, parameters: Parameters) -> bool:
        self._only(parameters, {"callback_query_id", "text", "show_alert", "cache_time"})
        id = parameters.get("callback_query_id")
        if id not in self.tap_ids:
            raise BotError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.tap_ids[id] = True
        return True

    def on_setWebhook(self, parameters: Parameters) -> bool:
        self._only(
            parameters, {"url", "secret_token", "allowed_updates", "max_connections", "drop_pending_updates"}
        )  # fmt: skip
        if not str(parameters.get("url", "")).startswith("https://"):
            raise BotError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", parameters.get("secret_token", "")):
            raise BotError(400, "Bad Request: secret token contains unallowed characters")
        if not 1 <= parameters.get("max_connections", 40) <= 100:
            raise BotError(400, "Bad Request: max_connections is out of range")
        if set(parameters.get("allowed_updates", ())) - ALL_KINDS:
            raise BotError(400, "Bad Request: stub knows no such kind of update")
        if parameters.get("drop_pending_updates"):
            self.waiting.clear()
        self.webhook = parameters
        if self.hook_url and self.waiting:
            self.flushing = asyncio.get_running_loop().create_task(self._flush())
        return True

    async def _flush(self) -> None:
        """What waited while there was no webhook comes now."""
        while self.waiting:
            await self.post(self.waiting.popleft())

    def on_deleteWebhook(self, parameters: Parameters) -> bool:
        self._only(parameters, {"drop_pending_updates"})
        if parameters.get("drop_pending_updates"):
            self.waiting.clear()
        self.webhook = {}
        return True

    def on_getWebhookInfo(self, parameters: Parameters) -> Parameters:
        return {"url": self.webhook.get("url", ""), "pending_update_count": len(self.waiting)}

    async def _get_updates(self, parameters: Parameters) -> web.StreamResponse:
        made = Made(time.monotonic(), "getUpdates", parameters, 200)
        self.calls.append(made)
        if self.webhook or self.someone_polls:
            made.status = 409
            why = (
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
                if self.webhook
                else "terminated by other getUpdates request; make sure that only one bot instance is running"
            )
            return _json(409, {"ok": False, "error_code": 409, "description": f"Conflict: {why}"})
        offset, limit = parameters.get("offset", 0), parameters.get("limit", 100)
        if not 1 <= limit <= 100 or set(parameters) - {"offset", "limit", "timeout", "allowed_updates"}:
            self.broken_rules.append("getUpdates: wrong parameters")
        while self.waiting and offset and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()
        self.someone_polls = True
        try:
            until = time.monotonic() + min(parameters.get("timeout", 0), 50)
            while not self.waiting and time.monotonic() < until:
                self.news.clear()
                try:
                    await asyncio.wait_for(self.news.wait(), max(0.01, until - time.monotonic()))
                except TimeoutError:
                    break
        finally:
            self.someone_polls = False
        return _json(200, {"ok": True, "result": list(self.waiting)[:limit]})

    def _profile_set(self, what: str, field: str, parameters: Parameters, check: Callable[[Any], None]) -> bool:
        self._only(parameters, {field, "language_code"})
        code = parameters.get("language_code", "")
        if code and not re.fullmatch("[a-z]{2}", code):
            raise BotError(400, "Bad Request: invalid language code specified")
        check(parameters[field])
        self.profile[what, code] = parameters[field]
        return True

    def on_setMyCommands(self, parameters: Parameters) -> bool:
        return self._profile_set("commands", "commands", parameters, _check_commands)

    def on_setMyDescription(self, parameters: Parameters) -> bool:
        return self._profile_set("description", "description", parameters, _at_most(512))

    def on_setMyShortDescription(self, parameters: Parameters) -> bool:
        return self._profile_set("short", "short_description", parameters, _at_most(120))

    def on_getMyCommands(self, parameters: Parameters) -> list[Parameters]:
        found: list[Parameters] = self.profile.get(("commands", parameters.get("language_code", "")), [])
        return found

    def on_getMyDescription(self, parameters: Parameters) -> Parameters:
        return {"description": self.profile.get(("description", parameters.get("language_code", "")), "")}

    def on_getMyShortDescription(self, parameters: Parameters) -> Parameters:
        return {"short_description": self.profile.get(("short", parameters.get("language_code", "")), "")}


EXPECTED_NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
EXPECTED = {
    EXPECTED_NOT_MODIFIED,
    "Bad Request: message to edit not found",
    "Bad Request: chat not found",
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
}
"""Refusals that happen to a well-behaved bot too."""


def _check_buttons(rows: Any) -> None:
    if not isinstance(rows, list) or not rows or sum(map(len, rows)) > 100 or max(map(len, rows)) > 8:
        raise BotError(400, "Bad Request: too many or no inline keyboard buttons")
    for row in rows:
        for button in row:
            if not str(button.get("text", "")).strip():
                raise BotError(400, "Bad Request: inline keyboard button text is empty")
            if set(button) == {"text", "url"}:
                if (
                    not re.fullmatch(r"https?://[^\s/.]+(\.[^\s/.]+)+(/\S*)?", button["url"])
                    or "localhost" in button["url"]
                ):
                    raise BotError(400, f"Bad Request: inline keyboard button URL '{button['url']}' is invalid")
                continue
            if set(button) != {"text", "callback_data"}:
                raise BotError(400, "Bad Request: text buttons are unallowed in the inline keyboard")
            if not 1 <= len(button["callback_data"].encode()) <= 64:
                raise BotError(400, "Bad Request: BUTTON_DATA_INVALID")


def _check_commands(commands: Any) -> None:
    if len(commands) > 100:
        raise BotError(400, "Bad Request: too many commands specified")
    for command in commands:
        if not re.fullmatch("[a-z0-9_]{1,32}", command["command"]):
            raise BotError(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= utf16(command["description"]) <= 256:
            raise BotError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")


def _at_most(limit: int) -> Callable[[str], None]:
    def check(text: str) -> None:
        if utf16(text) > limit:
            raise BotError(400, "Bad Request: description is too long")

    return check


def _location(parameters: Parameters) -> Parameters:
    latitude, longitude = parameters.get("latitude"), parameters.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        raise BotError(400, "Bad Request: bad location")
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise BotError(400, "Bad Request: bad location")
    return {"latitude": latitude, "longitude": longitude}


def _protected(parameters: Parameters) -> Parameters:
    return {"has_protected_content": True} if parameters.get("protect_content") else {}


async def _parameters(request: web.Request) -> Parameters:
    """JSON, form or query: Telegram takes them all."""
    found: Parameters = dict(request.query)
    if request.content_type == "application/json":
        body = await request.read()
        found |= json.loads(body) if body else {}
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            try:
                found[name] = json.loads(str(value))
            except ValueError:
                found[name] = value
    return found


def _json(status: int, body: Parameters) -> web.Response:
    return web.Response(
        status=status, body=json.dumps(body, ensure_ascii=False).encode(), content_type="application/json"
    )


async def _fail(request: web.Request, fault: Fault) -> web.StreamResponse:
    if fault.network == "hang":
        await asyncio.sleep(120)
    if fault.network == "not json":
        return web.Response(text="<html>bad gateway</html>", content_type="text/html")
    if fault.network in {"reset", "torn"}:
        transport = request.transport
        assert transport is not None
        if fault.network == "torn":
            transport.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{"ok":tr')  # type: ignore[attr-defined]
            await asyncio.sleep(0.05)
        transport.abort() if fault.network == "reset" else transport.close()  # type: ignore[attr-defined]
        await asyncio.sleep(0.01)
        return web.Response()
    body: Parameters = {"ok": False, "error_code": fault.status, "description": fault.description or "Failure"}
    if fault.retry_after:
        body["description"] = f"Too Many Requests: retry after {fault.retry_after}"
        body["parameters"] = {"retry_after": fault.retry_after}
    return _json(fault.status, body)


async def serve(port: int, act: Callable[[Stub], Awaitable[None]] | None = None) -> None:
    stub = Stub()
    await stub.start(port)
    print(f"Bot API stub on {stub.url}, token {stub.token}", flush=True)
    if act is not None:
        await act(stub)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--port", type=int, default=8081)
    asyncio.run(serve(parser.parse_args().port))
