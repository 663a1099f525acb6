"""Any value of a wrong kind, anywhere in any file editors keep, is a problem with its line and never a crash."""

import shutil
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.problem import Step
from bot.library import rules
from bot.library.documents import positions, read
from bot.library.learning import knowledge
from bot.library.reader import Reader
from bot.library.reading import placed
from bot.library.understanding.features import Features
from bot.library.understanding.lexicon import Lexicon
from bot.library.understanding.marks import Marks
from bot.library.understanding.phrases import Spelling
from bot.library.understanding.placenames import Names
from bot.library.understanding.places import Places
from bot.library.understanding.urgency import Urgency
from bot.library.understanding.when import When
from tests.content.trees import CONTENT, LOCALES, ROOT
from tests.trials.sizes import size

FILES = sorted(str(path.relative_to(ROOT)) for root in (CONTENT, LOCALES) for path in root.rglob("*.yaml"))
PHRASES = sorted(str(path.relative_to(ROOT)) for path in LOCALES.rglob("*.po"))
WRONG: list[Any] = [None, 7, -1, 1.5, True, "", " ", "x", "{", "ünï", [], {}, [7], [None], [[]], {"a": 1}, {"es": 7}]
WRONG += [{"es": None}, {"es": ["x"]}, [{"id": 7}], {"": ""}, "2026-13-40", "x" * 1200, "a\nb"]
FEW = settings(max_examples=size(20, 200), deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Reads a copy of the trees; only what a test changes is read again."""
    root = tmp_path_factory.mktemp("damaged")
    shutil.copytree(CONTENT, root / "content")
    shutil.copytree(LOCALES, root / "locales")
    reader = Reader(root / "content", root / "locales", learning=False)
    assert not reader.read()
    return reader


def spots(value: object, path: tuple[Step, ...] = ()) -> list[tuple[Step, ...]]:
    """The way to every value."""
    found = [path]
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in pairs:
        found += spots(each, (*path, step))
    return found


def replaced(value: Any, path: tuple[Step, ...], new: object) -> Any:
    if not path:
        return new
    changed = dict(value) if isinstance(value, dict) else list(value)
    changed[path[0]] = replaced(value[path[0]], path[1:], new)
    return changed


def survives(reader: Reader, name: str, raw: bytes) -> bool:
    """Whether the trees with this file are accepted; whatever they are, nothing may raise."""
    path = reader.content.parent / name
    before = path.read_bytes()
    try:
        path.write_bytes(raw)
        found = reader.read()
        library = reader.assemble()
        trees = str(reader.content), str(reader.locales)
        found += rules.of_service(library, reader.taught, *trees, reader.broken)
        if not any(each.level == "error" for each in found):
            found += rules.of_check(library, reader.taught, *trees, reader.broken, "2026-11-20")
            known = knowledge(library.topics, library.actions, tuple(library.languages), reader.taught)
            lexicon = Lexicon(known.lexicon, known.spelling)
            When(known.time_words, Spelling(known.spelling))
            Places(Names(known.cities, known.states, known.place_words, ()), known.place_words)
            Urgency(known, lexicon, Features(lexicon, (), Marks(known.urgency, lexicon)), None)
            known.digest()
            for topic in library.topics:
                assert library.answer(topic, "ht").messages
        for each in placed([one for one in found if one.level == "error"]):
            assert each.line > 0, each
            assert each.what
            assert each.mend
        return not found
    finally:
        path.write_bytes(before)


@FEW
@given(data=st.data())
def test_a_wrong_value_anywhere_is_a_problem(reader: Reader, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(FILES))
    value, faults = read((reader.content.parent / name).read_bytes())
    assert not faults
    path = data.draw(st.sampled_from(spots(value)))
    new = data.draw(st.sampled_from(WRONG))
    raw = yaml.safe_dump(replaced(value, path, new), allow_unicode=True, sort_keys=False).encode()
    survives(reader, name, raw)


@FEW
@given(data=st.data())
def test_a_damaged_file_is_a_problem(reader: Reader, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(FILES + PHRASES))
    raw = (reader.content.parent / name).read_bytes()
    at = data.draw(st.integers(0, len(raw)))
    length = data.draw(st.integers(0, 40))
    new = data.draw(
        st.binary(max_size=6) | st.sampled_from([b"", b"\n", b"\t", b"- ", b": ", b'"', b"'", b"{", b"[", b"#"])
    )
    survives(reader, name, raw[:at] + new + raw[at + length :])


@pytest.mark.parametrize(
    "name", ["content/lexicon/_spelling.yaml", "content/urgency/rape.yaml", "content/foreign.yaml"]
)
def test_a_number_where_a_word_belongs_never_reaches_the_service(reader: Reader, name: str) -> None:
    value, _ = read((reader.content.parent / name).read_bytes())
    for path in [each for each in spots(value) if each][:40]:
        raw = yaml.safe_dump(replaced(value, path, 7), allow_unicode=True, sort_keys=False).encode()
        assert not survives(reader, name, raw), path
        assert positions(raw)
