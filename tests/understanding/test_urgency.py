"""Whoever writes in danger is seen; sayings, films and negations stay calm."""

from __future__ import annotations

import pytest

from bot.library.understanding import Knowledge, Understanding

EMERGENCIES = [
    ("me van a matar, estan afuera", "danger"),
    ("mi esposo me pega y me encierra", "violence"),
    ("my husband beats me", "violence"),
    ("mari m ap bat mwen", "violence"),
    ("me violaron anoche", "rape"),
    ("yo vyole m yè swa", "rape"),
    ("ya no quiero vivir", "suicide"),
    ("i want to kill myself", "suicide"),
    ("m vle touye tèt mwen", "suicide"),
    ("mon mari me frappe et m'enferme", "violence"),
    ("meu marido me bate", "violence"),
    ("ma fille a été violée hier", "rape"),
    ("fui estuprada", "rape"),
    ("je veux mourir", "suicide"),
    ("minha bolsa estourou", "birth"),
    ("tienen secuestrado a mi hermano y piden rescate", "kidnapping"),
    ("yo kidnape frè m yo mande ranson", "kidnapping"),
    ("me quitaron el pasaporte y me obligan a prostituirme", "trafficking"),
    ("a child is alone at the station crying, no parents", "child"),
    ("mi bebe no respira", "medical"),
    ("she is bleeding a lot and fainted", "medical"),
    ("se me rompio la fuente", "birth"),
    ("dlo a kase tranche yo kòmanse", "birth"),
    ("el del albergue me pidio sexo a cambio de una cama", "staff-abuse"),
    ("no me deja salir y si lloro me pega", "violence"),
    ("what do i do if my husband is hitting me", "violence"),
    ("no despierta mi bebe, no respira", "medical"),
]
CALM = [
    "me muero de hambre",
    "quiero matar el tiempo",
    "kidnapped cat meme",
    "grangou ap touye m",
    "my phone died",
    "la pelicula del secuestro estuvo buena",
    "cuanto cuesta un acta de defuncion",
    "mi marido no me pega, es buen hombre",
    "busco trabajo de limpieza",
    "kote biwo comar a ye",
    "nadie nos persigue, venimos a trabajar",
    "mi hijo no va solo, va con su tia",
    "pitit mwen pa pou kont li, li ak grann li",
    "lè m te piti papa m te konn bat nou, jodi a li chanje",
]


@pytest.mark.parametrize(("text", "kind"), EMERGENCIES)
def test_an_emergency_is_seen(understanding: Understanding, text: str, kind: str) -> None:
    meaning = understanding.understand(text)
    assert meaning.urgent == kind
    assert meaning.urgent_topic


@pytest.mark.parametrize("text", CALM)
def test_what_only_sounds_alarming_is_calm(understanding: Understanding, text: str) -> None:
    assert understanding.understand(text).urgent == ""


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("me violaron anoche", True),
        ("me violaron hace dos dias", True),
        ("me violaron hace 3 semanas", False),
        ("i was raped two days ago", True),
        ("i was raped last year", False),
        ("yo vyole m yè swa", True),
        ("sa fè twa mwa depi yo vyole m", False),
        ("me violaron", None),
    ],
)
def test_how_long_ago_is_read(understanding: Understanding, text: str, within: bool | None) -> None:
    assert understanding.understand(text).within_72h is within


def test_a_child_alone_leads_to_the_topic_for_it(understanding: Understanding) -> None:
    assert understanding.understand("un niño esta solo en la central sin sus papas").urgent_topic == "children.alone"


@pytest.mark.parametrize(
    "text", ["me violaron anoche", "mari m ap bat mwen", "i want to kill myself", "quiero matar el tiempo"]
)
def test_who_is_surely_in_danger_or_surely_calm_is_not_doubtful(understanding: Understanding, text: str) -> None:
    assert not understanding.understand(text).urgent_doubtful


def test_what_is_doubtful_asks_for_something_ordinary(understanding: Understanding, known: Knowledge) -> None:
    asked = [text for words in known.asks.values() for written in words.values() for text in written[::9]]
    doubtful = [meaning for meaning in map(understanding.understand, asked) if meaning.urgent_doubtful]
    assert doubtful
    assert all(each.urgent and each.intent not in {"none", each.urgent_topic} for each in doubtful)
    assert not {"safety.danger", "gbv.help", "health.crisis"} & {each.intent for each in doubtful}
