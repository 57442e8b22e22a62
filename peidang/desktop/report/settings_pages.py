"""The four parts of 文稿设置: 署名和期号, 红头, 版记, 标题和用语."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from peidang.app.papers.paper_cover import ImprintStyle, LetterheadStyle, Mark, as_places, in_words
from peidang.app.papers.paper_settings import KindWords
from peidang.desktop import look
from peidang.desktop.controls import button, row
from peidang.desktop.dialogs import day_edit, day_of, form_of
from peidang.desktop.fields import ChoiceField, TickBox
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, wrapped
from peidang.desktop.report.checked_field import CheckedField, TextField, TicksField

PLACES = "花括号里的字印时自动换成实际内容：{年份} {期号} {报告期} {日期} {方案} {单位}"
Changed = Callable[[], object]


class Part(QWidget):
    """One part: its form, and its fields by the places of their faults."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, CheckedField] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, Gap.SMALL, Gap.MEDIUM, 0)
        self.column.setSpacing(Gap.MEDIUM)

    def lay_out(self, *rows: tuple[str, QWidget], note: str = "") -> None:
        """The form, and a note under it."""
        form = form_of(*rows)
        for place in range(form.rowCount()):
            words = form.itemAt(place, form.ItemRole.LabelRole).widget()
            words.setFixedSize(look.LABEL_WIDTH, look.FIELD_HEIGHT)
        self.column.addLayout(form)
        if note:
            self.column.addWidget(wrapped(note, "second"))
        self.column.addStretch(1)


class IssuePart(Part):
    """常用文稿, 署名, 期号起点 by year."""

    def __init__(
        self, kinds: Sequence[str], coordinator: str, first: Mapping[int, str], changed: Changed
    ) -> None:
        super().__init__()
        self.first = dict(first)
        self.kind = ChoiceField()
        self.kind.addItems(list(kinds))
        self.office = TextField("署名", changed, f"不写为{coordinator}" if coordinator else "")
        self.year = ChoiceField()
        self.year.setAccessibleName("年份")
        for year in first:
            self.year.addItem(f"{year}年", year)
        self.number = QLineEdit()
        self.number.setFixedWidth(look.LIMIT_WIDTH)
        inner = QWidget()
        line = row(self.year, label("在这里出的第一期是第"), self.number, label("期"), None)
        inner.setLayout(line)
        self.fields = {"first": CheckedField("第一期期号", inner), "office": self.office}
        self.number.setAccessibleName("第一期期号")
        self.fields["first"].setFocusProxy(self.number)
        self.lay_out(
            ("常用文稿", self.kind),
            ("署名", self.office),
            ("第一期期号", self.fields["first"]),
            note="以前各期是手工出的，在这里写明接着第几期；以后按印发的先后往下排。",
        )
        self.year.activated.connect(lambda _at: self._show_year())
        self.kind.activated.connect(lambda _at: changed())
        self.number.textEdited.connect(lambda text: self._type(text, changed))

    def choose_year(self, year: int) -> None:
        """Show the number of a year."""
        self.year.setCurrentIndex(max(0, self.year.findData(year)))
        self._show_year()

    def _show_year(self) -> None:
        self.number.setText(self.first[self.year.currentData()])

    def _type(self, text: str, changed: Changed) -> None:
        self.first[self.year.currentData()] = text.strip()
        changed()


class LetterheadPart(Part):
    """红头: whether, which words, on which kinds."""

    def __init__(self, kinds: Sequence[str], usual: Sequence[str], changed: Changed) -> None:
        super().__init__()
        self.usual = usual
        self.on = TickBox("用红头：首页上方印发文机关标志、发文字号和红色分隔线")
        self.mark = TextField("发文机关标志", changed, "如：某某市发展和改革委员会文件")
        self.number = TextField("发文字号", changed, "如：某发改〔{年份}〕{期号}号；不写为不印")
        self.kinds = TicksField("用于", kinds, changed)
        self.fields = {
            "letterhead.mark": self.mark,
            "letterhead.number": self.number,
            "letterhead.kinds": self.kinds,
        }
        self.column.addWidget(self.on)
        self.lay_out(
            ("发文机关标志", self.mark),
            ("发文字号", self.number),
            ("用于", self.kinds),
            note=f"{PLACES}。常用的一种文稿登记签发件以后，发文字号印登记的文号。"
            "某一种文稿另有标志（如简报名）的，在“标题和用语”里写。",
        )
        self.on.toggled.connect(self._switch)
        self.on.toggled.connect(lambda _on: changed())

    def show_style(self, style: LetterheadStyle) -> None:
        """Show what is kept."""
        self.on.setChecked(style.on)
        self.mark.show_text(in_words(style.words.mark))
        self.number.show_text(in_words(style.words.number))
        self.kinds.tick(style.kinds or self.usual)
        self._switch(style.on)

    def _switch(self, on: bool) -> None:
        for field in self.fields.values():
            field.setEnabled(on)

    def wanted(self, own: Mapping[str, Mark]) -> LetterheadStyle:
        """What the fields say."""
        words = Mark(as_places(self.mark.text), as_places(self.number.text))
        return LetterheadStyle(self.on.isChecked(), self.kinds.ticked, words, dict(own))


class ImprintPart(Part):
    """版记: whether, its words, on which kinds."""

    def __init__(self, kinds: Sequence[str], usual: Sequence[str], today: date, changed: Changed) -> None:
        super().__init__()
        self.usual = usual
        self.on = TickBox("用版记：末页下方印抄送机关、印发机关和印发日期")
        self.copies = TextField("抄送", changed, "如：市委办公室，市政府办公室；不写为不印")
        self.office = TextField("印发机关", changed)
        self.as_paper = TickBox("与成文日期相同")
        self.day = day_edit(today)
        dated = QWidget()
        dated.setLayout(row(self.as_paper, self.day, None, gap=Gap.LARGE))
        self.kinds = TicksField("用于", kinds, changed)
        self.fields = {
            "imprint.copies_to": self.copies,
            "imprint.office": self.office,
            "imprint.kinds": self.kinds,
        }
        self.column.addWidget(self.on)
        self.lay_out(
            ("抄送", self.copies),
            ("印发机关", self.office),
            ("印发日期", dated),
            ("用于", self.kinds),
            note="PDF 的版记印在双数页的最下面，不够时另起一页。Word 稿的末页是否双数页，请在印前看一下。",
        )
        self.dated = dated
        self.on.toggled.connect(self._switch)
        for box in (self.on, self.as_paper):
            box.toggled.connect(lambda _on: changed())
        self.as_paper.toggled.connect(self.day.setHidden)
        self.day.dateChanged.connect(lambda _day: changed())

    def show_style(self, style: ImprintStyle) -> None:
        """Show what is kept."""
        self.on.setChecked(style.on)
        self.copies.show_text(style.copies_to)
        self.office.show_text(style.office)
        self.as_paper.setChecked(style.day is None)
        if style.day:
            self.day.setDate(QDate(style.day.year, style.day.month, style.day.day))
        self.kinds.tick(style.kinds or self.usual)
        self._switch(style.on)

    def _switch(self, on: bool) -> None:
        for field in (*self.fields.values(), self.dated):
            field.setEnabled(on)

    def wanted(self) -> ImprintStyle:
        """What the fields say."""
        day = None if self.as_paper.isChecked() else day_of(self.day)
        return ImprintStyle(self.on.isChecked(), self.kinds.ticked, self.copies.text, self.office.text, day)


class WordsPart(Part):
    """标题, 主送 and 结束语 of the kind that is chosen, and what its 红头 says otherwise."""

    def __init__(self, kinds: Sequence[str], changed: Changed, restore: Changed) -> None:
        super().__init__()
        self.kind = ChoiceField()
        self.kind.addItems(list(kinds))
        self.title = TextField("标题", changed, lines=True)
        self.addressee = TextField("主送", changed, "不写为不印，如：各有关单位：")
        self.closing = TextField("结束语", changed, "如：通报如下")
        self.mark = TextField("红头标志", changed)
        self.number = TextField("发文字号", changed)
        self.restore = button("恢复原样", restore)
        self.fields = {
            "title": self.title,
            "addressee": self.addressee,
            "closing": self.closing,
            "own.mark": self.mark,
            "own.number": self.number,
        }
        chosen = QWidget()
        chosen.setLayout(row(self.kind, None, self.restore))
        chosen.setFocusProxy(self.kind)
        self.lay_out(
            ("文稿", chosen),
            ("标题", self.title),
            ("主送", self.addressee),
            ("导语结束语", self.closing),
            ("本种红头标志", self.mark),
            ("本种发文字号", self.number),
            note=f"{PLACES}。标题要在哪里分行，就在哪里按回车。",
        )
        self.kind.setAccessibleName("改哪一种文稿")

    def show_words(self, words: KindWords, own: Mark) -> None:
        """Show another kind."""
        self.title.show_text(words.title)
        self.addressee.show_text(words.addressee)
        self.closing.show_text(words.closing)
        self.mark.show_text(in_words(own.mark))
        self.number.show_text(in_words(own.number))

    def show_common(self, common: Mark) -> None:
        """Say what stands where the kind says nothing of its own."""
        for field, usual in ((self.mark, common.mark), (self.number, common.number)):
            field.box.setPlaceholderText(f"不写为“{in_words(usual)}”" if usual else "不写为通用的")

    def words(self) -> KindWords:
        """What the fields say."""
        return KindWords(self.title.text, self.addressee.text, self.closing.text)

    def own(self) -> Mark:
        """What the kind's own letterhead says."""
        return Mark(as_places(self.mark.text), as_places(self.number.text))


def with_own(style: LetterheadStyle, kind: str, own: Mark) -> LetterheadStyle:
    """The letterhead with the own words of a kind; empty ones are none."""
    kept = {name: one for name, one in style.own.items() if name != kind}
    return replace(style, own=kept | ({kind: own} if own != Mark() else {}))
