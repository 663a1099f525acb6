"""`bot check` and `bot i18n` as editors call them, on copies of the real trees."""

import os
import sys
from pathlib import Path

import pytest

from bot.app import cli
from bot.channels import found_channels
from tests import processes
from tests.content.trees import ROOT, Copy

Said = pytest.CaptureFixture[str]
APPLY = "content/asylum/apply.yaml"


@pytest.fixture
def own(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> Copy:
    """A copy that is the service's own tree."""
    for name, path in (("CONTENT", copy.content), ("LOCALES", copy.locales), ("DATA", copy.root / "var")):
        monkeypatch.setenv(f"BOT_{name}_DIR", str(path))
    return copy


def test_the_tree_is_checked_without_an_error(own: Copy) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = processes.in_words(processes.run([sys.executable, "-m", "bot", "check"], own.root, environment))
    assert done.returncode == 0, done.stdout
    assert "0 errors" in done.stderr


# where


def broken(copy: Copy) -> None:
    copy.change(APPLY, "next: [", "next: [asylum.deadlin, ")


@pytest.mark.parametrize("where", ["", "content", "content/asylum", "content/asylum/apply.yaml"])
def test_a_copy_is_checked_wherever_it_is(copy: Copy, where: str, capsys: Said) -> None:
    broken(copy)
    assert cli.main(["check", str(copy.root / where), "--errors-only"]) == 1
    said = capsys.readouterr()
    assert f"{copy.root}/{APPLY}:" in said.out
    assert "did you mean asylum.deadline?" in said.out
    assert said.err.startswith("1 errors")


def test_a_part_without_the_mistake_tells_that_there_is_more(copy: Copy, capsys: Said) -> None:
    broken(copy)
    assert cli.main(["check", str(copy.content / "health")]) == 0
    assert "more in other files" in capsys.readouterr().err


def test_locales_beside_a_copy_or_those_that_are_set(
    copy: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    copy.change("locales/en/phrases.po", 'msgid "welcome"', 'msgid "welcme"')
    assert cli.main(["check", str(copy.content)]) == 1
    assert f"{copy.locales}/en/phrases.po" in capsys.readouterr().out
    assert cli.main(["check", str(copy.locales)]) == 1
    monkeypatch.setenv("BOT_LOCALES_DIR", str(ROOT / "locales"))
    assert cli.main(["check", str(copy.content)]) == 0


def test_what_run_refuses_check_refuses(copy: Copy, capsys: Said) -> None:
    copy.change("content/lexicon/_spelling.yaml", "porque: [", "porque: [7, ")
    assert cli.main(["check", str(copy.content)]) == 1
    assert "_spelling.yaml:" in capsys.readouterr().out


@pytest.mark.parametrize("where", ["nowhere", "empty", "words.yaml"])
def test_a_path_with_nothing_to_check_is_wrong_use(tmp_path: Path, where: str, capsys: Said) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "words.yaml").write_text("a: b\n")
    assert cli.main(["check", str(tmp_path / where)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("bot check: ")
    assert said.count("\n") == 1


# what is sent


@pytest.mark.parametrize("channel", sorted(found_channels()))
def test_a_preview_is_what_the_channel_posts(own: Copy, channel: str, capsys: Said) -> None:
    assert cli.main(["check", "--render", "gbv.help", "--lang", "ht", "--channel", channel]) == 0
    said = capsys.readouterr().out
    assert said.startswith("--- request 1 of ")
    assert "911" in said


def test_a_preview_tells_no_secret(own: Copy, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("BOT_TELEGRAM_TOKEN", "123456789:AAEsecretsecretsecretsecretsecretsecr")
    assert cli.main(["check", "--render", "gbv.help", "--channel", "telegram"]) == 0
    assert "secretsecret" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["--render", "asylum.aply"], "did you mean asylum.apply?"),
        (["--render", "asylum.apply", "--lang", "xx"], "there are"),
        (["--render", "asylum.apply", "--channel", "fax"], "telegram"),
    ],
)
def test_a_preview_of_nothing_is_wrong_use(own: Copy, words: list[str], mend: str, capsys: Said) -> None:
    assert cli.main(["check", *words]) == 2
    said = capsys.readouterr().err
    assert mend in said
    assert said.count("\n") == 1


# translations


def test_the_status_tells_each_language(own: Copy, capsys: Said) -> None:
    assert cli.main(["i18n", "status"]) == 0
    said = capsys.readouterr().out
    assert "Haitian Creole (ht), offered to people" in said
    assert "English (en), offered to people" in said
    assert "answered in it, of what people ask:" in said


def test_changed_spanish_is_stale_until_it_is_done(own: Copy, capsys: Said) -> None:
    assert cli.main(["i18n", "done", "ht", "--by", "desk translation"]) == 0
    capsys.readouterr()
    title = own.load().topics["asylum.apply"].title["es"]
    own.change(APPLY, f"  es: {title}", f"  es: {title}, hoy")
    assert cli.main(["i18n", "status", "ht"]) == 0
    said = capsys.readouterr().out
    assert "out of date, most asked first: asylum.apply" in said
    assert "people are told that these may be out of date: asylum.apply" in said
    assert own.load().answer("asylum.apply", "ht").stale
    assert cli.main(["check", str(own.content / "asylum")]) == 0
    assert "es has changed since it was translated into ht" in capsys.readouterr().out
    assert cli.main(["i18n", "done", "ht", "asylum.apply", "--by", "a reader", "--reviewed"]) == 0
    known = own.load().translations["ht"]["asylum.apply"]
    assert (known.by, known.reviewed) == ("a reader", True)
    assert not own.load().answer("asylum.apply", "ht").stale


def test_all_can_be_taken_as_current_at_once(own: Copy, capsys: Said) -> None:
    assert cli.main(["i18n", "done", "en", "--all", "--by", "desk translation"]) == 0
    assert cli.main(["i18n", "done", "en", "--all", "--by", "desk translation"]) == 0
    assert capsys.readouterr().out.endswith("nothing is out of date\n")
    title = own.load().topics["asylum.apply"].title["es"]
    own.change(APPLY, f"  es: {title}", f"  es: {title}, hoy")
    assert cli.main(["i18n", "done", "en", "--all"]) == 0
    assert capsys.readouterr().out.startswith("1 texts noted")
    assert own.load().translations["en"]["asylum.apply"].by == "desk translation"


def test_a_new_translation_counts_as_not_reviewed(own: Copy) -> None:
    assert cli.main(["i18n", "done", "ht", "asylum.apply", "--by", "a reader", "--reviewed"]) == 0
    title = own.load().topics["asylum.apply"].title["es"]
    own.change(APPLY, f"  es: {title}", f"  es: {title}, hoy")
    assert cli.main(["i18n", "done", "ht", "asylum.apply"]) == 0
    known = own.load().translations["ht"]["asylum.apply"]
    assert (known.by, known.reviewed) == ("a reader", False)


def test_out_and_back_changes_nothing(own: Copy, capsys: Said) -> None:
    before = {path: path.read_bytes() for path in own.root.rglob("*") if path.is_file() and "var" not in path.parts}
    out = own.root / "var" / "ht.po"
    out.parent.mkdir(exist_ok=True)
    assert cli.main(["i18n", "export", "ht", "--out", str(out)]) == 0
    assert cli.main(["i18n", "import", str(out)]) == 0
    assert capsys.readouterr().err.endswith("0 texts changed in 0 files\n")
    assert before == {path: path.read_bytes() for path in before}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["export", "xx"], "there is no language xx"),
        (["export", "es"], "everything is written in first"),
        (["export", "ht", "--out", "/nowhere/ht.po"], "cannot be written"),
        (["import", "/nowhere/ht.po"], "cannot be read"),
        (["done", "ht", "asylum.aply"], "did you mean asylum.apply?"),
        (["status", "kr"], "there is no language kr"),
    ],
)
def test_wrong_use_is_one_line(own: Copy, words: list[str], told: str, capsys: Said) -> None:
    assert cli.main(["i18n", *words]) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert said.err.startswith("bot i18n: ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(("text", "code"), [("a letter\n", 2), ('"Language: ht\\n"\nno PO at all\n', 1)])
def test_what_is_no_catalogue_is_said_so(own: Copy, text: str, code: int, capsys: Said) -> None:
    file = own.root / "letter.po"
    file.write_text(text)
    assert cli.main(["i18n", "import", str(file)]) == code
    assert capsys.readouterr().out.count("\n") <= 1
