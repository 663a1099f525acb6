"""The few files a page needs, kept in memory, named after what is in them so that browsers keep them for good."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    path: str
    type: str
    plain: bytes
    packed: bytes

    def answer(self, request: web.Request) -> web.Response:
        headers = {"Vary": "Accept-Encoding", "Cache-Control": FOR_GOOD}
        body = self.plain
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            body = self.packed
        return web.Response(body=body, content_type=self.type, charset="utf-8", headers=headers)


class Assets:
    """The files of one folder, and single ones from elsewhere, served under /static/<room>/."""

    def __init__(self, folder: Path, room: str, *more: Path) -> None:
        files = [file for file in (*sorted(folder.iterdir()), *more) if file.suffix in TYPES]
        self.by_name = {file.name: _asset(file, room) for file in files}
        self.by_path = {asset.path: asset for asset in self.by_name.values()}

    def path(self, name: str) -> str:
        """Where a page finds the file called `name`."""
        return self.by_name[name].path

    async def serve(self, request: web.Request) -> web.StreamResponse:
        asset = self.by_path.get(request.path)
        if asset is None:
            raise web.HTTPNotFound
        return asset.answer(request)


def _asset(file: Path, room: str) -> Asset:
    plain = file.read_bytes()
    digest = hashlib.blake2b(plain, digest_size=6).hexdigest()
    path = f"/static/{room}/{file.stem}.{digest}{file.suffix}"
    return Asset(path, TYPES[file.suffix], plain, gzip.compress(plain, 9, mtime=0))
