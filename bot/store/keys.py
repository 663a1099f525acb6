"""The names of all Redis keys, and how long what they name may live.

Everything about a person carries the hash tag of the person's partition, so that one turn touches one slot of a
cluster. Keys hold a keyed hash of the person, never an address.
"""

from datetime import date, datetime

DAY = 86_400
CONVERSATION_LIFE = 30 * DAY
SEEN_LIFE = 3 * DAY
"""How long a message delivered again by its platform is recognised."""
FEED_LIFE = DAY
TALLY_LIFE = 800 * DAY
"""Long: counts of an hour go when they have been added to those of their day, and not before."""
PEOPLE_LIFE = {"day": 120 * DAY, "month": 4_000 * DAY, "year": 4_000 * DAY}
NUMBERS_LIFE = 4_000 * DAY
SHOWN_LIFE = 2 * DAY
MOST_SHOWN = 200
STRIKES_LIFE = 7 * DAY
BURIED_LIFE = 30 * DAY

INSTALLATION = "installation"


def members(role: str) -> str:
    """The living processes of one role."""
    return f"members:{role}"


def tag(partition: int) -> str:
    return f"{{p{partition:02d}}}"


def inbound(partition: int) -> str:
    return f"inbound:{tag(partition)}"


def outbound(partition: int) -> str:
    return f"outbound:{tag(partition)}"


def buried(partition: int) -> str:
    return f"buried:{tag(partition)}"


def strikes(partition: int) -> str:
    """How often each entry of the inbound stream has failed."""
    return f"strikes:{tag(partition)}"


def progress(partition: int) -> str:
    """How far each entry of the outbound stream has come that did not go out at the first try."""
    return f"progress:{tag(partition)}"


def seen(partition: int, day: date) -> str:
    return f"seen:{tag(partition)}:{day.isoformat()}"


def lease(partition: int, role: str) -> str:
    return f"lease:{tag(partition)}:{role}"


def held(partition: int, role: str) -> str:
    """There while a lease has not been given back: its holder may have died with work in hand."""
    return f"held:{tag(partition)}:{role}"


def conversation(partition: int, person: str) -> str:
    return f"conversation:{tag(partition)}:{person}"


def feed(partition: int, person: str) -> str:
    """The web chat's messages to one browser."""
    return f"feed:{tag(partition)}:{person}"


def shown(partition: int, person: str) -> str:
    """The platform's ids of what we sent to a person, to delete it when they ask."""
    return f"shown:{tag(partition)}:{person}"


def tally(partition: int, hour: datetime) -> str:
    """What was counted in an hour of Mexico City."""
    return f"tally:{tag(partition)}:{hour.isoformat()[:13]}"


def people(partition: int, span: str) -> str:
    """A HyperLogLog of who wrote on a day, in a month or in a year (`2026-11-20`, `2026-11`, `2026`)."""
    return f"people:{tag(partition)}:{span}"


def returning(partition: int, span: str) -> str:
    """A HyperLogLog of who wrote in that time and had written on an earlier day."""
    return f"returning:{tag(partition)}:{span}"


def spans(day: date) -> tuple[str, str, str]:
    """The day, the month and the year in which somebody is counted."""
    iso = day.isoformat()[:10]
    return iso, iso[:7], iso[:4]


def numbers(span: str) -> str:
    """The sums over all partitions of a day or a month that is over."""
    return f"numbers:{span}"


CLOSED = "numbers:closed"
"""The last day whose hours have been added up."""


# the staff console: one slot, so that a change of accounts and the log of who did it can be compared and set together

STAFF = "{staff}"
INVITATION_LIFE = 3 * DAY
SESSION_LIFE = DAY // 2
AUDIT_LIFE = 2 * 365 * DAY
ACCOUNTS = f"accounts:{STAFF}"
CREDENTIALS = f"credentials:{STAFF}"
NAMES = f"names:{STAFF}"
"""From the keyed hash of a staff member's name to the id of the account."""
ROSTER = f"roster:{STAFF}"
"""Counts changes of who may do what, so that two of them cannot each take the other for the last administrator."""
AUDIT = f"audit:{STAFF}"
AUDIT_HEAD = f"audit-head:{STAFF}"
AUDIT_ANCHOR = f"audit-anchor:{STAFF}"
"""What the oldest line that is left was chained to."""


def audit_of(thing: str) -> str:
    """The numbers of the lines about one thing."""
    return f"audit-of:{STAFF}:{thing}"


def staff_session(digest: str) -> str:
    return f"session:{STAFF}:{digest}"


def staff_sessions(account: str) -> str:
    """The digests of the sessions of an account."""
    return f"sessions:{STAFF}:{account}"


def invitation(digest: str) -> str:
    return f"invitation:{STAFF}:{digest}"


def tries(whose: str) -> str:
    """When the last tries to sign in were, for an account or a place."""
    return f"tries:{STAFF}:{whose}"
