"""What teaches the service to understand: every id it names exists, so that no alarm is deaf for a typo."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.problem import Problem, Step
from bot.library.rules.registry import Checked, error, nearest, rule, rule_of_service, warning

_CALM = "urgency/calm.yaml"
_ORDER = "urgency/_order.yaml"


def _kinds(checked: Checked) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """File and value of each kind of emergency."""
    for name, value in checked.taught.items():
        if name.startswith("urgency/") and name not in (_CALM, _ORDER):
            yield f"{checked.content}/{name}", value


@rule_of_service
def emergencies_lead_to_help(checked: Checked) -> Iterator[Problem]:
    for file, value in _kinds(checked):
        leads: list[tuple[tuple[Step, ...], str]] = [(("topic",), value["topic"])]
        for at, sign in enumerate(value.get("signs", ())):
            if isinstance(sign, Mapping) and "topic" in sign:
                leads.append((("signs", at, "topic"), sign["topic"]))
        for path, topic in leads:
            if topic not in checked.library.topics and topic not in checked.broken:
                mend = nearest(topic, checked.library.topics, "name a topic that helps in this emergency")
                yield error(file, path, f"there is no topic {topic}, and the emergency leads nowhere", mend)


@rule
def signs_are_concepts(checked: Checked) -> Iterator[Problem]:
    if "lexicon" in checked.broken:
        return
    known = {concept for name, value in checked.taught.items() if _is_lexicon(name) for concept in value}
    polite = checked.taught.get("smalltalk.yaml", {}).get("courtesy", ())
    for at, concept in enumerate(polite):
        if concept not in known:
            mend = nearest(concept, known, "take it out")
            yield error(f"{checked.content}/smalltalk.yaml", ("courtesy", at), f"there is no concept {concept}", mend)
    for file, value in _kinds(checked):
        for at, sign in enumerate(value.get("signs", ())):
            concepts: Sequence[str] = sign["all"] if isinstance(sign, Mapping) else sign
            for concept in concepts:
                if concept not in known:
                    mend = nearest(concept, known, f"a concept is a name in a file of {checked.content}/lexicon/")
                    yield error(file, ("signs", at), f"{concept} is no concept, so this sign never alarms", mend)


def _is_lexicon(name: str) -> bool:
    return name.startswith("lexicon/") and not name.startswith("lexicon/_")


@rule
def concepts_are_told_once(checked: Checked) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name, value in checked.taught.items():
        for concept in value if _is_lexicon(name) else ():
            if concept in seen:
                what = f"the concept {concept} is also in {seen[concept]}, and only one of the two counts"
                yield error(f"{checked.content}/{name}", (concept,), what, "put its words into one of them")
            seen[concept] = f"{checked.content}/{name}"


@rule
def lists_of_topics_are_current(checked: Checked) -> Iterator[Problem]:
    lists = [(file, "learns_from", value.get("learns_from", ())) for file, value in _kinds(checked)]
    for name, key in ((_CALM, "not_calm"), (_ORDER, "order")):
        lists.append((f"{checked.content}/{name}", key, checked.taught.get(name, {}).get(key, ())))
    for file, key, ids in lists:
        for at, id in enumerate(ids):
            if not checked.leads_somewhere(id):
                mend = nearest(id, [*checked.library.topics, *checked.library.actions], "take it out")
                yield error(file, (key, at), f"there is no {id}", mend)
            elif id in ids[:at]:
                yield warning(file, (key, at), f"{id} is in the list twice", "take one out")


@rule
def areas_are_in_known_states(checked: Checked) -> Iterator[Problem]:
    if "states" in checked.broken:
        return
    states = checked.library.directory.states
    for area, state in checked.taught.get("lexicon/_places.yaml", {}).get("areas", {}).items():
        if state not in states:
            mend = nearest(state, states, f"write it as in {checked.content}/states.yaml")
            yield error(f"{checked.content}/lexicon/_places.yaml", ("areas", area), f"there is no state {state}", mend)
