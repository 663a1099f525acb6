"""The files and templates that the chat and the pages need: read and compiled once in each process."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from bot.browser.assets import Assets

HERE = Path(__file__).parent
FOLDER = HERE / "static"


@cache
def web_assets() -> Assets:
    return Assets(FOLDER, "web")


@cache
def web_templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    templates.globals["asset"] = web_assets().path
    return templates
