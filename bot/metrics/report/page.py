"""The report as one page that needs nothing else: styles and pictures are in it."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.metrics import framed
from bot.metrics.figures import Figures
from bot.metrics.glance import glance
from bot.metrics.report.icons import drawn
from bot.metrics.words import Words

HERE = Path(__file__).parent
MAIN_STEPS = frozenset({"referral_sent", "referral_attended"})
STYLE = framed.STYLE.read_text("utf-8") + (HERE / "page.css").read_text("utf-8")
MARK = (HERE / "mark.svg").read_text("utf-8").strip().replace("<svg ", '<svg aria-hidden="true" focusable="false" ')
_TEMPLATES = Environment(
    loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
)


def write(figures: Figures, words: Words) -> bytes:
    said = glance(figures, words)

    def chart(name: str, wide: bool = False, width: float = framed.HALF) -> Markup:
        return framed.framed(said.charts[name], words, framed.WIDE if wide else width, 2)

    made = _TEMPLATES.get_template("page.html").render(
        glance=said,
        words=words,
        chart=chart,
        icon=lambda name: Markup(drawn(name, "currentColor")),  # noqa: S704 - all of it is ours
        style=Markup(STYLE),  # noqa: S704
        mark=Markup(MARK),  # noqa: S704
        main_steps=MAIN_STEPS,
    )
    return made.encode()
