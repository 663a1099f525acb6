"""What an SMS can carry: 160 letters of an old alphabet, or 70 of any; each message in segments that cost money."""

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""GSM-7: one place each."""
EXTENDED = frozenset("\f^{}\\[~]|€")
"""Two places each."""
ALIKE = {
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "‘": "'",
    "’": "'",
    "´": "'",
    "`": "'",
    "–": "-",
    "—": "-",
    "‑": "-",
    "…": "...",
    "•": "-",
    "·": "-",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\t": " ",
    "\u200b": "",
    "\u2060": "",
    "ª": "a",
    "º": "o",
}
"""What is read the same in the old alphabet; accents that it lacks are left off one by one."""
ONE, MANY = 160, 153
ONE_WIDE, MANY_WIDE = 70, 67


PLAIN = BASIC | EXTENDED


def is_plain(text: str) -> bool:
    return PLAIN.issuperset(text)


def segments(text: str) -> int:
    """Into how many parts the network cuts a text; each is paid and may come late."""
    if is_plain(text):
        return _parts(text, EXTENDED, ONE, MANY)
    return _parts(text, frozenset(letter for letter in text if letter > "\uffff"), ONE_WIDE, MANY_WIDE)


def _parts(text: str, wide: frozenset[str], one: int, many: int) -> int:
    """`wide` are the letters that take two places."""
    if wide.isdisjoint(text):
        return 1 if len(text) <= one else -(-len(text) // many)
    widths = [2 if letter in wide else 1 for letter in text]
    if sum(widths) <= one:
        return 1
    parts, room = 1, many
    for width in widths:  # a letter of two places is never cut in half
        if width > room:
            parts, room = parts + 1, many
        room -= width
    return parts


def cheaper(text: str) -> str:
    """The text without the accents that force the dear alphabet, where that saves segments and reads the same."""
    if is_plain(text):
        return text
    plain = unicodedata.normalize("NFC", text).translate(PLAINER)
    return plain if is_plain(plain) and segments(plain) < segments(text) else text


class _Plainer(dict[int, str]):
    """Letter by letter what `_plain` gives, each found once."""

    def __missing__(self, code: int) -> str:
        found = _plain(chr(code))
        if len(self) < MOST_KNOWN:
            self[code] = found
        return found


MOST_KNOWN = 5_000
PLAINER = _Plainer()


def _plain(letter: str) -> str:
    if letter in BASIC or letter in EXTENDED:
        return letter
    if letter in ALIKE:
        return ALIKE[letter]
    bare = "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
    return bare if bare and is_plain(bare) and len(bare) == 1 else letter
