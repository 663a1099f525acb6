"""Loads the content that understanding learns from, without the rest of the service."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.library.understanding import Knowledge

ROOT = Path(__file__).resolve().parents[2]


def knowledge(content: Path = ROOT / "content", staged: Path | None = None) -> Knowledge:
    """Everything under `content` that teaches; `staged` is a folder of asks not yet in the topic files."""
    asks: dict[str, Any] = {}
    for file in sorted(content.glob("*/*.yaml")):
        if file.parent.name in ("lexicon", "urgency", "places") or file.name.startswith("_"):
            continue
        loaded = _load(file)
        if isinstance(loaded, dict) and loaded.get("asks"):
            prefix = "action" if file.parent.name == "actions" else file.parent.name
            asks[f"{prefix}.{file.stem}"] = loaded["asks"]
    if staged is not None:
        asks = {file.stem: _load(file) for file in sorted(staged.glob("*.yaml"))}
    lexicon: dict[str, Any] = {}
    for file in sorted((content / "lexicon").glob("[!_]*.yaml")):
        lexicon |= _load(file)
    return Knowledge(
        asks=asks,
        lexicon=lexicon,
        urgency={file.stem: _load(file) for file in sorted((content / "urgency").glob("*.yaml"))},
        smalltalk=_load(content / "smalltalk.yaml")["examples"],
        background=_load(content / "smalltalk.yaml")["background"],
        courtesy=_load(content / "smalltalk.yaml")["courtesy"],
        cities=_load(content / "cities.yaml"),
        states=_load(content / "states.yaml"),
        spelling=_load(content / "lexicon" / "_spelling.yaml"),
        languages=_load(content / "lexicon" / "_languages.yaml"),
        place_words=_load(content / "lexicon" / "_places.yaml"),
        time_words=_load(content / "lexicon" / "_time.yaml"),
    )


def _load(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
