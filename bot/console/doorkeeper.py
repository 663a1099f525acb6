"""Who comes in: names and passwords are checked here, not too often, and in the same time for names nobody has."""

from dataclasses import dataclass
from ipaddress import ip_address

from aiohttp import web

from bot.console.desk import Desk
from bot.domain.staff import Account
from bot.store.accounts import fold
from bot.store.tries import Limit

OF_ACCOUNT = Limit(5, 60)
OF_PLACE = Limit(60, 60)
OF_CODES = Limit(5, 60)
OF_INVITATIONS = Limit(30, 60)


class Wait(Exception):
    """Tried too often; `seconds` until the next try counts."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, round(seconds))
        super().__init__("too many tries")


@dataclass
class Doorkeeper:
    desk: Desk

    async def check(self, name: str, password: str, place: str, device: str = "") -> Account | None:
        """The account, when name and password are right. Raises Wait when it was tried too often.

        A browser that has signed in under this name before is counted by itself (`device`): whoever tries
        passwords from elsewhere cannot keep the owner of the account out.
        """
        if device:
            await self._count(("device:" + device, OF_ACCOUNT))
        else:
            await self._count(("name:" + fold(name)[:200], OF_ACCOUNT), ("place:" + place, OF_PLACE))
        account = await self.desk.accounts.named(name)
        credentials = await self.desk.accounts.credentials(account.id if account else "nobody")
        fits = await self.desk.passwords.fits(password, credentials.password)
        if account is None or not fits or not account.is_active:
            return None
        return account

    async def check_own(self, account: Account, password: str) -> bool:
        """Whether somebody who is signed in is who they say, before something grave."""
        await self._count(("name:" + fold(account.name)[:200], OF_ACCOUNT))
        credentials = await self.desk.accounts.credentials(account.id)
        return await self.desk.passwords.fits(password, credentials.password)

    async def count_code(self, account: Account) -> None:
        await self._count(("code:" + account.id, OF_CODES))

    async def count_invitation(self, place: str) -> None:
        await self._count(("invitation:" + place, OF_INVITATIONS))

    async def _count(self, *counts: tuple[str, Limit]) -> None:
        wait = await self.desk.tries.allow(int(self.desk.now().timestamp() * 1000), *counts)
        if wait:
            raise Wait(wait)


def place_of(request: web.Request) -> str:
    """The address a request comes from, as our own proxy tells it; nobody from outside is believed.

    A proxy stands on this machine or in its private network. Somebody inside that network could make up places,
    and would still be counted by account.
    """
    remote = request.remote or ""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return told[:60] if told and _is_near(remote) else remote


def _is_near(address: str) -> bool:
    try:
        return ip_address(address).is_private
    except ValueError:
        return False
