"""Kinds: how people type figures, days, words."""

from datetime import datetime

from peidang.domain.labels import Field
from tests.corpus.answers import Place
from tests.corpus.damage import form_of
from tests.corpus.forms import Form
from tests.corpus.kind import Case, Convert, kind
from tests.corpus.office import Desk


def _first(desk: Desk, field: Field) -> Place:
    if field in (Field.CUMULATIVE, Field.MONTH_VALUE, Field.AS_OF, Field.NOTE):
        return "indicator", desk.request.indicators[0].number, field
    return "row", desk.request.rows[0].row.serial, field


def _typed(case: Case, field: Field, value: object, shown: str) -> None:
    desk = case.desk(indicators=field in (Field.CUMULATIVE, Field.MONTH_VALUE, Field.AS_OF))
    form, place = form_of(desk), _first(desk, field)
    form.put(place, value)
    case.take("报送.xlsx", form.save(), desk, {**desk.answers(), place: shown})


@kind()
def figures_with_units(case: Case) -> None:
    """3.5亿元 in a cell for figures: kept as typed, a finding says so."""
    _typed(case, Field.CUMULATIVE, "3.5亿元", "3.5亿元")


@kind()
def figures_as_text(case: Case) -> None:
    """1,234.50 as text."""
    _typed(case, Field.CUMULATIVE, "1,234.50", "1234.5")


@kind()
def figures_in_full_width(case: Case) -> None:
    """１２３．５ typed with a Chinese keyboard."""
    _typed(case, Field.CUMULATIVE, "１２３．５", "123.5")


@kind()
def figures_as_percentages(case: Case) -> None:
    """35% as text."""
    _typed(case, Field.MONTH_VALUE, "35%", "35")


@kind()
def days_as_text(case: Case) -> None:
    """2025年10月19日 as text."""
    _typed(case, Field.AS_OF, "2025年10月19日", "2025-10-19")


@kind()
def days_with_dots(case: Case) -> None:
    """2025.10.9 as text."""
    _typed(case, Field.AS_OF, "2025.10.9", "2025-10-09")


@kind()
def days_with_a_time(case: Case) -> None:
    """A real date with a time of day."""
    _typed(case, Field.AS_OF, datetime(2025, 10, 18, 15, 30), "2025-10-18")


@kind()
def statuses_with_blanks(case: Case) -> None:
    """「 正常 推进」 is 正常推进."""
    _typed(case, Field.STATUS, " 正常　推进 ", "正常推进")


@kind()
def an_unknown_status(case: Case) -> None:
    """「基本完成」 is no status: kept as written, a finding says so."""
    _typed(case, Field.STATUS, "基本完成", "基本完成")


@kind()
def line_breaks(case: Case) -> None:
    """Three paragraphs in one cell, Windows line ends, blanks at their edges."""
    _typed(
        case,
        Field.PROGRESS,
        "一是摸底12户。\r\n 二是建账。 \n\n三是调度。",
        "一是摸底12户。\n二是建账。\n\n三是调度。",
    )


@kind()
def stray_blanks(case: Case) -> None:
    """Full-width blanks, zero-width blanks and a byte order mark around the text."""
    _typed(case, Field.PROGRESS, "\u3000\u3000已开工2处。\u200b\ufeff \xa0", "已开工2处。")


@kind()
def a_leading_equals_sign(case: Case) -> None:
    """A text that begins with =: it stays a text."""
    _typed(case, Field.PROGRESS, "=完成投资3.2亿元，占年度计划64%", "=完成投资3.2亿元，占年度计划64%")


@kind()
def a_dangerous_formula_as_text(case: Case) -> None:
    """A text that would be a formula elsewhere."""
    _typed(
        case,
        Field.PROBLEMS,
        '=HYPERLINK("http://example.invalid","点此")',
        '=HYPERLINK("http://example.invalid","点此")',
    )


@kind()
def a_formula_nobody_worked_out(case: Case) -> None:
    """A formula without a stored value shows its own text."""
    desk = case.desk(indicators=True)
    form, place = form_of(desk), _first(desk, Field.CUMULATIVE)
    form.cell(place).value = "=5+7"
    case.take("报送.xlsx", form.save(), desk, {**desk.answers(), place: "=5+7"})


@kind(needs_libreoffice=True)
def a_formula_worked_out(case: Case) -> None:
    """A formula gives its result."""
    desk = case.desk(indicators=True)
    form, place = form_of(desk), _first(desk, Field.CUMULATIVE)
    form.cell(place).value = "=5+7"
    case.take("报送.xlsx", Convert(form.save(), "xlsx", "xlsx"), desk, {**desk.answers(), place: "12"})


@kind()
def a_very_long_text(case: Case) -> None:
    """31,000 characters in one cell."""
    text = "本月完成现场核查并逐户登记。" * 2214
    _typed(case, Field.PROGRESS, text, text)


@kind()
def rare_characters(case: Case) -> None:
    """Names with characters outside the common planes, and an emoji from a telephone."""
    text = "由𠮷某、䶮某、㐂某三人负责👍，㎡、①、Ⅲ照录。"
    _typed(case, Field.PROGRESS, text, text)


@kind()
def markup_in_a_text(case: Case) -> None:
    """Angle brackets and ampersands are text."""
    text = "<b>已完成</b> & 「A&B」<script>1</script> 照录。"
    _typed(case, Field.PROGRESS, text, text)


@kind()
def figures_in_a_text_cell(case: Case) -> None:
    """A bare number in 进展情况."""
    _typed(case, Field.PROGRESS, 7319, "7319")


@kind()
def only_one_cell(case: Case) -> None:
    """One cell of the whole form."""
    desk = case.desk(rows=2)
    place = _first(desk, Field.PROGRESS)
    answers = {place: desk.answers()[place]}
    case.take("报送.xlsx", Form(desk.data).fill(answers).save(), desk, answers)


@kind()
def a_blank_that_is_none(case: Case) -> None:
    """Blanks typed into every cell say nothing: nothing-new."""
    desk = case.desk(rows=2)
    form = Form(desk.data)
    for place in desk.answers():
        if place[0] == "row":
            form.put(place, " 　")
    case.file("报送.xlsx", form.save())
    case.want("报送.xlsx", "nothing-new", desk, "token")


@kind()
def strokes_for_nothing(case: Case) -> None:
    """「无」 under 存在问题 is an answer."""
    _typed(case, Field.PROBLEMS, "无", "无")
