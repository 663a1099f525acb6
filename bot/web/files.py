"""The files that the chat and the pages need."""

from pathlib import Path

from bot.browser.assets import Assets

FOLDER = Path(__file__).parent / "static"


def web_assets() -> Assets:
    return Assets(FOLDER, "web")
