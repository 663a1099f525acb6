"""WhatsApp through Meta's Cloud API: buttons, lists, pins, and a window of 24 hours in which we may write freely."""

import hmac
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import msgspec

from bot.channels import contract, graph
from bot.channels.contract import (
    WINDOW_SECONDS,
    Answer,
    Call,
    ChannelDown,
    Forged,
    PersonLeft,
    Phrase,
    Post,
    Refused,
    Report,
    TryLater,
    WindowClosed,
    judge_file,
    no_words,
    paced,
    wait_asked,
    window_is_open,
)
from bot.channels.graph_parts import ROW_LABEL, Part, fit, link_part, pin_part, text_part, wish_part
from bot.channels.rendering import pieces, reachable, shortened, utf16, with_choices, with_links
from bot.channels.signing import sign
from bot.domain.limits import Limits
from bot.domain.messages import Choice, Delivery, Incoming, Link, Reply
from bot.domain.setting import Unfit, half_given, setting, truth, web_address, whole

SIGNATURE = "X-Hub-Signature-256"
META = "https://graph.facebook.com"
LONGEST_ID = 200

WAIT = {1, 2, 4, 80007, 130429, 131000, 131016, 131056, 131057, 133004, 135000}
"""Passing faults and limits of speed."""
DOWN = {0, 3, 10, 33, 190, 368, 131005, 131031, 131037, 131042, 131045, 131048, 133010, *range(200, 300)}
"""Token, permission, payment, a number or account that is blocked: nobody gets anything until staff mend it."""
LEFT = {131026, 131050}
"""The person is not on WhatsApp any more, or wants nothing from us."""
CLOSED = 131047


def version(text: str) -> str:
    if not re.fullmatch(r"v[1-9]\d?\.\d", text):
        raise Unfit("it must be a version of the Graph API, as v26.0")
    return text


def number_id(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]+", text):
        raise Unfit("it must be the id of the phone number (digits), not the number itself")
    return text


@dataclass(frozen=True)
class Template:
    name: str
    languages: tuple[tuple[str, str], ...] = ()
    """Our language and the code under which Meta approved the template."""

    def code(self, language: str) -> str:
        """In the person's language, else in the first that there is."""
        return dict(self.languages).get(language) or self.languages[0][1]


def template(text: str) -> Template:
    """`name` or `name:es=es_MX,en=en_US`."""
    name, _, rest = text.partition(":")
    pairs = [tuple(part.strip().split("=")) for part in rest.split(",") if part.strip()] if rest else [("es", "es")]
    if not re.fullmatch(r"[a-z0-9_]{1,512}", name.strip()):
        raise Unfit("it must begin with the template's name: small letters, digits and _")
    if not pairs or any(len(pair) != 2 or not re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2})?", pair[1]) for pair in pairs):
        raise Unfit("after the name and : come languages, as es=es_MX,en=en_US")
    return Template(name.strip(), tuple((pair[0].strip(), pair[1]) for pair in pairs))


@dataclass(frozen=True)
class Settings:
    PREFIX = "WHATSAPP_"
    token: str = setting("", "access token of the system user; empty: off", secret=True)
    phone_id: str = setting("", "id of the phone number in the Cloud API", number_id, example="106540352242922")
    app_secret: str = setting("", "the app's secret: what Meta signs its posts with", secret=True)
    verify_token: str = setting("", "a word of your own, typed at Meta beside the webhook's address", secret=True)
    api: str = setting(META, "where the Graph API is", web_address)
    version: str = setting("v26.0", "version of the Graph API", version)
    template: Template | None = setting(  # noqa: RUF009 - a frozen value
        None,
        "the approved, neutral template that invites people to write back once 24 hours have passed; "
        "name, or name:language=code,... ; empty: what is for them waits quietly",
        template,
        example="write_back:es=es_MX,en=en_US",
    )
    per_second: int | None = setting(
        None,
        "messages a second that Meta takes from the number, 0: no limit of ours; "
        "empty: 80, none where BOT_WHATSAPP_API is not Meta's",
        whole(0, 10_000),
    )
    signs: bool = setting(
        True, "mark what people write as read and show that we type (never where it could hurt)", truth
    )

    def problems(self) -> list[str]:
        return half_given(self, "WhatsApp", "token", "phone_id", "app_secret", "verify_token")

    def is_on(self) -> bool:
        return bool(self.token and self.phone_id and self.app_secret)


class Taken(msgspec.Struct):
    id: str = ""


class Failure(msgspec.Struct):
    code: int = -1
    is_transient: bool = False


class Answered(msgspec.Struct):
    """What the Graph API says to a call: the id it gave a message, or what is wrong."""

    messages: list[Taken] = []
    success: bool = False
    error: Failure | None = None


read_answer = msgspec.json.Decoder(Answered, strict=False)
write_json = msgspec.json.Encoder()


class Found(msgspec.Struct):
    """Where a file lies, for some minutes."""

    url: str = ""


read_found = msgspec.json.Decoder(Found, strict=False)


class Channel(contract.Channel):
    name = "whatsapp"
    limits = Limits(
        text=4096,
        buttons=3,
        button_label=20,
        rows=10,
        row_label=ROW_LABEL,
        row_detail=72,
        text_with_choices=1024,
        links=1,
        link_label=20,
        link=2000,
        person_per_second=4.0,
        per_second=80.0,
    )
    hook = "/hooks/whatsapp"
    largest_body = 4 << 20
    """Meta posts up to 3 MB at once."""
    tells_reading = True

    def __init__(
        self,
        settings: Settings,
        public_url: str = "",
        phrase: Phrase = no_words,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.settings, self.phrase, self.now, self.public_url = settings, phrase, now, public_url
        self.secret = settings.app_secret.encode()
        self.url = f"{settings.api}/{settings.version}/{settings.phone_id}/messages"
        self.headers = (("Authorization", f"Bearer {settings.token}"), ("Content-Type", "application/json"))
        self.limits = paced(self.limits, settings.per_second, settings.api == META)

    # from WhatsApp

    def admit(self, post: Post) -> None:
        given = post.headers.get(SIGNATURE, "").encode("utf-8", "replace")
        if not self.secret or not hmac.compare_digest(given, sign(self.secret, post.body)):
            raise Forged(401)

    def greet(self, post: Post) -> str | None:
        asked, known = post.query.get("hub.verify_token", ""), self.settings.verify_token
        is_known = hmac.compare_digest(asked.encode("utf-8", "replace"), known.encode("utf-8", "replace"))
        if not known or not is_known or post.query.get("hub.mode") != "subscribe":
            return None
        return post.query.get("hub.challenge", "")

    def read(self, post: Post) -> list[Incoming]:
        return list(graph.messages(_events(post)))

    def reports(self, post: Post) -> list[Report]:
        """Delivery states, and a count of what Meta signed but we could not read: to refuse it would stop the hook."""
        return list(graph.reports(_events(post)))

    # to WhatsApp

    @classmethod
    def window(cls, address: str) -> int:
        return WINDOW_SECONDS

    def is_open(self, delivery: Delivery) -> bool:
        return window_is_open(delivery, self.now())

    def render(self, delivery: Delivery, shown: Sequence[str]) -> list[Call]:
        if not delivery.replies:
            return []  # the Cloud API deletes nothing from a person's screen
        if not self.is_open(delivery):
            return [self._invitation(delivery)]
        parts = [part for reply in delivery.replies for part in self._parts(reply, delivery.language)]
        calls = [self._message(delivery.address, part) for part in parts]
        if calls and self._may_show_signs(delivery):
            calls.insert(1, self._read_sign(delivery.tap, typing=len(calls) > 1))
        return calls

    def _may_show_signs(self, delivery: Delivery) -> bool:
        hurts = delivery.forget or any(reply.sealed for reply in delivery.replies)
        return bool(delivery.tap) and self.settings.signs and not hurts

    def _parts(self, reply: Reply, language: str) -> list[Part]:
        """The messages of one reply; what can be tapped comes last, where the thumb is."""
        pin = [pin_part(reply.location, reply.place)] if reply.location else []
        links = reachable(reply, self.public_url)
        if links and (reply.choices or reply.wants_location or not self._can_bear(reply, links)):
            reply, links = replace(reply, text=with_links(reply.text, links)), []
        if reply.choices and (action := self._action(reply.choices, language)):
            *first, last = pieces(reply.text or "…", self.limits.text_with_choices, utf16)
            body = {"type": "list" if "sections" in action else "button", "body": {"text": last}, "action": action}
            asked = [Part("interactive", body, with_choices(last, reply))]
            if reply.wants_location and (wish := self.phrase("channel.share_location", language)):
                asked.append(wish_part(wish))
            return [*map(text_part, first), *pin, *asked]
        text = with_choices(reply.text, reply) if reply.choices else reply.text
        if reply.wants_location and text:
            *first, last = pieces(text, self.limits.text_with_choices, utf16)
            return [*map(text_part, first), *pin, wish_part(last)]
        if links:
            return [link_part(with_links(text, links[1:]), links[0]), *pin]
        return [*(map(text_part, pieces(text, self.limits.text, utf16)) if text else ()), *pin]

    def _can_bear(self, reply: Reply, links: Sequence[Link]) -> bool:
        """Whether the first link can be a button: below a short text, with a label that needs not be cut."""
        text, first = with_links(reply.text, links[1:]), links[0]
        is_whole = utf16(first.label) <= self.limits.link_label and len(first.url) <= self.limits.link
        return is_whole and 0 < utf16(text) <= self.limits.text_with_choices

    def _action(self, choices: Sequence[Choice], language: str) -> dict[str, Any] | None:
        """Buttons where all choices fit on them, else a list; None where not even that can show them."""
        limits = self.limits
        fits = [fit(choice.id, choice.label) for choice in choices]
        labels = {fit.label for fit in fits}
        if len({choice.id for choice in choices}) < len(choices) or len(labels) < len(choices) or "" in labels:
            return None
        if any(not 0 < len(choice.id) <= LONGEST_ID for choice in choices):
            return None
        longest = max(fit.length for fit in fits)
        if len(choices) <= limits.buttons and longest <= limits.button_label:
            return {"buttons": [fit.button for fit in fits]}
        if len(choices) > limits.rows or longest > limits.row_detail:
            return None
        opener = self.phrase("channel.list", language) or "≡"
        opener = shortened(opener, limits.button_label, utf16)
        return {"button": opener, "sections": [{"rows": [fit.row for fit in fits]}]}

    def _message(self, address: str, part: Part) -> Call:
        to = "recipient" if graph.BUSINESS_SCOPED.fullmatch(address) else "to"
        head = {"messaging_product": "whatsapp", "recipient_type": "individual", to: address}
        body = write_json.encode(head | {"type": part.kind, part.kind: part.body})
        plain = self._message(address, text_part(part.plain)) if part.plain else None
        return Call(self.url, body, self.headers, instead=plain)

    def _read_sign(self, message: str, typing: bool) -> Call:
        body: dict[str, Any] = {"messaging_product": "whatsapp", "status": "read", "message_id": message}
        if typing:
            body["typing_indicator"] = {"type": "text"}
        return Call(self.url, write_json.encode(body), self.headers, optional=True)

    def _invitation(self, delivery: Delivery) -> Call:
        """Says only that they may write to us: whoever else sees the screen learns nothing."""
        chosen = self.settings.template
        if chosen is None:
            raise WindowClosed
        part = Part("template", {"name": chosen.name, "language": {"code": chosen.code(delivery.language)}})
        return self._message(delivery.address, part)

    def judge(self, answer: Answer) -> str:
        try:
            said = read_answer.decode(answer.body)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            said = Answered()
        if 200 <= answer.status < 300 and said.error is None:
            if said.messages and said.messages[0].id:
                return said.messages[0].id
            if said.success:
                return ""
            raise TryLater(reason="answer without a message id")
        code = said.error.code if said.error else -1
        reason = f"status {answer.status}" if code < 0 else f"code {code}"
        wait = wait_asked(answer)
        if code == CLOSED:
            raise WindowClosed
        if code in LEFT:
            raise PersonLeft
        if code in DOWN or (code < 0 and answer.status in {401, 403}):
            raise ChannelDown(wait, reason)
        if code in WAIT or answer.status == 429 or answer.status >= 500 or (said.error and said.error.is_transient):
            raise TryLater(wait, reason)
        raise Refused(reason)

    # files that people sent

    def fetch(self, file: str) -> Call:
        if not graph.FILE_ID.fullmatch(file):
            raise Refused("no id of a file")
        address = f"{self.settings.api}/{self.settings.version}/{file}?phone_number_id={self.settings.phone_id}"
        return Call(address, b"", self.headers[:1], method="GET")

    def fetched(self, answer: Answer) -> Call | None:
        judge_file(answer)
        if "json" not in answer.headers.get("content-type", ""):
            return None
        try:
            found = read_found.decode(answer.body)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            found = Found()
        if not found.url:
            raise Refused("no such file any more")
        return Call(found.url, b"", self.headers[:1], method="GET")

    @property
    def file_hosts(self) -> frozenset[str]:
        return frozenset({"lookaside.fbsbx.com"})

    @property
    def own_host(self) -> str:
        return urlsplit(self.settings.api).netloc


def _events(post: Post) -> graph.Events:
    if not isinstance(post.told, graph.Events):
        post.told = graph.read_events(post.body)
    return post.told
