"""Ids that lead somewhere: next steps, menus, sections, referrals, lookups."""

from collections.abc import Iterator

from bot.domain.limits import EVERYWHERE
from bot.domain.problem import Problem
from bot.library.directory import offers, takes
from bot.library.rules.registry import Checked, error, nearest, rule, rule_of_service, warning

_AN_ID_IS_A_PATH = "an id is a path under content/, as asylum.apply"


@rule_of_service
def next_steps_lead_somewhere(checked: Checked) -> Iterator[Problem]:
    library = checked.library
    for topic in library.topics.values():
        for at, link in enumerate(topic.next):
            if not checked.leads_somewhere(link):
                mend = nearest(link, [*library.topics, *library.actions, *library.sections], _AN_ID_IS_A_PATH)
                yield error(topic.file, ("next", at), f"next leads to {link}, and there is no such topic", mend)
            elif link == topic.id:
                yield warning(topic.file, ("next", at), "next leads to the topic itself", "take it out")
            elif link in topic.next[:at]:
                yield warning(topic.file, ("next", at), f"{link} is in the list twice", "take one out")


@rule_of_service
def sections_hold_their_topics(checked: Checked) -> Iterator[Problem]:
    library = checked.library
    for section in library.sections.values():
        for at, id in enumerate(section.topics):
            if id not in library.topics and id not in checked.broken:
                mend = nearest(id, library.topics, _AN_ID_IS_A_PATH)
                yield error(section.file, ("topics", at), f"there is no topic {id}", mend)
            elif id in section.topics[:at]:
                yield warning(section.file, ("topics", at), f"{id} is in the menu twice", "take one out")
    for topic in library.topics.values():
        if topic.section not in library.sections and topic.section not in checked.broken:
            folder = f"{checked.content}/{topic.section}/_section.yaml"
            yield error(topic.file, (), f"its folder {topic.section} is not a section", f"write {folder}")


@rule_of_service
def the_menu_leads_somewhere(checked: Checked) -> Iterator[Problem]:
    library = checked.library
    for part, ids in (("main", library.menu), ("more", library.menu_more)):
        for at, id in enumerate(ids):
            if not checked.leads_somewhere(id):
                mend = nearest(id, [*library.sections, *library.topics, *library.actions], _AN_ID_IS_A_PATH)
                yield error(f"{checked.content}/menu.yaml", (part, at), f"there is no {id}", mend)


@rule
def every_topic_is_reached(checked: Checked) -> Iterator[Problem]:
    library = checked.library
    reached: set[str] = set()
    ahead = [*library.menu, *library.menu_more]
    while ahead:
        id = ahead.pop()
        if id in reached:
            continue
        reached.add(id)
        if id in library.sections:
            ahead += library.sections[id].topics
        elif id in library.topics:
            ahead += library.topics[id].next
    for topic in library.topics.values():
        if topic.id not in reached:
            yield warning(
                topic.file, (), "no menu and no other topic leads here", "put it into its _section.yaml or a next list"
            )


@rule
def every_topic_goes_on(checked: Checked) -> Iterator[Problem]:
    for topic in checked.library.topics.values():
        if not topic.next:
            yield warning(topic.file, (), "no next step is offered after it", "add next: with one to five ids")


@rule
def menus_fit(checked: Checked) -> Iterator[Problem]:
    for section in checked.library.sections.values():
        if len(section.topics) > EVERYWHERE.rows:
            yield warning(
                section.file,
                ("topics",),
                f"{len(section.topics)} choices, and a list on WhatsApp has {EVERYWHERE.rows}",
                "it will be shown in parts; put the most needed first",
            )


@rule
def referrals_exist(checked: Checked) -> Iterator[Problem]:
    known = checked.library.casework.categories
    for topic in checked.library.topics.values():
        if known and topic.refer and topic.refer not in known and f"referrals.{topic.refer}" not in checked.broken:
            mend = nearest(topic.refer, known, f"one of: {', '.join(sorted(known))}")
            yield error(topic.file, ("refer",), f"there is no referral category {topic.refer}", mend)


@rule
def lookups_find_something(checked: Checked) -> Iterator[Problem]:
    if "places" in checked.broken:
        return
    directory = checked.library.directory
    kinds = {place.kind for place in directory.all}
    for topic in checked.library.topics.values():
        lookup = topic.places
        if lookup is None:
            continue
        if lookup.kind not in kinds:
            mend = nearest(lookup.kind, kinds, f"a kind is a file in {checked.content}/places/")
            yield error(topic.file, ("places", "kind"), f"there are no places of the kind {lookup.kind}", mend)
            continue
        of_kind = [place for place in directory.all if place.kind == lookup.kind]
        if not any(takes(place, lookup.who) and offers(place, lookup.service) for place in of_kind):
            mend = "check who and service, or add a place"
            yield warning(topic.file, ("places",), "no place of the directory fits this", mend)
