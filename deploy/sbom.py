"""The list of everything that Farol is made of, as CycloneDX JSON, from the lock file and nothing else.

The same lock file makes the same list, byte for byte: it can be made again and compared.

    python deploy/sbom.py > farol.cdx.json            or: make sbom
    python deploy/sbom.py requirements-dev.lock       with what only tests need
"""

import json
import re
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PACKAGE = re.compile(r"([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
INDEX = "https://pypi.org/project"


@dataclass(frozen=True, slots=True)
class Package:
    name: str
    version: str
    marker: str
    """Where it is installed at all; empty: everywhere."""
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """As https://github.com/package-url/purl-spec names a package of PyPI."""
        return f"pkg:pypi/{re.sub(r'[-_.]+', '-', self.name).lower()}@{self.version}"


def packages(lock: str) -> Iterator[Package]:
    """In the order of the file. What is not pinned with a hash is refused: it could be anything."""
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        first, *rest = entry.splitlines()
        if first.startswith("#"):
            continue
        found = PACKAGE.fullmatch(first.strip())
        hashes = tuple(HASH.findall(" ".join(rest)))
        if found is None or not hashes:
            raise ValueError(f"this line pins no package with its hashes: {first}")
        yield Package(found[1], found[2], found[3] or "", hashes)


def bill(lock: str, version: str) -> dict[str, Any]:
    components = [_component(package) for package in packages(lock)]
    root = f"pkg:generic/farol@{version}"
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, root + lock).urn,
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": root, "name": "farol", "version": version, "purl": root,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": components,
        "dependencies": [{"ref": root, "dependsOn": [one["bom-ref"] for one in components]}],
    }  # fmt: skip


def _component(package: Package) -> dict[str, Any]:
    hashes = [{"alg": "SHA-256", "content": one} for one in package.hashes]
    page = f"{INDEX}/{package.name}/{package.version}/"
    found: dict[str, Any] = {
        "type": "library", "bom-ref": f"{package.purl}#{package.marker}" if package.marker else package.purl,
        "name": package.name, "version": package.version, "purl": package.purl,
        "externalReferences": [{"type": "distribution", "url": page, "hashes": hashes}],
    }  # fmt: skip
    if package.marker:
        found["properties"] = [{"name": "farol:installed-where", "value": package.marker}]
    return found


def version_of(project: str) -> str:
    found = re.search(r'^version = "([^"]+)"$', project, re.M)
    if found is None:
        raise ValueError("pyproject.toml names no version")
    return found[1]


def main() -> int:
    lock = ROOT / (sys.argv[1] if len(sys.argv) > 1 else "requirements.lock")
    try:
        made = bill(lock.read_text("utf-8"), version_of((ROOT / "pyproject.toml").read_text("utf-8")))
    except (OSError, ValueError) as wrong:
        sys.stderr.write(f"sbom: {wrong}\n")
        return 1
    json.dump(made, sys.stdout, indent=1)
    sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
