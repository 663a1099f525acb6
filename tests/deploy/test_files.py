"""The files that put the service on machines: read, and held to what they promise."""

import re
import shlex
import subprocess
import tomllib
from configparser import RawConfigParser
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from prometheus_client.metrics import MetricWrapperBase

from bot.app.health import Health
from bot.app.settings import definitions, env_example
from tests.service import ROOT
from tests.waiting import wait_until

DEPLOY = ROOT / "deploy"
NAMES = {name for _, name, _ in definitions()}


def test_the_env_example_is_current() -> None:
    assert (DEPLOY / ".env.example").read_text("utf-8") == env_example(), (
        "run: .venv/bin/bot settings --example > deploy/.env.example"
    )
    assert not re.search(r"^[^#\n]", env_example(), re.M), "nothing in it is set"


def test_every_setting_named_in_deploy_exists() -> None:
    for path in DEPLOY.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            named = set(re.findall(r"\bBOT_[A-Z_]+\b", path.read_text("utf-8"))) - {"BOT_"}
            assert named <= NAMES, f"{path.name} names {named - NAMES}"


# Dockerfile


def stages() -> list[list[tuple[str, str]]]:
    """The stages of the Dockerfile, each a list of instruction and words."""
    text = re.sub(r"\\\n\s*", "", re.sub(r"^\s*#.*\n", "", (DEPLOY / "Dockerfile").read_text("utf-8"), flags=re.M))
    found: list[list[tuple[str, str]]] = []
    for line in text.splitlines():
        if line.strip():
            word, _, rest = line.strip().partition(" ")
            if word == "FROM":
                found.append([])
            found[-1].append((word, rest))
    return found


def test_the_image_is_built_apart_and_runs_as_nobody() -> None:
    builder, final = stages()
    said = dict(final)
    assert builder[0][1].endswith(" AS builder") and " AS " not in final[0][1]
    assert any("--require-hashes --requirement requirements.lock" in words for _, words in builder)
    assert not any("pip install" in words or "apt-get" in words for _, words in final), "it builds nothing"
    assert any("pip uninstall" in words for word, words in final if word == "RUN")
    user, group = said["USER"].split(":")
    assert user.isdecimal() and group.isdecimal() and int(user) > 0
    assert "/readyz" in said["HEALTHCHECK"] and said["CMD"] == '["run"]' and said["ENTRYPOINT"] == '["bot"]'
    last = [word for word, _ in final]
    assert last.index("USER") < last.index("ENTRYPOINT")
    assert not any("latest" in words or ":" not in words for word, words in (builder[0], final[0]))


def test_what_the_image_copies_is_there_and_let_through() -> None:
    let = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for stage in stages():
        for word, words in stage:
            if word == "COPY" and "--from" not in words:
                for source in shlex.split(words)[:-1]:
                    assert (ROOT / source).exists() and source in let, source


def test_the_health_check_is_python_that_compiles() -> None:
    command = yaml.safe_load(dict(stages()[1])["HEALTHCHECK"].partition("CMD ")[2])
    compile(command[2], "HEALTHCHECK", "exec")


# compose


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return found


def test_every_container_is_locked_down(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"farol", "redis", "caddy"}
    for name, service in compose["services"].items():
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"] and service["restart"] == "unless-stopped", name
        assert not service.get("privileged") and service["pids_limit"], name
        if "image" in service:
            assert re.search(r":\d", service["image"]), f"{name} names no version"
    for name in ("farol", "redis"):
        assert compose["services"][name]["ulimits"] == {"core": 0}, f"a crash of {name} leaves people's words in a file"


def test_only_caddy_has_doors_and_redis_sees_only_the_service(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["caddy"]
    assert services["redis"]["networks"] == ["back"] and compose["networks"]["back"]["internal"] is True
    assert set(services["farol"]["networks"]) == {"front", "back"} and services["caddy"]["networks"] == ["front"]


def test_the_redis_of_compose_is_one_the_service_accepts(compose: dict[str, Any]) -> None:
    redis = compose["services"]["redis"]
    script = redis["command"][2]
    for option in ("--appendonly yes", "--appendfsync always", "--maxmemory-policy noeviction", "user default off"):
        assert option in script
    assert subprocess.run(["sh", "-n", "-c", script.replace("$$", "$")], check=False).returncode == 0
    environment = compose["services"]["farol"]["environment"]
    assert environment["BOT_REDIS_URL"].endswith("@redis:6379") and "REDIS_PASSWORD:?" in environment["BOT_REDIS_URL"]
    assert set(environment) <= NAMES
    assert ":?" in environment["BOT_SECRET_KEYS"], "without keys of its own it must not start"


def test_every_volume_and_network_is_declared(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert set(service["networks"]) <= set(compose["networks"])
        for volume in service["volumes"]:
            source = volume.partition(":")[0]
            assert source in compose["volumes"] or (DEPLOY / source).exists(), f"{name}: {volume}"


def test_P11_the_script_of_redis_starts_a_redis_with_a_password(compose: dict[str, Any], tmp_path: Path) -> None:
    """As the container runs it, but on a socket and in a folder of our own."""
    script = compose["services"]["redis"]["command"][2].replace("$$", "$").replace("/tmp/redis.conf", f"{tmp_path}/c")
    script = script.replace("--dir /data", f"--dir {tmp_path} --port 0 --unixsocket {tmp_path}/s")
    with subprocess.Popen(["sh", "-c", script], env={"PATH": "/usr/bin:/bin", "REDIS_PASSWORD": "canary"}) as server:
        try:
            words = ["redis-cli", "-s", f"{tmp_path}/s", "ping"]
            wait_until(
                lambda: "NOAUTH" in subprocess.run(words, capture_output=True, text=True, check=False).stdout, "NOAUTH"
            )
            for refused in ("config get requirepass", "flushall", "debug sleep 0", "keys *", "acl list"):
                as_service = [
                    "redis-cli",
                    "-s",
                    f"{tmp_path}/s",
                    "--user",
                    "farol",
                    "--pass",
                    "canary",
                    "--no-auth-warning",
                ]
                said = subprocess.run(
                    [*as_service, *refused.split()], capture_output=True, text=True, check=False
                ).stdout
                assert said.startswith(("NOPERM", "ERR DEBUG command not allowed")), (refused, said)
            said = subprocess.run([*as_service, "set", "a", "b"], capture_output=True, text=True, check=False).stdout
            assert said.strip() == "OK"
            assert b"canary" not in Path(f"/proc/{server.pid}/cmdline").read_bytes()
        finally:
            server.terminate()


# Caddy, systemd, Prometheus


def test_caddy_hides_what_is_for_operators() -> None:
    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert text.count("{") == text.count("}") and "{$FAROL_DOMAIN}" in text
    assert re.search(r"@inside path /metrics /readyz", text) and "respond @inside 404" in text
    assert "reverse_proxy farol:8080" in text and "flush_interval -1" in text, "answers stream"
    assert not re.search(r"^\s*log\b", text, re.M), "no log of who asks for help"


def unit() -> RawConfigParser:
    found = RawConfigParser(strict=False, interpolation=None)  # not strict: an option may stand several times
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read(DEPLOY / "farol.service", "utf-8")
    return found


def test_the_unit_is_hardened_and_stops_the_service_first() -> None:
    service = unit()["Service"]
    for name in ("DynamicUser", "NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "LockPersonality"):
        assert service[name] == "yes", name
    for name in ("ProtectKernelTunables", "ProtectKernelModules", "ProtectControlGroups", "RestrictSUIDSGID"):
        assert service[name] == "yes", name
    assert service["ProtectSystem"] == "strict" and service["CapabilityBoundingSet"] == ""
    assert service["KillMode"] == "mixed", "else Redis is gone before the work in hand is done"
    assert service["LimitCORE"] == "0", "a crash leaves people's words in a file"
    assert int(service["TimeoutStopSec"]) > 15 and service["RestartPreventExitStatus"] == "2"
    assert "BOT_DATA_DIR=/var/lib/farol" in service["Environment"] and service["StateDirectory"] == "farol"
    assert service["ExecStart"].endswith("/bin/bot run")


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    path = tmp_path / "farol.service"
    text = (DEPLOY / "farol.service").read_text("utf-8")
    path.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.M))
    done = subprocess.run(["systemd-analyze", "verify", str(path)], capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if "farol.service" in line]
    assert not told, told


LABELS = {
    label
    for one in vars(Health()).values()
    if isinstance(one, MetricWrapperBase)
    for label in one._labelnames
}  # fmt: skip


def test_every_alert_is_about_a_metric_there_is() -> None:
    (group,) = yaml.safe_load((DEPLOY / "alerts.yaml").read_text("utf-8"))["groups"]
    families = {family.name for family in Health().registry.collect()}
    known = families | {f"{name}{end}" for name in families for end in ("_total", "_bucket")} | {"up"}
    for rule in group["rules"]:
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert set(rule["annotations"]) == {"summary", "look"}
        named = set(re.findall(r"\bfarol_\w+|\bup\b", rule["expr"]))
        assert named and named <= known, f"{rule['alert']} is about {named - known}"
        labels = set(re.findall(r'(\w+)(?:=~|!~|!=|=)"', rule["expr"]))
        labels |= {one.strip() for group in re.findall(r"by \(([^)]*)\)", rule["expr"]) for one in group.split(",")}
        assert labels <= LABELS | {"job", "le"}, f"{rule['alert']} asks for labels that are not: {labels - LABELS}"
    assert any("farol_trouble" in rule["expr"] for rule in group["rules"])


# locks


def locked(name: str) -> dict[str, list[str]]:
    """Each requirement of a lock file, with its hashes."""
    found: dict[str, list[str]] = {}
    text = (ROOT / name).read_text("utf-8")
    for entry in text.replace("\\\n", " ").splitlines():
        words = entry.split()
        if words:
            requirement = " ".join(word for word in words if not word.startswith("--hash"))
            found[requirement] = [word.removeprefix("--hash=") for word in words if word.startswith("--hash")]
    return found


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_P13_every_dependency_is_pinned_with_hashes_and_without_an_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|^-|--(index|extra|find|trusted)|file:|\s@\s", text, re.M), "it names an address"
    entries = locked(name)
    assert len(entries) > 10
    for requirement, hashes in entries.items():
        assert re.search(r"^[a-z0-9-]+==\S+", requirement), requirement
        assert hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), requirement


def test_P13_the_locks_match_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = {
        "requirements.lock": project["project"]["dependencies"] + project["build-system"]["requires"],
        "requirements-dev.lock": project["dependency-groups"]["dev"],
    }
    for name, wanted in asked.items():
        pins: dict[str, list[Requirement]] = {}
        for each in map(Requirement, locked(name)):
            pins.setdefault(each.name.replace("_", "-").lower(), []).append(each)
        for requirement in map(Requirement, wanted):
            found = pins.get(requirement.name.replace("_", "-").lower(), [])
            assert found, f"{requirement.name} is not in {name}; run: make lock"
            for pin in found:
                (version,) = pin.specifier
                assert requirement.specifier.contains(version.version), f"{pin} is not {requirement}; run: make lock"


def test_both_locks_agree() -> None:
    first = {entry.partition("==")[0]: entry for entry in locked("requirements.lock")}
    for entry in locked("requirements-dev.lock"):
        name, _, rest = entry.partition("==")
        if name in first and " ;" not in first[name]:
            assert first[name].split("==")[1].split()[0] == rest.split()[0], name


def test_what_is_asked_for_is_used() -> None:
    called = {
        "argon2-cffi": "argon2",
        "pyyaml": "yaml",
        "prometheus-client": "prometheus_client",
    }
    proves_only = {"python-telegram-bot"}  # docs/decisions/telegram-library.md
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))
    for each in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]:
        name = Requirement(each).name
        module = called.get(name, name)
        if name in proves_only:
            continue
        assert re.search(rf"^\s*(import|from) {module}\b|find_spec\(\"{module}\"\)", text, re.M), f"{name} is not used"


def needed(names: set[str], found: set[str]) -> set[str]:
    """All that these packages need on this machine, and what that needs."""
    for name in names - found:
        found.add(name)
        for each in map(Requirement, metadata.requires(name) or ()):
            if each.marker is None or each.marker.evaluate({"extra": ""}):
                needed({canonicalize_name(each.name)}, found)
    return found


def test_P13_the_lock_names_what_is_needed_and_it_is_what_runs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = {
        canonicalize_name(each.name)
        for each in map(Requirement, project["project"]["dependencies"])
        if each.marker is None or each.marker.evaluate()
    }
    every = list(map(Requirement, locked("requirements.lock")))
    pins = {canonicalize_name(one.name): one for one in every if one.marker is None or one.marker.evaluate()}
    here = needed(asked, set())
    assert here <= set(pins), here - set(pins)
    for name in here:
        assert pins[name].specifier.contains(metadata.version(name)), name
    built = {canonicalize_name(Requirement(one).name) for one in project["build-system"]["requires"]}
    assert set(pins) - here - built == set(), "the lock names nothing that nobody needs"
