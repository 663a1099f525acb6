"""A chart on a page: its title and sentence, the picture, and behind a line the numbers and what they mean."""

from pathlib import Path

from jinja2 import Environment, select_autoescape
from markupsafe import Markup

from bot.metrics.charts import Chart
from bot.metrics.svg import SCREEN
from bot.metrics.words import Words

STYLE = Path(__file__).parent / "charts.css"
HALF, NEARLY_WHOLE, WIDE, NARROW = 420.0, 600.0, 880.0, 340.0
_FRAME = Environment(autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True).from_string(
    """<figure class="chart" id="{{ chart.id }}">
<figcaption><h{{ level }} class="chart-title">{{ chart.title }}</h{{ level }}><p>{{ chart.summary }}</p></figcaption>
{% if not chart.is_empty %}
{% if narrow %}
<div class="chart-wide">{{ wide }}</div><div class="chart-narrow">{{ narrow }}</div>
{% else %}{{ wide }}{% endif %}

<details><summary>{{ words.say("table") }}</summary>
{% if chart.meaning %}<p class="chart-means">{{ chart.meaning }}</p>{% endif %}
<table aria-label="{{ chart.title }}">
<thead><tr>{% for name in chart.table.head %}<th scope="col">{{ name }}</th>{% endfor %}</tr></thead>
<tbody>
{% for row in chart.table.rows %}
<tr><th scope="row">{{ row[0] }}</th>{% for shown in row[1:] %}<td>{{ shown }}</td>{% endfor %}</tr>
{% endfor %}
</tbody></table></details>
{% elif chart.meaning %}<p class="chart-means">{{ chart.meaning }}</p>
{% endif %}
</figure>"""
)


def framed(chart: Chart, words: Words, width: float = HALF, level: int = 3) -> Markup:
    """A wide one is drawn twice, so that its letters can be read on a telephone too."""
    narrow = Markup(chart.draw(SCREEN, NARROW)) if width > NEARLY_WHOLE else ""  # noqa: S704 - drawn by us, text is escaped
    wide = Markup(chart.draw(SCREEN, width))  # noqa: S704
    made = _FRAME.render(chart=chart, words=words, wide=wide, narrow=narrow, level=level)
    return Markup(made)  # noqa: S704
