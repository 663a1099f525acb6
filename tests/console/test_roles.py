"""Who may do what: one pure question, as a table."""

import pytest

from bot.domain.referral import LANES
from bot.domain.staff import Account, Whose, is_last_manager, may, scope
from bot.library.library import Library
from bot.library.roles import roles_of

ME = "m" * 22
MINE, OURS, THEIRS = Whose("home", ME), Whose("home", "x"), Whose("away", "x")
NOWHERE = Whose()


def account(role: str, *lanes: str, office: str = "home", **more: bool) -> Account:
    return Account(ME, "Somebody", role, office, lanes, **more)


@pytest.mark.parametrize(
    ("role", "action", "mine", "ours", "theirs", "nobodys"),
    [
        ("viewer", "read", False, False, False, False),
        ("editor", "read", False, False, False, False),
        ("caseworker", "read", True, True, False, False),
        ("caseworker", "answer", True, False, False, False),
        ("caseworker", "assign", False, False, False, False),
        ("caseworker", "export", False, False, False, False),
        ("focal-point", "read", True, True, False, False),
        ("supervisor", "answer", True, True, False, False),
        ("supervisor", "assign", True, True, False, False),
        ("supervisor", "export", True, True, False, False),
        ("administrator", "read", True, True, True, True),
        ("administrator", "assign", True, True, True, True),
        ("nonsense", "read", False, False, False, False),
    ],
)
def test_referrals(
    library: Library, role: str, action: str, mine: bool, ours: bool, theirs: bool, nobodys: bool
) -> None:
    roles = roles_of(library)
    found = [may(roles, account(role), "referral", action, on) for on in (MINE, OURS, THEIRS, NOWHERE)]
    assert found == [mine, ours, theirs, nobodys]


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize("role", ["viewer", "caseworker", "focal-point", "supervisor", "editor", "administrator"])
def test_sealed_lanes_are_seen_by_focal_points_who_serve_them_and_nobody_else(
    library: Library, role: str, lane: str
) -> None:
    roles = roles_of(library)
    sealed = Whose("home", ME, lane)
    for lanes in ((), LANES, (lane,), tuple(each for each in LANES if each != lane)):
        expected = role == "focal-point" and lane in lanes
        for action in ("read", "claim", "answer", "export"):
            assert may(roles, account(role, *lanes), "referral", action, sealed) is expected, (lanes, action)
    assert may(roles, account(role), "sealed", "count") is (role in {"supervisor", "administrator"})
    assert may(roles, account(role, lane), "sealed", "read") is (role == "focal-point")


def test_a_focal_point_of_another_office_serves_the_lane_too(library: Library) -> None:
    """Complaints about staff pass by the office concerned."""
    away = Whose("away", "", "staff")
    assert may(roles_of(library), account("focal-point", "staff"), "referral", "read", away)


def test_who_has_no_office_sees_nothing_of_those_without_one(library: Library) -> None:
    assert not may(roles_of(library), account("caseworker", office=""), "referral", "read", NOWHERE)


@pytest.mark.parametrize("state", ["disabled", "invited"])
def test_who_is_not_active_may_nothing(library: Library, state: str) -> None:
    roles = roles_of(library)
    for role in roles.values():
        for resource, action in role.grants:
            assert not may(roles, account(role.id, *LANES, **{state: True}), resource, action)
            assert scope(roles, account(role.id, **{state: True}), resource, action) is None


def test_roles_that_see_cases_or_let_people_in_need_a_second_factor(library: Library) -> None:
    needed = {role.id for role in roles_of(library).values() if role.needs_second_factor}
    assert needed == {"caseworker", "focal-point", "supervisor", "administrator"}


def test_the_last_manager_is_known(library: Library) -> None:
    roles = roles_of(library)
    boss = Account("a", "A", "administrator")
    others = [Account("b", "B", "administrator", disabled=True), Account("c", "C", "administrator", invited=True)]
    assert is_last_manager(roles, boss, [boss, *others, Account("d", "D", "supervisor")])
    assert not is_last_manager(roles, boss, [boss, Account("e", "E", "administrator")])
    assert not is_last_manager(roles, Account("d", "D", "supervisor"), [])


def test_every_role_and_lane_has_words_in_every_language(library: Library) -> None:
    for language in library.languages:
        catalog = library.speech.catalogs[language]
        for id in (*(f"role.{role}" for role in roles_of(library)), *(f"lane.{lane}" for lane in LANES)):
            assert catalog.form(f"console.{id}", None), (language, id)
