"""Buttons on Telegram: how they stand below a message, and what each carries for as long as it is on a screen."""

from collections.abc import Sequence
from functools import lru_cache

from msgspec import structs

from bot.channels import botapi, botapi_limits
from bot.channels.botapi import Buttons, Keys, NoKeys, SendMessage
from bot.channels.rendering import shortened, sound, utf16, with_links
from bot.domain.messages import Choice, Link

LABEL = 60
"""What a small phone shows of a button that has a row of its own."""
HALF_ROW = 14
"""Two labels that are no longer share a row of buttons; a longer one would be cut on a small phone."""

PACKED, SPOKEN = "~", "="
DIGITS = "".join(map(chr, range(0x21, 0x7F)))
BASE = 200
ESCAPE = BASE - 1
PARTS = (
    *" abcdefghijklmnopqrstuvwxyzáéíóúñüABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-_'",
    *("places:", "city:", "more:", "language.", "action.", "asylum.", "shelter.", "health.", "papers.", "safety."),
    *("children.", "aid.", "work.", "aves.", "moving-on.", "gbv.", " de ", " del ", " la ", " las ", " los ", " el "),
    *("San ", "Santa ", "Ciudad ", "Villa ", "Puerto ", "de", "la", "el", "en", "es", "er", "ar", "or", "an", "on"),
    *("in", "al", "as", "os", "ra", "re", "ro", "ta", "te", "to", "ca", "co", "na", "no", "ti", "ci", "st", "tr"),
    *("ch", "qu", "ua", "ue", "ia", "io", "ie", "ll", "ma", "me", "mi", "mo", "pa", "pe", "po", "da", "do", "di"),
    *("li", "lo", "le", "sa", "se", "so", "si", "ba", "be", "bi", "ga", "go", "gu", "ha", "he", "hi", "ho", "ne"),
    *("ni", "un", "ul", "tla", "pan", "tepec", "ción", "illa", "ito", "ment", "offi", "ing", "ight"),
)
"""Never changed, only added to (up to 199): the buttons on people's screens are read with it."""
VALUES = {part: value for value, part in reversed(list(enumerate(PARTS)))}
LONGEST_PART = max(map(len, PARTS))


def data_of(id: str, label: str) -> str:
    """What the button of a choice carries, in 64 bytes: its id, the id packed, or else its label as if written."""
    if id and id[0] not in PACKED + SPOKEN and len(id.encode("utf-8", "replace")) <= botapi_limits.BUTTON_DATA:
        return id
    packed = PACKED + _pack(id)
    if len(packed) <= botapi_limits.BUTTON_DATA:
        return packed
    return SPOKEN + label.encode("utf-8", "replace")[: botapi_limits.BUTTON_DATA - 1].decode("utf-8", "ignore")


def choice_in(data: str) -> tuple[str, str]:
    """The id and the text that a button stands for; one of them is empty."""
    if data.startswith(SPOKEN):
        return "", data[1:]
    if data.startswith(PACKED):
        return _unpack(data[1:]), ""
    return data, ""


def _pack(id: str) -> str:
    number, at = 1, 0
    while at < len(id):
        for length in range(LONGEST_PART, 0, -1):
            value = VALUES.get(id[at : at + length])
            if value is not None and at + length <= len(id):
                number, at = number * BASE + value, at + length
                break
        else:
            number = number * BASE + ESCAPE
            for value in (ord(id[at]) // BASE**2, ord(id[at]) // BASE % BASE, ord(id[at]) % BASE):
                number = number * BASE + value
            at += 1
    digits = []
    while number:
        number, digit = divmod(number, len(DIGITS))
        digits.append(DIGITS[digit])
    return "".join(reversed(digits))


def _unpack(packed: str) -> str:
    """The id again; nothing for what we did not pack."""
    number = 0
    for digit in packed[: botapi_limits.BUTTON_DATA]:
        place = DIGITS.find(digit)
        if place < 0:
            return ""
        number = number * len(DIGITS) + place
    values = []
    while number > 1:
        number, value = divmod(number, BASE)
        values.append(value)
    values.reverse()
    found, at = [], 0
    while at < len(values):
        if values[at] < len(PARTS):
            found.append(PARTS[values[at]])
            at += 1
        elif values[at] == ESCAPE and at + 3 < len(values):
            code = (values[at + 1] * BASE + values[at + 2]) * BASE + values[at + 3]
            if code > 0x10FFFF or 0xD800 <= code < 0xE000:
                return ""
            found.append(chr(code))
            at += 4
        else:
            return ""
    return "".join(found)


# the rows of buttons below a message


def buttons(choices: Sequence[Choice]) -> Buttons:
    rows: list[list[botapi.Button | botapi.LinkButton]] = []
    has_room = False
    for choice in choices:
        button, is_short = _button(choice.id, choice.label)
        if is_short and has_room:
            rows[-1].append(button)
        else:
            rows.append([button])
        has_room = is_short and len(rows[-1]) == 1
    return Buttons(rows)


@lru_cache(4_096)
def _button(id: str, label: str) -> tuple[botapi.Button, bool]:
    """The button of a choice, and whether two such fit a row; most are shown again and again."""
    label = sound(label).strip() or "…"
    return botapi.Button(label, data_of(id, label)), utf16(label) <= HALF_ROW


def linked(message: SendMessage, links: Sequence[Link]) -> SendMessage:
    """The message with a button for each address, above the choices: they belong to what was just read."""
    if isinstance(message.reply_markup, Keys):  # which leaves no room for other buttons
        return structs.replace(message, text=with_links(message.text, links))
    rows: list[list[botapi.Button | botapi.LinkButton]] = []
    for link in links:
        rows.append([botapi.LinkButton(shortened(sound(link.label), LABEL, utf16), link.url)])
    if isinstance(message.reply_markup, Buttons):
        rows += message.reply_markup.inline_keyboard
    return structs.replace(message, reply_markup=Buttons(rows))


def unlinked(message: object) -> SendMessage | None:
    """The message as it is sent where Telegram does not like one of its addresses; None where it has none."""
    if not isinstance(message, SendMessage) or not isinstance(message.reply_markup, Buttons):
        return None
    rows = message.reply_markup.inline_keyboard
    if not isinstance(rows[0][0], botapi.LinkButton):  # they are the first
        return None
    links = [Link(button.text, button.url) for row in rows for button in row if isinstance(button, botapi.LinkButton)]
    kept = [row for row in rows if not isinstance(row[0], botapi.LinkButton)]
    text = with_links(message.text, links)
    fits = utf16(text) <= botapi_limits.TEXT
    markup = Buttons(kept) if kept else NoKeys()
    return structs.replace(message, text=text if fits else message.text, reply_markup=markup)
