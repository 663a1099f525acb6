"""Every test here has the console; see kit.py."""

from tests.console.kit import browser, console, library

__all__ = ["browser", "console", "library"]
