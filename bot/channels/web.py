"""The web chat as a channel: its messages come through our own page, its replies wait in the browser's feed."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from bot.channels import contract
from bot.channels.contract import Answer, Call, Forged, NotAMessage, Phrase, Post, TryLater, no_words
from bot.domain.limits import Limits
from bot.domain.messages import Delivery, Incoming, Reply

write_json = msgspec.json.Encoder()


@dataclass(frozen=True)
class Settings:
    """Nothing to set: the web chat is always there."""

    def problems(self) -> list[str]:
        return []

    def is_on(self) -> bool:
        return True


class Channel(contract.Channel):
    name = "web"
    limits = Limits(text=4000, buttons=10, button_label=60, rows=10, row_label=60)
    delivers_again = False
    road = "feed"
    """Its calls are appended to the feed that the browser follows, not posted to a platform."""

    def __init__(self, settings: Settings, public_url: str = "", phrase: Phrase = no_words) -> None:
        pass

    def admit(self, post: Post) -> None:
        raise Forged(401)

    def read(self, post: Post) -> list[Incoming]:
        raise NotAMessage("the web chat has its own page")

    def render(self, delivery: Delivery, shown: Sequence[str]) -> list[Call]:
        head: dict[str, object] = {"language": delivery.language}
        if delivery.forget:
            head["forget"] = True
        bodies = [
            head
            | {
                "id": f"{delivery.id}-{number}",
                "text": reply.text,
                "choices": [{"id": choice.id, "label": choice.label} for choice in reply.choices],
                "location": reply.location and [reply.location.latitude, reply.location.longitude],
                "place": reply.place,
                "sealed": reply.sealed,
                "wants_location": reply.wants_location,
                "links": [] if reply.sealed else _links(reply),
            }
            for number, reply in enumerate(delivery.replies)
        ]
        return [Call(delivery.address, write_json.encode(body), ()) for body in bodies]

    def judge(self, answer: Answer) -> str:
        if answer.status != 200:
            raise TryLater(reason="feed not written")
        return ""


def _links(reply: Reply) -> list[tuple[str, str]]:
    """Our pages as they stand on this very site; what is an address in the text can be tapped there."""
    return [(link.label, link.url) for link in reply.links if link.url not in reply.text]
