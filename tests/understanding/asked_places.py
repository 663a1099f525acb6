"""Prints every place that is found in the asks and other examples: `python -m tests.understanding.asked_places`."""

from __future__ import annotations

from collections.abc import Iterator

from bot.library.understanding import Knowledge
from bot.library.understanding.normal import tokens
from bot.library.understanding.placenames import Names
from bot.library.understanding.places import Places
from tests.understanding.loading import knowledge


def examples(known: Knowledge) -> Iterator[list[str]]:
    """The tokens of all asks, of small talk and of what people tell around a question."""
    for by_language in (*known.asks.values(), known.smalltalk, known.background):
        for texts in by_language.values():
            yield from map(tokens, texts)


def finder(known: Knowledge) -> Places:
    """Finds places where all words of the examples are ordinary words."""
    ordinary = {word for words in examples(known) for word in words}
    return Places(Names(known.cities, known.states, known.place_words, ordinary), known.place_words)


def found(known: Knowledge) -> Iterator[tuple[str, str, str]]:
    """Each place, the words that named it, and the example."""
    places = finder(known)
    for words in examples(known):
        place = places.find(words)
        if place.tokens:
            said = " ".join(words[at] for at in sorted(place.tokens))
            yield place.city or f"only {place.state}", said, " ".join(words)


def main() -> None:
    """Print them, for somebody to look at each."""
    for place, said, words in sorted(set(found(knowledge()))):
        print(f"{place:<28}{said:<28}{words[:120]}")


if __name__ == "__main__":
    main()
