"""Alerts as editors write them: a good one is read, and each way to spoil one is told before anybody is told."""

from datetime import UTC, datetime

import pytest

from bot.domain.alert import EVERYWHERE, evening, is_day
from tests.library.conftest import Tree

ALERT = """\
# Made up, for tests.
text:
  es: Prueba de aviso. Llama al {hot-911.phone}.
  en: Test of an alert. Call {hot-911.phone}.
  ht: Tès yon avi. Rele {hot-911.phone}.
states: [Baja California]
from: "2026-11-20T08:00-08:00"
until: "2026-11-21T20:00-08:00"
topic: asylum.apply
sources:
  - source: nobody, this is a test
verified: "2026-11-20"
verified_by: desk research
"""


def test_an_alert_is_read(tree: Tree) -> None:
    tree.write("content/alerts/test-one.yaml", ALERT)
    alert = tree.load().alerts["test-one"]
    assert alert.starts == datetime(2026, 11, 20, 16, tzinfo=UTC)
    assert alert.concerns("Baja California") and alert.concerns(EVERYWHERE) and not alert.concerns("Chiapas")
    assert [each for each in tree.problems() if "alerts" in each.file] == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("states: [Baja California]\n", "", "some states or for everywhere"),
        ("states: [Baja California]", "states: [Baja California]\neverywhere: true", "some states or for everywhere"),
        ("states: [Baja California]", "states: [Baja Kalifornia]", "is not known"),
        ("2026-11-21T20:00-08:00", "2026-11-20T07:00-08:00", "ends before it begins"),
        ("2026-11-21T20:00-08:00", "2026-12-21T20:00-08:00", "more than 14 days"),
        ("2026-11-21T20:00-08:00", "2026-11-21T20:00", "time zone"),
        ("2026-11-21T20:00-08:00", "2026-11-31T20:00-08:00", "no moment"),
        ("  ht: Tès yon avi. Rele {hot-911.phone}.\n", "", "missing in ht"),
        ("Tès yon avi.", "Tès yon avi." + " mo" * 160, "characters"),
        ("Tès yon avi. Rele {hot-911.phone}.", "Tès yon avi.", "not as often"),
        ("{hot-911.phone}", "{hot-912.phone}", "no place"),
        ("topic: asylum.apply", "topic: asylum.aply", "no topic"),
        ("sources:\n  - source: nobody, this is a test\n", "", "sources is missing"),
        ("sources:\n  - source: nobody, this is a test\n", "sources: []\n", "empty"),
        ('verified: "2026-11-20"\n', "", "verified is missing"),
        ("this is a test\n", "this is a test\n    confidence: uncertain\n", "uncertain"),
    ],
)
def test_what_is_wrong_with_an_alert_is_told(tree: Tree, before: str, after: str, told: str) -> None:
    tree.write("content/alerts/test-one.yaml", ALERT)
    tree.change("content/alerts/test-one.yaml", before, after)
    errors = [each for each in tree.problems("error") if each.file.endswith("alerts/test-one.yaml")]
    assert any(told in each.what for each in errors), [str(each) for each in tree.problems("error")]


def test_an_alert_never_leads_into_a_sealed_topic(tree: Tree) -> None:
    tree.write("content/alerts/test-one.yaml", ALERT)
    tree.change("content/asylum/apply.yaml", "vital: true", "vital: true\nsealed: true")
    assert any("sealed" in each.what for each in tree.problems("error"))


def test_an_alert_that_is_over_is_to_be_deleted(tree: Tree) -> None:
    tree.write("content/alerts/test-one.yaml", ALERT.replace("2026-11-20T", "2026-11-10T").replace("-21T", "-11T"))
    assert any("is over" in each.what for each in tree.problems("warning"))


def test_it_is_day_only_where_it_is_day_in_every_zone() -> None:
    nine_in_cancun = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
    assert is_day(["America/Cancun"], nine_in_cancun) and is_day(["America/Mexico_City"], nine_in_cancun)
    assert not is_day(["America/Cancun", "America/Tijuana"], nine_in_cancun)
    late = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
    assert not is_day(["America/Cancun"], late) and is_day(["America/Mexico_City"], late)
    assert evening(["America/Cancun", "America/Tijuana"], nine_in_cancun) == late
