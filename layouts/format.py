"""Numbers, changes, ages and dates as screens show them; pure. Units and words come from the catalogue."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from layouts.text import Text

MINUS = "\u2212"
NONE = "–"
"""Stands for a figure that is not there."""
ZERO_OVERDUE = "·"
"""Stands for no overdue case, so that the eye finds the others."""
DAY = 86_400
HOUR = 3_600
YEAR = 365 * DAY


@dataclass(frozen=True, slots=True)
class Change:
    """A change between two moments."""

    direction: int
    """1 up, -1 down, 0 none: after rounding, so that it agrees with the text."""
    text: str


def count(value: float | None) -> str:
    """A count with thousands separated: 1,486."""
    return NONE if value is None else _signed(f"{value:,.0f}")


def overdue_count(value: float | None) -> str:
    """A count of overdue cases; none of them is "·"."""
    return ZERO_OVERDUE if value == 0 else count(value)


def cases(text: Text, value: float) -> str:
    """A count of cases with its unit: 1,486 件; 1,486 cases."""
    return text("unit.one_case" if value == 1 else "unit.cases", count=count(value))


def points(value: float | None, decimals: int = 1) -> str:
    """A ratio 0..1 in per cent without the sign: 91.6."""
    return NONE if value is None else _signed(f"{value * 100:,.{decimals}f}")


def rate(text: Text, value: float | None, decimals: int = 1) -> str:
    """A ratio 0..1 in per cent, 91.6%; without a denominator it is "no data", never 0%."""
    return text("unit.no_data") if value is None else f"{points(value, decimals)}%"


def load(value: float | None, decimals: int = 1) -> str:
    """Open cases per 100 staff on duty: 17.7."""
    return NONE if value is None else f"{value:,.{decimals}f}"


def relative_change(text: Text, now: float | None, before: float | None) -> Change | None:
    """Change of a count in per cent of `before`; the difference where `before` is 0."""
    if now is None or before is None:
        return None
    if before == 0:
        return difference(text, now, before)
    return _change(text, (now - before) / before * 100, "{:,.1f}%", "{:,.1f}%")


def difference(text: Text, now: float | None, before: float | None) -> Change | None:
    """Change of a count in cases: ▲ 11 件; +11."""
    if now is None or before is None:
        return None
    return _change(text, now - before, text("unit.cases", count="{:,.0f}"), "{:,.0f}")


def rate_change(text: Text, now: float | None, before: float | None) -> Change | None:
    """Change of a ratio in percentage points: ▼ 0.9 点; −0.9 pp."""
    if now is None or before is None:
        return None
    unit = text("unit.points", points="{:,.1f}")
    return _change(text, (now - before) * 100, unit, unit)


def age(text: Text, seconds: float | None) -> str:
    """An age: minutes below an hour, hours below 48, then days and hours, days alone from 10; cut."""
    if seconds is None:
        return NONE
    whole = max(0, int(seconds))
    if whole < HOUR:
        return text("unit.minutes", minutes=whole // 60)
    if whole < 2 * DAY:
        return text("unit.hours", hours=whole // HOUR)
    if whole >= 10 * DAY:
        return text("unit.days", days=count(whole // DAY))
    return text("unit.days_hours", days=whole // DAY, hours=whole % DAY // HOUR)


def short_age(text: Text, seconds: float | None) -> str:
    """An age with one unit, for narrow columns: hours below a day, days with one decimal below 10, years
    from 365 days with one decimal below 10; cut."""
    if seconds is None:
        return NONE
    whole = max(0, int(seconds))
    if whole < DAY:
        return text("unit.hours", hours=whole // HOUR)
    name, unit = ("days", DAY) if whole < YEAR else ("years", YEAR)
    tenths = whole * 10 // unit
    return text(f"unit.{name}", **{name: f"{tenths / 10:.1f}" if tenths < 100 else str(tenths // 10)})


def day(text: Text, value: date) -> str:
    """A date with its weekday: 11 月 23 日 周一; Mon 23 Nov 2026."""
    return text(
        "date.day",
        year=value.year,
        month=text(f"date.month_{value.month}"),
        day=value.day,
        weekday=weekday(text, value),
    )


def weekday(text: Text, value: date) -> str:
    """Short name of a weekday: 周一; Mon."""
    return text(f"date.weekday_{value.isoweekday()}")


def short_day(text: Text, value: date) -> str:
    """A date for axes: 10/24; 24 Oct."""
    month = text(f"date.month_{value.month}")
    return text("date.short_day", month_number=value.month, month=month, day=value.day)


def month(text: Text, year_month: str) -> str:
    """A month "2026-11": 11 月; Nov 2026."""
    year, number = year_month.split("-")
    return text("date.month", year=year, month=text(f"date.month_{int(number)}"))


def moment(iso: str | None, *, seconds: bool = False) -> str:
    """A time of an answer, in city time as it came: 2026-11-05 14:32, or with its seconds."""
    return NONE if iso is None else f"{iso[:10]} {iso[11 : 19 if seconds else 16]}"


def clock(moment: float, zone: ZoneInfo) -> str:
    """Time of day in a zone, to the second: 14:32:05."""
    return datetime.fromtimestamp(moment, zone).strftime("%H:%M:%S")


def stamp(moment: float, zone: ZoneInfo) -> str:
    """2019-02-28 17:05:09, for tables of things that happened."""
    return f"{datetime.fromtimestamp(moment, zone):%Y-%m-%d %H:%M:%S}"


def _change(text: Text, amount: float, unit: str, plain: str) -> Change:
    """`unit` and `plain` take the size of the change; the true minus and the arrow carry the sign."""
    bare = (unit if text.language == "zh" else plain).format(abs(amount))
    if not any(digit in bare for digit in "123456789"):
        return Change(0, text("unit.unchanged"))
    up = amount > 0
    if text.language == "zh":
        return Change(1 if up else -1, f"{'▲' if up else '▼'} {bare}")
    return Change(1 if up else -1, f"{'+' if up else MINUS}{bare}")


def _signed(number: str) -> str:
    """A formatted number with the true minus; a rounded minus zero loses its sign."""
    if not number.startswith("-"):
        return number
    return number[1:] if not any(digit in number for digit in "123456789") else MINUS + number[1:]
