"""The real content, and a copy of it to spoil."""

from pathlib import Path

import pytest

from tests.content.trees import Copy


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)
