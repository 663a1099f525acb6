"""What the tests of understanding share: one that has learnt from the real content."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library.understanding import Knowledge, Understanding
from tests.understanding.loading import knowledge


@pytest.fixture(scope="session")
def known() -> Knowledge:
    return knowledge()


@pytest.fixture(scope="session")
def learnt_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("understanding")


@pytest.fixture(scope="session")
def understanding(known: Knowledge, learnt_in: Path) -> Understanding:
    return Understanding.learn(known, learnt_in)
