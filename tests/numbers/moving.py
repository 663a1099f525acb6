"""A case of the story, opened and moved with the code that staff work with: it is that code that counts."""

from dataclasses import replace
from datetime import datetime

from bot.domain.case_counts import counts_of, counts_of_opening, label_of
from bot.domain.referral import Consent, Entry, Referral, moved
from bot.store.cases import Cases
from bot.store.desk import Desk
from tests.numbers.drive import Drive
from tests.numbers.truth import DUE_SECONDS, Case

LANES = {"gbv": "gbv", "trafficking": "trafficking", "child-protection": "child"}


class Office:
    def __init__(self, drive: Drive) -> None:
        self.drive = drive
        self.cases = Cases(drive.link, drive.line.seal, drive.installation)
        self.desk = Desk(drive.line, self.cases)

    async def work(self, number: int, case: Case, now: datetime) -> None:
        """From opening to what became of it; the number is nobody else's."""
        seconds, (person, partition) = int(now.timestamp()), self.drive.person(number)
        fresh, opened_at = self.cases.fresh(person, "test", f"case-{number}"), seconds - case.seconds
        before = Referral(
            fresh.id, case.category, lane=LANES.get(case.category, ""), urgency=case.urgency, office=case.office,
            door=case.means, code=fresh.code, opened_at=opened_at, due_at=opened_at + DUE_SECONDS, changed_at=opened_at,
            consent=Consent("1", "es", opened_at, "test", ("need",)),
        )  # fmt: skip
        label = label_of(before)
        in_chat = (f"referral_opened:{label}", f"referral_consented:{label}")  # there the dialogue counts
        writes, stored = self.cases.saved(None, before)
        writes += self.cases.told(before, Entry("open", opened_at, "move", about="open"))
        counts = in_chat if case.means == "chat" else counts_of_opening(before)
        await self.desk.make_true(partition, writes, now, counts=counts)
        for move in filter(None, ("claim", case.move)):
            before = stored.referral
            what = {"organisation": "somebody"} if move == "send" else {}
            after = moved(before, move, "staff", seconds, **what)
            after = replace(after, claimed_by="a", acted_at=before.acted_at or seconds, answered_at=seconds)
            writes, stored = self.cases.saved(stored, after)
            writes += self.cases.told(after, Entry(move, seconds, "move", about=move))
            await self.desk.make_true(partition, writes, now, counts=counts_of(before, after, move, seconds))
        if case.satisfied:
            await self.drive.count_for(now, [(number, [f"survey:satisfied|{case.satisfied}"])])
