"""A store of referrals on a Redis that is empty at the start of each test."""

from collections.abc import AsyncIterator

import pytest

from bot.store.cases import Cases
from bot.store.desk import Desk
from bot.store.installation import open_installation
from bot.store.line import Line
from bot.store.link import Link
from bot.store.seal import Seal
from tests.conftest import RedisServer


@pytest.fixture
async def desk(fresh_redis: RedisServer) -> AsyncIterator[Desk]:
    link = Link(fresh_redis.url)
    seal = Seal(["a-key-for-tests-of-24-characters"])
    installation = await open_installation(link, seal, 8)
    yield Desk(Line(link, seal, installation), Cases(link, seal, installation))
    await link.close()
