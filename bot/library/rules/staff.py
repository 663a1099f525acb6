"""Roles of the staff: somebody can let people in and out, and every role has a name to be read."""

from collections.abc import Iterator

from bot.domain.problem import Problem
from bot.library.roles import roles_of
from bot.library.rules.registry import Checked, error, rule, rule_of_service
from bot.library.speech import SOURCE_LANGUAGE


@rule_of_service
def somebody_manages_staff(checked: Checked) -> Iterator[Problem]:
    roles = roles_of(checked.library)
    if roles and not any(role.manages_staff for role in roles.values()):
        mend = "give one role staff: {manage: all}, or nobody can be let in or out"
        yield error(f"{checked.content}/roles.yaml", (), "no role manages the staff", mend)


@rule
def roles_have_names(checked: Checked) -> Iterator[Problem]:
    for id in roles_of(checked.library):
        for phrase in (f"console.role.{id}", f"console.role.{id}.about"):
            if not checked.library.phrase(phrase, SOURCE_LANGUAGE):
                mend = f"write {phrase} in locales/<code>/console.po"
                yield error(f"{checked.content}/roles.yaml", (id,), f"the role {id} has no words for people", mend)
