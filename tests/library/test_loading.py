"""Loading: refused with all reasons, quick when nothing changed, kept current while it serves."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.library.library import Library
from bot.library.loading import BrokenContent, Shelf, load
from bot.library.reader import Reader
from tests.library.conftest import TOPIC, Tree
from tests.waiting import until

APPLY = "content/asylum/apply.yaml"


def test_errors_refuse_and_warnings_do_not(tree: Tree) -> None:
    assert load(tree.content, tree.locales)[0] is not None
    tree.change(APPLY, "asylum.wait,", "asylum.wiat,")
    library, problems = load(tree.content, tree.locales)
    assert library is None
    assert str(problems[0]).startswith(f"{tree.root}/{APPLY}:36:8: error: next leads to asylum.wiat")
    lenient, _ = load(tree.content, tree.locales, lenient=True)
    assert lenient is not None
    with pytest.raises(BrokenContent, match=r"asylum\.wiat"):
        Shelf(tree.content, tree.locales)


def test_the_version_is_that_of_the_content(tree: Tree, tmp_path: Path) -> None:
    before = tree.load().version
    assert tree.load().version == before
    tree.change(APPLY, "Es gratis.", "No cuesta.")
    assert tree.load().version != before


def test_an_unchanged_tree_is_not_parsed_again(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = load(tree.content, tree.locales, tree.cache)
    monkeypatch.setattr("bot.library.reading.read", lambda raw: pytest.fail("parsed"))
    again, problems = load(tree.content, tree.locales, tree.cache)
    assert again is not None, problems
    assert first is not None
    assert again.version == first.version
    assert again.topics["asylum.apply"] == first.topics["asylum.apply"]
    assert dict(again.directory.places) == dict(first.directory.places)


@pytest.mark.parametrize("damage", [b"", b"\x00\xff" * 50, b"\x92\xc4\x08aaaaaaaa\x80"])
def test_a_damaged_cache_counts_for_nothing(tree: Tree, damage: bytes) -> None:
    load(tree.content, tree.locales, tree.cache)
    (tree.cache / "library.msgpack").write_bytes(damage)
    assert load(tree.content, tree.locales, tree.cache)[0] is not None


def test_a_change_that_keeps_size_and_time_is_seen(tree: Tree) -> None:
    reader = Reader(tree.content, tree.locales)
    reader.load()
    path = tree.root / APPLY
    known = path.stat()
    tree.change(APPLY, "Es gratis.", "Es grande.")
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))
    assert reader.changed()
    library, _ = reader.load()
    assert library is not None
    assert "Es grande." in library.answer("asylum.apply", "es").messages[0]


def test_nothing_outside_the_tree_is_read(tree: Tree, tmp_path: Path) -> None:
    outside = tmp_path / "secret.yaml"
    outside.write_text(TOPIC)
    (tree.content / "asylum" / "leak.yaml").symlink_to(outside)
    (tree.content / "leaks").symlink_to(tmp_path)
    library, problems = load(tree.content, tree.locales, lenient=True)
    assert library is not None
    assert "asylum.leak" not in library.topics
    assert {each.file.rpartition("/")[2] for each in problems if "link" in each.what} == {"leak.yaml", "leaks"}


def test_a_link_inside_the_tree_is_followed(tree: Tree) -> None:
    (tree.content / "asylum" / "wait.yaml").rename(tree.content / "asylum" / "wait2.yaml")
    (tree.content / "asylum" / "wait.yaml").symlink_to("wait2.yaml")
    assert "asylum.wait" in tree.load().topics


@pytest.fixture
async def shelf(tree: Tree) -> AsyncIterator[Shelf]:
    found = Shelf(tree.content, tree.locales, tree.cache)
    watching = asyncio.create_task(found.watch(0.02))
    yield found
    watching.cancel()


async def test_a_good_edit_is_live_and_a_broken_one_is_not(tree: Tree, shelf: Shelf) -> None:
    first = shelf.current
    tree.change(APPLY, "Es gratis.", "No cuesta nada.")
    await until(lambda: shelf.current is not first)
    second = shelf.current
    assert "No cuesta nada." in second.answer("asylum.apply", "es").messages[0]
    assert "Es gratis." in first.answer("asylum.apply", "es").messages[0]
    whole = tree.read(APPLY)
    for broken in (
        whole[:300],
        "",
        whole.replace("  en:", "\ten:"),
        whole.replace("answer:", "answers:"),
        "a: [",
        whole + whole,
    ):
        shelf.problems = []
        tree.write(APPLY, broken)
        await until(lambda: bool(shelf.problems))
        assert shelf.current is second
        assert any(APPLY in each.file and each.line for each in shelf.problems)
    tree.write(APPLY, whole.replace("nada", "dinero"))
    await until(lambda: shelf.current is not second)
    assert not [each for each in shelf.problems if each.level == "error"]


async def test_files_may_go_and_come_while_it_serves(tree: Tree, shelf: Shelf) -> None:
    first = shelf.current
    (tree.root / APPLY).rename(tree.root / "elsewhere.yaml")
    await until(lambda: bool(shelf.problems))
    assert shelf.current is first
    (tree.root / "elsewhere.yaml").rename(tree.root / APPLY)
    await until(lambda: not shelf.problems)
    (tree.root / APPLY).chmod(0o600)
    tree.content.rename(tree.root / "gone")
    await until(lambda: bool(shelf.problems))
    (tree.root / "gone").rename(tree.content)
    await until(lambda: not shelf.problems)
    assert shelf.current.answer("asylum.apply", "es") == first.answer("asylum.apply", "es")


async def test_what_has_not_changed_is_the_same_object(tree: Tree, shelf: Shelf) -> None:
    first = shelf.current
    tree.change("content/asylum/wait.yaml", "45", "46")
    await until(lambda: shelf.current is not first)
    assert shelf.current.topics["asylum.apply"] is first.topics["asylum.apply"]
    assert shelf.current.topics["asylum.wait"] is not first.topics["asylum.wait"]


def test_a_fourth_language_is_a_folder_and_its_texts(tree: Tree) -> None:
    tree.write("locales/pt/language.yaml", "code: pt\nname: Português\nenglish: Portuguese\nfallback: [es]\n")
    tree.write("locales/pt/phrases.po", tree.read("locales/es/phrases.po").replace("Hola", "Olá"))
    tree.change(APPLY, "  es: Cómo pedir asilo", "  pt: Como pedir asilo\n  es: Cómo pedir asilo")
    tree.change(APPLY, "  es: Pedir asilo", "  pt: Pedir asilo\n  es: Pedir asilo")
    assert "pt" not in tree.load().languages
    tree.change(APPLY, "answer:\n", "answer:\n  pt:\n    - Vá à COMAR. Ligue {hot-911.phone}.\n")
    library: Library = tree.load()
    assert list(library.languages) == ["es", "en", "ht", "pt"]
    assert library.language_named("portugues") == "pt"
    assert library.phrase("hello", "pt", name="Ana") == "Olá, Ana."
    assert library.answer("asylum.apply", "pt").messages == ("Vá à COMAR. Ligue 911.",)
    assert library.answer("asylum.wait", "pt").fell_back
    assert library.date("2026-11-20", "pt") == "20 de novembro de 2026"
