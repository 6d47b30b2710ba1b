"""The bulletin's first section: the month in figures, beside the month before and a year earlier."""

from data_access.domain.city_events import CityEvent
from layouts.eventwords import event_days, event_words
from layouts.report.blocks import Block, Column, Heading, Line, Lines, Paragraph, Table
from layouts.report.figures import BulletinFigures
from layouts.report.scale import axis
from layouts.report.words import Words, has_cases

SHOWN = (
    "reported_count",
    "filed_count",
    "disposed_count",
    "closed_count",
    "should_dispose_count",
    "closing_rate",
    "on_time_disposal_rate",
    "on_time_closing_rate",
    "rework_rate",
    "return_rate",
    "valid_report_rate",
    "missed_report_rate",
    "duplicate_rate",
    "self_handled_rate",
    "response_24h_rate",
    "satisfied_rate",
    "disposal_seconds_median",
    "disposal_seconds_p90",
)
"""Indicators of the month; counts of what is open now are left out: they are not about the month."""
_RATES = ("closing_rate", "on_time_disposal_rate")


def summary(figures: BulletinFigures, words: Words) -> list[Block]:
    """Sentence, table of indicators, thirteen months of cases and rates."""
    text, now = words.text, figures.now
    change = words.change("reported_count", now, figures.before)
    sentence = text(
        "report.summary",
        area=words.area(figures.place),
        month=words.month(figures.month),
        reported=words.value("reported_count", now),
        change=change,
        filed=words.value("filed_count", now),
        closed=words.value("closed_count", now),
        closing=words.value("closing_rate", now),
        on_time=words.value("on_time_disposal_rate", now),
        on_time_change=words.change("on_time_disposal_rate", now, figures.before),
        rework=words.value("rework_rate", now),
        response=words.value("response_24h_rate", now),
    )
    return [
        Heading(text("report.summary_title")),
        Paragraph(sentence),
        _table(figures, words),
        _cases(figures, words),
        _rates(figures, words),
        *_events(figures, words),
    ]


def _events(figures: BulletinFigures, words: Words) -> list[Block]:
    """What happened in the months of the charts."""
    if not figures.events:
        return []
    told = [f"{event_of(figures, words, event)} ({event_days(event)})" for event in figures.events]
    return [Paragraph(words.text("report.events", events=words.join(told)))]


def event_of(figures: BulletinFigures, words: Words, event: CityEvent) -> str:
    """An event in words, with its town's name in a bulletin of the city."""
    tree, (level, index) = figures.city.tree, figures.place
    return event_words(words.text, tree, event, (tree.at(level)[index].code,))


def _table(figures: BulletinFigures, words: Words) -> Table:
    text, now = words.text, figures.now
    columns = (
        Column(text("report.indicator"), 2.2, right=False),
        Column(text("report.this_month")),
        Column(text("report.month_before")),
        Column(text("report.change")),
        Column(text("report.year_ago")),
        Column(text("report.change")),
    )
    rows = tuple(
        (
            words.indicator(name),
            words.value(name, now),
            words.value(name, figures.before),
            words.change(name, now, figures.before),
            words.value(name, figures.year_ago),
            words.change(name, now, figures.year_ago),
        )
        for name in SHOWN
    )
    return Table(text("report.indicators_caption"), columns, rows)


def _cases(figures: BulletinFigures, words: Words) -> Lines:
    names = ("filed_count", "closed_count")
    series = tuple(
        Line(
            words.indicator(name),
            tuple(float(entry[name]) if has_cases(entry) else None for entry in figures.trend),
            dashed=place > 0,
        )
        for place, name in enumerate(names)
    )
    return _lines(figures, words, series, words.text("report.cases_caption"), words.text("unit.case_short"))


def _rates(figures: BulletinFigures, words: Words) -> Lines:
    series = tuple(
        Line(
            words.indicator(name),
            tuple(
                None if entry[name]["value"] is None else entry[name]["value"] * 100
                for entry in figures.trend
            ),
            dashed=place > 0,
        )
        for place, name in enumerate(_RATES)
    )
    return _lines(figures, words, series, words.text("report.rates_caption"), "%", most=100.0)


def _lines(
    figures: BulletinFigures,
    words: Words,
    series: tuple[Line, ...],
    caption: str,
    unit: str,
    most: float | None = None,
) -> Lines:
    first, last, ticks = axis((v for line in series for v in line.values), least=0.0, most=most)
    ends = words.join(
        [
            words.text(
                "report.from_to", name=line.name, first=_plain(line.values[0]), last=_plain(line.values[-1])
            )
            for line in series
        ]
    )
    labels = tuple(words.short_month(entry["start"]) for entry in figures.trend)
    return Lines(caption, f"{caption}: {ends}", labels, first, last, ticks, unit, series)


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:,.1f}".removesuffix(".0")
