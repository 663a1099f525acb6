"""What editors say beside the files: it is told at once, the files stay the truth, and it can be put into them."""

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest

from bot.domain.counting import HOME_ZONE
from bot.domain.meaning import Meaning
from bot.domain.overlay import Checked, Mark, Overlay, Phrase
from bot.library.library import Library
from bot.library.loading import Shelf
from bot.library.overlaying import overlaid
from bot.library.patching import Patch, patch
from bot.library.reader import Reader
from bot.library.rewriting import CannotRewrite, add_to_list
from tests.conftest import ROOT
from tests.library.conftest import Tree

NOW = datetime(2026, 11, 27, 20, 5, tzinfo=UTC)
AT = int(NOW.timestamp())
ONE, TWO = "shelter-tij-one", "shelter-tij-lgbti"
LANGUAGES = ("es", "en", "ht")


@pytest.fixture(scope="module")
def real() -> Library:
    found, problems = Reader(ROOT / "content", ROOT / "locales", learning=False).load()
    assert found is not None, problems
    return found


def marked(library: Library, what: str, place: str = ONE) -> Library:
    return overlaid(library, Overlay(marks={place: Mark(what, AT)}))


# marks


@pytest.mark.parametrize("what", ["open", "full", "women", "call-first"])
def test_a_mark_stands_first_with_its_hour_in_every_language_and_ends_by_itself(real: Library, what: str) -> None:
    zone = real.directory.timezone
    shelters = [one for one in real.directory.all if one.kind == "shelter" and one.phones]
    place = next(one for one in shelters if zone(one) != HOME_ZONE)
    local = NOW.astimezone(ZoneInfo(zone(place)))
    library = marked(real, what, place.id)
    for language in LANGUAGES:
        before = real.directory.card(place.id, language, NOW)
        name, line, *_ = library.directory.card(place.id, language, NOW).split("\n")
        hour = real.hour(local.hour * 60 + local.minute, language)
        when = real.phrase("place.said-today", language, hour=hour)
        assert line == real.phrase(f"place.mark-{what}", language, when=when) and hour in line, "by the place's clock"
        assert line not in before, "the files say no such thing"
        assert name == before.split("\n")[0]
        for hours, holds in ((11.9, True), (12, False)):
            later = NOW + timedelta(hours=hours)
            told = library.directory.card(place.id, language, later)
            assert (told != real.directory.card(place.id, language, later)) is holds
            if holds:
                day = "today" if (local + timedelta(hours=hours)).date() == local.date() else "yesterday"
                when = real.phrase(f"place.said-{day}", language, hour=hour)
                assert real.phrase(f"place.mark-{what}", language, when=when) in told


def test_who_has_no_telephone_is_not_to_be_called(real: Library) -> None:
    place = next(one for one in real.directory.all if one.kind == "shelter" and not (one.phones or one.whatsapp))
    for what in ("full", "call-first"):
        for language in LANGUAGES:
            line = marked(real, what, place.id).directory.card(place.id, language, NOW).split("\n")[1]
            asked = real.phrase(f"place.mark-{what}-ask", language, when="{when}").partition("{when}")
            assert line.startswith(asked[0]) and line.endswith(asked[2])


def test_what_is_full_comes_last_while_it_is_full(library: Library) -> None:
    full = marked(library, "full")
    found = full.directory.find("shelter", city="Tijuana", now=NOW)
    assert [place.id for place, _ in found.places] == [TWO, ONE]
    later = full.directory.find("shelter", city="Tijuana", now=NOW + timedelta(hours=13))
    assert [place.id for place, _ in later.places] == [ONE, TWO]


# what was checked


def test_what_was_checked_today_is_told_so_for_as_long_as_the_last_check_held(tree: Tree) -> None:
    tree.change("content/asylum/apply.yaml", 'review_by: "2027-05-20"', 'review_by: "2026-11-25"')
    library = tree.load()
    after = overlaid(
        library, Overlay(checked={"asylum.apply": Checked("2026-11-27", AT), ONE: Checked("2026-11-27", AT)})
    )
    topic, place = after.topics["asylum.apply"], after.directory.places[ONE]
    assert (topic.verified, topic.review_by) == ("2026-11-27", "2026-12-02")
    assert (place.verified, place.confirmed, place.review_by) == ("2026-11-27", "2026-11-27", "2027-02-27")
    assert after.topics["asylum.wait"] is library.topics["asylum.wait"]


def test_the_file_is_the_truth(library: Library) -> None:
    overlay = Overlay(
        checked={"asylum.apply": Checked("2026-11-20", AT), "gone.topic": Checked("2026-11-27", AT)},
        marks={"gone": Mark("full", AT)},
        phrases=(Phrase("gone.topic", "es", "algo"),),
    )
    assert overlaid(library, overlay) is library, "what stands there is as new, and what is not there cannot be told"


async def test_what_is_laid_over_the_files_stays_when_they_change(tree: Tree) -> None:
    shelf = Shelf(tree.content, tree.locales)
    shelf.lay(Overlay(marks={ONE: Mark("full", AT)}))
    tree.change("content/places/shelter.yaml", "Casa Uno", "Casa Nueva")
    await shelf.reload()
    place = shelf.current.directory.places[ONE]
    assert place.name == "Casa Nueva" and place.mark is not None
    assert shelf.of_files.directory.places[ONE].mark is None
    shelf.lay(Overlay())
    assert shelf.current is shelf.of_files


# phrases


class Knows:
    """An understanding that knows two messages."""

    known: ClassVar = {
        "me quiere matar": Meaning("es", urgent="violence", urgent_topic="gbv.help"),
        "hola": Meaning("es", intent="a.b"),
    }

    def understand(self, text: str, language: str | None = None, chosen: bool = False) -> Meaning:
        return self.known.get(text, Meaning("es", alternatives=(("asylum.wait", 0.2), ("asylum.apply", 0.1))))

    def explain(self, text: str) -> str:
        return ""


@pytest.mark.parametrize(
    ("said", "intent"),
    [("¿Dónde meto mis papeles de refugio?", "asylum.apply"), ("donde meto mis papeles d refugio", "asylum.apply"),
     ("dónde meto mi ropa", "none"), ("", "none"), ("x" * 5000, "none"), ("hola", "a.b")],
)  # fmt: skip
def test_a_phrase_leads_to_its_topic_at_once(library: Library, said: str, intent: str) -> None:
    phrase = Phrase("asylum.apply", "es", "donde meto mis papeles de refugio")
    taught = overlaid(replace(library, understanding=Knows()), Overlay(phrases=(phrase,)))
    assert taught.understanding.understand(said).intent == intent


def test_an_alarm_stays_an_alarm(library: Library) -> None:
    phrases = (Phrase("asylum.apply", "es", "me quiere matar"),)
    taught = overlaid(replace(library, understanding=Knows()), Overlay(phrases=phrases)).understanding
    meaning = taught.understand("me quiere matar")
    assert (meaning.urgent, meaning.urgent_topic) == ("violence", "gbv.help")


# into the files


def applied(tree: Tree, overlay: Overlay) -> Patch:
    subprocess.run(["git", "init", "-q"], cwd=tree.root, check=True)
    made = patch(tree.content, tree.load(), overlay, lambda account: f"staff {account}")
    done = subprocess.run(["git", "apply", "-"], cwd=tree.root, input=made.diff, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    return made


def test_git_applies_the_patch_and_then_nothing_is_left_to_say(tree: Tree) -> None:
    overlay = Overlay(
        checked={"asylum.apply": Checked("2026-11-27", AT, "a"), TWO: Checked("2026-11-27", AT, "b")},
        phrases=(
            Phrase("asylum.apply", "ht", 'kote "m" mande azil'),
            Phrase("asylum.apply", "ht", "azil, kòman?"),
            Phrase("asylum.wait", "es", "cuanto tarda: dime"),
        ),
        marks={ONE: Mark("full", AT)},
    )
    before = tree.read("content/asylum/apply.yaml")
    made = applied(tree, overlay)
    assert made.left == () and set(made.files) == {
        "content/asylum/apply.yaml", "content/asylum/wait.yaml", "content/places/shelter.yaml",
    }  # fmt: skip
    library = tree.load()
    topic, place = library.topics["asylum.apply"], library.directory.places[TWO]
    assert (topic.verified, topic.verified_by, topic.review_by) == ("2026-11-27", "staff a", "2027-05-27")
    assert (place.verified, place.verified_by, place.confirmed) == ("2026-11-27", "staff b", "2026-11-27")
    assert topic.asks["ht"] == ('kote "m" mande azil', "azil, kòman?")
    assert library.topics["asylum.wait"].asks["es"] == ("cuanto tarda: dime",)
    after = tree.read("content/asylum/apply.yaml")
    kept = [line for line in before.splitlines() if not line.startswith(("verified", "review_by"))]
    added = ["asks:", "  ht:", '    - "kote \\"m\\" mande azil"', '    - "azil, kòman?"']
    assert [line for line in after.splitlines() if not line.startswith(("verified", "review_by"))] == [*kept, *added]
    assert patch(tree.content, library, overlay, str).diff == ""
    assert tree.problems("error") == []


def test_the_files_that_are_served_take_a_patch(tmp_path: object, real: Library, tree: Tree) -> None:
    shutil.rmtree(tree.content)
    shutil.copytree(ROOT / "content", tree.content)
    ids = ["asylum.apply", "shelter.find", "gbv.help", "shelter-ens-san-vicente"]
    overlay = Overlay(
        checked={id: Checked("2026-11-28", AT) for id in ids},
        phrases=tuple(Phrase("aid.food", language, f"{language}: una frase, nueva") for language in LANGUAGES),
    )
    shown = patch(ROOT / "content", real, overlay, lambda _: "staff")
    subprocess.run(["git", "init", "-q"], cwd=tree.root, check=True)
    done = subprocess.run(["git", "apply", "-"], cwd=tree.root, input=shown.diff, text=True, capture_output=True)
    assert (done.returncode, done.stderr, shown.left) == (0, "", ()) and len(shown.files) == 5
    changed = [
        line for line in shown.diff.splitlines() if line.startswith(("+", "-")) and line[1:3] not in ("++", "--")
    ]
    assert len(changed) == 3 * 6 + 8 + 3, "nothing else"


def test_a_file_that_is_broken_or_has_changed_is_left_to_a_person(tree: Tree) -> None:
    library = tree.load()
    tree.change("content/places/shelter.yaml", ONE, "shelter-tij-other")
    tree.write("content/asylum/wait.yaml", "title: {es: [")
    overlay = Overlay(
        checked={ONE: Checked("2026-11-27", AT), "asylum.apply": Checked("2026-11-27", AT)},
        phrases=(Phrase("asylum.wait", "es", "algo nuevo"),),
    )
    made = patch(tree.content, library, overlay, str)
    assert made.left == ("content/asylum/wait.yaml", "content/places/shelter.yaml")
    assert made.files == ("content/asylum/apply.yaml",)


ONE_PHRASE = "asks:\n  es:\n    - uno  # so\n  en: [x]\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [(ONE_PHRASE, ONE_PHRASE.replace("so\n", 'so\n    - "tres"\n')),
     ("asks:\n  es: [uno]\n", 'asks:\n  es: [uno, "tres"]\n'),
     ("asks:\n  es:\n  - uno\n", 'asks:\n  es:\n  - uno\n  - "tres"\n'),
     ("asks:\n  en:\n    - x\nb: 2\n", 'asks:\n  en:\n    - x\n  es:\n    - "tres"\nb: 2\n'),
     ("b: 2\n", 'b: 2\nasks:\n  es:\n    - "tres"\n'), ("b: 2", 'b: 2\nasks:\n  es:\n    - "tres"\n')],
)  # fmt: skip
def test_a_phrase_goes_where_its_like_stand(text: str, after: str) -> None:
    assert add_to_list(text, ("asks", "es"), "tres") == after


@pytest.mark.parametrize(
    "text", ["asks: {en: [x]}\n", "asks:\n  es: []\n", "asks:\n  es: uno\n", "asks: [", "a:\r\n  - b\r\n"]
)
def test_what_cannot_be_done_safely_is_not_done(text: str) -> None:
    with pytest.raises(CannotRewrite):
        add_to_list(text, ("asks", "es"), "tres")
