"""Alerts while processes die: each person gets each once, and who asks something meanwhile does not wait for them."""

import shutil
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.conftest import ROOT, RedisServer
from tests.service import CACHE, Receiver
from tests.trials.conftest import Start
from tests.trials.sizes import size
from tests.trials.test_delivery import sum_tally, wait_until_all_is_done
from tests.waiting import PATIENCE, wait_until

SAID = "Esto es una prueba."
ALERT = """\
text:
  es: {said}
  en: This is a test.
  ht: Sa a se yon tès.
everywhere: true
urgent: true
from: "{start:%Y-%m-%dT%H:%M}Z"
until: "{end:%Y-%m-%dT%H:%M}Z"
sources:
  - source: nobody, this is a test
verified: "2026-11-20"
verified_by: desk research
"""


def test_everybody_is_told_once_and_a_reply_goes_before_all_of_it(
    start: Start, own_redis: RedisServer, receiver: Receiver, tmp_path: Path
) -> None:
    """The file appears while the service runs; who sends dies in the middle, after a commit and before its note."""
    people = size(300, 3_000)
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    shutil.copytree(CACHE, tmp_path / "all" / "cache")
    where = {"name": "all", "BOT_CONTENT_DIR": str(content)}
    door = start(own_redis.url, only="ingress,sender", **where)
    dies = start(own_redis.url, only="worker", mark="before alert 20 kill", **where)
    everybody = [f"p{number}" for number in range(people)]
    with ThreadPoolExecutor(16) as crowd:
        list(crowd.map(lambda who: door.keeps({"id": f"s{who}", "from": who, "choice": "alerts:all"}), everybody))
    receiver.wait_for(2 * people)
    assert sum_tally(own_redis, "alert_opted_in:bridge") == people

    def told() -> list[str]:
        return [reply["to"] for reply in receiver.replies if reply["text"].startswith(SAID)]

    receiver.delay = 0.05
    now = datetime.now(UTC)
    words = ALERT.format(said=SAID, start=now - timedelta(hours=1), end=now + timedelta(days=1))
    (content / "alerts" / "test.yaml").write_text(words, "utf-8")
    assert dies.process is not None and dies.process.wait(PATIENCE) == -signal.SIGKILL
    first = int(own_redis.cli("eval", QUEUED, "0")) + len(told())
    assert 0 < first < people, "it died in the middle"
    start(own_redis.url, only="worker", **where)
    wait_until(lambda: len(told()) > first, "the alerts of the one who goes on")
    stopped = [person for person in everybody if person not in told()][-5:]
    for person in stopped:
        door.keeps({"id": f"stop-{person}", "from": person, "text": "BAJA"})
    door.keeps({"id": "asks", "from": "somebody", "text": "menu"})
    wait_until(lambda: receiver.of("somebody") and {*told(), *stopped} >= set(everybody), "all of it")
    wait_until_all_is_done(own_redis)
    order = [reply["to"] for reply in receiver.replies]
    behind = order[order.index("somebody") :]
    assert len(behind) > people // 10, "the reply came only when nearly everybody had been told"
    counts = Counter(told())
    assert set(counts.values()) == {1}, "somebody was told twice"
    assert set(counts) >= set(everybody) - set(stopped)
    for person in stopped:
        assert not receiver.of(person)[-1]["text"].startswith(SAID), "an alert came after the goodbye"
    assert sum_tally(own_redis, "alert_sent:bridge") == len(counts)
    assert sum_tally(own_redis, "alert_opted_out:bridge") == len(stopped)


QUEUED = """
local queued = 0
for _, kind in ipairs({'outbound', 'bulk'}) do
  for _, key in ipairs(redis.call('KEYS', kind .. ':*')) do queued = queued + redis.call('XLEN', key) end
end
return tostring(queued)
"""
