"""What Prometheus and Grafana read is there, is well formed, and tells of nobody."""

import json
import re
import shutil
import subprocess
import urllib.request
from typing import Any
from urllib.error import HTTPError

from prometheus_client.parser import text_string_to_metric_families

from bot.app.health import Health
from tests.conftest import RedisServer
from tests.service import ROOT, Receiver
from tests.trials.conftest import Start

DASHBOARD: dict[str, Any] = json.loads((ROOT / "deploy/grafana.json").read_text("utf-8"))
LABELS = {"channel", "status", "state", "stream", "partition", "part", "reason", "promise", "le"}


def names() -> set[str]:
    """All that a query may ask for."""
    families = {family.name: family.type for family in Health().registry.collect()}
    found = {name for name, kind in families.items() if kind in {"gauge"}}
    found |= {f"{name}_total" for name, kind in families.items() if kind == "counter"}
    return found | {f"{name}{end}" for name, kind in families.items() if kind == "histogram"
                    for end in ("_bucket", "_count", "_sum")}  # fmt: skip


def test_every_query_of_the_dashboard_is_about_a_metric_there_is() -> None:
    queries = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    assert len(queries) > 12
    asked = {name for query in queries for name in re.findall(r"\bfarol_\w+", query)}
    assert asked <= names(), f"the dashboard asks for {asked - names()}"
    for wanted in ("farol_waiting", "farol_oldest_waiting_seconds", "farol_partition_lag_seconds", "farol_redis_keeps"):
        assert wanted in asked
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    for panel in DASHBOARD["panels"]:
        assert panel["title"] and panel["datasource"]["uid"] == "${datasource}"


def test_what_metrics_tells_is_well_formed_and_of_nobody(
    start: Start,
    fresh_redis: RedisServer,
    receiver: Receiver,
) -> None:
    service = start(fresh_redis.url)
    service.keeps({"id": "1", "from": "+5215500000777", "text": "hola, me llamo Marisol Canaria"})
    receiver.wait_for(1)
    with urllib.request.urlopen(f"http://127.0.0.1:{service.port}/metrics", timeout=20) as response:
        text = response.read().decode()
    families = list(text_string_to_metric_families(text))
    assert len({family.name for family in families}) == len(families)
    told: dict[str, float] = {}
    for family in families:
        assert re.fullmatch(r"farol_[a-z_]+", family.name) and family.documentation, family.name
        assert family.type in {"counter", "gauge", "histogram"}
        for sample in family.samples:
            assert set(sample.labels) <= LABELS, sample
            assert all(re.fullmatch(r"[\w.+-]{1,40}", value) for value in sample.labels.values()), sample
            if family.type == "counter":
                assert sample.name.endswith(("_total", "_created"))
            told[sample.name + "".join(sorted(sample.labels.values()))] = sample.value
    assert "Canaria" not in text and "5500000777" not in text
    assert told["farol_redis_keepsappends"] == told["farol_redis_keepsevicts_nothing"] == 1
    assert told["farol_oldest_waiting_secondsinbound"] == 0 and told["farol_content_topics"] > 50
    assert len([name for name in told if name.startswith("farol_partition_lag_seconds")]) == 2 * 16
    if promtool := shutil.which("promtool"):
        said = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stdout + said.stderr


def test_what_waits_is_told_with_its_age(
    start: Start,
    own_redis: RedisServer,
    receiver: Receiver,
) -> None:
    door = start(own_redis.url, only="ingress")
    door.keeps({"id": "1", "from": "somebody", "text": "hola"})
    own_redis.cli("xadd", "outbound:{p03}", "1000-1", "d", "x")
    assert door.metric('farol_waiting{stream="inbound"}') == 1
    assert door.metric('farol_oldest_waiting_seconds{stream="outbound"}') > 1_000_000_000
    assert door.metric('farol_partition_lag_seconds{partition="03",stream="outbound"}') > 1_000_000_000
    own_redis.cli("config", "set", "maxmemory-policy", "allkeys-lru")
    assert door.metric('farol_redis_keeps{promise="evicts_nothing"}') == 0
    own_redis.kill()
    assert "farol_waiting{" not in metrics_of(door.port), "an old number is not told for a new one"


def metrics_of(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as response:
        found: str = response.read().decode()
        return found


def test_public_figures_are_there_only_where_they_were_switched_on(start: Start, fresh_redis: RedisServer) -> None:
    silent = start(fresh_redis.url, only="web", name="silent")
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{silent.port}/stats.json", timeout=20)
        raise AssertionError("figures are published though nobody said so")
    except HTTPError as error:
        assert error.code == 404
    open_ = start(fresh_redis.url, only="web", name="open", BOT_PUBLIC_STATS="yes")
    with urllib.request.urlopen(f"http://127.0.0.1:{open_.port}/stats.json", timeout=20) as response:
        told = json.load(response)
    assert told["periods"] and all(period["public"] for period in told["periods"])
