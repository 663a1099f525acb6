"""Draws the console's pages: every word of them comes from the library, every value is escaped."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.browser.assets import Assets
from bot.console.context import Context
from bot.console.form import PROOF
from bot.console.page import Entry, Page, Permission
from bot.metrics.framed import STYLE

HERE = Path(__file__).parent


@cache
def _assets() -> Assets:
    return Assets(HERE / "static", "console", STYLE)


@cache
def _templates() -> Environment:
    """One for each process: compiling them is most of what the first look at a page costs."""
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    templates.globals["asset"] = _assets().path
    return templates


class Drawing:
    def __init__(self) -> None:
        self.assets, self.templates = _assets(), _templates()

    def draw(self, page: Page, context: Context) -> str:
        """The page as HTML. A template has `context`, and what it needs most of that under its own names."""
        done = context.request.query.get("done", "")
        given = {
            "context": context,
            "say": context.say,
            "may": context.may,
            "path": context.path,
            "moment": context.moment,
            "ago": context.ago,
            "account": context.somebody if context.is_signed_in else None,
            "language": context.language,
            "languages": context.library.languages,
            "direction": "rtl" if context.library.languages[context.language].right_to_left else "ltr",
            "look": context.cookies.look_of(context.request),
            "proof": context.cookies.proof(context.token) if context.token else "",
            "proof_name": PROOF,
            "toast": context.say(f"done.{done}") if done and context.has(f"done.{done}") else "",
            "here": context.here,
            "here_path": context.request.path,
            "menu": [entry for entry in context.menu if _is_open(entry, context)],
        }
        return self.templates.get_template(page.template).render(given | dict(page.values))


def _is_open(entry: Entry, context: Context) -> bool:
    needs = entry.needs
    return context.is_signed_in and (not isinstance(needs, Permission) or context.may(needs.resource, needs.action))
