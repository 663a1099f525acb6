"""JSON Schemas of the content files, for editors' programs: `python -m bot.library.schemas` writes them."""

import json
from pathlib import Path

from bot.library.forms import SHAPES

FOLDER = ".schema"
MATCHES = {
    "topic": [
        "content/*/*.yaml",
        "!content/*/_*.yaml",
        "!content/{places,lexicon,urgency,referrals,actions,alerts}/*.yaml",
    ],
    "section": ["content/*/_section.yaml"],
    "action": ["content/actions/*.yaml"],
    "alert": ["content/alerts/*.yaml"],
    "menu": ["content/menu.yaml"],
    "places": ["content/places/*.yaml"],
    "cities": ["content/cities.yaml"],
    "states": ["content/states.yaml"],
    "vocabulary": ["content/vocabulary.yaml"],
    "lexicon": ["content/lexicon/[!_]*.yaml"],
    "spelling": ["content/lexicon/_spelling.yaml"],
    "tongues": ["content/lexicon/_languages.yaml"],
    "place-words": ["content/lexicon/_places.yaml"],
    "time-words": ["content/lexicon/_time.yaml"],
    "urgency": ["content/urgency/*.yaml", "!content/urgency/{calm,_order}.yaml"],
    "calm": ["content/urgency/calm.yaml"],
    "urgency-order": ["content/urgency/_order.yaml"],
    "smalltalk": ["content/smalltalk.yaml"],
    "foreign": ["content/foreign.yaml"],
    "roles": ["content/roles.yaml"],
    "referral": ["content/referrals/[!_]*.yaml"],
    "referral-questions": ["content/referrals/_questions.yaml"],
    "referral-consent": ["content/referrals/_consent.yaml"],
    "referral-reasons": ["content/referrals/_reasons.yaml"],
    "offices": ["content/offices.yaml"],
    "replies": ["content/replies.yaml"],
    "language": ["locales/*/language.yaml"],
    "translations": ["locales/*/state.yaml"],
}
"""Which files each schema is for."""


def schemas() -> dict[str, str]:
    """File name to text, for every kind of file that has a shape."""
    return {f"{kind}.json": _text(SHAPES[kind].schema(), kind) for kind in MATCHES}


def editor_settings() -> dict[str, list[str]]:
    """What VS Code's `yaml.schemas` is to hold."""
    return {f"./content/{FOLDER}/{kind}.json": globs for kind, globs in MATCHES.items()}


def write(content: Path) -> None:
    folder = content / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


def outdated(content: Path) -> list[str]:
    """Names of the schema files that are not as the code would write them."""
    return [name for name, text in schemas().items() if not _is(content / FOLDER / name, text)]


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def _text(schema: dict[str, object], kind: str) -> str:
    whole = {"$schema": "http://json-schema.org/draft-07/schema#", "title": kind, **schema}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    write(Path("content"))
