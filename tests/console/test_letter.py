"""The letter that a person takes along: two languages, the code and its picture, and no markup of anybody."""

import shutil
import subprocess
from pathlib import Path
from typing import cast

import numpy as np
import segno
from aiohttp import web

from bot.console.context import Context
from bot.console.letter import letter_of, pdf_of
from bot.library.library import Library
from tests.console.casekit import open_case
from tests.console.kit import Console


async def test_a_letter_says_it_in_two_languages_and_markup_stays_text(console: Console) -> None:
    words = '#import "x" *no* <script>alert(1)</script> $x$ [a]'
    stored = await open_case(console, words=words)
    worker = await console.signed_in("caseworker")
    page = await worker.get(f"/cases/{stored.referral.id}/letter")
    assert "Lèt referans" in page.text and "Carta de referencia" in page.text and stored.referral.code in page.text
    assert "<script>alert" not in page.text and "girasol" not in page.text
    pdf = await worker.ask("GET", f"/cases/{stored.referral.id}/letter.pdf")
    assert pdf.status == 200 and pdf.text.startswith("%PDF-")


async def test_the_printed_letter_has_both_languages_the_code_and_its_picture(
    console: Console, tmp_path: Path, library: Library
) -> None:
    """Read with poppler where it is on the machine; elsewhere only that it is one page with fonts of its own."""
    stored = await open_case(console, words="Mwen bezwen *èd* #set text(size: 90pt)")
    made = letter_of(context_for(console, library), stored.referral)
    file = tmp_path / "letter.pdf"
    file.write_bytes(pdf_of(made))
    if shutil.which("pdftotext") is None or shutil.which("pdftoppm") is None:
        assert file.read_bytes().count(b"/Type /Page\n") == 1 and b"/FontFile" in file.read_bytes()
        return
    said = " ".join(run("pdftotext", "-layout", str(file), "-").decode().split())
    assert said.index("Lèt referans") < said.index("Carta de referencia"), "the person's language first"
    closed_up = said.replace(" ", "")  # letters set close or wide are read with a blank between them
    assert stored.referral.code in closed_up and "Mwen bezwen *èd* #set text(size: 90pt)" in said
    assert "Asesoría legal y migratoria" in said and "Tapachula" in said and "girasol" not in said
    picture = run("pdftoppm", "-gray", "-r", "150", str(file))
    assert modules_in(picture, 3.4) == [
        [bool(one) for one in row] for row in segno.make(made.code, error="q", micro=False).matrix
    ]


async def test_when_and_how_to_write_are_told_apart(console: Console) -> None:
    stored = await open_case(console, answers={"when": "day", "how": "text"})
    page = await (await console.signed_in("caseworker")).get(f"/cases/{stored.referral.id}")
    say = console.desk.library().phrase
    for asked in ("when", "how"):
        assert page.text.count(say(f"console.case.asked.{asked}", "es")) == 1


def run(*words: str) -> bytes:
    return subprocess.run(words, capture_output=True, check=True).stdout


def modules_in(picture: bytes, size: float) -> list[list[bool]]:
    """The dark and light squares of a code that stands in the upper right corner of a letter."""
    _, dimensions, _, pixels = picture.split(b"\n", 3)
    width, height = map(int, dimensions.split())
    dark = np.frombuffer(pixels, np.uint8)[: width * height].reshape(height, width) < 128
    centimetre = 150 / 2.54
    left, top = width - round((2.2 + size) * centimetre), round(2 * centimetre)
    part = dark[top : top + round(size * centimetre), left : left + round(size * centimetre)]
    rows, columns = np.flatnonzero(part.any(1)), np.flatnonzero(part.any(0))
    code = part[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    side = len(segno.make("AAA-AAAA", error="q", micro=False).matrix)
    at = [(np.arange(side) + 0.5) * length / side for length in code.shape]
    found: list[list[bool]] = code[np.ix_(at[0].astype(int), at[1].astype(int))].tolist()
    return found


def context_for(console: Console, library: Library) -> Context:
    return Context(cast(web.Request, None), "", console.desk, console.room.cookies, library, "es", console.clock.now)
