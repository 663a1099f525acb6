"""Accounts of the staff: let somebody in, list everybody, give a new link, stop an account.

examples:
  bot staff add "Ana R." --role caseworker --office tapachula     prints a link that works once, within three days
  bot staff add "Luz M." --role focal-point --lanes gbv,child     sees the sealed cases of these lanes
  bot staff list
  bot staff reset "Ana R."                                        lost password or telephone: a new link, the rest ends
  bot staff disable "Ana R."                                      ends all sessions at once
"""

import argparse
import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime

from bot.app.commands import WHO, WrongUse
from bot.app.opening import Store, open_content, open_store
from bot.app.settings import Settings, environment_with_file, read_configuration
from bot.domain.names import clean_name
from bot.domain.referral import LANES
from bot.domain.staff import Account, Roles
from bot.library.library import Library
from bot.library.roles import roles_of
from bot.library.rules.registry import nearest
from bot.store.accounts import Accounts, LastManager, NameTaken
from bot.store.audit import Audit
from bot.store.swap import Changed


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("job", choices=("add", "list", "reset", "disable"), metavar="add|list|reset|disable")
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="the name they sign in with")
    parser.add_argument("--role", default="", metavar="R", help="as in content/roles.yaml; for add, needed")
    parser.add_argument("--office", default="", metavar="O", help="the office whose cases they see")
    parser.add_argument("--lanes", default="", metavar="L[,L]", help=f"sealed cases they serve, of {', '.join(LANES)}")


def act(arguments: argparse.Namespace) -> int:
    settings = read_configuration(environment_with_file()).settings
    asyncio.run(_act(settings, arguments))
    return 0


async def _act(settings: Settings, arguments: argparse.Namespace) -> None:
    library = open_content(settings)
    if arguments.job == "list":
        if arguments.name or arguments.role or arguments.office or arguments.lanes:
            raise WrongUse("list takes nothing more")
    elif not arguments.name:
        raise WrongUse(f'name the account, as in: bot staff {arguments.job} "Ana R."')
    wished = _wished(arguments, library) if arguments.job == "add" else None
    store = await open_store(settings, joining=True)
    try:
        desk = Staff(store, roles_of(library), settings.web_base)
        if arguments.job == "list":
            await desk.list()
        elif wished is not None:
            await desk.add(wished)
        else:
            await (desk.reset if arguments.job == "reset" else desk.disable)(arguments.name)
    finally:
        await store.close()


def _wished(arguments: argparse.Namespace, library: Library) -> Account:
    roles = roles_of(library)
    if arguments.role not in roles:
        mend = nearest(arguments.role, roles, f"roles are {', '.join(roles)}")
        raise WrongUse(f"there is no role {arguments.role}; {mend}" if arguments.role else f"add needs --role; {mend}")
    lanes = tuple(lane.strip() for lane in arguments.lanes.split(",") if lane.strip())
    for lane in lanes:
        if lane not in LANES:
            raise WrongUse(f"there is no lane {lane}; lanes are {', '.join(LANES)}")
    if lanes and not roles[arguments.role].serves_lanes:
        raise WrongUse(f"{arguments.role} serves no sealed lanes; only roles with sealed in content/roles.yaml do")
    offices = library.casework.offices
    if arguments.office and arguments.office not in offices:
        there = f"offices are {', '.join(offices)}" if offices else "content/offices.yaml has none"
        mend = nearest(arguments.office, offices, there)
        raise WrongUse(f"there is no office {arguments.office}; {mend}")
    name = clean_name(arguments.name)
    if not name:
        raise WrongUse("a name has 2 to 60 letters, digits, blanks, points or dashes")
    return Account("", name, arguments.role, arguments.office, lanes)


class Staff:
    def __init__(self, store: Store, roles: Roles, base: str) -> None:
        self.accounts = Accounts(store.link, store.seal, store.installation)
        self.audit = Audit(store.link, store.seal, store.installation)
        self.roles, self.base = roles, base
        self.now = int(datetime.now(UTC).timestamp())

    async def list(self) -> None:
        await self.audit.note(WHO, "staff.read")
        for one in await self.accounts.all():
            state = "disabled" if one.disabled else "invited" if one.invited else "active"
            seen = datetime.fromtimestamp(one.seen, UTC).date().isoformat() if one.seen else "never"
            print(f"{one.name}\t{one.role}\t{one.office or '-'}\t{','.join(one.lanes) or '-'}\t{state}\t{seen}")

    async def add(self, wished: Account) -> None:
        await self.audit.note(WHO, "staff.invite", role=wished.role)
        try:
            account = await self.accounts.add(wished.name, wished.role, wished.office, wished.lanes, self.now)
        except NameTaken:
            raise WrongUse("there is an account with this name; bot staff reset gives it a new link") from None
        self._tell(await self.accounts.invite(account, self.now))

    async def reset(self, name: str) -> None:
        account = await self._named(name)
        await self.audit.note(WHO, "staff.reset", account.id)
        try:
            # Whoever holds the command line can let the last administrator in again: there is nobody else who could.
            token = await self.accounts.reset(account, {}, self.now)
        except Changed:
            raise WrongUse("somebody else changed this account just now; try again") from None
        self._tell(token)

    async def disable(self, name: str) -> None:
        account = await self._named(name)
        await self.audit.note(WHO, "staff.disable", account.id)
        try:
            await self.accounts.change(account, replace(account, disabled=True), self.roles)
        except LastManager:
            raise WrongUse("this is the last account that can manage the staff; give another that role first") from None
        except Changed:
            raise WrongUse("somebody else changed this account just now; try again") from None
        print("disabled; its sessions have ended")

    async def _named(self, name: str) -> Account:
        account = await self.accounts.named(name)
        if account is None:
            raise WrongUse("there is no account with this name; bot staff list shows all")
        return account

    def _tell(self, token: str) -> None:
        print(f"{self.base}/staff/invitation/{token}")
        print("works once, within three days; give it to this person only", file=sys.stderr)
