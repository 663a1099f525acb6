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


SHAPES: dict[str, tuple[set[str], dict[str, str]]] = {
    "bill": (
        {"bomFormat", "specVersion"},
        {
            "$schema": "", "bomFormat": "CycloneDX", "specVersion": r"1\.6", "serialNumber": r"urn:uuid:[0-9a-f-]{36}",
            "version": r"[1-9]\d*", "metadata": "metadata", "components": "component", "dependencies": "dependency",
        },
    ),
    "metadata": (set(), {"component": "component"}),
    "component": (
        {"type", "name", "version", "purl", "bom-ref"},
        {
            "type": "application|library", "bom-ref": ".+", "name": ".+", "version": ".+",
            "purl": r"pkg:(pypi|generic)/[a-z0-9-]+@[\w.+!-]+", "licenses": "licence",
            "externalReferences": "reference", "properties": "property",
        },
    ),
    "licence": ({"license"}, {"license": "license"}),
    "license": ({"id"}, {"id": r"Apache-2\.0"}),
    "reference": ({"type", "url"}, {"type": "distribution", "url": r"https://\S+", "hashes": "hash"}),
    "hash": ({"alg", "content"}, {"alg": "SHA-256", "content": "[a-f0-9]{64}"}),
    "property": ({"name"}, {"name": ".+", "value": ".*"}),
    "dependency": ({"ref"}, {"ref": ".+", "dependsOn": ".+"}),
}  # fmt: skip
"""The part of bom-1.6.schema.json that the bill makes use of: what an object must have, and what each value is: a shape
or a pattern. Nothing else may stand in it: the schema is closed."""


def faults(shape: str, value: Any, path: str = "") -> list[str]:
    if isinstance(value, list):
        distinct = {json.dumps(each, sort_keys=True) for each in value}
        found = [] if len(distinct) == len(value) else [f"{path}: the same twice"]
        return found + [fault for at, each in enumerate(value) for fault in faults(shape, each, f"{path}[{at}]")]
    if shape not in SHAPES:
        fits = not isinstance(value, dict) and re.fullmatch(shape or ".*", str(value))
        return [] if fits else [f"{path}: {value!r} is not {shape}"]
    needed, known = SHAPES[shape]
    found = [f"{path}: {name} is missing" for name in sorted(needed - set(value))]
    found += [f"{path}: {name} is not known" for name in sorted(set(value) - set(known))]
    return found + [
        fault for name in value if name in known for fault in faults(known[name], value[name], f"{path}.{name}")
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_P13_the_bill_holds_to_the_schema_of_cyclonedx(lock: str) -> None:
    told = made(lock)
    assert faults("bill", told) == []
    for one in told["components"]:
        assert [each["type"] for each in one["externalReferences"]] == ["distribution"]
        assert one["externalReferences"][0]["hashes"], f"{one['name']} could be anything"
    told["components"][0]["colour"] = "blue"
    told["components"][1]["purl"] = "aiohttp"
    told["components"][2]["externalReferences"][0]["hashes"][0]["content"] = "ABC"
    del told["bomFormat"]
    assert len(faults("bill", told)) == 4, "it finds what is wrong"


def test_what_is_not_pinned_with_a_hash_is_refused() -> None:
    hashed = "    --hash=sha256:" + "0" * 64
    assert [one.name for one in packages(f"a==1 \\\n{hashed}\nb[x]==2 ; python_version < '3.12' \\\n{hashed}\n")] == [
        "a",
        "b",
    ]
    for loose in ("a==1", f"a>=1 \\\n{hashed}", "git+https://example.org/a"):
        with pytest.raises(ValueError, match="pins no package"):
            bill(loose, "1")
