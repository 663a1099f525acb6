"""One spelling for matching: without case, accents, invisible marks, curly quotes and doubled blanks."""

import unicodedata

_QUOTES = {ord(mark): "'" for mark in "‘’‚‛`´ʼ"} | {ord(mark): '"' for mark in "“”„«»"}
_MOST_KNOWN = 5000


class _Marks(dict[int, int | None]):
    """For `str.translate`: takes accents and invisible marks out, remembers what it has looked up."""

    def __missing__(self, code: int) -> int | None:
        kept = None if unicodedata.category(chr(code)) in ("Mn", "Cf") else code
        if len(self) < _MOST_KNOWN:
            self[code] = kept
        return kept


class _Signs(dict[int, int]):
    """For `str.translate`: what is neither letter nor digit becomes a blank."""

    def __missing__(self, code: int) -> int:
        kept = code if chr(code).isalnum() else 32
        if len(self) < _MOST_KNOWN:
            self[code] = kept
        return kept


_INNER = "'-‘’‚‛`´ʼ"
"""What may stand inside a word, and is taken off its ends."""
_MARKS = _Marks()
_SIGNS = _Signs({ord("'"): ord("'"), ord("-"): ord("-")})


def fold(text: str) -> str:
    """`text` as it is compared: "  Salír  RÁPIDO " and "salir rapido" are the same."""
    if text.isascii():
        return " ".join(text.casefold().split())
    plain = unicodedata.normalize("NFKD", text.translate(_QUOTES)).casefold()
    return " ".join(plain.translate(_MARKS).split())


def words(text: str) -> list[str]:
    """The folded words of a text, without punctuation around them."""
    pieces = fold(text).translate(_SIGNS).split()
    if not any(mark in text for mark in _INNER):
        return pieces
    return [word for word in (piece.strip("'-") for piece in pieces) if word]
