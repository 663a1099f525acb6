"""The charts: what they show is to scale, said in words, and drawn only of what is told."""

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest

from bot.library.library import Library
from bot.metrics.charts import scale
from bot.metrics.figures import HIDDEN, Cell, Measure
from bot.metrics.mexico import outline
from bot.metrics.pictures import Pictures
from bot.metrics.svg import PRINT, SCREEN, shortened, width_of
from bot.metrics.words import Words
from tests.report.sample import MESSAGES, figures_2022

SVG = "{http://www.w3.org/2000/svg}"


def drawn(library: Library, what: str, **sample: object) -> ElementTree.Element:
    pictures = Pictures(figures_2022(**sample), Words(library, "es"))  # type: ignore[arg-type]
    chart = {
        "bars": lambda: pictures.bars("referral_opened", "category"),
        "shares": lambda: pictures.shares("channel", "channel"),
        "trend": lambda: pictures.trend("interaction"),
        "map": pictures.cities,
    }[what]()
    return ElementTree.fromstring(chart.draw(PRINT, 520.0))


@pytest.mark.parametrize("what", ["bars", "shares", "trend", "map"])
def test_every_picture_says_what_it_shows(library: Library, what: str) -> None:
    root = drawn(library, what)
    names = {element.get("id"): element.text for element in root if element.tag in {f"{SVG}title", f"{SVG}desc"}}
    assert root.get("role") == "img" and set((root.get("aria-labelledby") or "").split()) == set(names)
    assert all(names.values())


def test_bars_are_as_long_as_their_numbers(library: Library) -> None:
    bars = [each for each in drawn(library, "bars").iter(f"{SVG}rect") if each.get("fill") == PRINT.accent]
    lengths = [float(bar.get("width") or 0) for bar in bars]
    assert lengths[0] == 520 and lengths[1] / lengths[0] == pytest.approx(1270 / 3752, abs=0.002)


def test_parts_make_a_whole(library: Library) -> None:
    parts = [each for each in drawn(library, "shares").iter(f"{SVG}rect") if each.get("height") == "26"]
    assert sum(float(part.get("width") or 0) + 2 for part in parts) == pytest.approx(520, abs=1)


def test_a_line_breaks_where_there_is_no_data(library: Library) -> None:
    whole, broken = (
        [each for each in drawn(library, "trend", gaps=gaps).iter(f"{SVG}path") if each.get("stroke") == PRINT.accent]
        for gaps in ((), (5,))
    )
    assert len(whole) == 1 and len(broken) == 2
    points = list(drawn(library, "trend", gaps=(5,)).iter(f"{SVG}circle"))
    assert len(points) == len(MESSAGES) - 1


def test_a_hidden_city_is_a_ring_without_a_size(library: Library) -> None:
    rings = [each for each in drawn(library, "map").iter(f"{SVG}circle") if each.get("fill") == "none"]
    assert len(rings) == 2 and len({ring.get("r") for ring in rings}) == 1


def test_every_city_lies_on_the_map_of_its_country(library: Library) -> None:
    """At the borders the reduced outline may be some kilometres off; in the middle of the land it may not."""
    land = outline()
    for city in library.directory.cities.values():
        x, y = land.place(city.pin.latitude, city.pin.longitude)
        assert 0 <= x <= land.width and 0 <= y <= land.height, city.name
    assert set(land.states) >= {"Chiapas", "Ciudad de México", "Estado de México"} and len(land.states) == 32


def test_a_city_lies_in_its_state(library: Library) -> None:
    land = outline()
    wrong = []
    for city in library.directory.cities.values():
        rings = _rings(land.states[city.state])
        point = land.place(city.pin.latitude, city.pin.longitude)
        near = [(point[0] + dx, point[1] + dy) for dx in (-2, 0, 2) for dy in (-2, 0, 2)]
        if not any(_inside(one, ring) for one in near for ring in rings):
            wrong.append(city.name)
    assert len(wrong) <= 3, wrong


def test_what_is_not_published_is_called_so_and_not_nothing(library: Library) -> None:
    words, figures = Words(library, "es"), figures_2022()
    without = replace(figures, measures={name: one for name, one in figures.measures.items() if name != "topic"})
    assert Pictures(without, words).bars("topic", "topic").summary == words.say("told.not-told")


def test_of_single_months_only_totals_are_published_and_that_is_said(library: Library) -> None:
    words, figures = Words(library, "es"), figures_2022()
    month = replace(figures, measures={"channel": Measure("channel", Cell(200, rounded=True))})
    assert Pictures(month, words).shares("channel", "channel").summary == words.say("told.not-told")


@pytest.mark.parametrize("language", ["es", "en", "ht"])
def test_categories_and_offices_have_the_names_that_the_content_gives_them(library: Library, language: str) -> None:
    words, work = Words(library, language), library.casework
    assert work.categories and work.offices
    for id, category in work.categories.items():
        assert words.label("category", id) == library.speech.pick(category.title, language)
    for id, office in work.offices.items():
        assert words.label("office", id) == office.name


def test_hidden_labels_are_gathered_without_their_sum(library: Library) -> None:
    words, figures = Words(library, "es"), figures_2022()
    channel = Measure("channel", Cell(200), {"channel": {"web": Cell(150), "sms": HIDDEN, "bridge": HIDDEN}})
    chart = Pictures(replace(figures, measures={"channel": channel}), words).shares("channel", "channel")
    drawn_text = chart.draw(SCREEN, 420.0)
    assert words.say("few", count=2) in drawn_text and "&lt;10" in drawn_text and ">50<" not in drawn_text


@pytest.mark.parametrize("largest", [0, 1, 4, 5, 9, 10, 11, 99, 101, 999, 24_876, 10_000_000])
def test_an_axis_ends_above_all_points_at_whole_steps(largest: int) -> None:
    ceiling, step = scale(largest)
    assert ceiling >= largest and ceiling % step == 0 and step == int(step) and ceiling / step <= 6


def test_a_shortened_text_fits() -> None:
    said = shortened("Inscribir a tu hijo o hija en la escuela", 12, 120)
    assert said.endswith("…") and width_of(said, 12) <= 120


def _rings(path: str) -> list[list[tuple[float, float]]]:
    import re

    rings = []
    for part in path.split("z"):
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", part)]
        if not numbers:
            continue
        x, y, *moves = numbers
        ring = [(x, y)]
        for dx, dy in zip(moves[::2], moves[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def _inside(point: tuple[float, float], ring: list[tuple[float, float]]) -> bool:
    (x, y), inside = point, False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
