"""What the contract test needs to know of the generic bridge."""

import json

from bot.channels.bridge import SIGNATURE, Channel, Peer, Settings, sign
from bot.channels.contract import Answer, Call, Post

NAME = "bridge"
ADDRESS = "gateway|+525500000000"
SECRET = "a-secret-of-a-bridge-in-tests"
SECRETS = [SECRET]
CHANNEL = Channel(
    Settings((Peer("gateway", SECRET.encode(), "https://bridge.example.org/replies"),)), "https://farol.example.org"
)


def genuine(body: bytes) -> Post:
    signature = sign(SECRET.encode(), body).decode()
    return Post("POST", "/hooks/bridge/gateway", "gateway", {}, {SIGNATURE: signature}, body)


def forged(body: bytes) -> list[Post]:
    good = sign(SECRET.encode(), body).decode()
    values = ["", "x", good[:-1], good.upper(), good.removeprefix("sha256="), f"{good} ", "\udcff", "é"]
    values.append(sign(b"another secret of some length", body).decode())
    posts = [Post("POST", "/hooks/bridge/gateway", "gateway", {}, {SIGNATURE: value}, body) for value in values]
    unknown = Post("POST", "/hooks/bridge/nobody", "nobody", {}, {SIGNATURE: good}, body)
    return [*posts, unknown, Post("POST", "/hooks/bridge/gateway", "gateway", {}, {}, body)]


TAKEN = [(Answer(200, b""), ""), (Answer(204, b""), ""), (Answer(202, b"[" * 1000), "")]
LATER = [
    (Answer(429, b"", {"retry-after": "35"}), 35.0),
    (Answer(429, b""), None),
    (Answer(500, b"oh"), None),
    (Answer(503, b"", {"retry-after": "soon"}), None),
]
LEFT = [Answer(410, b"")]
REFUSED = [Answer(400, b""), Answer(404, b""), Answer(413, b""), Answer(302, b"")]


def said(call: Call) -> tuple[str, list[str]]:
    body = json.loads(call.body)
    return body["text"], [choice["label"] for choice in body["choices"]]
