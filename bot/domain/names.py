"""Names of accounts: as people write them, one line, nothing invisible."""

import unicodedata

SHORTEST, LONGEST = 2, 60


def clean_name(text: str) -> str:
    """The name as it is kept; empty when it cannot be one."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    fits = SHORTEST <= len(name) <= LONGEST and all(_is_plain(each) for each in name)
    return name if fits and any(each.isalnum() for each in name) else ""


def _is_plain(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LMN" or letter in " .-_'’@+"
