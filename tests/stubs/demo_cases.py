"""Invented requests of several weeks, so that a visitor sees the console alive: everybody in them is made up.

python -m tests.stubs.demo_cases            fills var/demo, if it is empty, and says how to come in
python -m tests.stubs.demo_cases --again    throws var/demo away first

The service itself knows nothing of this. Every case says that it is a demonstration, in its words and its notes.
"""

import argparse
import asyncio
import os
import random
import shutil
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app.opening import open_store
from bot.app.settings import environment_with_file, read_configuration
from bot.domain.case_counts import counts_of, counts_of_opening
from bot.domain.referral import Consent, Entry, Referral, moved
from bot.library.library import Library
from bot.library.reader import Reader
from bot.store import keys
from bot.store.accounts import Accounts
from bot.store.cases import Cases
from bot.store.commitment import Commitment, Writes
from bot.store.desk import Desk
from bot.store.line import Line

FOLDER = Path("var/demo")
DAY, HOUR = 86_400, 3_600
WEEKS = 6
DAYS = WEEKS * 7
OPEN, CLOSED = 140, 260
MARK = {"es": "CASO DE DEMOSTRACIÓN (inventado)", "en": "DEMONSTRATION (invented)", "ht": "EGZANP (envante)"}
SAID = {
    "es": (
        "Necesito saber qué sigue con mi trámite.",
        "Somos tres y buscamos dónde dormir esta semana.",
        "No entiendo la carta que me dieron.",
        "Quiero inscribir a mi hija en la escuela.",
    ),
    "en": ("I need to know which office to go to.", "We are looking for work in the city.", "My paper expires soon."),
    "ht": (
        "Mwen bezwen konnen ki kote pou m ale.",
        "Papye m prèt pou ekspire.",
        "Nou se twa, n ap chèche kote pou dòmi.",
    ),
}
ANSWERED = {
    "es": ("Gracias, ya lo tengo.", "¿A qué hora puedo ir?", "Sí, puedo mañana."),
    "en": ("Thank you, I have it now.", "At what time can I come?"),
    "ht": ("Mèsi, mwen genyen l.", "Ki lè mwen ka vini?"),
}
COMMON = {"legal": 9, "shelter": 8, "documents": 6, "health": 5, "food": 4, "employment": 4, "education": 3}
CITIES = ("Tapachula", "Tijuana", "Ciudad de México", "Ciudad Juárez", "Monterrey", "Oaxaca de Juárez")
LEADS = (("queued", 5), ("claimed", 6), ("sent", 3), ("accepted", 2), ("attended", 2), ("not-reached", 1))
PATHS = {"claimed": ("claim",), "sent": ("claim", "send"), "accepted": ("claim", "send", "accept")}
PATHS |= {"attended": ("claim", "attend"), "not-reached": ("claim", "not-reached"), "queued": ()}


@dataclass
class Demo:
    desk: Desk
    library: Library
    now: int
    staff: dict[str, list[str]]
    chance: random.Random
    number: int = 0

    async def add(self, is_closed: bool) -> None:
        """One request, as it would have come to where it is now."""
        self.number += 1
        chance, casework = self.chance, self.library.casework
        ids = sorted(casework.categories)
        category = casework.categories[chance.choices(ids, [COMMON.get(id, 1) for id in ids])[0]]
        language = chance.choices(("es", "ht", "en"), (6, 3, 1))[0]
        city = chance.choice([each for each in CITIES if each in self.library.directory.cities])
        office = casework.office_for(category.id, city, self.library.directory.cities[city].state, language)
        age = chance.uniform(2 * DAY, WEEKS * 7 * DAY) if is_closed else chance.expovariate(1 / (2.5 * DAY))
        opened = int(self.now - min(age, WEEKS * 7 * DAY))
        fresh = self.desk.cases.fresh(f"demo person {self.number}", "demo", f"m{self.number}")
        scope = ("need", "city", "language", "contact", "company", "words")
        door = chance.choices(("chat", "in-person", "telephone"), (8, 2, 1))[0]
        question = next((each for each in category.questions if each.options), None)
        answers = {question.id: chance.choice(question.options).id} if question else {}
        referral = Referral(
            fresh.id, category.id, lane=category.lane, urgency=category.urgency, office=office, language=language,
            city=city, channel="web" if door == "chat" else "", door=door, opened_at=opened, changed_at=opened,
            due_at=casework.due_at(category.urgency, office, opened), code=fresh.code, answers=answers,
            address=f"demo-{self.number}" if door == "chat" else "",
            words=f"{MARK[language]}: {chance.choice(SAID[language])}",
            consent=Consent(category.consent_version, language, opened, "web" if door == "chat" else door, scope),
        )  # fmt: skip
        lines = [Entry("opened", opened, "move", about="open")]
        counts = list(counts_of_opening(referral))
        state = "closed" if is_closed else chance.choices([s for s, _ in LEADS], [w for _, w in LEADS])[0]
        path = (*PATHS["attended"], "close") if state == "closed" else PATHS[state]
        who = self.staff.get(office) or next(iter(self.staff.values()))
        holder, at = chance.choice(who), opened
        for step, move in enumerate(path):
            at = min(self.now - 60, at + int(chance.uniform(HOUR, 20 * HOUR)))
            said = {"organisation": chance.choice(self.library.directory.all).id} if move == "send" else {}
            said |= {"reason": "done"} if move == "close" else {}
            after = moved(referral, move, "staff", at, **said)
            after.claimed_by, after.acted_at = holder, referral.acted_at or at
            after.answered_at = referral.answered_at or (at if referral.address else 0)
            after.due_at = casework.due_at(after.urgency, office, at)
            counts += counts_of(referral, after, move, at)
            text = said.get("organisation") or said.get("reason", "")
            lines.append(Entry(f"m{step}", at, "move", by=holder, about=move, text=text))
            if move == "claim" and referral.address:
                lines += self._talk(holder, at, language)
            referral = after
        if not is_closed and path and referral.address and chance.random() < 0.3:
            referral = replace(referral, unread=True, wrote_at=self.now - int(chance.uniform(0, 20 * HOUR)))
        if is_closed:
            referral = replace(referral, asked=2, helped=chance.choice(("yes", "yes", "not-yet", "no")))
        writes, _ = self.desk.cases.saved(None, referral)
        for line in lines:
            writes += self.desk.cases.told(referral, line)
        when = datetime.fromtimestamp(opened, UTC)
        await self.desk.make_true(referral.partition, writes, when, counts=tuple(counts))

    async def converse(self, day: int) -> None:
        """What people asked on a day so many days ago, as it would have been counted."""
        chance, line = self.chance, self.desk.line
        topics = sorted(self.library.topics)
        for number in range(chance.randint(20, 55)):
            at = datetime.fromtimestamp(self.now - day * DAY - chance.uniform(0, DAY), UTC)
            channel = chance.choices(("whatsapp", "telegram", "web"), (6, 3, 2))[0]
            language = chance.choices(("es", "ht", "en"), (6, 3, 1))[0]
            is_back = chance.random() < 0.3
            who = f"visitor-{chance.randrange(day + 1, 60)}" if is_back else f"visitor-of-day-{day}-{number}"
            person = line.installation.person("demo", who)
            asked = chance.randint(1, 4)
            counts = [f"conversation:{channel}", *(["return"] if is_back else [])]
            for _ in range(asked):
                counts += [f"message:{chance.choice(('text', 'tap'))}", f"channel:{channel}", f"language:{language}"]
                counts += [f"topic:{topics[int(len(topics) * chance.random() ** 2)]}", "reply", "reply"]
            if chance.random() < 0.1:
                counts.append(f"unanswered:{language}")
            if chance.random() < 0.4:
                counts.append(f"city:{chance.choice(CITIES)}")
            await line.commit({line.installation.partition(person): [Commitment("", person, counts=tuple(counts))]}, at)

    def _talk(self, holder: str, at: int, language: str) -> list[Entry]:
        greeting = self.library.casework.replies["greeting"].text
        talk = [Entry("t1", at + 60, "staff", by=holder, text=greeting[language], language=language)]
        talk.append(Entry("t2", at + 900, "person", text=self.chance.choice(ANSWERED[language]), language=language))
        talk.append(Entry("t3", at + 960, "note", by=holder, text=f"{MARK['es']}: nota de ejemplo.", language="es"))
        return talk


async def fill(folder: Path, base: str) -> list[str]:
    """Fills an empty folder; the lines that say how to come in."""
    settings = read_configuration(environment_with_file() | {"BOT_DATA_DIR": str(folder)}).settings
    library, problems = Reader(Path(settings.content_dir), Path(settings.locales_dir), learning=False).load(
        lenient=True
    )
    assert library is not None, problems
    store = await open_store(settings)
    try:
        cases = Cases(store.link, store.seal, store.installation)
        desk = Desk(Line(store.link, store.seal, store.installation), cases)
        accounts = Accounts(store.link, store.seal, store.installation)
        now = int(datetime.now(UTC).timestamp())
        if await accounts.all():
            return [f"{folder} is filled already; with --again it is thrown away and filled anew"]
        said: list[str] = []
        for name, role, office, lanes in (
            ("Demo administrador", "administrator", "", ()),
            ("Demo supervisora", "supervisor", "tapachula", ()),
            ("Demo atención", "caseworker", "tapachula", ()),
            ("Demo casos reservados", "focal-point", "tapachula", ("gbv", "trafficking", "child", "staff")),
        ):
            account = await accounts.add(name, role, office, lanes, now)
            said.append(f"  {name:<22} {base}/staff/invitation/{await accounts.invite(account, now)}")
        staff: dict[str, list[str]] = {}
        for number, office in enumerate(library.casework.offices):
            for letter in "ABC":
                account = await accounts.add(f"Demo {number + 1}{letter}", "caseworker", office, (), now)
                staff.setdefault(office, []).append(account.id)
        begun = datetime.fromtimestamp(now, UTC) - timedelta(weeks=WEEKS + 2)
        await store.link.one("HSET", keys.INSTALLATION, "since", begun.date().isoformat())
        demo = Demo(desk, library, now, staff, random.Random(4))
        for number in range(OPEN + CLOSED):
            await demo.add(is_closed=number >= OPEN)
        for day in range(DAYS):
            await demo.converse(day)
        await desk.make_true(0, Writes(), datetime.now(UTC))
        return [f"{OPEN} open and {CLOSED} closed requests, all invented. To come in, once each:", *said]
    finally:
        await store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--again", action="store_true", help="throw away what was there")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--only-fill", action="store_true", help="do not start the service")
    arguments = parser.parse_args()
    if arguments.again:
        shutil.rmtree(arguments.folder, ignore_errors=True)
    port = os.environ.get("BOT_PORT", "8080")
    for line in asyncio.run(fill(arguments.folder, f"http://127.0.0.1:{port}")):
        print(line)
    if not arguments.only_fill:
        os.environ["BOT_DATA_DIR"] = str(arguments.folder)
        os.execv(sys.executable, [sys.executable, "-m", "bot", "run"])


if __name__ == "__main__":
    main()
