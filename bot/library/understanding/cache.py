"""What was learnt, kept in one file named by the content it was learnt from."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.library.understanding.features import Features, Floats
from bot.library.understanding.lexicon import Lexicon
from bot.library.understanding.model import Counted, Linear
from bot.library.understanding.redaction import Vocabulary
from bot.library.understanding.tongue import Tongue
from bot.library.understanding.urgency import Urgency


@dataclass(frozen=True)
class Saved:
    """The arrays of a cache file and the names read from it."""

    arrays: dict[str, np.ndarray[Any, Any]]
    words: list[str]
    weights: Floats
    concept_weights: Floats
    names: list[str]
    languages: list[str]
    vocabulary: Vocabulary


def read(folder: Path, digest: str) -> Saved | None:
    """What was learnt from this content, or None when it is not there or not whole."""
    try:
        with np.load(folder / f"{digest}.npz", allow_pickle=False) as held:
            arrays = {name: held[name] for name in held.files}
        return Saved(
            arrays,
            _texts(arrays["words"]),
            arrays["weights"],
            arrays["concept_weights"],
            _texts(arrays["names"]),
            _texts(arrays["languages"]),
            Vocabulary(frozenset(_texts(arrays["common"])), frozenset(_texts(arrays["anywhere"]))),
        )
    except (OSError, ValueError, KeyError, EOFError):
        return None


def write(
    folder: Path,
    digest: str,
    features: Features,
    model: Linear | Counted,
    names: Sequence[str],
    urgency: Urgency,
    tongue: Tongue,
    vocabulary: Vocabulary,
) -> None:
    """Keep what was learnt; a cache that cannot be written costs only time."""
    arrays = {
        "words": _bytes(list(features.words)),
        "weights": features.word_weights(),
        "concept_weights": features.concept_weights(),
        "names": _bytes(names),
        "languages": _bytes(tongue.languages),
        "common": _bytes(sorted(vocabulary.common)),
        "anywhere": _bytes(sorted(vocabulary.anywhere)),
        "heard_words": _bytes(list(tongue.model.features.words)),
        "heard_energies": tongue.model.features.word_weights(),
    }
    for name, each in (("intents", model), ("urgency", urgency.model), ("tongue", tongue.model)):
        if each is not None:
            arrays |= {f"{name}_{part}": array for part, array in each.arrays().items()}
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, written = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        Path(written).replace(folder / f"{digest}.npz")
        for other in folder.glob("*.npz"):
            if other.stem != digest:
                other.unlink(missing_ok=True)


def model(saved: Saved, name: str, features: Features) -> Linear | Counted | None:
    """The model kept under a name."""
    arrays = {key.removeprefix(f"{name}_"): array for key, array in saved.arrays.items() if key.startswith(f"{name}_")}
    if "bias" in arrays:
        return Linear(features, arrays["weights"], arrays["steps"], arrays["bias"])
    if "starts" in arrays:
        return Counted(features, arrays["starts"], arrays["labels"], arrays["sums"], len(saved.names))
    return None


def tongue_features(saved: Saved) -> Features:
    """The columns the language model knows."""
    features = Features(Lexicon({}, {}, mends=False))
    features.restore(_texts(saved.arrays["heard_words"]), saved.arrays["heard_energies"], np.zeros(0, np.float32))
    return features


def _bytes(texts: Sequence[str]) -> np.ndarray[Any, Any]:
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def _texts(array: np.ndarray[Any, Any]) -> list[str]:
    text = array.tobytes().decode()
    return text.split("\n") if text else []
