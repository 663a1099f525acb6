"""The console with a year of numbers; see tests/console/kit.py."""

import pytest

from bot.library.library import Library
from bot.library.reader import Reader
from bot.metrics.words import Words
from tests.browser import browser
from tests.console.kit import console
from tests.report.sample import with_categories
from tests.web.stand import ROOT

__all__ = ["browser", "console", "library"]


@pytest.fixture(scope="session")
def library() -> Library:
    """The real content without what it learns from, with names for the categories of the sample."""
    found, problems = Reader(ROOT / "content", ROOT / "locales", learning=False).load(lenient=True)
    assert found is not None, problems
    return with_categories(found)


@pytest.fixture(params=["es", "en", "ht"])
def words(library: Library, request: pytest.FixtureRequest) -> Words:
    return Words(library, request.param)
