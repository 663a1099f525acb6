"""The names of all Redis keys, and how long what they name may live.

Everything about a person carries the hash tag of the person's partition, so that one turn touches one slot of a
cluster. Keys hold a keyed hash of the person, never an address.
"""

from datetime import date, datetime

from bot.domain.alert import LIFE_SECONDS

DAY = 86_400
CONVERSATION_LIFE = 30 * DAY
SEEN_LIFE = 3 * DAY
"""How long a message delivered again by its platform is recognised."""
FEED_LIFE = DAY
SUBSCRIPTION_LIFE = LIFE_SECONDS
TALLY_LIFE = 800 * DAY
"""Long: counts of an hour go when they have been added to those of their day, and not before."""
PEOPLE_LIFE = {"day": 120 * DAY, "month": 4_000 * DAY, "year": 4_000 * DAY}
NUMBERS_LIFE = 4_000 * DAY
SHOWN_LIFE = 2 * DAY
MOST_SHOWN = 200
CASE_LIFE = 400 * DAY
"""The longest that anything of a referral may stay; what is closed goes after CLOSED_LIFE, by the steward."""
CLOSED_LIFE = 90 * DAY
CHANGES_KEPT = 10_000
SAMPLES_LIFE = 30 * DAY
MOST_SAMPLES = 40
"""Kept of one day in one language and partition."""


FATES_LIFE = 2 * DAY
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


def bulk(partition: int) -> str:
    """What nobody waits for: it goes to the outbound stream piece by piece, while no reply waits there."""
    return f"bulk:{tag(partition)}"


def buried(partition: int) -> str:
    return f"buried:{tag(partition)}"


def strikes(partition: int) -> str:
    """How often each entry of the inbound stream has failed."""
    return f"strikes:{tag(partition)}"


def progress(partition: int) -> str:
    """How far each entry of the outbound stream has come that did not go out at the first try."""
    return f"progress:{tag(partition)}"


def seen(partition: int) -> list[str]:
    """The ids of messages that arrived; a set for each day, and the fourth is gone before its turn comes again."""
    return [f"seen:{tag(partition)}:{turn}" for turn in range(4)]


def lease(partition: int, role: str) -> str:
    return f"lease:{tag(partition)}:{role}"


def held(partition: int, role: str) -> str:
    """There while a lease has not been given back: its holder may have died with work in hand."""
    return f"held:{tag(partition)}:{role}"


def conversation(partition: int, person: str) -> str:
    return f"conversation:{tag(partition)}:{person}"


def subscription(partition: int, person: str) -> str:
    """The alerts that a person asked for, and where they are to go: sealed."""
    return f"subscription:{tag(partition)}:{person}"


def subscribers(partition: int) -> str:
    """Who asked for alerts, in the order in which they wrote last; `#` counts the places given."""
    return f"subscribers:{tag(partition)}"


def alert_cursors(partition: int) -> str:
    """Alert and time zones to how far the subscribers have been looked at."""
    return f"alert-cursors:{tag(partition)}"


def feed(partition: int, person: str) -> str:
    """The web chat's messages to one browser."""
    return f"feed:{tag(partition)}:{person}"


def shown(partition: int, person: str) -> str:
    """The platform's ids of what we sent to a person, to delete it when they ask."""
    return f"shown:{tag(partition)}:{person}"


def tally(partition: int, hour: datetime) -> str:
    """What was counted in an hour of Mexico City."""
    return f"tally:{tag(partition)}:{hour.isoformat()[:13]}"


def tallies(partition: int, day: date) -> list[str]:
    """Of all hours of a day."""
    start = f"tally:{tag(partition)}:{day.isoformat()}T"
    return [f"{start}{hour:02d}" for hour in range(24)]


def fates(partition: int, day: date) -> str:
    """How far each message of ours had come that was told of on a day, under a keyed hash of its id."""
    return f"fates:{tag(partition)}:{day.isoformat()}"


def samples(partition: int, language: str, day: str) -> str:
    """What was not understood on a day, redacted and sealed, in the order it came."""
    return f"samples:{tag(partition)}:{language}:{day}"


def referral(partition: int, id: str) -> str:
    return f"referral:{tag(partition)}:{id}"


def thread(partition: int, id: str) -> str:
    """The timeline of a referral: entry id to sealed entry."""
    return f"thread:{tag(partition)}:{id}"


def attachment(partition: int, id: str, file: str) -> str:
    """One sealed file of a referral."""
    return f"attachment:{tag(partition)}:{id}:{file}"


def code(partition: int, digest: str) -> str:
    """The keyed hash of a private code to the id of its referral."""
    return f"code:{tag(partition)}:{digest}"


def code_tries(partition: int) -> str:
    """Wrong private codes of the last hour."""
    return f"code-tries:{tag(partition)}"


def open_cases(partition: int) -> str:
    """Referral id to its head, for those that are open: what queues are drawn from, without anything about a person."""
    return f"open-cases:{tag(partition)}"


def closed_cases(partition: int, office: str) -> str:
    """Ids of closed referrals by when they were closed."""
    return f"closed-cases:{tag(partition)}:{office}"


def changes(partition: int) -> str:
    """Ids of referrals as they change, so that who shows queues need not read them anew."""
    return f"changes:{tag(partition)}"


def due(partition: int) -> str:
    """What is to be looked at, as `overdue:<referral>`, by when."""
    return f"due:{tag(partition)}"


def withdrawn(partition: int) -> str:
    """Ids of referrals that people took back, by when, until staff have seen it."""
    return f"withdrawn:{tag(partition)}"


def far_orders(partition: int) -> str:
    """What is to be told to people of other partitions, by its id, until it has been queued there."""
    return f"far-orders:{tag(partition)}"


def hook_cursors(partition: int) -> str:
    """How far each case-management system has been told of the changes of a partition."""
    return f"hook-cursors:{tag(partition)}"


def hook_letters(partition: int, name: str) -> str:
    """Referral id to what a case-management system knows of it and is to be told: states, nobody's words."""
    return f"hook-letters:{tag(partition)}:{name}"


def hook_due(partition: int, name: str) -> str:
    """Ids of referrals of which a system is to be told, by when."""
    return f"hook-due:{tag(partition)}:{name}"


def hook_dead(partition: int, name: str) -> str:
    """Ids of referrals of which a system could not be told, by when that was given up."""
    return f"hook-dead:{tag(partition)}:{name}"


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


def saved_filters(account: str) -> str:
    """What somebody filters the queue by, under names of their own."""
    return f"saved-filters:{STAFF}:{account}"


OVERLAY_LIFE = 400 * DAY
OVERLAY = f"overlay:{STAFF}"
"""What editors have laid over the content, sealed, and how often that has changed."""


REWRITTEN = "file-rewritten"
"""When the append-only file was last written anew, without what has been erased."""
REWRITTEN_LIFE = 60 * DAY
REWRITE_SECONDS = 20 * 3_600
"""What is erased is out of the file within a day."""

API_TOKENS = f"api-tokens:{STAFF}"
"""The digest of a token of the API to what it may do, sealed."""
