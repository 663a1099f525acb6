"""One place as a short text for a small screen: open or not, where, whom to call, and how sure we are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.content import Texts
from bot.domain.place import Place, Vocabulary
from bot.library import hours
from bot.library.speech import Speech

LONGEST = 500
_MOST_SERVICES = 5
ADVISING = frozenset({"full", "call-first"})
"""Marks with which one should call before going."""
_NO_LABELS: Mapping[str, Texts] = {}


@dataclass(frozen=True, slots=True)
class Seen:
    """A place as one person sees it now."""

    place: Place
    language: str
    now: datetime
    timezone: str
    km: float | None = None
    exact: bool = False
    """The distance is to the place itself and not to the centre of its city."""


def text(seen: Seen, speech: Speech, vocabulary: Vocabulary) -> str:
    """The lines of the card; the least needed are left out until it is short enough."""
    lines = _Card(seen, speech, vocabulary).lines()
    kept = [(line, need) for line, need in lines if line]
    while len(kept) > 1 and sum(len(line) + 1 for line, _ in kept) > LONGEST:
        least = max(need for _, need in kept)
        if least == 0:
            break
        last = max(at for at, (_, need) in enumerate(kept) if need == least)
        del kept[last]
    return "\n".join(line for line, _ in kept)


def opening(place: Place, timezone: str, now: datetime) -> hours.Opening | None:
    """Whether a place is open now, by its own clock; None where its hours are unknown or not confirmed."""
    if not place.hours or place.opening_unconfirmed:
        return None
    try:
        return hours.opening(hours.parse(place.hours), now.astimezone(ZoneInfo(timezone)))
    except (ValueError, ZoneInfoNotFoundError):
        return None


def week(text: str, language: str, speech: Speech) -> str:
    """Opening hours in words."""
    if not text:
        return ""
    try:
        parsed = hours.parse(text)
    except ValueError:
        return text
    if parsed.always:
        return speech.phrase("place.always", language) or text
    return hours.told(
        parsed,
        lambda day: speech.weekday(day, language),
        lambda minutes: speech.hour(minutes, language),
        lambda first, last: speech.phrase("place.days", language, first=first, last=last) or f"{first}-{last}",
    )


class _Card:
    def __init__(self, seen: Seen, speech: Speech, vocabulary: Vocabulary) -> None:
        self.seen, self.place, self.speech, self.vocabulary = seen, seen.place, speech, vocabulary

    def lines(self) -> list[tuple[str, int]]:
        """Each line with how easily it is spared: 0 must stay, the highest goes first."""
        place, pick = self.place, self._pick
        return [
            (place.name, 0),
            (self._marked(), 0),
            (self._caution(), 0),
            (self._open(), 1),
            (self._hours(), 5),
            (pick(place.hours_note), 3),
            (self._address(), 0),
            (self._distance(), 1),
            (self._phones(), 0),
            (self._say("whatsapp", number=place.whatsapp) if place.whatsapp else "", 2),
            (self._say("email", email=place.email) if place.email and not place.phones else "", 4),
            (self._say("web", web=place.web) if place.web else "", 6),
            (self._say("who", who=self._labels("who", place.who)) if place.who else "", 3),
            (self._label("entry", place.entry).capitalize(), 2),
            ("" if place.overnight else self._say("day-only"), 0),
            (self._services(), 7),
            (self._label("cost", place.cost).capitalize(), 6),
            (self._say("bring", documents=pick(place.documents)) if place.documents else "", 3),
            (pick(place.note), 1),
            (self._checked(), 1),
        ]

    def _say(self, phrase: str, **values: str | int) -> str:
        return self.speech.phrase(f"place.{phrase}", self.seen.language, **values)

    def _pick(self, texts: Texts) -> str:
        return self.speech.pick(texts, self.seen.language)

    def _label(self, group: str, id: str) -> str:
        labels = self.vocabulary.groups.get(group, _NO_LABELS).get(id)
        return self._pick(labels) if labels else ""

    def _labels(self, group: str, ids: tuple[str, ...]) -> str:
        return self.speech.joined([label for id in ids if (label := self._label(group, id))], self.seen.language)

    def _open(self) -> str:
        now = self.seen.now
        known = opening(self.place, self.seen.timezone, now)
        mark = self.place.marked(now)
        if known is None or self.place.call_first or mark is not None:  # we would claim what we do not know
            return ""
        if hours.parse(self.place.hours).always:
            return self._say("open-always")
        at = self.speech.hour(known.minutes, self.seen.language)
        if known.is_open:
            return self._say("open-until", hour=at)
        if known.days_ahead == 0:
            day = self._say("today")
        elif known.days_ahead == 1:
            day = self._say("tomorrow")
        else:
            local = now.astimezone(ZoneInfo(self.seen.timezone))
            number = (local.weekday() + known.days_ahead) % 7
            day = self._say("on-day", day=self.speech.weekday(number, self.seen.language))
        return self._say("opens", day=day, hour=at)

    def _hours(self) -> str:
        if not self.place.hours or self.place.hours == "24/7":
            return ""
        return self._say("hours", hours=week(self.place.hours, self.seen.language, self.speech))

    def _address(self) -> str:
        place = self.place
        where = ", ".join(piece for piece in (place.address, place.city) if piece)
        if place.confidential:
            return self._say("address-secret" if place.phones or place.whatsapp else "address-secret-ask")
        if place.address:
            return self._say("address-part" if place.address_incomplete else "address", address=where)
        if not place.city:
            return ""
        if place.pin is not None:
            return self._say("address-map", city=place.city)
        return self._say("address-none" if place.phones or place.whatsapp else "address-none-ask", city=place.city)

    def _distance(self) -> str:
        km = self.seen.km
        if km is None:
            return ""
        if not self.seen.exact:
            return self._say("far-from-centre", km=max(1, round(km)))
        return self._say("far", km=round(km)) if km >= 1 else self._say("close")

    def _phones(self) -> str:
        place = self.place
        if not place.phones:
            return ""
        numbers = ", ".join(place.phones[:3])
        if place.contact_confirmed:
            return self._say("phone-old", phones=numbers, date=self._date(place.contact_confirmed))
        return self._say("phone", phones=numbers)

    def _services(self) -> str:
        services = self._labels("services", self.place.services[:_MOST_SERVICES])
        return self._say("services", services=services) if services else ""

    def _marked(self) -> str:
        """What somebody there has said lately, and when."""
        mark = self.place.marked(self.seen.now)
        if mark is None:
            return ""
        zone = ZoneInfo(self.seen.timezone)
        said, today = datetime.fromtimestamp(mark.at, zone), self.seen.now.astimezone(zone).date()
        hour = self.speech.hour(said.hour * 60 + said.minute, self.seen.language)
        when = self._say("said-today" if said.date() == today else "said-yesterday", hour=hour)
        asks = "-ask" if mark.what in ADVISING and not (self.place.phones or self.place.whatsapp) else ""
        return self._say(f"mark-{mark.what}{asks}", when=when)

    def _caution(self) -> str:
        place = self.place
        mark = place.marked(self.seen.now)
        if not (place.call_first or place.opening_unconfirmed) or (mark is not None and mark.what != "women"):
            return ""
        return self._say("call-first" if place.phones or place.whatsapp else "ask-first")

    def _checked(self) -> str:
        place = self.place
        expired = bool(place.review_by) and self.seen.now.date().isoformat() > place.review_by
        known = self._say("known", date=self._date(place.confirmed)) if place.confirmed else ""
        return " ".join(filter(None, (known, self._say("expired") if expired else "")))

    def _date(self, iso: str) -> str:
        return self.speech.date(iso, self.seen.language)
