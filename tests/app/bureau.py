"""A bureau at work: opens the request workbook, finds its lines by the heads it can see, types, saves (as WPS would)."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from peidang.domain.labels import Field
from peidang.domain.travel import Request
from peidang.exchange.request_workbook import write_reply
from peidang.exchange.returned_workbook import read_return
from peidang.files.filling import Filling, fill_cells
from peidang.files.workbook import read_workbook

FORM = "填报表"
SAVED = datetime(2025, 10, 22, 9, 30)
ROW_HEAD, INDICATOR_HEAD = "主要任务", "指标"
STARTED = {"完成状态": "正常推进", "进展情况": "已完成选址2处。", "下一步打算": "11月开工。"}
Lines = Mapping[int, Mapping[str, Filling]]


def cells_by_head(data: bytes) -> dict[tuple[str, int, str], str]:
    """Every cell of the two blocks by (block's second head, 序号, head): ``I12``."""
    sheet = read_workbook(data, "").sheet(FORM)
    assert sheet is not None
    found: dict[tuple[str, int, str], str] = {}
    heads: list[str] = []
    for number, cells in enumerate(sheet.rows, start=1):
        texts = [str(cell) for cell in cells]
        if texts and texts[0] == "序号":
            heads = texts
        elif heads and isinstance(cells[0], (int, float)):
            places = {head: f"{chr(ord('A') + at)}{number}" for at, head in enumerate(heads) if head}
            found.update(((heads[1], int(cells[0]), head), place) for head, place in places.items())
    return found


def serials(data: bytes, block: str = ROW_HEAD) -> list[int]:
    """The numbers of the lines of a block."""
    return sorted({serial for kind, serial, _ in cells_by_head(data) if kind == block})


def seen(data: bytes, serial: int, head: str, block: str = ROW_HEAD) -> str:
    """What stands in a cell of a line."""
    sheet = read_workbook(data, "").sheet(FORM)
    assert sheet is not None
    place = cells_by_head(data)[block, serial, head]
    return str(sheet.cell(int(place[1:]) - 1, ord(place[0]) - ord("A")))


def fill(data: bytes, rows: Lines, indicators: Lines | None = None, saved_at: datetime = SAVED) -> bytes:
    """The workbook with answers typed in, by 序号 and column head."""
    places = cells_by_head(data)
    typed = {(FORM, places[ROW_HEAD, n, head]): v for n, line in rows.items() for head, v in line.items()}
    for number, line in (indicators or {}).items():
        typed.update({(FORM, places[INDICATOR_HEAD, number, head]): v for head, v in line.items()})
    return fill_cells(data, typed, saved_at)


def fill_all(data: bytes, word: str = "已办结") -> bytes:
    """Every required cell filled in."""
    rows = {n: {**STARTED, "进展情况": f"第{n}项{word}。"} for n in serials(data)}
    figures = {n: {"累计数": 3 + n, "数据截至": date(2025, 10, 20)} for n in serials(data, INDICATOR_HEAD)}
    return fill(data, rows, figures)


def parts(data: bytes) -> str:
    """The raw text of all parts of a workbook, one after another, names included."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(name + archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def put(path: Path, data: bytes) -> Path:
    """A file that arrived."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def request_in(data: bytes) -> Request:
    """The request that a workbook says it was made from."""
    return read_return(data, "")[0].request


def forged(request: Request, answers: Mapping[tuple[str, Field], str] | None = None) -> bytes:
    """A workbook whose identity somebody made up; by default each 进展情况 in it is filled."""
    if answers is None:
        answers = {(line.row.id, Field.PROGRESS): "已开工。" for line in request.rows}
    out = io.BytesIO()
    write_reply(request, answers, out, SAVED)
    return out.getvalue()
