"""What a file is by its own first bytes, whatever its name or sender says: only kinds that staff can open safely."""

MOST_BYTES = 10 << 20
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "video/mp4": "mp4",
}
"""The kinds that are kept, and the ending under which staff save them."""
MP4_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4A ", b"M4V ", b"dash", b"3gp")


def type_of(content: bytes) -> str:
    """Its type; empty for all that is not kept."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"OggS"):
        return "audio/ogg"
    if content.startswith(b"ID3") or _is_mp3_frame(content[:4]):
        return "audio/mpeg"
    if content[4:8] == b"ftyp" and content[8:12].startswith(MP4_BRANDS):
        return "video/mp4"
    return ""


def _is_mp3_frame(head: bytes) -> bool:
    """Eleven bits of sync, then layer III with a rate that exists."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[2] & 0xF0 not in {0x00, 0xF0} and head[2] & 0x0C != 0x0C
