"""The private code of a referral: short, speakable, with a check sign, as K7M-4TXP."""

import re
from collections.abc import Iterator

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXY"
"""Without those that are mistaken for others. 29 is prime: any one wrong sign and any two swapped ones are noticed."""
_SHAPE = re.compile(r"(?<![0-9A-Z])([2-9A-Z]{3})[\s\-–—.]?([2-9A-Z]{4})(?![0-9A-Z])")


def codes(seed: bytes) -> Iterator[str]:
    """Codes that only the seed tells, one after the other. Each has a digit, so that no word is taken for one."""
    number = int.from_bytes(seed)
    while number:
        number, rest = divmod(number, len(SIGNS) ** 6)
        signs = ""
        for _ in range(6):
            rest, at = divmod(rest, len(SIGNS))
            signs += SIGNS[at]
        code = signs + _check(signs)
        if any(sign.isdecimal() for sign in code):
            yield f"{code[:3]}-{code[3:]}"


def code_in(text: str) -> str:
    """The first true code that stands in a text, as we write it; empty when there is none."""
    for first, last in _SHAPE.findall(text[:2_000].upper().replace("Z", "2")):
        signs = first + last
        if set(signs) <= set(SIGNS) and any(sign.isdecimal() for sign in signs) and _check(signs[:-1]) == signs[-1]:
            return f"{first}-{last}"
    return ""


def looks_like_code(text: str) -> bool:
    """Something that was meant to be a code, right or wrong."""
    found = _SHAPE.search(text[:200].strip().upper())
    return bool(found and any(sign.isdecimal() for sign in found[0]) and any(sign.isalpha() for sign in found[0]))


def _check(signs: str) -> str:
    return SIGNS[sum(weight * SIGNS.index(sign) for weight, sign in enumerate(signs, 2)) % len(SIGNS)]
