"""The bands of a kind of indicator side by side on one line: no gap can hide there."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QGridLayout, QSizePolicy, QWidget

from peidang.desktop import look
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label
from peidang.domain.labels import INDICATOR_KIND_WORDS, LIGHT_SHAPES, IndicatorKind, Light
from peidang.domain.numbers import plain
from peidang.domain.rule_sheet import Band, RuleSheet, band_words


class BandStrip(QWidget):
    """Each band takes the same room; its light is a line in its colour, shape and name; between them the limits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bands: tuple[Band, ...] = ()
        self._names: dict[Light, str] = {}
        self.setFixedHeight(look.STRIP_HEIGHT + look.CHIP_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bands(self, bands: Sequence[Band], sheet: RuleSheet) -> None:
        """Show these bands with the sheet's names."""
        self._bands, self._names = tuple(bands), dict(sheet.names)
        told = "；".join(f"{self._names[band.light]}：{band_words(band)}" for band in bands)
        self.setAccessibleName(told)
        self.setToolTip(told)
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for three bands."""
        return QSize(look.PANE_WIDTH, look.STRIP_HEIGHT + look.CHIP_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them."""
        if not self._bands:
            return
        colours, painter = look.colours_of(QApplication.palette()), QPainter(self)
        width = self.width() / len(self._bands)
        for place, band in enumerate(self._bands):
            left, right = round(place * width), round((place + 1) * width)
            colour = QColor(colours.lights[band.light])
            painter.fillRect(QRect(left, look.STRIP_HEIGHT - Gap.HAIR, right - left, Gap.HAIR), colour)
            painter.setPen(colour)
            words = f"{LIGHT_SHAPES[band.light]} {self._names[band.light]}"
            room = QRect(left, 0, right - left, look.STRIP_HEIGHT - Gap.HAIR)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
            if band.high is not None:
                painter.setPen(QPen(QColor(colours.ink), look.LINE_WIDTH))
                painter.drawLine(
                    right, look.STRIP_HEIGHT - Gap.SMALL, right, look.STRIP_HEIGHT + Gap.HAIR // 2
                )
                below = QRect(right - round(width) // 2, look.STRIP_HEIGHT, round(width), look.CHIP_HEIGHT)
                painter.setPen(QColor(colours.second))
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, _limit(band))


def _limit(band: Band) -> str:
    """The limit above which a band ends, and on which side the number itself lies."""
    high = band.high if band.high is not None else Decimal(0)
    ahead = high < 0
    inside = band.high_included != ahead
    return f"{'超前' if ahead else '差'}{plain(abs(high))}个百分点（含）以{'内' if inside else '上'}"


class StripsView(QWidget):
    """The strips of a rule sheet; kinds that are judged alike share one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = [label("", "second") for _ in IndicatorKind]
        self.strips = [BandStrip() for _ in IndicatorKind]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Gap.LARGE)
        for place, (name, strip) in enumerate(zip(self.names, self.strips, strict=True)):
            name.setWordWrap(True)
            name.setFixedWidth(look.STRIP_NAME_WIDTH)
            grid.addWidget(name, place, 0)
            grid.addWidget(strip, place, 1)

    def show_sheet(self, sheet: RuleSheet) -> None:
        """Show a rule sheet."""
        alike: dict[tuple[Band, ...], list[IndicatorKind]] = {}
        for kind in IndicatorKind:
            alike.setdefault(tuple(sheet.bands[kind]), []).append(kind)
        groups = [*alike.items()]
        for place, (name, strip) in enumerate(zip(self.names, self.strips, strict=True)):
            shown = place < len(groups)
            name.setVisible(shown)
            strip.setVisible(shown)
            if shown:
                bands, kinds = groups[place]
                every = len(kinds) == len(IndicatorKind)
                name.setText("各类指标" if every else "、".join(INDICATOR_KIND_WORDS[kind] for kind in kinds))
                strip.show_bands(bands, sheet)
