"""What understanding learns from: plain mappings as the content files have them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from bot.library.understanding.normal import tokens

Words = Mapping[str, Sequence[str]]
"""Language code to words or phrases."""


@dataclass(frozen=True)
class Knowledge:
    """Everything editors keep that teaches the service to understand; see content/lexicon/README.md."""

    asks: Mapping[str, Words]
    lexicon: Mapping[str, Words] = field(default_factory=dict)
    urgency: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    smalltalk: Words = field(default_factory=dict)
    background: Words = field(default_factory=dict)
    courtesy: Sequence[str] = ()
    cities: Sequence[Mapping[str, Any]] = ()
    states: Sequence[Mapping[str, Any]] = ()
    spelling: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    languages: Words = field(default_factory=dict)
    place_words: Mapping[str, Any] = field(default_factory=dict)
    time_words: Mapping[str, Any] = field(default_factory=dict)
    offered: Sequence[str] = ("es", "en", "ht")

    @cached_property
    def tokens(self) -> Callable[[str], tuple[str, ...]]:
        """The tokens of a text, which are found once, as several parts learn from the same texts."""
        return lru_cache(maxsize=None)(lambda text: tuple(tokens(text)))

    def digest(self) -> str:
        """A name that changes with the content and with the code that learns from it."""
        known = {each.name: getattr(self, each.name) for each in fields(self)}
        summary = hashlib.blake2b(json.dumps(known, sort_keys=True, default=plain_value).encode(), digest_size=16)
        for source in sorted(Path(__file__).parent.glob("*.py")):
            summary.update(source.read_bytes())
        return summary.hexdigest()


def plain_value(value: object) -> object:
    """What JSON cannot write as it is, as what it can."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    return str(value)
