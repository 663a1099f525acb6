"""One person in the web chat, timed."""

import json
import time
import urllib.request
import uuid
from http.cookies import SimpleCookie


def first_answer_seconds(url: str, text: str = "como pido asilo") -> float:
    """From posting a first message to its answer in the stream of events."""
    began = time.monotonic()
    body = json.dumps({"id": str(uuid.uuid4()), "text": text, "lang": "es"}).encode()
    headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin", "Origin": url}
    with urllib.request.urlopen(urllib.request.Request(f"{url}/chat/messages", body, headers), timeout=10) as taken:
        cookies = SimpleCookie(", ".join(taken.headers.get_all("Set-Cookie", [])))
    kept = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
    events = urllib.request.Request(f"{url}/chat/events", headers={"Cookie": kept})
    with urllib.request.urlopen(events, timeout=10) as stream:
        for line in stream:
            if line.startswith(b"data:") and len(line) > 10:
                return time.monotonic() - began
    raise TimeoutError("no answer came")
