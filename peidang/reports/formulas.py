"""Which live formula gives a number of the text: counts and sums over the workbook's own sheets.

A figure's key says what it counts (``domain.summary``). ``Formulas.of`` knows every key of the shipped house style;
of a key it does not know it counts the very lines the figure counts, so that the number is live, too.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from peidang.domain.labels import Grade, Light
from peidang.domain.summary import UNSETTLED, Counted, Figure, Summary
from peidang.domain.summary_lines import UnitState
from peidang.reports import facts_sheet, indicators_sheet, units_sheet
from peidang.reports.facts_sheet import YES, Places
from peidang.reports.row_columns import BETTER, WORSE
from peidang.reports.sheet_frame import FIRST_ROW, cell, on_sheet, stretch
from peidang.reports.table_view import LATE, NO_TARGET, OVERDUE, PENDING, light_word, unit_rows
from peidang.reports.trend_sheet import light_cell

_ROW_FLAGS = {
    "asked": facts_sheet.ASKED,
    "overdue": facts_sheet.OVERDUE,
    "contested": facts_sheet.CONTESTED,
    "ruled": facts_sheet.RULED,
    "wording-outdated": facts_sheet.OUTDATED,
}
_UNIT_STATES = {
    "reported": f"{UnitState.REPORTED.value}*",
    "partial": f"{UnitState.PARTIAL.value}*",
    "unreported": f"{UnitState.UNREPORTED.value}*",
    "overdue": f"*（{OVERDUE}）",
    "late": f"*（{LATE}）",
}
_MOST_ARGUMENTS = 200
"""Of a function; the format allows 255."""
_LONGEST = 8000
"""Characters of a formula; the format allows 8192."""


@dataclass(frozen=True)
class Formulas:
    """The formulas of one workbook. ``indicator_lines``: the line (from 0) of each indicator in 指标完成情况, in order."""

    summary: Summary
    places: Places
    indicator_lines: Sequence[int]
    periods: Mapping[str, str] = field(default_factory=dict)
    """Where 趋势 names each period, by its id."""

    def of(self, key: str) -> str | None:
        """The formula for a figure's key, with its = sign; None when the figure is neither counted nor in a sheet."""
        for pattern, make in _MAKERS.items():
            if match := pattern.fullmatch(key):
                return f"={found}" if (found := make(self, *match.groups())) else None
        return self._counted_one_by_one(self.summary.figure(key))

    def rows(self, what: str) -> str | None:
        """rows.total, rows.asked …"""
        flags = self.places.row_facts
        if what == "total":
            return f"COUNT({flags(facts_sheet.SERIAL)})"
        if what == "not-asked":
            return f"COUNT({flags(facts_sheet.SERIAL)})-{_count((flags(facts_sheet.ASKED), YES))}"
        asked, reported = flags(facts_sheet.ASKED), flags(facts_sheet.REPORTED)
        if what == "reported":
            return _count((asked, YES), (reported, YES))
        if what == "unreported":
            return f"{_count((asked, YES))}-{_count((asked, YES), (reported, YES))}"
        return _count((flags(_ROW_FLAGS[what]), YES))

    def lights(self, section: str | None, light: str, share: str | None) -> str | None:
        """lights.serious, section.2.lights.serious, and their shares."""
        kept = None if light == UNSETTLED else Light(light)
        if share and section is None:
            return self.places.share(kept)
        flags = self.places.row_facts
        among = [(flags(facts_sheet.COUNTED), YES)]
        if section is not None:
            among.append((flags(facts_sheet.SECTION), section))
        part = _count(*among, (flags(facts_sheet.LIGHT), self._word(kept)))
        return self._share(f"section.{section}.lights.{light}", part, _count(*among)) if share else part

    def indicator_lights(self, light: str, share: str | None) -> str | None:
        """indicators.lights.serious and its share."""
        stands = self.places.indicator_facts(facts_sheet.LIGHT)
        words = [PENDING, NO_TARGET] if light == UNSETTLED else [self._word(Light(light))]
        part = "+".join(_count((stands, word)) for word in words)
        whole = f"COUNT({self.places.indicator_facts(0)})"
        return self._share(f"indicators.lights.{light}", f"({part})", whole) if share else part

    def _word(self, light: Light | None) -> str:
        word = PENDING if light is None else light_word(light, self.summary.rules)
        # An office may call a light what it likes, but in a condition ~ * ? are marks.
        return re.sub(r"([~*?])", r"~\1", word)

    def _share(self, key: str, part: str, whole: str) -> str:
        """The exact share with what the largest remainder adds to its last digit."""
        share = self.summary.figure(f"{key}.share").value
        count = int(self.summary.figure(key).value)
        total = sum(
            int(figure.value)
            for name, figure in self.summary.figures.items()
            if name.rpartition(".")[0] == key.rpartition(".")[0]
        )
        added = int(share * 10) - (count * 1000 // total if total else 0)
        return f"IF({whole}=0,0,(INT({part}*1000/{whole})+{added})/10)"

    def section(self, number: str, what: str) -> str | None:
        """section.2.rows, section.2.reported."""
        flags = self.places.row_facts
        among = [(flags(facts_sheet.SECTION), number)]
        if what == "reported":
            among += [(flags(facts_sheet.ASKED), YES), (flags(facts_sheet.REPORTED), YES)]
        return _count(*among)

    def changes(self, what: str) -> str | None:
        """changes.better, changes.worse."""
        word = BETTER if what == "better" else WORSE
        return _count((self.places.row_facts(facts_sheet.CHANGE), word))

    def problems(self) -> str | None:
        """Rows on which anybody told a problem."""
        return f'COUNTIF({self.places.row_facts(facts_sheet.PROBLEMS)},">0")'

    def units(self, what: str) -> str | None:
        """units.asked, units.reported …"""
        last = FIRST_ROW + len(self.summary.units) - 1
        all_of_them = f"COUNT({on_sheet(units_sheet.NAME, stretch((FIRST_ROW, 0), last))})"
        if what == "asked":
            return all_of_them
        states = on_sheet(units_sheet.NAME, stretch((FIRST_ROW, units_sheet.STATE_COLUMN), last))
        if what == "not-reported":
            return f"{all_of_them}-{_count((states, _UNIT_STATES['reported']))}"
        return _count((states, _UNIT_STATES[what]))

    def findings(self, grade: str) -> str | None:
        """findings.must, findings.explain."""
        return self.places.finding(Grade(grade))

    def indicators(self, what: str) -> str | None:
        """indicators.total, indicators.overdue."""
        if what == "total":
            return f"COUNT({self.places.indicator_facts(0)})"
        return _count((self.places.indicator_facts(facts_sheet.OVERDUE), YES))

    def indicator(self, number: str, what: str) -> str | None:
        """indicator.3.value, .completion, .lag: from its line in 指标完成情况."""
        at = self.indicator_lines[self.places.indicators.index(int(number))]
        columns = {
            "value": indicators_sheet.VALUE_COLUMN,
            "completion": indicators_sheet.COMPLETION_COLUMN,
            "lag": indicators_sheet.GAP_COLUMN,
        }
        if what == "expected":
            there = self.places.indicator(int(number))
            return on_sheet(facts_sheet.NAME, cell(there, facts_sheet.EXPECTED))
        place = on_sheet(indicators_sheet.NAME, cell(at, columns[what]))
        return {"value": place, "completion": f"ROUND({place}*100,1)", "lag": f"ROUND(-{place},1)"}[what]

    def past_lights(self, number: str, light: str) -> str:
        """period.2.lights.serious: where 趋势 tells it."""
        return light_cell(int(number), None if light == UNSETTLED else Light(light))

    def unit_lights(self, number: str, light: str) -> str | None:
        """unit.2.lights.serious: among the lines of the rows it answers for."""
        asked = set(self.summary.units[int(number) - 1].rows_asked)
        lines = [FIRST_ROW + n for n, line in enumerate(self.summary.rows) if line.row.id in asked]
        word = self._word(None if light == UNSETTLED else Light(light))
        parts = []
        for first, last in _neighbours(lines):
            ranges = [stretch((first, c), last) for c in (facts_sheet.COUNTED, facts_sheet.LIGHT)]
            counted, lit = (on_sheet(facts_sheet.NAME, one) for one in ranges)
            parts.append(_count((counted, YES), (lit, word)))
        formula = "+".join(parts) or "0"
        return formula if len(formula) < _LONGEST else None

    def _counted_one_by_one(self, figure: Figure) -> str | None:
        if figure.value != len(figure.items):
            return None
        known = self._lines(figure)
        if any(item not in known for item in figure.items):
            return None
        lines = [known[item] for item in figure.items]
        parts = [lines[n : n + _MOST_ARGUMENTS] for n in range(0, len(lines), _MOST_ARGUMENTS)]
        return "=" + ("+".join(f"COUNTA({','.join(part)})" for part in parts) or "0")

    def _lines(self, figure: Figure) -> dict[str, str]:
        """The cell of each thing that may be counted, by its id."""
        known = dict(self.periods)
        if figure.counted in (Counted.ROWS, Counted.FINDINGS):
            for n, line in enumerate(self.summary.rows):
                known[line.row.id] = on_sheet(facts_sheet.NAME, cell(FIRST_ROW + n, 0))
        if figure.counted in (Counted.INDICATORS, Counted.FINDINGS):
            for one in self.summary.indicators:
                known[one.indicator.id] = on_sheet(
                    facts_sheet.NAME, cell(self.places.indicator(one.number), 0)
                )
        if figure.counted is Counted.UNITS:
            for n, row in enumerate(unit_rows(self.summary)):
                known[row.line.unit.id] = on_sheet(units_sheet.NAME, cell(FIRST_ROW + n, 0))
        return known


def _count(*conditions: tuple[str, str]) -> str:
    """COUNTIFS over ranges of the same height; a number is compared as a number."""
    quoted = [f"{where},{what if what.isdigit() else _text(what)}" for where, what in conditions]
    return f"COUNTIFS({','.join(quoted)})"


def _neighbours(lines: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each stretch of lines without a gap."""
    found: list[tuple[int, int]] = []
    for line in lines:
        if found and line == found[-1][1] + 1:
            found[-1] = (found[-1][0], line)
        else:
            found.append((line, line))
    return found


def _text(word: str) -> str:
    doubled = word.replace('"', '""')
    return f'"{doubled}"'


_MAKERS: Mapping[re.Pattern[str], Callable[..., str | None]] = {
    re.compile(r"rows\.(total|not-asked|reported|unreported|" + "|".join(_ROW_FLAGS) + ")"): Formulas.rows,
    re.compile(r"(?:section\.(\d+)\.)?lights\.([a-z-]+)(\.share)?"): Formulas.lights,
    re.compile(r"indicators\.lights\.([a-z-]+)(\.share)?"): Formulas.indicator_lights,
    re.compile(r"section\.(\d+)\.(rows|reported)"): Formulas.section,
    re.compile(r"changes\.(better|worse)"): Formulas.changes,
    re.compile(r"problems"): Formulas.problems,
    re.compile(r"units\.(asked|not-reported|" + "|".join(_UNIT_STATES) + ")"): Formulas.units,
    re.compile(r"findings\.(must|explain)"): Formulas.findings,
    re.compile(r"indicators\.(total|overdue)"): Formulas.indicators,
    re.compile(r"indicator\.(\d+)\.(value|completion|lag|expected)"): Formulas.indicator,
    re.compile(r"period\.(\d+)\.lights\.([a-z-]+)"): Formulas.past_lights,
    re.compile(r"unit\.(\d+)\.lights\.([a-z-]+)"): Formulas.unit_lights,
}
