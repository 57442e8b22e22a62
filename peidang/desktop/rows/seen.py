"""导出当前所见: the lines and columns of the table in sight, as they stand there, written beside the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from peidang.app.outgoing.output import file_part
from peidang.app.papers import seen as exporting
from peidang.app.store import stores
from peidang.app.views import MadeFile, ScheduleLine
from peidang.desktop import choosing
from peidang.desktop.answer_model import AnswerModel, Shape
from peidang.desktop.answer_view import AnswerView
from peidang.desktop.background import Report, start
from peidang.desktop.desk import Desk
from peidang.desktop.folders import default_folder
from peidang.desktop.lines import Filter, Line, SectionLine, item_id
from peidang.domain.labels import LIGHT_WORDS, Light
from peidang.domain.seen import Seen, SeenColumn, SeenLine

PIXELS_PER_WIDTH = 7.0
NARROWEST, WIDEST = 6.0, 60.0


def seen_of(view: AnswerView, name: str, wanted: Filter, desk: Desk) -> Seen:
    """What the table shows, as plain text."""
    model = view.answers
    columns = tuple(
        SeenColumn(
            column.head,
            min(WIDEST, max(NARROWEST, view.columnWidth(place) / PIXELS_PER_WIDTH)),
            number=column.shape is Shape.NUMBER,
            light=column.shape is Shape.LIGHT,
            merged=column.merge is not None,
        )
        for place, column in enumerate(model.columns)
    )
    lines = tuple(
        _line(model, place, line)
        for place, line in enumerate(model.shown)
        if not isinstance(line, SectionLine)
    )
    total = len({item_id(line) for line in model.all_lines()})
    return Seen(name, columns, lines, total, filter_words(wanted, desk))


def _line(model: AnswerModel, place: int, line: Line) -> SeenLine:
    texts = tuple(str(model.index(place, column).data() or "") for column in range(len(model.columns)))
    section = line.row.section if isinstance(line, ScheduleLine) else ""
    return SeenLine(item_id(line), line.unit.id, section, texts, line.light)


def filter_words(wanted: Filter, desk: Desk) -> str:
    """By what the lines were chosen: 单位：市商务局；亮灯：滞后."""
    plan = desk.view.plan if desk.view else None
    parts = [
        f"搜索：{wanted.text.strip()}" if wanted.text.strip() else "",
        f"单位：{plan.unit(wanted.unit_id).name}" if wanted.unit_id and plan else "",
        f"章节：{wanted.section}" if wanted.section else "",
        f"亮灯：{LIGHT_WORDS[Light(wanted.light)]}" if wanted.light else "",
        f"状态：{wanted.status or '未填'}" if wanted.status is not None else "",
        "只看有问题的" if wanted.only_findings else "",
    ]
    return "；".join(part for part in parts if part)


def export(owner: QWidget, desk: Desk, seen: Seen, done: Callable[[], None]) -> bool:
    """Ask where to, and write. False when the user leaves it; ``done`` is called when it is over."""
    period, plan_id = desk.period, desk.plan_id
    if period is None or plan_id is None or desk.view is None:
        desk.say("还没有报告期，没有可以导出的内容")
        return False
    name = file_part(f"{period.span.label}{seen.name}（{seen.items}项）")
    near = default_folder(desk.view.plan.title) / f"{name}.xlsx"
    place = choosing.choose_place(owner, "导出当前所见", near, "Excel (*.xlsx)")
    if place is None:
        return False
    path = place if place.suffix.lower() == ".xlsx" else place.with_name(f"{place.name}.xlsx")
    store_path, period_id, today = desk.path, period.id, desk.today

    def work(_report: Report) -> MadeFile:
        with stores.open_store(store_path, desk.now) as store:
            return exporting.export_seen(store, plan_id, period_id, Path(path), today, seen)

    def made(one: MadeFile) -> None:
        done()
        desk.received(None, f"已导出{one.path.name}：{seen.told}，不附数据溯源")

    def failed(error: Exception) -> None:
        done()
        desk.failed.emit(error)

    start(owner, work, made, failed)
    return True
