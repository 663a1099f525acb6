"""Requests opened for somebody at a desk: never without consent, and with no more than they agreed to share."""

import re
from typing import Any

import pytest

from bot.console.casework import Work
from tests.console.casekit import counted
from tests.console.kit import Console

FORM: dict[str, Any] = {
    "category": "legal", "language": "ht", "door": "in-person", "city": "tapachula", "urgency": "now", "once": "abc1",
    "scope": ["need", "city", "language", "words"], "agreed": "yes", "words": "papye", "contact": "555",
    "q-need": "asylum",
}  # fmt: skip


async def count_of(console: Console) -> int:
    work = console.desk.store(Work)
    await work.backlog.catch_up()
    return len(work.backlog)


async def test_somebody_at_a_desk_gets_a_request_and_a_code(console: Console) -> None:
    worker = await console.signed_in("caseworker")
    form = await worker.get("/new?category=legal&language=ht")
    assert form.status == 200 and "Mwen ka pase demann ou" in form.text and "Puedo pasar tu solicitud" in form.text
    page = await worker.post("/new", FORM)
    code = re.search(r"[2-9A-Z]{3}-[2-9A-Z]{4}", page.words())
    assert page.status == 200 and code
    stored = await console.desk.store(Work).cases.of_code(code[0])
    assert stored is not None
    referral = stored.referral
    assert (referral.category, referral.city, referral.language, referral.urgency) == (
        "legal",
        "Tapachula",
        "ht",
        "now",
    )
    assert (referral.door, referral.office, referral.address) == ("in-person", "tapachula", "")
    assert referral.words == "papye" and referral.contact == "" and dict(referral.answers) == {"need": "asylum"}
    assert referral.consent is not None and referral.consent.scope == ("need", "city", "language", "words")
    assert referral.consent.channel == "in-person" and referral.consent.text and referral.consent.at
    assert await counted(console, "referral_opened:legal|tapachula|now|in-person") == 1
    assert await counted(console, "contact:in-person|legal") == 1
    again = await worker.post("/new", FORM)
    assert code[0] in again.words() and await count_of(console) == 1


@pytest.mark.parametrize("without", [{"agreed": ""}, {"scope": ["city"]}, {"door": "chat"}, {"language": "xx"}])
async def test_nothing_is_opened_without_consent_or_sense(console: Console, without: dict[str, Any]) -> None:
    """P10."""
    worker = await console.signed_in("caseworker")
    assert (await worker.post("/new", FORM | without)).status == 422
    assert await count_of(console) == 0


async def test_a_sealed_request_leaves_the_hands_of_who_opened_it(console: Console) -> None:
    worker = await console.signed_in("caseworker")
    page = await worker.post("/new", FORM | {"category": "gbv", "q-need": "", "claim": "claim"})
    code = re.search(r"[2-9A-Z]{3}-[2-9A-Z]{4}", page.words())
    assert code and "/staff/cases/" not in page.text
    stored = await console.desk.store(Work).cases.of_code(code[0])
    assert stored is not None and stored.referral.lane == "gbv" and stored.referral.claimed_by == ""
    assert (await worker.get(f"/cases/{stored.referral.id}")).status == 404
    assert (await (await console.signed_in("focal-point")).get(f"/cases/{stored.referral.id}")).status == 200


async def test_contacts_are_counted_and_nothing_of_anybody_kept(console: Console) -> None:
    worker = await console.signed_in("caseworker")
    answer = await worker.post("/contacts", {"means": "telephone", "category": "health", "count": "3"})
    assert "done=contact" in answer.location and await counted(console, "contact:telephone|health") == 3
    assert (await worker.post("/contacts", {"means": "pigeon", "category": "health", "count": "3"})).status == 400
    assert (await worker.get("/contacts")).status == 200


@pytest.mark.parametrize("who", ["viewer", "editor"])
async def test_who_may_not_open_one_gets_no_form(console: Console, who: str) -> None:
    client = await console.signed_in(who)
    assert (await client.get("/new")).status == 403 and (await client.post("/new", FORM)).status == 403
    assert (await client.get("/contacts")).status == 403
    assert await count_of(console) == 0
