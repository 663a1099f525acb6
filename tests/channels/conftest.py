"""What the tests of all channels share."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.http import Http
from tests.waiting import PATIENCE


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    """The way to the stub platforms, for as long as a test runs."""
    found = Http(PATIENCE)
    yield found
    found.close()
