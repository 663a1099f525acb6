"""Draws the console's pages: every word of them comes from the library, every value is escaped."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.browser.assets import Assets
from bot.console.form import PROOF
from bot.metrics.framed import STYLE

if TYPE_CHECKING:
    from bot.console.context import Context

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Page:
    """What a handler returns: a template and what it is filled with."""

    template: str
    values: Mapping[str, Any]
    status: int = 200


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

    def draw(self, page: Page, context: "Context") -> str:
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
            "here": context.route.name if context.route else "",
            "here_path": context.request.path,
            "menu": [route for route in context.menu if _is_open(route, context)],
        }
        return self.templates.get_template(page.template).render(given | dict(page.values))


def _is_open(route: Any, context: "Context") -> bool:
    from bot.console.route import Permission

    if not context.is_signed_in:
        return False
    return not isinstance(route.needs, Permission) or context.may(route.needs.resource, route.needs.action)
