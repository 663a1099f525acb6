"""What editors are told of a mistake in the roles of the staff: it could open a case to somebody."""

from pathlib import Path

import pytest

from bot.library.loading import load
from bot.library.roles import roles_of
from tests.library.conftest import Tree

GOOD = "boss:\n  staff: {read: all, manage: all}\nhelper:\n  referral: {read: office, answer: own}\n"


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    found = Tree(tmp_path / "t")
    found.write("content/roles.yaml", GOOD)
    return found


def errors(tree: Tree) -> list[str]:
    return [str(one) for one in load(tree.content, tree.locales)[1] if one.level == "error"]


def test_good_roles_are_read(tree: Tree) -> None:
    library, problems = load(tree.content, tree.locales)
    assert library is not None, problems
    roles = roles_of(library)
    assert roles["helper"].grants == {("referral", "read"): "office", ("referral", "answer"): "own"}
    assert roles["boss"].manages_staff and not roles["helper"].manages_staff


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("read: office", "reed: office", "reed"),
        ("read: office", "read: everything", "everything"),
        ("referral:", "referrals:", "referrals"),
        ("helper:", "Helper Two:", "Helper Two"),
        ("manage: all", "read: all", "twice"),
        (", manage: all", "", "no role manages the staff"),
    ],
)
def test_a_mistake_stops_the_start_and_names_its_place(tree: Tree, before: str, after: str, told: str) -> None:
    tree.write("content/roles.yaml", GOOD.replace(before, after))
    found = [one for one in errors(tree) if "roles.yaml:" in one]
    assert found and told in found[0], errors(tree)


def test_without_the_file_people_are_served_and_staff_may_nothing(tmp_path: Path) -> None:
    tree = Tree(tmp_path / "t")
    library, _ = load(tree.content, tree.locales)
    assert library is not None and roles_of(library) == {}
