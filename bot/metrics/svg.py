"""SVG by hand: colours, text that fits, and the frame that tells in words what a picture shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"
NARROW, WIDE = frozenset(" .,:;'|!()[]ijlItfr"), frozenset("mwMW%@")
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Colours:
    """What a picture is drawn with. Neighbours among `parts` differ in lightness, so that hue is never needed."""

    ink: str
    soft: str
    line: str
    paper: str
    accent: str
    track: str
    land: str
    parts: tuple[str, ...]


SCREEN = Colours(
    "currentColor", "var(--chart-soft)", "var(--chart-line)", "var(--chart-paper)", "var(--chart-1)",
    "var(--chart-track)", "var(--chart-land)", tuple(f"var(--chart-{number})" for number in range(1, 8)),
)  # fmt: skip
"""The page says what the variables are, by day and by night: charts.css."""
PRINT = Colours(
    "#17262b", "#55666b", "#d9dedd", "#ffffff", "#0b5d6b", "#e9eeed", "#dfe8e7",
    ("#0b5d6b", "#e8a33d", "#7d4f8f", "#6fb7c4", "#b5532f", "#a9b665", "#98a5a7"),
)  # fmt: skip


def width_of(text: str, size: float) -> float:
    """About how wide a text is."""
    return size * sum(
        0.31 if sign in NARROW else 0.9 if sign in WIDE else 0.68 if sign.isupper() else 0.58 for sign in text
    )


def shortened(text: str, size: float, width: float) -> str:
    """As much of a text as fits."""
    if width_of(text, size) <= width:
        return text
    while text and width_of(text + ELLIPSIS, size) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if value else "0"


def element(name: str, inside: str = "", **attributes: str | float) -> str:
    """`<name a="1">inside</name>`; an underscore in a name is a hyphen, one at its end is dropped."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(value if isinstance(value, str) else number(value))}"
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def text(x: float, y: float, said: str, colour: str, size: float = 12, anchor: str = "start", weight: int = 400) -> str:
    return element(
        "text", escape(said), x=x, y=y, fill=colour, font_size=size, text_anchor=anchor, font_weight=str(weight)
    )  # fmt: skip


def rectangle(x: float, y: float, width: float, height: float, colour: str, radius: float = 0) -> str:
    return element("rect", x=x, y=y, width=max(0.0, width), height=height, rx=radius, fill=colour)


def picture(id: str, title: str, description: str, width: float, height: float, inside: Iterable[str]) -> str:
    """One image with a name and a description, for those who do not see it."""
    id = f"{id}-{number(width)}"  # the same picture may stand on a page in two widths
    named = element("title", escape(title), id=f"{id}-title") + element("desc", escape(description), id=f"{id}-desc")
    box = f"0 0 {number(width)} {number(height)}"
    inner = named + "".join(inside)
    return element(
        "svg", inner, xmlns="http://www.w3.org/2000/svg", viewBox=box, width=width, height=height, role="img",
        aria_labelledby=f"{id}-title {id}-desc", font_family=FONT,
    )  # fmt: skip
