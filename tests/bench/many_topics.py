"""Writes a content tree with many topics, to measure loading: `python -m tests.bench.many_topics DIR 10000`."""

import random
import sys
from pathlib import Path

_TEXT = """casa papel ayuda oficina persona ciudad noche comida médico escuela trabajo familia derecho plazo carta
abogado camino puerta número tiempo país niño mujer agua seguro libre nuevo cerca lejos gratis siempre"""
_WORDS = _TEXT.split()
_LANGUAGES = ("es", "en", "ht")


def sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(length)).capitalize() + "."


def topic(chance: random.Random, number: int, next_id: str) -> str:
    """One topic file of about 2 KB."""
    lines = [f"# Topic {number}, made to measure.", "title:"]
    lines += [f"  {code}: Tema {number} {sentence(chance, 3)}" for code in _LANGUAGES]
    lines += ["button:", *(f"  {code}: Tema {number}" for code in _LANGUAGES), "answer:"]
    for code in _LANGUAGES:
        lines += [f"  {code}:", "    - |", f"      {sentence(chance, 12)}", "", f"      1. {sentence(chance, 9)}"]
        lines += [f"      2. {sentence(chance, 9)}", "    - |", f"      {sentence(chance, 14)}"]
    lines += [f"next: [{next_id}]", "sources:", f"  - says: {sentence(chance, 9)}", "    source: made"]
    lines += ["    url: https://example.org/page", '    as_of: "2026-02-25"', "    confidence: official"]
    lines += ['verified: "2026-11-20"', "verified_by: desk research", 'review_by: "2027-05-20"', "asks:"]
    for code in _LANGUAGES:
        lines += [f"  {code}:", f"    - {sentence(chance, 6)} {number}"]
    return "\n".join(lines) + "\n"


def write(root: Path, many: int, per_section: int = 100) -> None:
    """A tree of `many` topics, `per_section` in each section, every one reached from the one before."""
    chance = random.Random(1)
    sections = (many + per_section - 1) // per_section
    ids = [f"s{number // per_section:03}.t{number:05}" for number in range(many)]
    for section in range(sections):
        folder = root / f"s{section:03}"
        folder.mkdir(parents=True, exist_ok=True)
        mine = ids[section * per_section : (section + 1) * per_section]
        labels = ", ".join(f"{code}: Parte {section}" for code in _LANGUAGES)
        text = f"title: {{{labels}}}\nbutton: {{{labels}}}\nintro: {{{labels}}}\norder: {section}\n"
        (folder / "_section.yaml").write_text(text + f"topics: [{', '.join(mine)}]\n", encoding="utf-8")
    for number, id in enumerate(ids):
        path = root / (id.replace(".", "/") + ".yaml")
        path.write_text(topic(chance, number, ids[(number + 1) % many]), encoding="utf-8")
    (root / "menu.yaml").write_text("main: [s000]\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
