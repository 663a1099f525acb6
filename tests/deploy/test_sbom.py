"""P13: the bill of materials has each package of the lock file once, with its hashes, and is the same each time."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest

from bot import __version__
from deploy.sbom import bill, packages
from tests.conftest import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")


def made(lock: str) -> dict[str, Any]:
    command = [sys.executable, str(ROOT / "deploy" / "sbom.py"), lock]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_P13_the_bill_has_as_many_packages_as_the_lock_file(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    told = made(lock)
    pinned = re.findall(r"^([^\s#=\[]+)[^\s=]*==([^\s;]+)", text, re.M)
    assert [(one["name"], one["version"]) for one in told["components"]] == pinned and len(pinned) > 30
    hashes = [each["content"] for one in told["components"] for each in one["externalReferences"][0]["hashes"]]
    assert hashes == re.findall(r"sha256:([0-9a-f]{64})", text)
    assert told == made(lock)


def test_the_bill_has_the_shape_of_cyclonedx() -> None:
    told = made(LOCKS[0])
    assert (told["bomFormat"], told["specVersion"], told["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", told["serialNumber"])
    assert told["metadata"]["component"]["version"] == __version__
    refs = [one["bom-ref"] for one in told["components"]]
    assert len(set(refs)) == len(refs) and told["dependencies"][0]["dependsOn"] == refs
    for one in told["components"]:
        assert one["type"] == "library" and re.fullmatch(r"pkg:pypi/[a-z0-9-]+@[\w.+!-]+", one["purl"])


def test_what_is_not_pinned_with_a_hash_is_refused() -> None:
    hashed = "    --hash=sha256:" + "0" * 64
    assert [one.name for one in packages(f"a==1 \\\n{hashed}\nb[x]==2 ; python_version < '3.12' \\\n{hashed}\n")] == [
        "a",
        "b",
    ]
    for loose in ("a==1", f"a>=1 \\\n{hashed}", "git+https://example.org/a"):
        with pytest.raises(ValueError, match="pins no package"):
            bill(loose, "1")
