"""What is sealed opens only with our keys, only for its own record, and only whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conversation import Conversation
from bot.store.codec import decode, encode, pack
from bot.store.seal import Seal, Unreadable

OLD, NEW = "the-first-key-of-these-tests-000", "the-second-key-of-these-tests-00"


@given(plain=st.binary(max_size=300), record=st.text(max_size=20))
def test_what_is_sealed_opens_again(plain: bytes, record: str) -> None:
    seal = Seal([OLD])
    assert seal.open(seal.close(plain, record), record) == plain


def test_it_opens_for_no_other_record_and_with_no_other_key() -> None:
    sealed = Seal([OLD]).close(b"words", "conversation")
    with pytest.raises(Unreadable):
        Seal([OLD]).open(sealed, "delivery")
    with pytest.raises(Unreadable):
        Seal([NEW]).open(sealed, "conversation")


@given(at=st.integers(0, 200), bit=st.integers(0, 7))
def test_one_changed_bit_is_noticed(at: int, bit: int) -> None:
    sealed = bytearray(Seal([OLD]).close(b"words that somebody wrote", "x"))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(Unreadable):
        Seal([OLD]).open(bytes(sealed), "x")


def test_the_newest_key_seals_and_older_ones_still_open() -> None:
    before = Seal([OLD]).close(b"words", "x")
    both = Seal([NEW, OLD])
    assert both.open(before, "x") == b"words" and not both.is_current(before)
    after = both.close(b"words", "x")
    assert both.is_current(after)
    with pytest.raises(Unreadable):
        Seal([OLD]).open(after, "x")


def test_the_same_words_are_never_sealed_alike() -> None:
    seal = Seal([OLD])
    assert seal.close(b"words", "x") != seal.close(b"words", "x")


def test_a_field_added_since_has_its_default_and_a_field_gone_is_passed_over() -> None:
    kept = encode(Conversation(language="ht", here="asylum.apply"))
    assert decode(Conversation, kept) == Conversation(language="ht", here="asylum.apply")
    longer = pack(["es", True, "x", [], [], "", "", 1, 2, 3, 4, 5, 6, "", "a field of tomorrow"])
    assert decode(Conversation, longer).language == "es"
    assert len(encode(Conversation())) <= 2
