"""Every test here has the console; see kit.py."""

from tests.browser import browser
from tests.console.kit import console, library

__all__ = ["browser", "console", "library"]
