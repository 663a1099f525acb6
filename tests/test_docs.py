"""What is written about the service is so. `python -m tests.test_docs` writes the settings table of README.md."""

import re
import subprocess
from pathlib import Path

import pytest

from bot import __version__
from bot.app.cli import COMMANDS
from bot.app.health import Health
from bot.app.settings import definitions, settings_table
from bot.channels import found_channels
from bot.domain.setting import about

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGES = [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
TABLE = re.compile(r"(<!-- settings: [^>]*-->\n)(.*?)(<!-- end of settings -->)", re.S)


def with_table(text: str) -> str:
    return TABLE.sub(lambda found: found[1] + settings_table() + found[3], text)


def test_the_settings_table_is_current() -> None:
    text = README.read_text("utf-8")
    assert TABLE.search(text) and text == with_table(text), "run: .venv/bin/python -m tests.test_docs"


def test_every_setting_has_a_meaning() -> None:
    for _, name, field in definitions():
        meaning = about(field).meaning
        assert len(meaning) > 10 and "|" not in meaning and "\n" not in meaning, name


def test_every_metric_has_a_meaning() -> None:
    families = list(Health().registry.collect())
    assert len(families) > 5
    for family in families:
        assert family.name.startswith("farol_") and len(family.documentation) > 10, family.name


def test_the_readme_names_every_command_and_none_that_is_not() -> None:
    text = README.read_text("utf-8")
    rows = set(re.findall(r"^\| `bot ([a-z0-9]+)` \|", text, re.M))
    assert rows == set(COMMANDS)
    for page in PAGES:
        named = set(re.findall(r"`(?:\.venv/bin/)?bot ([a-z0-9]+)", page.read_text("utf-8")))
        assert named <= set(COMMANDS), f"{page.name} names {named - set(COMMANDS)}"


def test_the_readme_names_only_make_targets_that_are() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for page in PAGES:
        named = set(re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text("utf-8"), re.M))
        assert named <= targets, f"{page.name} names {named - targets}"


def test_every_make_target_is_explained() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    done = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for target in (
        "run",
        "test",
        "setup",
        "check",
        "bench",
        "trials",
        "demo",
        "demo-telegram",
        "demo-whatsapp",
        "replay",
        "sbom",
        "clean",
        "help",
    ):
        assert re.search(rf"^{target}:.*## ", text, re.M) and f"make {target} " in done.stdout, target


def test_the_readme_tells_how_to_connect_each_channel() -> None:
    text = README.read_text("utf-8").lower()
    for name in found_channels():
        assert name in text, name
    for word in ("@botfather", "/hooks/whatsapp", "/hooks/twilio", "docs/bridge.md"):
        assert word in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_paths_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)#:\s]+)\)|src=\"([^\"]+)\"", text):
        path = page.parent / next(filter(None, target))
        assert path.exists(), f"{page.name} leads to {path.relative_to(ROOT)}"
    for path in re.findall(r"`((?:bot|tests|docs|deploy|content|locales)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), f"{page.name} names {path}"


def test_the_picture_is_of_a_phone_and_small() -> None:
    path = ROOT / "docs/images/chat-es.png"
    raw = path.read_bytes()
    width, height = (int.from_bytes(raw[at : at + 4]) for at in (16, 20))
    assert raw.startswith(b"\x89PNG") and len(raw) < 150_000 and height > 1.5 * width


def test_the_changelog_knows_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## [Unreleased]" in text
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_the_licences_are_whole() -> None:
    code = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in code and "END OF TERMS AND CONDITIONS" in code
    assert "CC-BY-4.0" in (ROOT / "content/LICENSE").read_text("utf-8")


def test_nothing_written_tells_of_a_machine_or_a_person() -> None:
    """Neither paths of a home nor addresses of anybody stand in what we publish about the program."""
    for page in [*PAGES, ROOT / "Makefile", *(each for each in (ROOT / "deploy").rglob("*") if each.is_file())]:
        if "__pycache__" in page.parts:
            continue
        found = re.search(r"/(?:home|root|Users)/\w|\w@\w+\.(?:com|org|mx)\b", page.read_text("utf-8"))
        assert not found, f"{page.name}: {found and found[0]}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text("utf-8")), "utf-8")
