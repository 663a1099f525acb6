"""Accounts of the staff in Redis, sealed: read freely, changed only by comparing with what was read."""

import base64
import hashlib
import os
import secrets
import unicodedata
from dataclasses import dataclass, replace

from bot.domain.staff import Account, Roles, is_last_manager
from bot.store import codec, keys
from bot.store.installation import Installation
from bot.store.link import Link
from bot.store.seal import Seal
from bot.store.swap import Changed, Swap

FIRST_ROLE = "administrator"


class NameTaken(Exception):
    """Somebody else has this name."""


class LastManager(Exception):
    """Without this account nobody could let people in or out."""


class NoSuchInvitation(Exception):
    """Used, too old, withdrawn, or never given."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What proves who somebody is; never shown, and kept apart from the account."""

    password: str = ""
    totp: bytes = b""
    """The sealed secret of the second factor; empty: none yet."""
    step: int = 0
    """The time step of the last code that was taken: no code counts twice."""


@dataclass(frozen=True, slots=True)
class Invitation:
    account: str
    """Empty for the very first account, which takes its name when it is made."""
    generation: int
    expires: int


class Accounts:
    def __init__(self, link: Link, seal: Seal, installation: Installation) -> None:
        self.link, self.seal, self.installation = link, seal, installation
        self._names = installation.key("staff-names")

    # reading

    async def of(self, id: str) -> Account | None:
        sealed = await self.link.one("HGET", keys.ACCOUNTS, id)
        return self._account(id, sealed) if sealed else None

    async def named(self, name: str) -> Account | None:
        """Asks the store as often for a name that nobody has, so that time does not tell which names there are."""
        id = await self.link.one("HGET", keys.NAMES, self.digest(name))
        return await self.of(id.decode() if id else "nobody")

    async def all(self) -> list[Account]:
        """Everybody, by name."""
        found = await self.link.one("HGETALL", keys.ACCOUNTS)
        pairs = found.items() if isinstance(found, dict) else zip(found[::2], found[1::2], strict=True)
        accounts = [self._account(id.decode(), sealed) for id, sealed in pairs]
        return sorted(accounts, key=lambda account: (fold(account.name), account.id))

    async def are_there_any(self) -> bool:
        return bool(await self.link.one("HLEN", keys.ACCOUNTS))

    async def credentials(self, id: str) -> Credentials:
        return self._credentials(id, await self.link.one("HGET", keys.CREDENTIALS, id))

    def digest(self, name: str) -> str:
        return hashlib.blake2b(fold(name).encode(), key=self._names, digest_size=16).hexdigest()

    # changing

    async def add(self, name: str, role: str, office: str, lanes: tuple[str, ...], now: int) -> Account:
        """A new account, which can do nothing until its invitation is taken up."""
        account = Account(new_id(), name, role, office, lanes, created=now, invited=True)
        swap = self._new(account)
        swap.then("HSET", keys.ACCOUNTS, account.id, self._sealed(account))
        await self._carry_out_new(swap)
        return account

    async def add_first(self, name: str, password: str, language: str, now: int) -> Account:
        """The account that lets in all others; only while there is none at all."""
        account = Account(new_id(), name, FIRST_ROLE, language=language, created=now)
        swap = self._new(account).expect(keys.ACCOUNTS, None)
        swap.then("HSET", keys.ACCOUNTS, account.id, self._sealed(account))
        swap.then("HSET", keys.CREDENTIALS, account.id, self._sealed_credentials(account.id, Credentials(password)))
        try:
            await swap.carry_out(self.link)
        except Changed:
            raise NoSuchInvitation from None
        return account

    async def change(self, before: Account, after: Account, roles: Roles) -> Account:
        """The account as it is to be. Whatever changes what it may do ends its sessions and its open invitations."""
        if _rights(before) != _rights(after):
            after = replace(after, generation=before.generation + 1)
        swap = Swap()
        await self._expect(swap, before)
        if before.is_active and (not after.is_active or before.role != after.role):
            version = await self.link.one("GET", keys.ROSTER)
            if is_last_manager(roles, before, await self.all()) and not _still_manages(roles, after):
                raise LastManager
            swap.expect(keys.ROSTER, version).then("INCR", keys.ROSTER)
        swap.then("HSET", keys.ACCOUNTS, after.id, self._sealed(after))
        await swap.carry_out(self.link)
        return after

    async def set_password(self, account: Account, password: str) -> Account:
        """A new password ends all sessions."""
        after = replace(account, generation=account.generation + 1)
        return await self._change_credentials(account, after, password=password)

    async def keep_password(self, account: Account, password: str) -> None:
        """The same password, hashed anew in a better way."""
        await self._change_credentials(account, account, password=password)

    async def set_second_factor(self, account: Account, secret: bytes, step: int) -> Account:
        return await self._change_credentials(
            account, account, totp=self.seal.close(secret, f"totp:{account.id}"), step=step
        )

    async def drop_second_factor(self, account: Account) -> Account:
        after = replace(account, generation=account.generation + 1)
        return await self._change_credentials(account, after, totp=b"", step=0)

    def secret_of(self, id: str, credentials: Credentials) -> bytes:
        return self.seal.open(credentials.totp, f"totp:{id}")

    async def use_step(self, account: Account, step: int) -> bool:
        """Whether a code of this time step may count: it may once, and none of a step before it."""
        raw = await self.link.one("HGET", keys.CREDENTIALS, account.id)
        credentials = self._credentials(account.id, raw)
        if step <= credentials.step:
            return False
        used = self._sealed_credentials(account.id, replace(credentials, step=step))
        swap = Swap().expect(keys.CREDENTIALS, raw, account.id).then("HSET", keys.CREDENTIALS, account.id, used)
        try:
            await swap.carry_out(self.link)
        except Changed:
            return False
        return True

    async def note_sign_in(self, account: Account, now: int) -> None:
        swap = Swap()
        await self._expect(swap, account)
        swap.then("HSET", keys.ACCOUNTS, account.id, self._sealed(replace(account, seen=now)))
        await swap.carry_out(self.link)

    # invitations

    async def invite(self, account: Account, now: int) -> str:
        """The secret of a link with which a password can be set, once, within three days."""
        token = secrets.token_urlsafe(32)
        invitation = Invitation(account.id, account.generation, now + keys.INVITATION_LIFE)
        key = keys.invitation(_digest(token))
        sealed = self.seal.close(codec.encode(invitation), key)
        await self.link.one("SET", key, sealed, "EX", keys.INVITATION_LIFE)
        return token

    async def invited(self, token: str, now: int) -> Account | None:
        """Whose invitation this is; None for the very first account. Raises NoSuchInvitation."""
        if secrets.compare_digest(token.encode(), self.first_token.encode()):
            if await self.are_there_any():
                raise NoSuchInvitation
            return None
        _, account = await self._invitation(token, now)
        return account

    async def take_up(self, token: str, password: str, language: str, now: int) -> Account:
        """Sets the first password of an invited account; the link is dead after that."""
        raw, account = await self._invitation(token, now)
        key = keys.invitation(_digest(token))
        after = replace(account, invited=False, generation=account.generation + 1, language=language)
        credentials = self._sealed_credentials(account.id, Credentials(password))
        swap = Swap().expect(key, raw)
        await self._expect(swap, account)
        swap.then("DEL", key).then("INCR", keys.ROSTER)
        swap.then("HSET", keys.ACCOUNTS, account.id, self._sealed(after))
        swap.then("HSET", keys.CREDENTIALS, account.id, credentials)
        try:
            await swap.carry_out(self.link)
        except Changed:
            raise NoSuchInvitation from None
        return after

    async def reset(self, account: Account, roles: Roles, now: int) -> str:
        """Somebody lost password or telephone: all ends at once, and a new link lets them in again."""
        invited = await self.change(account, replace(account, invited=True, disabled=False), roles)
        if invited.generation == account.generation:  # was invited already: the link before must die all the same
            again = replace(invited, generation=invited.generation + 1)
            swap = Swap()
            await self._expect(swap, invited)
            await swap.then("HSET", keys.ACCOUNTS, again.id, self._sealed(again)).carry_out(self.link)
            invited = again
        await self.link.one("HDEL", keys.CREDENTIALS, account.id)
        return await self.invite(invited, now)

    @property
    def first_token(self) -> str:
        """The secret of the link for the very first account: the same for all processes, dead once there is one."""
        return base64.urlsafe_b64encode(self.installation.key("first-account")).decode().rstrip("=")

    async def _invitation(self, token: str, now: int) -> tuple[bytes, Account]:
        key = keys.invitation(_digest(token))
        sealed = await self.link.one("GET", key)
        if not sealed:
            raise NoSuchInvitation
        invitation = codec.decode(Invitation, self.seal.open(sealed, key))
        account = await self.of(invitation.account)
        stands = account is not None and account.generation == invitation.generation and not account.disabled
        if account is None or not stands or now >= invitation.expires:
            raise NoSuchInvitation
        return sealed, account

    # keys

    async def reseal(self) -> int:
        """Seals with the first key what an older one has sealed; returns how many records that were."""
        count = 0
        for key in (keys.ACCOUNTS, keys.CREDENTIALS):
            for raw in await self.link.one("HKEYS", key):
                count += await self._reseal(key, raw.decode())
        return count

    async def _reseal(self, key: str, id: str) -> bool:
        sealed = await self.link.one("HGET", key, id)
        if not sealed:
            return False
        if key == keys.ACCOUNTS:
            fresh = self._sealed(self._account(id, sealed))
            is_current = self.seal.is_current(sealed)
        else:
            credentials = self._credentials(id, sealed)
            totp = credentials.totp and self.seal.close(self.secret_of(id, credentials), f"totp:{id}")
            is_current = self.seal.is_current(sealed) and (not totp or self.seal.is_current(credentials.totp))
            fresh = self._sealed_credentials(id, replace(credentials, totp=totp))
        if is_current:
            return False
        try:
            await Swap().expect(key, sealed, id).then("HSET", key, id, fresh).carry_out(self.link)
        except Changed:  # whoever changed it has sealed it with the first key, if not its second factor
            return await self._reseal(key, id)
        return True

    # how they are kept

    def _new(self, account: Account) -> Swap:
        digest = self.digest(account.name)
        return Swap().expect(keys.NAMES, None, digest).then("HSET", keys.NAMES, digest, account.id)

    async def _carry_out_new(self, swap: Swap) -> None:
        try:
            await swap.carry_out(self.link)
        except Changed:
            raise NameTaken from None

    async def _expect(self, swap: Swap, account: Account) -> None:
        """That the account is what the caller has read. What is sealed differs each time, so the plain is compared."""
        sealed = await self.link.one("HGET", keys.ACCOUNTS, account.id)
        if not sealed or self._account(account.id, sealed) != account:
            raise Changed
        swap.expect(keys.ACCOUNTS, sealed, account.id)

    async def _change_credentials(
        self, before: Account, after: Account, *, password: str | None = None, totp: bytes | None = None, step: int = 0
    ) -> Account:
        raw = await self.link.one("HGET", keys.CREDENTIALS, before.id)
        credentials = self._credentials(before.id, raw)
        if password is not None:
            credentials = replace(credentials, password=password)
        if totp is not None:
            credentials = replace(credentials, totp=totp, step=step)
        swap = Swap().expect(keys.CREDENTIALS, raw, before.id)
        await self._expect(swap, before)
        swap.then("HSET", keys.CREDENTIALS, before.id, self._sealed_credentials(before.id, credentials))
        swap.then("HSET", keys.ACCOUNTS, after.id, self._sealed(after))
        await swap.carry_out(self.link)
        return after

    def _account(self, id: str, sealed: bytes) -> Account:
        return codec.decode(Account, self.seal.open(sealed, f"{keys.ACCOUNTS}:{id}"))

    def _sealed(self, account: Account) -> bytes:
        return self.seal.close(codec.encode(account), f"{keys.ACCOUNTS}:{account.id}")

    def _credentials(self, id: str, sealed: bytes | None) -> Credentials:
        return (
            codec.decode(Credentials, self.seal.open(sealed, f"{keys.CREDENTIALS}:{id}")) if sealed else Credentials()
        )

    def _sealed_credentials(self, id: str, credentials: Credentials) -> bytes:
        return self.seal.close(codec.encode(credentials), f"{keys.CREDENTIALS}:{id}")


def fold(name: str) -> str:
    """Names that look alike are one name."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def new_id() -> str:
    return base64.urlsafe_b64encode(os.urandom(16))[:22].decode()


def _digest(token: str) -> str:
    return hashlib.blake2b(token.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _rights(account: Account) -> tuple[object, ...]:
    return account.role, account.office, account.lanes, account.disabled, account.invited


def _still_manages(roles: Roles, account: Account) -> bool:
    role = roles.get(account.role)
    return account.is_active and role is not None and role.manages_staff
