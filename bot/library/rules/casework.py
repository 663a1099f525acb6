"""Categories of referrals, offices, ready replies: every text there, every id leading somewhere, hours one can read."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from bot.domain.content import Texts
from bot.domain.problem import Problem, Step
from bot.library import hours
from bot.library.casework import Category
from bot.library.rules.registry import Checked, error, nearest, rule, rule_of_service, warning
from bot.library.speech import SOURCE_LANGUAGE


@rule_of_service
def categories_can_be_asked_for(checked: Checked) -> Iterator[Problem]:
    """Without a consent text or a question that is asked for, nobody could be asked: the service must not run so."""
    if "referral-consent" in checked.broken or "referral-questions" in checked.broken:
        return
    work = checked.library.casework
    for category in work.categories.values():
        if not category.consent.get(SOURCE_LANGUAGE):
            mend = f"write it in {checked.content}/referrals/_consent.yaml, or name another"
            yield error(category.file, ("consent",), "there is no such text to agree to", mend)
        for at, id in enumerate(_written(checked, category)):
            if id not in {question.id for question in category.questions}:
                mend = f"write it in {checked.content}/referrals/_questions.yaml, or here with id, text and choices"
                yield error(category.file, ("questions", at), f"there is no question {id}", mend)
        for at, question in enumerate(category.questions):
            if question.kind == "choice" and not question.options:
                mend = "add choices, or kind: text"
                yield error(category.file, ("questions", at), f"{question.id} has no choices", mend)
            if question.id in {each.id for each in category.questions[:at]}:
                yield error(category.file, ("questions", at), f"{question.id} is asked twice", "take one out")


def _written(checked: Checked, category: Category) -> list[str]:
    return list(checked.library.casework.asked.get(category.id, ()))


@rule
def what_is_proposed_is_no_guess(checked: Checked) -> Iterator[Problem]:
    """Staff take what stands first as recommended."""
    for category in checked.library.casework.categories.values():
        for at, route in enumerate(category.routes):
            place = checked.library.directory.places.get(route.place)
            if place is not None and place.confidence == "uncertain":
                mend = "take the route out, or confirm the place and write its confidence"
                yield warning(category.file, ("routes", at, "place"), f"{route.place} is uncertain", mend)


@rule_of_service
def routes_lead_somewhere(checked: Checked) -> Iterator[Problem]:
    work, library = checked.library.casework, checked.library
    for category in work.categories.values():
        for at, route in enumerate(category.routes):
            if not route.office and not route.place:
                yield error(category.file, ("routes", at), "the route leads nowhere", "name an office or a place")
            if route.office and route.office not in work.offices and "offices" not in checked.broken:
                mend = nearest(route.office, work.offices, f"the offices are in {checked.content}/offices.yaml")
                yield error(category.file, ("routes", at, "office"), f"there is no office {route.office}", mend)
            if route.place and route.place not in library.directory.places and "places" not in checked.broken:
                mend = nearest(route.place, library.directory.places, "an id of a record in content/places/")
                yield error(category.file, ("routes", at, "place"), f"there is no place {route.place}", mend)
            yield from _known_names(checked, category.file, ("routes", at), route.cities, route.states)
        if category.instead and not checked.leads_somewhere(category.instead):
            mend = nearest(category.instead, library.topics, "an id is a path under content/, as asylum.legal-aid")
            yield error(category.file, ("instead",), f"there is no topic {category.instead}", mend)


def _known_names(
    checked: Checked, file: str, path: tuple[Step, ...], cities: tuple[str, ...], states: tuple[str, ...]
) -> Iterator[Problem]:
    directory = checked.library.directory
    for key, names, known in (("cities", cities, directory.cities), ("states", states, directory.states)):
        for at, name in enumerate(names):
            if known and name not in known and key not in checked.broken:
                mend = nearest(name, known, f"write it as in {checked.content}/{key}.yaml")
                yield error(file, (*path, key, at), f"{name} is not known", mend)


@rule_of_service
def somebody_serves_every_category(checked: Checked) -> Iterator[Problem]:
    work = checked.library.casework
    if not work.categories or "offices" in checked.broken:
        return
    if not work.offices:
        file = f"{checked.content}/offices.yaml"
        yield error(file, (), "there are categories of referrals and no office that takes them", "write this file")
        return
    for category in work.categories.values():
        if not any(office.serves(category) for office in work.offices.values()):
            named = f"lane {category.lane}" if category.lane else category.id
            mend = f"add it to an office in {checked.content}/offices.yaml"
            yield error(category.file, ("lane",) if category.lane else (), f"no office serves {named}", mend)


@rule_of_service
def offices_are_sound(checked: Checked) -> Iterator[Problem]:
    work, directory = checked.library.casework, checked.library.directory
    for at, office in enumerate(work.offices.values()):
        path = ("offices", at)
        try:
            hours.parse(office.written_hours)
        except ValueError as wrong:
            yield error(office.file, (*path, "hours"), str(wrong), "write them like Mo-Fr 09:00-17:00")
        if directory.cities and office.city not in directory.cities and "cities" not in checked.broken:
            mend = nearest(office.city, directory.cities, f"write it as in {checked.content}/cities.yaml")
            yield error(office.file, (*path, "city"), f"{office.city} is not known", mend)
        yield from _known_names(checked, office.file, path, (), office.states[1:])
        for number, id in enumerate(office.categories):
            if id not in work.categories and f"referrals.{id}" not in checked.broken:
                mend = nearest(id, work.categories, f"a category is a file in {checked.content}/referrals/")
                yield error(office.file, (*path, "categories", number), f"there is no category {id}", mend)
    for file, id, where in work.doubled:
        yield error(file, where, f"{id} is here twice", "give one of the two another id")


@rule
def casework_is_translated(checked: Checked) -> Iterator[Problem]:
    for file, path, texts in _texts(checked):
        if SOURCE_LANGUAGE not in texts:
            mend = "write it: the others fall back on it"
            yield error(file, path, f"the text is missing in {SOURCE_LANGUAGE}", mend)
        for code, language in checked.library.loaded_languages.items():
            if code not in texts and code != SOURCE_LANGUAGE:
                problem = error if language.required else warning
                yield problem(file, path, f"the text is missing in {code}", f"write {code}:")


def _texts(checked: Checked) -> Iterator[tuple[str, tuple[Step, ...], Texts]]:
    """Every text of casework, with the file and the way to it."""
    work = checked.library.casework
    folder = f"{checked.content}/referrals"
    consents: dict[str, Mapping[str, str]] = {}
    for category in work.categories.values():
        yield category.file, ("title",), category.title
        yield category.file, ("button",), category.button
        yield category.file, ("next",), category.next
        consents[category.consent_name] = category.consent
        for at, question in enumerate(category.questions):
            yield category.file, ("questions", at), question.text
            for option in question.options:
                yield category.file, ("questions", at), option.text
    for name, consent in consents.items():
        yield f"{folder}/_consent.yaml", (name, "text"), consent
    for at, reply in enumerate(work.replies.values()):
        yield f"{checked.content}/replies.yaml", (at, "title"), reply.title
        yield f"{checked.content}/replies.yaml", (at, "text"), reply.text
    for at, reason in enumerate(work.reasons.values()):
        yield f"{folder}/_reasons.yaml", (at, "title"), reason.title
        yield f"{folder}/_reasons.yaml", (at, "told"), reason.told


@rule
def sealed_lanes_look_neutral(checked: Checked) -> Iterator[Problem]:
    """What stands on the screen of somebody in danger must not name what it is about."""
    for category in checked.library.casework.categories.values():
        if not category.lane:
            continue
        for code, title in category.title.items():
            telling = {word.strip("().,").casefold() for word in title.split() if len(word) > 6}
            for where, texts in (("button", category.button), ("next", category.next)):
                said = {word.strip("().,¿?¡!:;").casefold() for word in texts.get(code, "").split()}
                for word in sorted(telling & said):
                    mend = "say it so that who looks over their shoulder learns nothing"
                    yield warning(category.file, (where, code), f"{where} says {word}, and the lane is sealed", mend)


@rule
def replies_have_their_category(checked: Checked) -> Iterator[Problem]:
    work = checked.library.casework
    for at, reply in enumerate(work.replies.values()):
        known = work.categories
        if reply.category and reply.category not in known and f"referrals.{reply.category}" not in checked.broken:
            mend = nearest(reply.category, known, f"a category is a file in {checked.content}/referrals/")
            file = f"{checked.content}/replies.yaml"
            yield error(file, (at, "category"), f"there is no category {reply.category}", mend)


@rule
def holidays_reach_ahead(checked: Checked) -> Iterator[Problem]:
    """Without those of the coming year the due times promised to people are wrong."""
    offices = checked.library.casework.offices.values()
    for file, group in groupby(offices, key=lambda office: office.file):
        days = [day for office in group for day in office.holidays]
        if days and checked.today and max(days).isoformat() < checked.today:
            mend = "add those of this year and the next"
            yield warning(file, ("holidays",), "all holidays are over", mend)
