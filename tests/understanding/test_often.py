"""What many people write is worked out once, and the words themselves are kept nowhere."""

from bot.library.library import Library
from bot.library.understanding.often import LONGEST, Often


def test_the_same_words_are_worked_out_once_and_other_surroundings_anew(library: Library) -> None:
    understand = library.understanding.understand
    first = understand("busco albergue en tapachula", "es")
    assert understand("busco albergue en tapachula", "es") is first
    assert understand("busco albergue en tapachula", "es", chosen=True) is not first
    assert understand("busco albergue en tapachula", "ht") is not first
    assert understand("busco albergue en tijuana", "es").city == "Tijuana"


def test_no_word_is_kept() -> None:
    often = Often[int]()
    often.keep(often.name("me llamo canario", "es"), 7)
    assert often.get(often.name("me llamo canario", "es")) == 7
    assert "canario" not in repr(vars(often))
    assert Often[int]().name("me llamo canario", "es") != often.name("me llamo canario", "es"), "a key in each process"


def test_the_oldest_gives_way_and_long_messages_are_not_remembered() -> None:
    often = Often[int](most=3)
    for number in range(5):
        often.keep(often.name(f"{number}"), number)
    assert len(often) == 3
    assert [often.get(often.name(f"{number}")) for number in range(5)] == [None, None, 2, 3, 4]
    long = "a" * (LONGEST + 1)
    often.keep(often.name(long), 9)
    assert often.get(often.name(long)) is None


def test_odd_characters_are_remembered_too() -> None:
    often = Often[int]()
    for number, text in enumerate(("\ud800", "a\x00b", "ａ", "'", '"', "")):
        often.keep(often.name(text, None, False), number)
        assert often.get(often.name(text, None, False)) == number
    assert len(often) == 6
