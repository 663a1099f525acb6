"""What a form sent, read no further than it may be long: texts, choices, files."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.web_request import FileField
from multidict import MultiDict, MultiDictProxy

PROOF = "_proof"
READ_SECONDS = 20.0


def _nothing() -> MultiDictProxy[str | bytes | bytearray | FileField]:
    return MultiDictProxy(MultiDict())


@dataclass(frozen=True)
class Form:
    fields: MultiDictProxy[str | bytes | bytearray | FileField] = field(default_factory=_nothing)

    def text(self, name: str, longest: int = 1000) -> str:
        """What was written, without blanks around it; empty when there is none or it is too long to be meant."""
        value = self.fields.get(name)
        return value.strip() if isinstance(value, str) and len(value) <= longest else ""

    def secret(self, name: str) -> str:
        """What was written, exactly."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""

    def many(self, name: str) -> tuple[str, ...]:
        """All values of the same name: boxes that were ticked."""
        return tuple(value for value in self.fields.getall(name, ()) if isinstance(value, str))

    def file(self, name: str) -> FileField | None:
        value = self.fields.get(name)
        return value if isinstance(value, FileField) and value.filename else None


async def read_form(request: web.Request, most: int) -> Form:
    """Raises HTTPRequestEntityTooLarge before it is read, HTTPRequestTimeout, HTTPBadRequest."""
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise web.HTTPUnsupportedMediaType
    if (request.content_length or 0) > most:
        raise web.HTTPRequestEntityTooLarge(most, request.content_length or 0)
    sized = request.clone(client_max_size=most)
    try:
        async with asyncio.timeout(READ_SECONDS):
            return Form(await sized.post())
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (ValueError, LookupError, AssertionError):
        raise web.HTTPBadRequest from None
