"""The JSON Schemas that editors' programs use are those of the code."""

import json
from pathlib import Path

from bot.library import forms, schemas

CONTENT = Path(__file__).parents[2] / "content"


def test_the_written_schemas_are_current() -> None:
    assert schemas.outdated(CONTENT) == [], "run: python -m bot.library.schemas"


def test_schemas_are_json_with_all_names() -> None:
    topic = json.loads(schemas.schemas()["topic.json"])
    assert topic["required"] == ["title", "button", "answer"]
    assert set(topic["properties"]) == {*forms.TOPIC.required, *forms.TOPIC.optional}
    assert topic["properties"]["button"]["additionalProperties"]["maxLength"] == 20
    assert set(schemas.MATCHES) < set(forms.SHAPES)
    assert len(schemas.editor_settings()) == len(schemas.MATCHES)
