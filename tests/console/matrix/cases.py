from bot.console.casework import Work
from bot.domain.referral import Entry
from tests.console.casekit import open_case
from tests.console.kit import AWAY, HOME, Console

SEES = {"caseworker": "office", "focal-point": "all", "supervisor": "office", "administrator": "all"}
HOLDS = {"caseworker": "own", "focal-point": "all", "supervisor": "office", "administrator": "all"}
ANSWERS = HOLDS | {"focal-point": "own"}
GIVES = {"focal-point": "all", "supervisor": "office", "administrator": "all"}
ROWS = {
    "GET /cases/{id}": SEES,
    "GET /cases/{id}/live": SEES,
    "POST /cases/{id}/move": SEES,
    "POST /cases/{id}/assign": GIVES,
    "POST /cases/{id}/snooze": HOLDS,
    "POST /cases/{id}/wake": HOLDS,
    "POST /cases/{id}/seen": SEES,
    "POST /cases/{id}/urgency": HOLDS,
    "POST /cases/{id}/answer": ANSWERS,
    "POST /cases/{id}/note": SEES,
    "POST /cases/{id}/merge": HOLDS,
    "GET /cases/{id}/files/{file}": SEES,
}


async def thing(console: Console, who: str, whose: str) -> str:
    """A focal point is asked about a case of their lane; nobody else sees those (test_cases.py)."""
    console.made = getattr(console, "made", 0) + 1  # type: ignore[attr-defined]
    lane = {"lane": "gbv", "category": "gbv"} if who == "focal-point" else {}
    office = AWAY if whose == "other" else HOME
    holder = {"claimed_by": console.accounts[who].id, "state": "claimed"} if whose == "own" else {}
    stored = await open_case(console, console.made, office=office, **lane, **holder)  # type: ignore[attr-defined]
    work, referral = console.desk.store(Work), stored.referral
    entry = Entry("f1", console.desk.seconds, "file", about="image/png", file="f1")
    writes = work.cases.told(referral, entry) + work.cases.kept(referral, "f1", b"\x89PNG\r\n\x1a\n")
    await work.desk.make_true(referral.partition, writes, console.clock.now)
    return referral.id
