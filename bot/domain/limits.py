"""What a platform can show. One table for renderers, `bot check` and tests."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    text: int
    buttons: int = 0
    button_label: int = 0
    rows: int = 0
    row_label: int = 0
    row_detail: int = 0
    """What more a row can say below its label."""
    text_with_choices: int = 0
    """The longest text of a message that has buttons or rows; 0: as `text`."""
    links: int = 0
    """Buttons of one message that open an address; what is more is written into the text."""
    link_label: int = 0
    link: int = 0
    """The longest address of such a button."""
    person_per_second: float = 0.0
    """Messages a second to one person; 0: as fast as it goes."""
    per_second: float = 0.0


EVERYWHERE = Limits(text=1600, button_label=20, rows=10, link_label=20, link=2000)
"""What content may count on wherever it is shown: no platform that has such a thing shows less of it."""
