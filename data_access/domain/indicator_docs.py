"""Writes docs/indicators.md from the tables of measures and indicators; a test keeps the file equal.

Run: python -m data_access.domain.indicator_docs > docs/indicators.md
"""

import sys

from data_access.domain.indicator_types import Indicator, Kind
from data_access.domain.indicators import INDICATORS
from data_access.domain.measures import MEASURES

_INTRODUCTION = """\
# Indicators

Made from the program's own tables (`data_access/domain/measures.py`, `indicators.py`) by
`python -m data_access.domain.indicator_docs`; do not edit.

Every figure is a count of rows, a ratio of two counts, or a number computed from the values of counted rows.

## How cases are counted

- **Period P** is [from, to): a time belongs to it when from ≤ time < to. P is cut at `as_of`: a time at
  `as_of` or later is in no period yet.
- **Clock.** `as_of` (default: now) is floored to whole seconds, as all times in rows are. It moves only
  the clock (the cut of P, overdue, due soon, the 24 hours); states are today's.
- **Membership** is by the time named; the state (disposed, closed, VOID, suspended) is today's. A later
  VOID or REJECTED takes a case out of no count unless its row says so.
- **settle_at** is the earlier of `due_at` and `disposed_at` of a case that falls due: filed, neither
  VOID nor REJECTED nor suspended, with a `due_at`. Such a case belongs to the one period that holds its
  settle_at.
- **Live counts** (open, overdue, due soon, load) ignore P; trends leave them out.
- **Cases without a report** count nowhere.
- **Actions** that recur count once each at their own time, those of one case in several periods too.
- **Ratios** keep numerator and denominator; a denominator of zero gives `null`: no data, never 0 % or
  100 %.
- **Filters** use the attributes of the report (the department: of the last dispatch), an area code of
  any level, grids included. Several codes of one filter are alternatives, several filters must all hold.
- **Limits are inclusive**; a negative duration is in time. Times count to the microsecond; periods and
  `as_of` are whole seconds.
- **Quantiles** are exact, with linear interpolation between ranks.
- **Categories**: a subclass that the city does not know stands under its own code; cases without a
  subclass, a department or an area of the level stand last, under an empty code, so that the entries add
  up to the overview. Of centres `direct` counts what lies in none of the areas below.
- **Trend buckets** are hours, days, weeks (from Monday) and months of city time; a bucket's `start` is its
  own beginning, also where P begins inside it. On a day when the clock is put back the hour that comes
  twice has two buckets.
- **Comparison** gives the indicators of a period, not the live counts, for an earlier one: `previous` (of
  equal length, just before), `week` (the same weekdays seven days before), `month` (the same dates a month
  before, or the last of a month that lacks them) or `year` (the same dates a year before; 29 February stands
  for the 28th). Days are shifted by the calendar, so midnights stay midnights.
  While P still runs, the earlier period is cut at the same time of day. Its figures are what the same
  question answers for it now: an earlier case has had longer to be disposed, closed and rated.
- **oldest_open_seconds** counts from the report, and is 0 for a report later than `as_of`.
- **Ranking**: by closing rate for now (`basis`), score = 100 × closing rate, without grade; areas with
  fewer than 10 cases due for disposal are not ranked; equal rates share a rank.

## Indicators

P = the period. In a ratio the first line is the numerator, the second the denominator.

| name | 中文 | English | value | definition | better | standard | note |
|---|---|---|---|---|---|---|---|
"""


_MEASURES = """
## Measures

What numerators and denominators count. `zhiwang query cases --measure NAME` lists exactly these cases, with
the time by which each is counted; a measure of actions lists every action.

"""


def indicator_table() -> str:
    """The whole document, Markdown."""
    rows = "".join(_row(indicator) for indicator in INDICATORS.values())
    measures = "".join(f"- `{name}`: {measure.words}\n" for name, measure in MEASURES.items())
    return f"{_INTRODUCTION}{rows}{_MEASURES}{measures}"


def definition(indicator: Indicator) -> str:
    """How an indicator is computed, in words."""
    numerator = MEASURES[indicator.numerator].words
    if indicator.kind == Kind.NUMBER:
        return indicator.formula.format(counted=numerator)
    if indicator.denominator is None:
        return numerator
    denominator = MEASURES[indicator.denominator].words
    if indicator.complement:
        return f"{denominator} − {numerator} / {denominator}"
    return f"{numerator} / {denominator}"


def _row(indicator: Indicator) -> str:
    value = f"{indicator.kind.value}, {indicator.unit.value}"
    cells = (
        f"`{indicator.name}`",
        indicator.zh,
        indicator.en,
        value,
        definition(indicator).replace(" / ", "<br>/ "),
        indicator.better.value,
        indicator.source,
        indicator.note,
    )
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    sys.stdout.write(indicator_table())
