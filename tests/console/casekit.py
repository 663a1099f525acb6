"""Referrals for tests of the console: opened as the chat opens them, with what a person agreed to share."""

from typing import Any

from bot.console.casework import Work
from bot.domain.counting import local
from bot.domain.referral import Consent, Entry, Referral
from bot.store import keys
from bot.store.cases import Stored
from bot.store.link import entries_in
from tests.console.kit import HOME, Console

WORDS = "Mwen bezwen èd ak papye m yo"


async def open_case(console: Console, number: int = 1, **what: Any) -> Stored:
    work, now = console.desk.store(Work), console.desk.seconds
    address = f"person-{number}"
    person = work.line.installation.person("web", address)
    fresh = work.cases.fresh(person, "web", f"m{number}")
    scope = what.pop("scope", ("need", "city", "language", "contact", "company", "words"))
    values: dict[str, Any] = {"category": "legal", "office": HOME, "language": "ht", "city": "Tapachula"}
    values |= {"channel": "web", "address": address, "words": WORDS, "answers": {"need": "asylum", "company": "family"}}
    values |= {"opened_at": now, "due_at": now + 86_400, "changed_at": now, "code": fresh.code, "code_word": "girasol"}
    values |= {"consent": Consent("2026-11", "ht", now, "web", scope)}
    referral = Referral(fresh.id, **(values | what))
    writes, stored = work.cases.saved(None, referral)
    writes += work.cases.told(referral, Entry("opened", referral.opened_at, "move", about="open"))
    await work.desk.make_true(referral.partition, writes, console.clock.now)
    return stored


async def now_of(console: Console, stored: Stored) -> Referral:
    id = stored.referral.id
    return (await console.desk.store(Work).cases.read([id]))[id].referral


async def orders(console: Console) -> list[tuple[str, str]]:
    """What is on its way to people: what kind, and the words."""
    line, found = console.desk.store(Work).line, []
    for partition in range(line.installation.partitions):
        for _, fields in entries_in(await line.link.one("XRANGE", keys.inbound(partition), "-", "+")):
            incoming = line.open_incoming(fields[b"m"])
            found.append((incoming.order.partition(":")[0], incoming.text))
    return found


async def counted(console: Console, name: str) -> int:
    line = console.desk.store(Work).line
    keys_ = [keys.tally(partition, local(console.clock.now)) for partition in range(line.installation.partitions)]
    return sum(int(one or 0) for one in await line.link.many(("HGET", key, name) for key in keys_))
