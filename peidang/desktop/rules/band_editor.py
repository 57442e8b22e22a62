"""The bands of one kind of indicator as fields: a light, up to which lag, and on which side the limit itself lies."""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from peidang.desktop import look
from peidang.desktop.controls import button, row
from peidang.desktop.fields import ChoiceField
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label
from peidang.domain.labels import LIGHT_SHAPES, Light
from peidang.domain.numbers import plain
from peidang.domain.rule_sheet import Band

LIGHTS = (Light.DONE, Light.ON_PACE, Light.BEHIND, Light.SERIOUS)
LEAST, MOST = 1, 6


class BandEditor(QWidget):
    """Bands follow each other without gap: each begins where the one above it ends."""

    changed = Signal()

    def __init__(self, name: Callable[[Light], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.lights: list[QComboBox] = []
        self.limits: list[QLineEdit] = []
        self.sides: list[QComboBox] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Gap.HAIR)
        self._body: QWidget | None = None
        self.more = button("加一档", self._add, "link")
        self.less = button("去掉最后一档", self._drop, "link")
        self._column.addLayout(row(self.more, self.less, None))

    def show_bands(self, bands: Sequence[Band]) -> None:
        """Show these, as fields."""
        self.lights, self.limits, self.sides = [], [], []
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(Gap.HAIR)
        for place, band in enumerate(bands):
            inner.addLayout(self._line(place, band, last=place == len(bands) - 1))
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self._column.insertWidget(0, body)
        self.more.setEnabled(len(bands) < MOST)
        self.less.setEnabled(len(bands) > LEAST)

    def _line(self, place: int, band: Band, last: bool) -> QHBoxLayout:
        light = ChoiceField()
        light.setFixedWidth(look.LABEL_WIDTH)
        light.setAccessibleName(f"第{place + 1}档亮什么灯")
        for one in LIGHTS:
            light.addItem(f"{LIGHT_SHAPES[one]} {self._name(one)}", one)
        light.setCurrentIndex(max(0, light.findData(band.light)))
        light.activated.connect(lambda _at: self.changed.emit())
        self.lights.append(light)
        if last:
            return row(light, label("超过以上界限的" if place else "不论差距大小", "second"), None)
        limit, side = QLineEdit(plain(band.high) if band.high is not None else ""), ChoiceField()
        limit.setFixedWidth(look.LIMIT_WIDTH)
        limit.setAccessibleName(f"第{place + 1}档到差几个百分点")
        limit.textEdited.connect(lambda _text: self.changed.emit())
        side.addItem("含这个数", True)
        side.addItem("不含这个数", False)
        side.setAccessibleName("含不含这个数")
        side.setCurrentIndex(0 if band.high_included else 1)
        side.activated.connect(lambda _at: self.changed.emit())
        self.limits.append(limit)
        self.sides.append(side)
        return row(light, label("低于序时进度"), limit, label("个百分点以内"), side, None)

    def rename(self) -> None:
        """Lights are called otherwise now."""
        for field in self.lights:
            for place, light in enumerate(LIGHTS):
                field.setItemText(place, f"{LIGHT_SHAPES[light]} {self._name(light)}")

    def bands(self) -> tuple[Band, ...]:
        """What the fields say. Raises ValueError when a limit is no number."""
        ends = [self._number(field.text()) for field in self.limits]
        included = [bool(side.currentData()) for side in self.sides]
        return tuple(
            Band(
                Light(light.currentData()),
                ends[n - 1] if n else None,
                ends[n] if n < len(ends) else None,
                low_included=bool(n) and not included[n - 1],
                high_included=n < len(ends) and included[n],
            )
            for n, light in enumerate(self.lights)
        )

    @staticmethod
    def _number(text: str) -> Decimal:
        try:
            number = Decimal(text.strip())
        except InvalidOperation as error:
            raise ValueError(text) from error
        if not number.is_finite():
            raise ValueError(text)
        return number

    def _add(self) -> None:
        try:
            bands = list(self.bands())
        except ValueError:
            return
        last = bands[-1]
        limit = (last.low if last.low is not None else Decimal(0)) + 10
        cut = Band(last.light, last.low, limit, last.low_included)
        self.show_bands([*bands[:-1], cut, Band(Light.SERIOUS, limit, None, low_included=True)])
        self.changed.emit()

    def _drop(self) -> None:
        try:
            bands = list(self.bands())
        except ValueError:
            return
        last = bands[-2]
        self.show_bands([*bands[:-2], Band(last.light, last.low, None, last.low_included)])
        self.changed.emit()
