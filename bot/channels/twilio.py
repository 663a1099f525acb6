"""WhatsApp and SMS through Twilio: forms in, forms out, numbers instead of buttons."""

import base64
import hmac
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import msgspec

from bot.channels import contract, sms, twilio_form
from bot.channels.contract import (
    WINDOW_SECONDS,
    Answer,
    Call,
    ChannelDown,
    Forged,
    NotAMessage,
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
from bot.channels.rendering import pieces, reachable, shortened, with_choices, with_links
from bot.domain.limits import Limits
from bot.domain.messages import Delivery, Incoming, Link, Reply
from bot.domain.setting import Unfit, half_given, setting, web_address, whole

SIGNATURE = "X-Twilio-Signature"
TWILIO = "https://api.twilio.com"
WHATSAPP = "whatsapp:"
PLACE_NAME = 200

PERSON = re.compile(r"(whatsapp:)?\+[1-9]\d{6,14}|whatsapp:[A-Z]{2}(\.ENT)?\.[A-Za-z0-9]{1,128}")
"""Who can be answered. Short codes and names are machines: nobody reads what we would write to them."""
STATES = {"accepted", "scheduled", "queued", "sending", "sent", "delivered", "read", "undelivered", "failed"}

WAIT = {14107, 20429, 20500, 20503, 21611, 30001, 30022, 63018}
DOWN = {20003, 20005, 20006, 20403, 21606, 21659, 21660, 21703, 30002, 63007, 63010, 63020, 63051}
"""Credentials, account or sender number: nobody gets anything until staff mend it."""
LEFT = {21211, 21214, 21217, 21610, 21612, 21614, 30003, 30004, 30005, 30006, 63003, 63014, 63024, 63032, 63033}
"""Said STOP, blocked us, or there is no such number (any more)."""
CLOSED = {63016}

NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def account(text: str) -> str:
    if not re.fullmatch(r"AC[0-9A-Za-z_-]{1,64}", text):
        raise Unfit("it must be the Account SID, which begins with AC")
    return text


def senders(text: str) -> tuple[str, ...]:
    """Our numbers: `+521...`, `whatsapp:+521...` or the id of a messaging service, in a list with commas."""
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    for sender in found:
        if not re.fullmatch(r"(whatsapp:)?(\+[1-9]\d{4,14}|MG[0-9a-zA-Z]{1,64})|\d{4,8}", sender):
            raise Unfit(
                "each sender must be a number as +5215512345678, whatsapp:+5215512345678, or a service as MG..."
            )
    if len({sender.startswith(WHATSAPP) for sender in found}) < len(found):
        raise Unfit("there can be one sender for WhatsApp and one for SMS")
    return found


def content_id(text: str) -> str:
    if not re.fullmatch(r"HX[0-9a-zA-Z]{1,64}", text):
        raise Unfit("it must be the id of an approved content template, which begins with HX")
    return text


@dataclass(frozen=True)
class Settings:
    PREFIX = "TWILIO_"
    sid: str = setting("", "the account's SID; empty: off", account, example="AC0123456789abcdef0123456789abcdef")
    token: str = setting("", "the account's auth token, which also signs what Twilio posts", secret=True)
    FROM: tuple[str, ...] = setting(  # in capitals, because `from` is a word of Python
        (),
        "our number for SMS (+52...), for WhatsApp (whatsapp:+52...), or both with a comma between",
        senders,
        example="whatsapp:+5215512345678",
    )
    api: str = setting(TWILIO, "where Twilio's API is", web_address)
    template: str = setting(
        "",
        "approved, neutral WhatsApp template that invites people to write back once 24 hours have passed; "
        "empty: what is for them waits quietly",
        content_id,
        example="HX0123456789abcdef0123456789abcdef",
    )
    per_second: int | None = setting(
        None,
        "messages a second that Twilio takes from us, 0: no limit of ours; "
        "empty: 80, none where BOT_TWILIO_API is not Twilio's",
        whole(0, 10_000),
    )

    def problems(self) -> list[str]:
        return half_given(self, "Twilio", "sid", "token", "FROM")

    def is_on(self) -> bool:
        return bool(self.sid and self.token and self.FROM)


class Answered(msgspec.Struct):
    sid: str | None = None
    code: int | None = None


read_answer = msgspec.json.Decoder(Answered, strict=False)


class Channel(contract.Channel):
    name = "twilio"
    limits = Limits(text=1600, person_per_second=1.0, per_second=80.0)
    hook = "/hooks/twilio"
    delivers_again = False
    signs_address = True
    tells_reading = True
    keeps_ids = True
    """Twilio keeps what we wrote; when a person erases, it is told to forget the words."""

    def __init__(
        self,
        settings: Settings,
        public_url: str = "",
        phrase: Phrase = no_words,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.settings, self.public_url, self.now = settings, public_url, now
        self.token = settings.token.encode()
        self.messages = f"{settings.api}/2010-04-01/Accounts/{settings.sid}/Messages"
        known = base64.b64encode(f"{settings.sid}:{settings.token}".encode()).decode()
        self.headers = (("Authorization", f"Basic {known}"), ("Content-Type", "application/x-www-form-urlencoded"))
        self.sender = {sender.startswith(WHATSAPP): sender for sender in settings.FROM}
        self.limits = paced(self.limits, settings.per_second, settings.api == TWILIO)

    # from Twilio

    def admit(self, post: Post) -> None:
        given = post.headers.get(SIGNATURE, "").encode("utf-8", "replace")
        form = twilio_form.form_of(post)
        if not given or not self.token:
            raise Forged(401)
        if not any(
            hmac.compare_digest(given, twilio_form.sign(self.token, url, form)) for url in self._addresses(post)
        ):
            raise Forged(403)

    def _addresses(self, post: Post) -> Iterator[str]:
        """The address that Twilio called, as it may have written it; headers of proxies count for nothing."""
        called = [post.url]
        if self.public_url:
            called.insert(0, self.public_url + post.path + post.url[post.url.find("?") :] * ("?" in post.url))
        for url in called:
            yield url
            parts = urlsplit(url)
            port = parts.netloc.rpartition("@")[2].partition(":")[2]
            standard = {"https": "443", "http": "80"}.get(parts.scheme, "")
            if not port:
                yield parts._replace(netloc=f"{parts.netloc}:{standard}").geturl()
            elif port == standard:
                yield parts._replace(netloc=parts.netloc.rpartition(":")[0]).geturl()

    def read(self, post: Post) -> list[Incoming]:
        form = dict(reversed(twilio_form.form_of(post)))
        id, sender = form.get("MessageSid") or form.get("SmsMessageSid") or "", form.get("From", "")
        if not 0 < len(id) <= twilio_form.LONGEST_ID or not id.isascii() or not sender:
            raise NotAMessage("not the form of a message")
        if twilio_form.is_report(form):
            return []
        if form.get("ExternalUserId") and sender.startswith(WHATSAPP):
            sender = WHATSAPP + form["ExternalUserId"].removeprefix(WHATSAPP)
        if not PERSON.fullmatch(sender) or sender in self.settings.FROM:
            return []
        told = twilio_form.told(form, is_sms=not sender.startswith(WHATSAPP))
        return [Incoming("twilio", sender, id, **told)] if told is not None else []

    def reports(self, post: Post) -> list[Report]:
        form = dict(reversed(twilio_form.form_of(post)))
        if not twilio_form.is_report(form):
            return []
        state, code = twilio_form.state_of(form), form.get("ErrorCode", "")
        return [
            Report(
                twilio_form.clean(form.get("MessageSid", ""))[: twilio_form.LONGEST_ID],
                state if state in STATES else "other",
                code if code.isdecimal() and len(code) < 8 else "",
                form.get("To", "")[:200],
            )
        ]

    def acknowledgement(self, post: Post) -> tuple[str, str]:
        return NOTHING, "text/xml"

    # to Twilio

    @classmethod
    def window(cls, address: str) -> int:
        return WINDOW_SECONDS if address.startswith(WHATSAPP) else 0

    def is_open(self, delivery: Delivery) -> bool:
        return not delivery.address.startswith(WHATSAPP) or window_is_open(delivery, self.now())

    def render(self, delivery: Delivery, shown: Sequence[str]) -> list[Call]:
        address = delivery.address
        on_whatsapp = address.startswith(WHATSAPP)
        if on_whatsapp not in self.sender:
            raise Refused("no sender for this kind of number any more")
        calls = [self._forget(id) for id in shown] if delivery.forget else []
        if delivery.replies and not self.is_open(delivery):
            if not self.settings.template:
                raise WindowClosed
            return [*calls, self._call(address, {"ContentSid": self.settings.template})]
        for reply in delivery.replies:
            links = reachable(reply, self.public_url)
            parts = _whatsapp_parts(reply, links) if on_whatsapp else _sms_parts(reply, links)
            calls += [self._call(address, part) for part in parts]
        return calls

    def _call(self, address: str, part: dict[str, str]) -> Call:
        sender = self.sender[address.startswith(WHATSAPP)]
        by = "MessagingServiceSid" if sender.removeprefix(WHATSAPP).startswith("MG") else "From"
        form = {"To": address, by: sender.removeprefix(WHATSAPP) if by != "From" else sender, **part}
        if self.public_url:
            form["StatusCallback"] = self.public_url + self.hook
        return Call(f"{self.messages}.json", urlencode(form, errors="replace").encode(), self.headers)

    def _forget(self, id: str) -> Call:
        """Twilio keeps no words of a message whose body is emptied."""
        return Call(f"{self.messages}/{id}.json", b"Body=", self.headers, optional=True)

    # files that people sent

    def fetch(self, file: str) -> Call:
        if not twilio_form.MEDIA_PATH.fullmatch(file):
            raise Refused("no address of a file")
        address = f"{self.settings.api}/2010-04-01/Accounts/{self.settings.sid}/{file}"
        return Call(address, b"", self.headers[:1], method="GET")

    def fetched(self, answer: Answer) -> Call | None:
        """Twilio sends on to where the file lies; our password does not go there."""
        if answer.status in {301, 302, 303, 307, 308}:
            return Call(answer.headers.get("location", ""), b"", (), method="GET")
        judge_file(answer)
        return None

    @property
    def file_hosts(self) -> frozenset[str]:
        return frozenset({"mms.twiliocdn.com", "media.twiliocdn.com"})

    @property
    def own_host(self) -> str:
        return urlsplit(self.settings.api).netloc

    def judge(self, answer: Answer) -> str:
        try:
            said = read_answer.decode(answer.body)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            said = Answered()
        if 200 <= answer.status < 300:
            if said.sid:
                return said.sid
            raise TryLater(reason="answer without a message id")
        code = said.code or 0
        reason = f"code {code}" if code else f"status {answer.status}"
        wait = wait_asked(answer)
        if code in CLOSED:
            raise WindowClosed
        if code in LEFT:
            raise PersonLeft
        if code in WAIT or answer.status == 429 or answer.status >= 500:
            raise TryLater(wait, reason)
        if code in DOWN or answer.status in {401, 403}:
            raise ChannelDown(wait, reason)
        raise Refused(reason)


def _whatsapp_parts(reply: Reply, links: Sequence[Link]) -> list[dict[str, str]]:
    text = with_choices(with_links(reply.text, links), reply)
    parts = [{"Body": piece} for piece in pieces(text, Channel.limits.text)] if text else []
    if reply.location is not None:
        spot = f"geo:{reply.location.latitude},{reply.location.longitude}"
        name = shortened(" ".join(reply.place.replace("|", " ").split()), PLACE_NAME)
        parts.insert(
            max(0, len(parts) - 1), {"Body": name or spot, "PersistentAction": f"{spot}|{name}" if name else spot}
        )
    return parts


def _sms_parts(reply: Reply, links: Sequence[Link]) -> list[dict[str, str]]:
    """An SMS shows no pin: the address is in the text. A link must not make it dearer."""
    text = sms.cheaper(with_choices(reply.text, reply))
    linked = sms.cheaper(with_choices(with_links(reply.text, links), reply)) if links else text
    if links and sms.segments(linked) <= sms.segments(text):
        text = linked
    return [{"Body": piece} for piece in pieces(text, Channel.limits.text)] if text else []
