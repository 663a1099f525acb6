"""The keys that seal what is about people: a new one, while the service runs, and an end of the old ones.

examples:
  bot keys rotate       makes a new key (embedded), or takes the first of BOT_SECRET_KEYS, and seals everything with it
  bot keys drop         forgets the older keys of an embedded installation, once nothing is sealed with them any more

Where BOT_SECRET_KEYS is set: put a new key before the others, restart every process, then rotate. Keep the older keys
until rotate says that nothing is left under them. With BOT_KEY_DAYS an embedded installation does both by itself.
A backup is read with the keys of its time: keep new ones with the next.
"""

import argparse
import asyncio
import sys
from pathlib import Path

from bot.app.commands import WrongUse
from bot.app.keyfile import FOLLOW_KEYS_SECONDS, change_keys, generated_keys, new_key
from bot.app.opening import Store, open_store
from bot.app.settings import Settings, environment_with_file, read_configuration
from bot.store.accounts import Accounts
from bot.store.cases import Cases
from bot.store.rotation import Rotated, Rotation
from bot.store.spool import Spool


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("job", choices=("rotate", "drop"), metavar="rotate|drop")


def act(arguments: argparse.Namespace) -> int:
    settings = read_configuration(environment_with_file()).settings
    if arguments.job == "drop" and settings.secret_keys:
        raise WrongUse("BOT_SECRET_KEYS is yours; take the older keys out of it yourself")
    return asyncio.run(_rotate(settings) if arguments.job == "rotate" else _drop(settings))


async def _rotate(settings: Settings) -> int:
    store = await open_store(settings, joining=True)
    try:
        if not settings.secret_keys:
            store.seal.renew(change_keys(Path(settings.data_dir), lambda kept: (new_key(), *kept)))
            if store.embedded is None:  # the service that runs here must seal with it before we look at what it sealed
                await asyncio.sleep(3 * FOLLOW_KEYS_SECONDS)
        done = await _rotation(store).run()
    finally:
        await store.close()
    _tell(done)
    return 0 if not done.unreadable else 1


async def _drop(settings: Settings) -> int:
    store = await open_store(settings, joining=True)
    try:
        kept = generated_keys(Path(settings.data_dir))
        done = await _rotation(store).run()
        done.left += Spool(Path(settings.data_dir) / "spool", store.seal).under_older_keys()
        if done.left or done.unreadable:
            _tell(done)
            sys.stderr.write("bot keys: something is still under an older key; try again when it has gone\n")
            return 1
        if change_keys(Path(settings.data_dir), lambda now: now[:1] if now == kept else now) != kept[:1]:
            sys.stderr.write("bot keys: somebody else changed the keys meanwhile; try again\n")
            return 1
    finally:
        await store.close()
    print("Only the newest key is left. Backups from before can be read with their own keys only.")
    return 0


def _rotation(store: Store) -> Rotation:
    cases = Cases(store.link, store.seal, store.installation)
    return Rotation(store.link, store.seal, cases, Accounts(store.link, store.seal, store.installation))


def _tell(done: Rotated) -> None:
    print(f"{done.sealed} values sealed with the first key; under an older one are {done.left} entries on their way")
    if done.left:
        print("They are sent, or go by themselves within a month at most: keep the older keys until then.")
    if done.unreadable:
        print(f"{done.unreadable} values are under a key that is not given: they cannot be read")
