"""Tables out and in: formulas stay texts and come back equal, only what may be seen goes out, all of it noted (W11)."""

import csv
import io
import json
import re
from typing import Any
from zipfile import ZipFile

import pytest
from aiohttp import ClientSession, FormData
from openpyxl import load_workbook

from bot.console.casework import Work
from bot.console.form import PROOF
from bot.console.sheet import NotATable, rows_of, workbook
from bot.console.table import csv_row
from tests.console.casekit import open_case
from tests.console.kit import AWAY, Client, Console
from tests.naughty import NAUGHTY

NASTY = [
    "=1+1", "+52 55 1234 5678", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "\ufeff=1+1", "＝1+1", "'=1+1",
    "'quoted'",
    '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "a,b;c\"d", "línea\nnueva", "ñ é 漢字 🙂", "0155", "1e5",
]  # fmt: skip
BLANKS = " \u00a0\ufeff\u200b"


@pytest.mark.parametrize("text", NASTY)
def test_a_text_comes_back_equal_and_is_no_formula(text: str) -> None:
    """W11."""
    line = csv_row(["words"]) + csv_row([text])
    (cell,) = list(csv.reader(io.StringIO(line, newline="")))[1]
    assert not cell.lstrip(" \u00a0\ufeff\u200b").startswith(tuple("=+-@\t\r＝＋－＠"))
    (back,) = rows_of(line.encode())
    assert back["words"] == (text[1:] if text == "'=1+1" else text).strip()
    made = load_workbook(io.BytesIO(workbook(["words"], [[text]])))
    cell_x = made.active["A2"]  # type: ignore[index]
    assert (
        cell_x.data_type in {"s", "inlineStr"} and cell_x.value.replace("_x000D_", "\r").replace("\n=", "\r=") == text
    )
    (again,) = rows_of(workbook(["words"], [[text]]))
    assert again["words"].replace("_x000D_", "") == back["words"].replace("\r", "") or text.startswith("\r")


def cells_of(content: bytes) -> list[str]:
    """The first sheet of a workbook as another program reads it: every cell a text, and no formula anywhere."""
    with ZipFile(io.BytesIO(content)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert sheets and not [sheet for sheet in sheets if re.search(r"<f[ >/]", sheet)]
    rows = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows()
    found = [cell for row in rows for cell in row]
    assert {cell.data_type for cell in found} <= {"s", "inlineStr", "n"}
    return ["" if cell.value is None else str(cell.value) for cell in found]


def test_W11_all_naughty_strings_come_back_equal_and_none_is_a_formula() -> None:
    texts = [text for text in (*NASTY, *NAUGHTY) if len(text) <= 4_000 and text not in {"'=1+1", "\r=1+1"}]
    table = "".join(csv_row([text, number]) for number, text in enumerate(["words", *texts]))
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert len(rows) == len(texts) + 1
    assert not [cell for cell, _ in rows if cell.lstrip(BLANKS).startswith(tuple("=+-@\t\r\n＝＋－＠"))]
    assert [row["words"] for row in rows_of(table.encode())] == [text.strip() for text in texts]
    written = cells_of(workbook(["words"], [[text] for text in texts]))[1:]
    assert written == [text.replace("\x0b", "").replace("\x0c", "") for text in texts]


async def test_W11_what_leaves_the_console_keeps_its_plus_and_has_no_formula(console: Console) -> None:
    texts = [text for text in NASTY if text.strip() == text]
    for number, text in enumerate(texts):
        await open_case(console, number, words=text, contact="+52 55 1234 5678", city=text)
    boss = await console.signed_in("supervisor")
    table = (await boss.get("/exchange/cases.csv?personal=1")).text.lstrip("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.lstrip(BLANKS).startswith(tuple("=+-@\t\r\n＝＋－＠"))]
    back = rows_of(table.encode())
    equal = sorted(text[1:] if text == "'=1+1" else text for text in texts)
    assert sorted(row["words"] for row in back) == sorted(row["city"] for row in back) == equal
    assert {row["contact"] for row in back} == {"+52 55 1234 5678"}
    address = f"{console.url}/staff/exchange/cases.xlsx?personal=1"
    async with ClientSession(cookie_jar=boss.jar) as session, session.get(address) as answer:
        written = cells_of(await answer.read())
    assert set(texts) <= set(written) and written.count("+52 55 1234 5678") >= len(texts)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04 broken", b"just one line"])
def test_what_is_no_table_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(NotATable):
        rows_of(content)


async def send(client: Client, content: bytes, name: str = "t.csv") -> Any:
    form = FormData()
    form.add_field(PROOF, client.proof())
    form.add_field("table", content, filename=name, content_type="text/csv")
    return await client.ask("POST", "/exchange/import", data=form)


HEAD = "category,language,door,consent,scope,city,urgency,words,contact\n"
ROW = 'legal,ht,telephone,sí,"need city words",Tapachula,now,papye,555\n'


async def test_rows_with_consent_become_requests_once(console: Console) -> None:
    boss = await console.signed_in("supervisor")
    wrong = "legal,ht,telephone,,need,,,,\nnothing,ht,telephone,yes,need,,,,\nlegal,ht,pigeon,yes,need,,,,\n"
    page = await send(boss, (HEAD + ROW + wrong).encode())
    assert page.status == 200 and "1 solicitud abierta" in page.words() and "3 filas no se abrieron" in page.words()
    again = await send(boss, (HEAD + ROW).encode())
    assert "Ya estaba" in again.words()
    work = console.desk.store(Work)
    await work.backlog.catch_up()
    (head,) = list(work.backlog)
    referral = (await work.cases.read([head.id]))[head.id].referral
    assert referral.words == "papye" and referral.contact == "" and referral.door == "telephone"
    assert referral.consent is not None and referral.consent.scope == ("need", "city", "words")


async def test_what_goes_out_is_what_may_be_seen_and_is_noted_first(console: Console) -> None:
    """P09."""
    ours = await open_case(console, 1, words="=1+1")
    theirs = await open_case(console, 2, office=AWAY)
    sealed = await open_case(console, 3, lane="gbv", category="gbv")
    silent = await open_case(console, 4, scope=("need",))
    boss = await console.signed_in("supervisor")
    plain = await boss.get("/exchange/cases.csv")
    assert ours.referral.id in plain.text and "1+1" not in plain.text
    full = await boss.get("/exchange/cases.csv?personal=1")
    assert theirs.referral.id not in full.text and sealed.referral.id not in full.text
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(full.text.lstrip("\ufeff"), newline=""))}
    assert rows[ours.referral.id]["words"] == "'=1+1"
    assert rows[silent.referral.id]["words"] == "" and rows[silent.referral.id]["city"] == ""
    assert "girasol" not in full.text and ours.referral.code not in full.text and "person-1" not in full.text
    noted = [line.what for line in await console.desk.audit.of(ours.referral.id)]
    assert "referral.export" in noted
    focal = await console.signed_in("focal-point")
    assert sealed.referral.id in (await focal.get("/exchange/cases.csv")).text
    sheet = await boss.get("/exchange/cases.xlsx?personal=1")
    assert sheet.status == 200 and sheet.headers["Content-Disposition"].endswith('.xlsx"')


async def test_a_case_in_the_shape_of_primero_has_what_was_agreed_to(console: Console) -> None:
    stored = await open_case(console, scope=("need", "words"))
    boss = await console.signed_in("supervisor")
    found = json.loads((await boss.get(f"/cases/{stored.referral.id}/primero.json")).text)["data"]
    assert found["record_type"] == "case" and found["fields"]["consent_for_services"] is True
    assert found["fields"]["services_section"][0]["service_referral_notes"] == stored.referral.words
    assert "location_current" not in found["fields"] and "girasol" not in json.dumps(found)
