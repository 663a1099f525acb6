"""Casework from content: who takes a request, by when, and what editors are told of mistakes in it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.referral import LANES
from bot.library.casework import Casework
from bot.library.library import Library
from tests.content.trees import Copy

HOME = ZoneInfo("America/Mexico_City")


@pytest.fixture
def work(library: Library) -> Casework:
    return library.casework


def moment(text: str, zone: ZoneInfo = HOME) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


def told(at: int, zone: ZoneInfo = HOME) -> str:
    return datetime.fromtimestamp(at, zone).strftime("%Y-%m-%d %H:%M")


def test_every_category_can_be_asked_for(work: Casework, library: Library) -> None:
    assert len(work.categories) == 20
    for category in work.categories.values():
        assert category.consent_version and len(category.questions) <= 6
        assert {"es", "en", "ht"} <= set(category.consent) & set(category.button) & set(category.next)
        assert category.instead in library.topics
    assert {category.lane for category in work.categories.values()} == {"", *LANES}
    assert len(work.replies) >= 25 and work.reasons_for("close") and work.reasons_for("decline")


def test_every_topic_leads_to_a_queue_that_exists(library: Library) -> None:
    assert {topic.refer for topic in library.topics.values() if topic.refer} <= set(library.casework.categories)


@pytest.mark.parametrize(
    ("category", "city", "state", "office"),
    [
        ("legal", "Tapachula", "", "tapachula"),
        ("legal", "Huixtla", "Chiapas", "tapachula"),
        ("gbv", "Reynosa", "Tamaulipas", "monterrey"),
        ("shelter", "", "Yucatán", "villahermosa"),
        ("shelter", "", "", "ciudad-de-mexico"),
        ("staff-complaint", "Tapachula", "Chiapas", "ciudad-de-mexico"),
        ("staff-complaint", "Ciudad de México", "Ciudad de México", "monterrey"),
    ],
)
def test_the_office_that_takes_it(work: Casework, category: str, city: str, state: str, office: str) -> None:
    assert work.office_for(category, city, state, "es") == office


def test_every_state_has_an_office(work: Casework, library: Library) -> None:
    served = {state for office in work.offices.values() for state in office.states}
    assert served >= set(library.directory.states)


def test_what_is_urgent_goes_by_the_clock(work: Casework) -> None:
    friday = moment("2026-11-20T16:00")
    assert work.due_at("now", "tapachula", friday) == friday + 24 * 3600


@pytest.mark.parametrize(
    ("urgency", "opened", "due"),
    [
        ("soon", "2026-11-23T10:00", "2026-11-26 10:00"),
        ("soon", "2026-11-27T10:00", "2026-12-02 10:00"),
        ("soon", "2026-11-28T22:00", "2026-12-03 09:00"),
        ("soon", "2026-11-13T10:00", "2026-11-19 10:00"),  # 16 November is a holiday
        ("later", "2026-11-23T10:00", "2026-12-07 10:00"),
    ],
)
def test_the_others_go_by_days_of_work(work: Casework, urgency: str, opened: str, due: str) -> None:
    assert told(work.due_at(urgency, "tapachula", moment(opened))) == due


def test_an_office_opens_by_the_clock_of_its_own_city(work: Casework) -> None:
    there = ZoneInfo("America/Tijuana")
    assert not work.is_open("tijuana", moment("2026-11-23T08:59", there))
    assert work.is_open("tijuana", moment("2026-11-23T09:00", there))
    assert work.is_open("tapachula", moment("2026-11-23T09:00"))
    assert not work.is_open("tapachula", moment("2026-11-23T17:00"))
    evening = moment("2026-12-24T20:00", there)
    assert told(work.opens_at("tijuana", evening) or 0, there) == "2026-12-28 09:00"
    noon = moment("2026-11-23T12:00", there)
    assert work.opens_at("tijuana", noon) == noon


def test_without_offices_times_go_by_the_clock() -> None:
    nobody = Casework()
    assert nobody.office_for("legal", "Tapachula", "", "es") == ""
    assert nobody.due_at("soon", "", 0) == 72 * 3600
    assert nobody.opens_at("", 0) is None and not nobody.is_open("", 0)


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        ("referrals/legal.yaml", "consent: standard", "consent: standart", "no such text"),
        ("referrals/legal.yaml", "  - company", "  - compani", "no question compani"),
        ("referrals/legal.yaml", "instead: asylum.legal-aid", "instead: asylum.legal-aids", "no topic"),
        ("referrals/legal.yaml", "urgency: soon", "urgency: soonish", "possible values"),
        ("referrals/staff-complaint.yaml", "office: monterrey", "office: monterey", "no office monterey"),
        ("referrals/crime-victims.yaml", "place: legal-ceav-tijuana", "place: legal-ceav-national", "is uncertain"),
        ("referrals/gbv.yaml", "es: Apoyo privado", "es: Violencia", "the lane is sealed"),
        ("offices.yaml", 'hours: "Mo-Fr 09:00-17:00"', 'hours: "lunes"', "not days and hours"),
        ("offices.yaml", "id: tapachula", "id: tijuana", "here twice"),
        ("offices.yaml", "state: Chiapas\n", "state: Chiapas\n    categories: [legl]\n", "no category legl"),
        ("replies.yaml", "category: legal", "category: legl", "no category legl"),
    ],
)
def test_editors_are_told_what_is_wrong_and_where(copy: Copy, file: str, before: str, after: str, says: str) -> None:
    copy.change(f"content/{file}", before, after)
    found = [each for each in copy.problems() if says in each.what]
    assert found and found[0].file.endswith(file) and found[0].line > 1 and found[0].mend


def test_a_missing_translation_is_told(copy: Copy) -> None:
    copy.change("content/replies.yaml", "    ht: Salitasyon\n", "")
    assert [each for each in copy.problems() if "missing in ht" in each.what and each.file.endswith("replies.yaml")]
