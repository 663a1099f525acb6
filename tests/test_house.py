"""The house keeps its floors: imports go down only, and rooms on one floor do not import each other."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_USE = {
    "domain": set(),
    "library": {"domain"},
    "dialogue": {"library", "domain"},
    "store": {"domain"},
    "channels": {"domain"},
    "metrics": {"library", "domain"},
    "browser": {"library", "domain"},
    "web": {"dialogue", "store", "channels", "metrics", "browser", "library", "domain"},
    "console": {"dialogue", "store", "channels", "metrics", "browser", "library", "domain"},
    "app": {"console", "web", "dialogue", "store", "channels", "metrics", "browser", "library", "domain"},
}
STANDARD_ONLY = "domain"


def modules() -> list[Path]:
    return [path for path in sorted((ROOT / "bot").rglob("*.py")) if len(path.relative_to(ROOT).parts) > 2]


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written whole, as from bot.store import keys"
            found.add(node.module or "")
            if node.module == "bot":
                found.update(f"bot.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down(path: Path) -> None:
    room = path.relative_to(ROOT / "bot").parts[0]
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] != "bot" or len(parts) < 2 or parts[1] not in MAY_USE:
            continue
        other = parts[1]
        assert other == room or other in MAY_USE[room], (
            f"{path.relative_to(ROOT)} imports {name}; {room} may use {', '.join(sorted(MAY_USE[room])) or 'nothing'}. "
            "Return an effect, or take an argument, instead."
        )


def test_the_domain_needs_only_the_standard_library() -> None:
    import sys

    for path in (ROOT / "bot" / STANDARD_ONLY).glob("*.py"):
        foreign = {name for name in imports_of(path) if name.split(".")[0] not in {*sys.stdlib_module_names, "bot"}}
        assert not foreign, f"{path.name} imports {foreign}"


def test_no_room_is_without_a_floor() -> None:
    rooms = {path.name for path in (ROOT / "bot").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms <= set(MAY_USE), f"give {rooms - set(MAY_USE)} a floor in this table"


def test_redis_keys_are_named_in_one_place() -> None:
    named = set(re.findall(r'f"([a-z]+):\{', (ROOT / "bot/store/keys.py").read_text("utf-8")))
    assert {"conversation", "inbound"} <= named
    for path in modules():
        if path.name != "keys.py" and path.parts[-2] != "keys":
            written = {kind for kind in named if f'"{kind}:{{' in path.read_text("utf-8")} - {"seen"}
            assert not written, f"{path} names a Redis key ({written}); bot/store/keys.py does that"
