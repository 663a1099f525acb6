"""The names of all Redis keys, and how long what they name may live.

Everything about a person carries the hash tag of the person's partition, so that one turn touches one slot of a
cluster. Keys hold a keyed hash of the person, never an address.
"""

from datetime import date

DAY = 86_400
CONVERSATION_LIFE = 30 * DAY
SEEN_LIFE = 3 * DAY
"""How long a message delivered again by its platform is recognised."""
FEED_LIFE = DAY
TALLY_LIFE = 800 * DAY
SHOWN_LIFE = 2 * DAY
MOST_SHOWN = 200
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


def feed(partition: int, person: str) -> str:
    """The web chat's messages to one browser."""
    return f"feed:{tag(partition)}:{person}"


def shown(partition: int, person: str) -> str:
    """The platform's ids of what we sent to a person, to delete it when they ask."""
    return f"shown:{tag(partition)}:{person}"


def fates(partition: int, day: date) -> str:
    """How far each message of ours had come that was told of on a day, under a keyed hash of its id."""
    return f"fates:{tag(partition)}:{day.isoformat()}"


def tally(partition: int, day: date) -> str:
    return f"tally:{tag(partition)}:{day.isoformat()}"


def people(partition: int, day: date) -> str:
    """A HyperLogLog of who wrote on a day."""
    return f"people:{tag(partition)}:{day.isoformat()}"
