"""What somebody sees of the queue: only what they may, what they filtered, in the order it is due, rightly counted."""

from types import SimpleNamespace
from typing import Any, cast

from bot.console.queue import Filters, Sight, view
from bot.store.backlog import Backlog
from bot.store.cases import Cases, Head

NOW = 1_000_000
DAY = 86_400
ALL = Sight("me", "tapachula", "all")


def head(number: int, **what: Any) -> Head:
    values = dict.fromkeys(Head.__struct_fields__, "") | {"state": "queued", "urgency": "soon", "category": "legal"}
    values |= {"opened_at": NOW - 60, "due_at": NOW + number, "changed_at": 0, "unread": False, "snoozed_until": 0}
    return Head(**values | {"escalated": 0, "id": f"00{number:032x}"} | what)


def backlog_of(*heads: Head) -> Backlog:
    backlog = Backlog(cast(Cases, SimpleNamespace(installation=SimpleNamespace(partitions=1))))
    for one in heads:
        backlog._put(0, one.id, one)
    return backlog


def shown(backlog: Backlog, sight: Sight = ALL, **filters: Any) -> list[int]:
    return [int(row.id[2:], 16) for row in view(backlog, sight, Filters(**filters), NOW).rows]


def test_what_is_due_first_comes_first_on_every_page() -> None:
    backlog = backlog_of(*(head(number, due_at=NOW + (number * 37) % 200) for number in range(200)))
    pages = [view(backlog, ALL, Filters(page=page), NOW) for page in range(1, 5)]
    due = [row.due_at for page in pages for row in page.rows]
    assert due == sorted(due) and len({row.id for page in pages for row in page.rows}) == 200
    assert pages[0].pages == 4 and pages[0].total == 200
    assert view(backlog, ALL, Filters(page=99), NOW).page == 4


def test_an_office_sees_its_own_and_what_it_works_itself() -> None:
    backlog = backlog_of(
        head(1, office="tapachula"), head(2, office="tijuana"), head(3, office="tijuana", claimed_by="me")
    )
    assert shown(backlog, Sight("me", "tapachula", "office")) == [1, 3]
    assert shown(backlog, Sight("me", "tapachula", "own")) == [3]
    assert shown(backlog, Sight("me", "tapachula", "")) == []
    assert shown(backlog, Sight("me", "", "office")) == [3]


def test_a_sealed_lane_is_seen_by_its_focal_points_and_counted_for_all() -> None:
    backlog = backlog_of(head(1), head(2, lane="gbv", category=""), head(3, lane="staff", category=""))
    everybody = view(backlog, Sight("admin", "", "all", "all", ()), Filters(), NOW)
    assert [row.lane for row in everybody.rows] == [""] and everybody.sealed == {"gbv": 1, "staff": 1}
    assert everybody.counts["lane"] == {"": 1}
    assert shown(backlog, Sight("focal", "", "", "all", ("gbv",))) == [2]
    assert shown(backlog, Sight("focal", "", "", "", ("gbv",))) == []


def test_counts_tell_what_another_choice_would_show() -> None:
    backlog = backlog_of(
        head(1, category="legal", city="Tijuana"),
        head(2, category="health", city="Tijuana"),
        head(3, category="health", city="Tapachula", claimed_by="me"),
        head(4, category="health", snoozed_until=NOW + DAY),
    )
    seen = view(backlog, ALL, Filters(category="health"), NOW)
    assert seen.total == 2
    assert seen.counts["category"] == {"legal": 1, "health": 2}
    assert seen.counts["city"] == {"Tijuana": 1, "Tapachula": 1}
    assert seen.counts["assigned"] == {"me": 1, "office": 0, "nobody": 1}
    assert seen.counts["snoozed"] == {"1": 1}
    assert shown(backlog, snoozed=True) == [4]


def test_filters_narrow_by_age_assignment_and_state_of_things() -> None:
    backlog = backlog_of(
        head(1, due_at=NOW - 5),
        head(2, opened_at=NOW - 3 * DAY, unread=True),
        head(3, opened_at=NOW - 40 * DAY, claimed_by="me"),
        head(4, claimed_by="bea", escalated=1),
    )
    assert shown(backlog, overdue=True) == [1, 4]
    assert shown(backlog, unread=True) == [2]
    assert shown(backlog, age="week") == [2] and shown(backlog, age="older") == [3]
    assert shown(backlog, assigned="me") == [3] and shown(backlog, assigned="bea") == [4]
    assert shown(backlog, assigned="nobody") == [1, 2]
    assert shown(backlog, category="no such thing") == []


def test_filters_stand_in_an_address_and_nonsense_means_nothing() -> None:
    filters = Filters(state="claimed", overdue=True, page=3)
    assert Filters.read(filters.query) == filters
    assert Filters.read({"page": "-1", "overdue": "yes", "nonsense": "1"}) == Filters()
    assert filters.but(state="") == {"overdue": "1"}
