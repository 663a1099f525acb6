"""What was not understood is put in groups that an editor can look through."""

from __future__ import annotations

import random

from bot.library.understanding import Understanding
from bot.library.understanding.likeness import groups

DOGS = ["mi perro necesita veterinario barato", "perro … veterinario", "veterinario para mi perro"]
SENDING = ["como mando dinero a mi familia", "mandar dinero a mi mamá", "mando dinero …"]


def test_like_samples_stand_together_the_larger_group_first(understanding: Understanding) -> None:
    found = groups([*DOGS, *SENDING, "perro perdido …", "licencia de manejar"], understanding)
    assert set(found[0].samples) in ({*DOGS}, {*DOGS, "perro perdido …"}, {*SENDING})
    together = {sample: at for at, group in enumerate(found) for sample in group.samples}
    assert len({together[sample] for sample in DOGS}) == 1
    assert len({together[sample] for sample in SENDING}) == 1
    assert together[DOGS[0]] != together[SENDING[0]]


def test_each_group_comes_with_the_topic_nearest_to_it(understanding: Understanding) -> None:
    found = {group.samples: group for group in groups(SENDING, understanding)}
    assert {group.topic for group in found.values()} == {"work.bank"}


def test_the_order_of_the_samples_changes_nothing(understanding: Understanding) -> None:
    samples = [*DOGS, *SENDING, "donde saco la licencia", "sacar licencia", "una …", "…"]
    first = groups(samples, understanding)
    random.Random(4).shuffle(samples)
    assert groups([*samples, *samples], understanding) == first


def test_every_sample_is_in_one_group_only(understanding: Understanding) -> None:
    samples = [f"{one} {two}" for one in ("perro", "gato", "moto", "…") for two in ("perdido", "barato", "…", "")]
    told = [sample for group in groups(samples, understanding) for sample in group.samples]
    assert sorted(told) == sorted(set(samples))


def test_nothing_gives_nothing(understanding: Understanding) -> None:
    assert groups([], understanding) == []
