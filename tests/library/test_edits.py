"""More broken edits: files cut off, things told twice, and wrong shapes in what teaches the service to understand."""

import pytest

from bot.library.checking import Examination
from bot.library.loading import load
from tests.library.conftest import CHECKED, TODAY, Tree

APPLY, WAIT, SECTION = "content/asylum/apply.yaml", "content/asylum/wait.yaml", "content/asylum/_section.yaml"
SHELTER, MENU = "content/places/shelter.yaml", "content/menu.yaml"
TAUGHT = {
    "content/lexicon/life.yaml": 'sleep:\n  es: [dormir, "30 días"]\nfear: {es: [miedo]}\n',
    "content/lexicon/_spelling.yaml": "es:\n  porque: [xq, pq]\n",
    "content/lexicon/_languages.yaml": "es: [el, la]\nen: [the]\n",
    "content/lexicon/_places.yaml": "before:\n  es: [en]\nareas:\n  frontera norte: Chihuahua\n",
    "content/lexicon/_time.yaml": 'units:\n  hour: {es: [hora]}\nnumbers:\n  es: {"2": [dos]}\n',
    "content/urgency/danger.yaml": 'topic: asylum.apply\nrank: "1"\nsigns:\n  - [sleep, fear]\n  - {all: [fear]}\n',
    "content/urgency/calm.yaml": "not_calm: [asylum.wait]\nphrases:\n  es: [muero de hambre]\n",
    "content/urgency/_order.yaml": "order: [asylum.apply, asylum.wait]\n",
    "content/smalltalk.yaml": "examples:\n  es: [hola]\ncourtesy: [sleep]\n",
    "content/foreign.yaml": "fr: Bonjour.\n",
}

# name: file, before, after, line, column, words of what, words of mend
# fmt: off
WRONG = {
    "number in spellings": ("lexicon/_spelling.yaml", "xq", "7", 2, 12, "the number 7", '"7"'),
    "number as a spelling": ("lexicon/_spelling.yaml", "[xq, pq]", "7", 2, 3, "a list is expected", "dash"),
    "spelling without language": ("lexicon/_spelling.yaml", "es:\n", "español:\n", 1, 1, "español", "es, en or ht"),
    "number in common words": ("lexicon/_languages.yaml", "the", "3.5", 2, 6, "the number 3.5", "quotes"),
    "yes in common words": ("lexicon/_languages.yaml", "the", "no", 2, 6, "yes/no", '"no"'),
    "unknown part of places": ("lexicon/_places.yaml", "before", "befor", 1, 1, "befor is not known", "before"),
    "area in no state": ("lexicon/_places.yaml", "Chihuahua", "Chihuaua", 4, 3, "no state Chihuaua", "Chihuahua"),
    "list for a word": ("lexicon/_places.yaml", "[en]", "[[en]]", 2, 8, "a list", "write a text"),
    "unknown unit": ("lexicon/_time.yaml", "hour", "hora", 2, 3, "hora is not known", "hour"),
    "number without quotes": ("lexicon/_time.yaml", "[dos]", "dos", 4, 8, "a list is expected", "dash"),
    "word for a number": ("lexicon/_time.yaml", '"2"', "two", 4, 8, '"two" cannot be', "quotes"),
    "concept told twice": ("lexicon/life.yaml", "fear:", "sleep:", 3, 1, "twice", "one of the two"),
    "number in a concept": ("lexicon/life.yaml", '"30 días"', "30", 2, 16, "the number 30", '"30"'),
    "emergency leads nowhere": ("urgency/danger.yaml", "asylum.apply", "asylum.aply", 1, 1, "nowhere", "asylum.apply"),
    "rank without quotes": ("urgency/danger.yaml", '"1"', "1", 2, 1, "the number 1", '"1"'),
    "rank in words": ("urgency/danger.yaml", '"1"', "first", 2, 1, "first", '"1"'),
    "sign without concept": ("urgency/danger.yaml", "[sleep, fear]", "[sleep, feer]", 4, 5, "never alarms", "fear"),
    "sign in words": ("urgency/danger.yaml", "[sleep, fear]", "sleep", 4, 5, "a list is expected", "dash"),
    "unknown key": ("urgency/danger.yaml", "signs:", "sings:", 3, 1, "sings is not known", "signs"),
    "calm for no topic": ("urgency/calm.yaml", "asylum.wait", "asylum.wat", 1, 12, "no asylum.wat", "asylum.wait"),
    "order of no topic": ("urgency/_order.yaml", "asylum.wait", "asylum.wat", 1, 23, "no asylum.wat", "asylum.wait"),
    "order empty": ("urgency/_order.yaml", "[asylum.apply, asylum.wait]", "[]", 1, 1, "empty", "add"),
    "small talk as text": ("smalltalk.yaml", "[hola]", "hola", 2, 3, "a list is expected", "dash"),
    "courtesy of no concept": ("smalltalk.yaml", "[sleep]", "[sleeep]", 3, 12, "no concept", "sleep"),
    "foreign as list": ("foreign.yaml", "Bonjour.", "[Bonjour]", 1, 1, "a list", "write a text"),
}
# fmt: on


@pytest.fixture
def taught(tree: Tree) -> Tree:
    for name, text in TAUGHT.items():
        tree.write(name, text)
    return tree


def test_good_teaching_has_no_errors(taught: Tree) -> None:
    assert taught.problems("error") == []
    library, _ = load(taught.content, taught.locales)
    assert library is not None
    assert library.extras["foreign"] == {"fr": "Bonjour."}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_teaching_is_a_problem_and_no_crash(taught: Tree, name: str) -> None:
    file, before, after, line, column, what, mend = WRONG[name]
    taught.change(f"content/{file}", before, after)
    found = taught.problems("error")
    shown = [str(each) for each in found]
    assert any(
        (each.file, each.line, each.column) == (f"{taught.content}/{file}", line, column)
        and what in each.what
        and mend in each.mend
        for each in found
    ), shown
    load(taught.content, taught.locales)


def test_a_concept_in_two_files_is_told(taught: Tree) -> None:
    taught.write("content/lexicon/more.yaml", "\nfear: {es: [susto]}\n")
    (found,) = taught.problems("error")
    assert (found.file[-9:], found.line) == ("more.yaml", 2)
    assert "life.yaml" in found.what


# cut off


@pytest.mark.parametrize(
    ("name", "end", "what"),
    [
        (APPLY, "Es gratis", "middle of a line"),
        (APPLY, "next: [asylum.wait", "not closed"),
        (SECTION, "topics: [asylum.app", "not closed"),
        (MENU, "main: [asylum, act", "not closed"),
        (SHELTER, "lat: 32.5", "middle of a line"),
        (SHELTER, '["+52 664', "quote is not closed"),
        ("content/cities.yaml", "America/Tij", "not closed"),
        ("content/vocabulary.yaml", "{one: alber", "not closed"),
        ("content/actions/person.yaml", "es: Hablar con una per", "not closed"),
        ("locales/es/language.yaml", "required: tr", "middle of a line"),
        (SECTION, "order: 2", "middle of a line"),
        ("locales/es/phrases.po", 'msgstr "Hola, {na', "text in quotes"),
        ("locales/es/phrases.po", 'msgid "hello"', "middle of a line"),
    ],
)
def test_a_file_cut_off_is_told_where_it_ends(tree: Tree, name: str, end: str, what: str) -> None:
    text = tree.read(name)
    assert end in text
    kept = text[: text.index(end) + len(end)]
    tree.write(name, kept)
    found = [each for each in tree.problems("error") if each.file == f"{tree.root}/{name}" and what in each.what]
    assert found, [str(each) for each in tree.problems("error")]
    last = kept.count("\n") + 1
    assert last - 1 <= found[0].line <= last + 1
    library, _ = load(tree.content, tree.locales)
    assert library is None, "half a file is not served"


@pytest.mark.parametrize("name", [APPLY, SECTION, SHELTER, MENU, "locales/es/phrases.po", "content/vocabulary.yaml"])
def test_half_a_file_cut_in_a_line_is_never_served(tree: Tree, name: str) -> None:
    raw = (tree.root / name).read_bytes()
    served = []
    for end in range(0, len(raw), max(1, len(raw) // 60)):
        if raw[:end].endswith(b"\n"):
            continue
        tree.write(name, raw[:end])
        library, problems = load(tree.content, tree.locales)
        if library is not None:
            served.append((end, raw[max(0, end - 30) : end]))
        else:
            assert all(each.line and each.column for each in problems if each.level == "error")
    assert not [at for at, tail in served if b"verified" not in raw[:at][-400:]], served


def test_sentences_lost_at_the_end_stop_the_service(tree: Tree) -> None:
    text = tree.read("locales/es/phrases.po")
    tree.write("locales/es/phrases.po", text[: text.index('msgid "place.far"')])
    library, problems = load(tree.content, tree.locales)
    assert library is None
    (first, *_) = [each for each in problems if each.level == "error"]
    assert "place.far" in first.what
    assert "cut off" in first.mend


# told twice


def test_a_sentence_in_two_files_of_a_language_is_told(tree: Tree) -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    tree.write("locales/ht/more.po", f'{head}msgid "hello"\nmsgstr "Alo, {{name}}."\n')
    (found,) = tree.problems("error")
    assert (found.file, found.line) == (f"{tree.locales}/ht/phrases.po", 7)
    assert f"{tree.locales}/ht/more.po, line 5" in found.what
    assert "one file" in found.mend


def test_a_sentence_twice_in_one_file_is_told(tree: Tree) -> None:
    text = tree.read("locales/ht/phrases.po")
    tree.write("locales/ht/phrases.po", text + '\nmsgid "hello"\nmsgstr "Alo, {name}."\n')
    found = [each for each in tree.problems("error") if "here twice" in each.what]
    assert [(each.line, "line 7" in each.what) for each in found] == [(text.count("\n") + 2, True)]


def test_a_name_written_twice_in_a_topic_is_told(tree: Tree) -> None:
    tree.change(APPLY, "vital: true", "vital: true\nvital: false")
    (found,) = [each for each in tree.problems("error") if "twice" in each.what]
    assert (found.line, found.mend) == (38, "keep one of the two")


def test_two_buttons_of_one_menu_with_the_same_label(tree: Tree) -> None:
    tree.change(WAIT, "ht: Konbyen tan}\nanswer", "ht: Mande azil}\nanswer")
    found = [each for each in tree.problems("warning") if "same label in ht" in each.what]
    assert [(each.file.rpartition("/")[2], each.line) for each in found] == [("_section.yaml", 5)]
    assert "word one" in found[0].mend


@pytest.mark.parametrize("key", ["asylum.wait, asylum.wait", "asylum.apply"])
def test_a_next_step_twice_or_to_itself(tree: Tree, key: str) -> None:
    tree.change(APPLY, "[asylum.wait, ", f"[{key}, ")
    (found,) = tree.problems("warning")[:1]
    assert (found.line, found.mend) == (36, "take it out" if key == "asylum.apply" else "take one out")


# the other kinds that editors meet


def test_a_hard_english_text_is_told(tree: Tree) -> None:
    hard = (
        "Administrative determinations concerning international protection applications necessitate comprehensive "
        "documentation demonstrating particularised circumstances, notwithstanding considerable institutional "
        "accumulation throughout participating authorities nationwide, irrespective of vulnerability or nationality."
    )
    tree.change(WAIT, "It takes 45 days.", hard)
    (found,) = [each for each in tree.problems("warning") if "hard to read" in each.what]
    assert (found.line, found.mend) == (6, "shorter sentences, shorter words")


def test_a_placeholder_that_one_language_lacks(tree: Tree) -> None:
    tree.change(APPLY, "Rele {hot-911.phone} si", "Rele 911 si")
    (found,) = tree.problems("error")
    assert (found.line, "{hot-911.phone}" in found.what) == (28, True)


def test_more_choices_than_a_list_can_show(tree: Tree) -> None:
    for number in range(10):
        tree.write(f"content/asylum/t{number}.yaml", tree.read(WAIT))
    more = ", ".join(f"asylum.t{number}" for number in range(10))
    tree.change(SECTION, "asylum.wait]", f"asylum.wait, {more}]")
    (found,) = [each for each in tree.problems("warning") if "12 choices" in each.what]
    assert found.line == 5
    tree.change(MENU, "main: [", f"main: [{more}, ")
    (found,) = [each for each in tree.problems("error") if "12 in the list" in each.what]
    assert (found.line, found.mend) == (1, "take some away")


def test_an_expired_place_and_one_never_verified(tree: Tree) -> None:
    tree.change(SHELTER, 'review_by: "2027-02-20"', 'review_by: "2026-02-20"')
    tree.change("content/places/hotline.yaml", '  verified: "2026-11-20"\n', "")
    found = {each.what: each.line for each in tree.problems("warning")}
    assert found["shelter-tij-one was to be checked again by 2026-02-20"] == 16
    assert found["hot-911: verified is missing"] == 1


def test_a_refuge_that_nobody_can_reach(tree: Tree) -> None:
    tree.change(SHELTER, '  confidential: true\n  phones: ["+52 998 123 4567"]\n', "  confidential: true\n")
    (found,) = [each for each in tree.problems("warning") if "confidential and has no phone" in each.what]
    assert (found.line, "through-others" in found.mend) == (32, True)
    tree.change(
        SHELTER, "  confidential: true\n", "  confidential: true\n  entry: through-others\n  note: {es: Pregunta.}\n"
    )
    assert not [each for each in tree.problems("warning") if "no phone" in each.what]


def test_a_place_that_cannot_be_found(tree: Tree) -> None:
    tree.write(SHELTER, tree.read(SHELTER) + f"\n- id: shelter-nowhere\n  name: Casa\n{CHECKED}")
    (found,) = [each for each in tree.problems("warning") if "nobody could find" in each.what]
    assert "through-others" in found.mend


def test_wrong_phones_and_points_inside_a_copy(tree: Tree) -> None:
    tree.change(SHELTER, 'phones: ["911"]', 'phones: ["664 123 4567"]\n  whatsapp: "12"')
    what = [each.what for each in tree.problems("error")]
    assert '"664 123 4567" lacks the country code' in what


# example phrases


def test_example_phrases_are_compared_when_they_changed(taught: Tree) -> None:
    phrases = ", ".join(f"quiero pedir asilo {number}" for number in ("hoy", "ya", "rápido", "pronto"))
    asks = f"asks:\n  es: [{phrases}]\n"
    taught.write(APPLY, taught.read(APPLY) + asks)
    taught.write(WAIT, taught.read(WAIT) + asks.replace("pedir", "pedir el"))

    def look(thoroughly: bool = False) -> tuple[int, bool]:
        found = Examination(taught.content, taught.locales).examples(taught.cache, thoroughly)
        assert all(each.level == "warning" and each.line > 1 for each in found.problems)
        return len(found.problems), found.looked

    assert look() == (0, False), "the first time it is left out: it takes seconds"
    count, looked = look(thoroughly=True)
    assert (count > 0, looked) == (True, True)
    assert look() == (count, True), "remembered"
    taught.change(APPLY, ", quiero pedir asilo pronto", "")
    assert look()[1]


def test_every_rule_of_the_day_knows_the_date(tree: Tree) -> None:
    assert Examination(tree.content, tree.locales).problems(TODAY) == tree.problems()
