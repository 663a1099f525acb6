"""Twenty caseworkers on one queue of 5,000: no case is claimed twice, no change is lost, whoever is late is told so."""

import asyncio
import random

from bot.console.casework import Work
from bot.domain.referral import Consent, Referral
from bot.store import keys
from bot.store.commitment import Commitment
from bot.store.line import DONE
from tests.console.kit import HOME, Client, Console

WORKERS, CASES, TURNS = 20, 5_000, 8


async def many_cases(console: Console, count: int) -> list[str]:
    """Opened in few commits, as nobody could type them."""
    work, now = console.desk.store(Work), console.desk.seconds
    ids: list[str] = []
    for start in range(0, count, 250):
        batches: dict[int, list[Commitment]] = {}
        for number in range(start, min(count, start + 250)):
            fresh = work.cases.fresh(f"person-{number}", "web", f"m{number}")
            consent = Consent("1", "es", now, "web", ("need",))
            referral = Referral(
                fresh.id, "legal", office=HOME, opened_at=now, due_at=now + number, changed_at=now, consent=consent
            )
            writes, _ = work.cases.saved(None, referral)
            batches.setdefault(referral.partition, []).append(writes.decided())
            ids.append(referral.id)
        results = await work.line.commit(batches, console.clock.now)
        assert all(code == DONE for codes in results.values() for code in codes)
    return ids


async def test_no_case_is_claimed_twice_and_no_change_is_lost(console: Console) -> None:
    await many_cases(console, CASES)
    work = console.desk.store(Work)
    chance = random.Random(7)
    clients: list[Client] = []
    for number in range(WORKERS):
        await console.add(f"worker {number}", "caseworker")
        clients.append(await console.signed_in(f"worker {number}"))
    claimed: list[tuple[str, str]] = []
    told_late = 0

    async def works(client: Client) -> None:
        nonlocal told_late
        assert client.account is not None
        for turn in range(TURNS):
            page = await client.get("/queue?assigned=nobody")
            assert page.status == 200
            shown = [piece[:34] for piece in page.text.split('href="/staff/cases/')[1:]]
            id = chance.choice(shown[:4])  # all reach for the same few, as people do
            answer = await client.post(f"/cases/{id}/move", {"move": "claim", "revision": 1})
            if answer.status == 409:
                told_late += 1
                assert "Otra persona la cambió" in answer.words()
                continue
            assert answer.location.endswith("done=case-claim"), answer.location
            claimed.append((id, client.account.id))
            once = f"{client.account.id[:4].encode().hex()}{turn}"
            await client.post(f"/cases/{id}/note", {"text": f"mine {once}", "once": once})

    await asyncio.gather(*(works(client) for client in clients))
    ids = [id for id, _ in claimed]
    assert len(ids) == len(set(ids)), "no case is claimed twice"
    assert len(ids) + told_late == WORKERS * TURNS and told_late > 0, "the race must have been one"
    stored = await work.cases.read(ids)
    for id, who in claimed:
        referral = stored[id].referral
        assert (referral.state, referral.claimed_by, referral.revision) == ("claimed", who, 3)
        kinds = [entry.kind for entry in await work.cases.thread(referral)]
        assert sorted(kinds) == ["move", "note"]
    await work.backlog.catch_up()
    assert len(work.backlog) == CASES
    left = int(work.backlog.equals("state", "queued").sum())
    assert left == CASES - len(ids)
    open_now = sum(
        [await work.line.link.one("HLEN", keys.open_cases(p)) for p in range(work.line.installation.partitions)]
    )
    assert open_now == CASES
