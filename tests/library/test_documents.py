"""YAML as editors and enemies write it."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from bot.library.documents import positions, read

BROKEN = {
    "empty": (b"", "empty", (1, 1)),
    "only a comment": (b"# hi\n", "empty", (1, 1)),
    "duplicate": (b"a: 1\nb: 2\na: 3\n", "twice", (3, 1)),
    "anchor": (b"a: &x b\n", "reference", (1, 4)),
    "alias": (b"a: *x\n", "reference", (1, 4)),
    "tag": (b"a: !!python/object/apply:os.system [ls]\n", "tag", (1, 4)),
    "own tag": (b"- !x y\n", "tag", (1, 3)),
    "merge key": (b"a:\n  <<: {b: 1}\n", "<<", (2, 3)),
    "tab": (b"a:\n\tb: 1\n", "tab", (2, 1)),
    "utf-16": ("a: ñ".encode("utf-16"), "UTF-16", (1, 1)),
    "latin-1": ("a: b\nc: ñ\n".encode("latin-1"), "UTF-8", (2, 4)),
    "nul": (b"a: b\nc: \0\n", "NUL", (2, 4)),
    "control": (b"a: b\x07\n", "control", (1, 5)),
    "conflict": (b"a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n", "merge", (2, 1)),
    "two documents": (b"a: 1\n---\nb: 2\n", "second document", (2, 1)),
    "octal": (b"a: 0155\n", "0155", (1, 4)),
    "sexagesimal": (b"a: 9:00\n", "9:00", (1, 4)),
    "no": (b"a:\n  - no\n", "no", (2, 5)),
    "day": (b"a: 2026-11-20\n", "2026-11-20", (1, 4)),
    "underscore": (b"a: 1_000\n", "1_000", (1, 4)),
    "colon": (b"a: b: c\n", "colon", (1, 5)),
    "quote": (b"a: 'b\nc: d\n", "quote", (1, 4)),
    "quote that the next one closes": (b'a:\n  es: "x\n  en: y\nb:\n  - "z"\n', "quote", (2, 7)),
    "quote in a list": (b"a:\n  - 'x\n  - 'y'\n", "quote", (2, 5)),
    "one blank too many": (b"a:\n  es: Hola\n   en: Hello\n", "further right", (3, 1)),
    "at": (b"a: @b\n", "cannot begin", (1, 4)),
    "brace as a name": (b"{x: 1}: y\n", "name is expected", (1, 1)),
    "deep": (b"[" * 3000, "nested", (1, 51)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_says_where_and_what(name: str) -> None:
    raw, word, where = BROKEN[name]
    _, faults = read(raw)
    assert [(word in fault.what, (fault.line, fault.column)) for fault in faults] == [(True, where)]
    assert faults[0].mend


def test_hostile_files_are_refused_at_once() -> None:
    bomb = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(9)
    )
    deep_blocks = b"".join(b" " * n + b"a:\n" for n in range(3000))
    for raw in (bomb, deep_blocks, b"{" * 100_000, b"- " * 100_000, b"a: " + b"x" * 10_000_000, b"'" * 999_999):
        value, faults = read(raw)
        assert faults
        assert value is None


def test_plain_values_keep_their_kind() -> None:
    value, faults = read(b"a: 1\nb: -1.5\nc: true\nd: ~\ne:\nf: +52 664 123 4567\ng: 2024-07\nh: '0155'\ny: n\n")
    assert not faults
    assert value == {
        "a": 1, "b": -1.5, "c": True, "d": None, "e": None,
        "f": "+52 664 123 4567", "g": "2024-07", "h": "0155", "y": "n",
    }  # fmt: skip


def test_names_are_texts_whatever_they_look_like() -> None:
    assert read(b"no: [x]\nyes: 1\n1: 2\n") == ({"no": ["x"], "yes": 1, "1": 2}, [])


def test_positions_are_those_of_names_and_items() -> None:
    found = positions(b"a: 1\nb:\n  es:\n    - |\n      hi\n    - {c: d}\n")
    assert found[("a",)] == (1, 1)
    assert found[("b", "es", 1, "c")] == (6, 8)
    assert found[("b", "es", 0)] == (4, 7)


@given(some.binary(max_size=200))
def test_any_bytes_are_read_or_explained(raw: bytes) -> None:
    value, faults = read(raw)
    assert value is not None or faults or raw.strip()
    positions(raw)


Plain = some.recursive(
    some.text(some.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20) | some.booleans(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text("abc", min_size=1), inner, max_size=4),
    max_leaves=15,
)


@given(some.dictionaries(some.text("abcdef", min_size=1), Plain, min_size=1, max_size=4))
def test_what_another_program_writes_is_read_the_same(value: dict[str, object]) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    if "&" not in text and "*" not in text and "<<<<<<<" not in text:
        got, faults = read(text.encode())
        if not faults:
            assert got == value
