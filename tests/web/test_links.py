"""What becomes tappable in a text, and what must not."""

import pytest

from bot.web.links import links

SHORT = ["*765", "079", "088", "089", "911"]
SAMPLES = [
    ("Llama al 911.", ["tel:911"]),
    ("911 o 089, gratis", ["tel:911", "tel:089"]),
    ("Línea (079), opción 1", ["tel:079"]),
    ("marca *765 en la ciudad", ["tel:*765"]),
    ("+52 664 123 4567", ["tel:+526641234567"]),
    ("Tel: +52 800 911 2000.", ["tel:+528009112000"]),
    ("+52 (55) 5658-1111, ext. 8018", ["tel:+525556581111"]),
    ("+52 664 123 4567 24 horas", ["tel:+526641234567"]),
    ("+1 956 701 0000 o +502 2411 8900 9-14", ["tel:+19567010000", "tel:+50224118900"]),
    ("55 5658 1111 y 800 911 2000", ["tel:5556581111", "tel:8009112000"]),
    ("5556581111", ["tel:5556581111"]),
    ("+33 1 44 55 66 77", ["tel:+33144556677"]),
    ("https://www.gob.mx/comar.", ["https://www.gob.mx/comar"]),
    ("mira https://a.mx/b?c=1&d=2, y http://b.mx", ["https://a.mx/b?c=1&d=2"]),
    ("2026-11-20 y 20 11 2026", []),
    ("2026-11-20 10 horas", []),
    ("de 2025-2026, 1,911 pesos, 911.50 pesos, $911, 911%", []),
    ("opción 1 55 5658 1111 22", []),
    ("09:00-14:00, 24/7, Art. 12", []),
    ("CURP GARC800101HDFRRL09, 0155 no", []),
    ("calle 5, 88 y 12345 pesos", []),
    ("+52 664 123 456", []),
    ("javascript:alert(911)", ["tel:911"]),
    ("x911 911x 9111 _911", []),
    ("abchttps://a.mx", []),
    ("https://a.mx/911", ["https://a.mx/911"]),
    ("expediente 123456789012345678", []),
    ("٩١١ ９１１", []),
]


@pytest.mark.parametrize(("text", "addresses"), SAMPLES)
def test_only_what_is_surely_a_number_can_be_dialled(text: str, addresses: list[str]) -> None:
    pieces = list(links(text, SHORT))
    assert [address for _, address in pieces if address] == addresses
    assert "".join(piece for piece, _ in pieces) == text


def test_a_hostile_text_is_read_in_no_time() -> None:
    for hostile in ("1 " * 20_000, "(" * 20_000, "+" * 20_000, "1-(" * 10_000, "https://" * 5_000):
        assert "".join(piece for piece, _ in links(hostile, SHORT)) == hostile
