"""One spelling for matching: without case, accents, invisible marks, curly quotes and doubled blanks."""

import unicodedata

_QUOTES = {ord(mark): "'" for mark in "‘’‚‛`´ʼ"} | {ord(mark): '"' for mark in "“”„«»"}


def fold(text: str) -> str:
    """`text` as it is compared: "  Salír  RÁPIDO " and "salir rapido" are the same."""
    if text.isascii():
        return " ".join(text.casefold().split())
    plain = unicodedata.normalize("NFKD", text.translate(_QUOTES)).casefold()
    kept = (sign for sign in plain if unicodedata.category(sign) not in ("Mn", "Cf"))
    return " ".join("".join(kept).split())


def words(text: str) -> list[str]:
    """The folded words of a text, without punctuation around them."""
    spaced = "".join(sign if sign.isalnum() or sign in "'-" else " " for sign in fold(text))
    return [word for word in (piece.strip("'-") for piece in spaced.split()) if word]
