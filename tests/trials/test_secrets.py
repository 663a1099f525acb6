"""P12: no secret of anybody stands in what is published: not in the files, and not in what they once were."""

import math
import re
import subprocess
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

KINDS = {
    "a token of Telegram": r"(?<![\w/-])\d{8,10}:[A-Za-z0-9_-]{35}(?![\w-])",
    "a token of Meta": r"(?<!\w)EAA[A-Za-z0-9]{60,}",
    "a key of Twilio": r"(?<!\w)(?:AC|SK)[0-9a-f]{32}(?!\w)",
    "a key of AWS": r"(?<!\w)(?:AKIA|ASIA)[A-Z0-9]{16}(?!\w)",
    "a token of GitHub": r"(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,})",
    "a key of Google": r"(?<!\w)AIza[A-Za-z0-9_-]{35}",
    "a token of Slack": r"(?<!\w)xox[abprs]-[A-Za-z0-9-]{10,}",
    "a private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "a JSON web token": r"(?<!\w)eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
    "a token of our API": r"(?<!\w)farol_[A-Za-z0-9_-]{43}(?!\w)",
    "a password in an address": r"(?i)\b(?:https?|rediss?|amqp|postgres(?:ql)?)://[^\s:/@'\"{}$<>]*:([^\s@/'\"{}$<>]{8,})@",
    "a value given to a secret": (
        r"(?i)\b(?:secret|token|password|api_?key)\w*[\"']?\s*[:=]\s*[\"']([A-Za-z0-9+/_=-]{24,})[\"']"
    ),
}
READABLE = 3.7
"""Bits a sign: words joined by dashes have fewer, what was drawn by chance has more."""
OPEN = frozenset(
    {
        "0123456789abcdef0123456789abcdef",
        "X-Telegram-Bot-Api-Secret-Token",
        "1222e786b144d0e85b9f365372d93676",
    }
)
"""Counted up; the name of a header; the secret of a published example that our check of signatures is held against."""


def bits(text: str) -> float:
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def is_made_up(text: str) -> bool:
    """An example that cannot be taken for a real one: words, one sign over and over, or counted up."""
    digits = re.sub(r"^(?:AC|SK|EAA|farol_|\d+:)", "", text)
    return digits in OPEN or bits(digits) < READABLE


def secrets_in(text: str) -> Iterator[tuple[str, str]]:
    for kind, pattern in KINDS.items():
        for found in re.finditer(pattern, text):
            value = found[found.lastindex or 0]
            if kind == "a private key" or not is_made_up(value):
                yield kind, value[:6] + "…"


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


@pytest.mark.parametrize(
    "backwards",
    [
        "wQiKgMeUzPdJc7RnYb0Ts_9WkL2hXv3qFAA:9876543218",
        "aP0sJ5gH1fY6dR3cW9nT4mL7bV2qK8xZaP0sJ5gH1fY6dR3cW9nT4mL7bV2qK8xZAAE",
        "64e28b0f3a7c1de5690482eb7d1ca3f9KS",
        "8Dn5BtZv3qFAAwQiKgMeUzPdJc7RnYb0Ts9WkL2hX7q_loraf",
        "9736:sider@cW8nT4mL9bV2qK7h://:sider",
        '"aP0sJ5gH1fY6dR3cW8nT4mL9bV2qK7h" = TERCES',
        "-----YEK ETAVIRP NIGEB-----",
    ],
)
def test_P12_what_is_real_would_be_found(backwards: str) -> None:
    """Written backwards, so that this file does not hold what it looks for."""
    assert [*secrets_in(backwards[::-1])] and not [*secrets_in(backwards)]


def test_P12_no_secret_is_in_any_file_or_was_ever_in_one() -> None:
    if (ROOT / ".git").exists():
        text = git("log", "-p", "--no-color", "--unified=0", "HEAD") + git("grep", "-I", "-h", "")
        lines = [line for line in text.splitlines() if not line.startswith("-")]
    else:
        files = (path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts)
        lines = [path.read_text("utf-8", "replace") for path in files if path.stat().st_size < 2 << 20]
    here = "\n".join(line for line in lines if "test_P12" not in line)
    assert set(secrets_in(here)) == set()
