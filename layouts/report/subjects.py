"""The bulletin's sections on what is reported, who disposes of it, and what the public says."""

from collections.abc import Mapping, Sequence
from typing import Any

from layouts import format as fmt
from layouts.report.blocks import Block, Column, Heading, Paragraph, Table
from layouts.report.figures import BulletinFigures
from layouts.report.words import Words, has_cases

MOST = 10
"""Subclasses and departments that are listed."""


def subjects(figures: BulletinFigures, words: Words) -> list[Block]:
    """Classes, and the subclasses with most cases beside the month before."""
    text = words.text
    filed = figures.now["filed_count"]
    classes = sorted(figures.classes, key=lambda one: (-one["filed_count"], one["code"]))
    class_rows = tuple(
        (
            words.case_class(one["code"]),
            fmt.count(one["filed_count"]),
            fmt.rate(text, one["filed_count"] / filed if filed else None),
            words.value("on_time_disposal_rate", one),
            words.value("closing_rate", one),
        )
        for one in classes
        if one["filed_count"]
    )
    none: Mapping[str, Any] = {"filed_count": 0 if has_cases(figures.before) else None}
    before = {one["code"]: one for one in figures.subclasses_before}
    most = sorted(figures.subclasses, key=lambda one: (-one["filed_count"], one["code"]))[:MOST]
    subclass_rows = tuple(
        (
            words.subclass(one["code"]),
            fmt.count(one["filed_count"]),
            words.change("filed_count", one, before.get(one["code"], none)),
            words.value("on_time_disposal_rate", one),
            words.value("disposal_seconds_median", one),
        )
        for one in most
        if one["filed_count"]
    )
    name, count = Column(text("report.class"), 2, right=False), Column(words.indicator("filed_count"))
    on_time = Column(words.indicator("on_time_disposal_rate"))
    return [
        Heading(text("report.subjects_title")),
        Table(
            text("report.classes_caption"),
            (name, count, Column(text("report.share")), on_time, Column(words.indicator("closing_rate"))),
            class_rows,
        ),
        Table(
            text("report.subclasses_caption", count=len(subclass_rows)),
            (
                Column(text("report.subclass"), 2, right=False),
                count,
                Column(text("report.change")),
                on_time,
                Column(words.indicator("disposal_seconds_median")),
            ),
            subclass_rows,
        ),
    ]


def departments(figures: BulletinFigures, words: Words) -> list[Block]:
    """The departments with most cases to dispose of."""
    text = words.text
    names = ("disposal_rate", "on_time_disposal_rate", "rework_rate", "return_rate")
    listed = sorted(
        (one for one in figures.departments if one["should_dispose_count"]),
        key=lambda one: (-one["should_dispose_count"], one["code"]),
    )[:MOST]
    rows = tuple(
        (
            one["name"] or text("report.no_department"),
            fmt.count(one["should_dispose_count"]),
            *(words.value(name, one) for name in names),
        )
        for one in listed
    )
    columns = (
        Column(text("report.department"), 2, right=False),
        Column(words.indicator("should_dispose_count")),
        *(Column(words.indicator(name)) for name in names),
    )
    return [
        Heading(text("report.departments_title")),
        Table(text("report.departments_caption", count=len(rows)), columns, rows),
    ]


def public(figures: BulletinFigures, words: Words) -> list[Block]:
    """Channels of reports, the answers within 24 hours and what people think of the outcome."""
    text, now = words.text, figures.now
    reported = now["reported_count"]
    rows = tuple(_channel(one, reported, words) for one in _by_count(figures.sources))
    columns = (
        Column(text("report.channel"), 2, right=False),
        Column(words.indicator("reported_count")),
        Column(text("report.share")),
        Column(words.indicator("closing_rate")),
        Column(words.indicator("response_24h_rate")),
    )
    sentence = text(
        "report.public",
        response=words.value("response_24h_rate", now),
        change=words.change("response_24h_rate", now, figures.before),
        answered=fmt.count(now["response_24h_rate"]["numerator"]),
        answerable=fmt.count(now["response_24h_rate"]["denominator"]),
        satisfied=words.value("satisfied_rate", now),
        rated=fmt.count(now["satisfied_rate"]["denominator"]),
    )
    return [
        Heading(text("report.public_title")),
        Paragraph(sentence),
        Table(text("report.channels_caption"), columns, rows),
    ]


def _by_count(entries: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(
        (one for one in entries if one["reported_count"]),
        key=lambda one: (-one["reported_count"], one["code"]),
    )


def _channel(one: Mapping[str, Any], reported: int, words: Words) -> tuple[str, ...]:
    return (
        words.source(one["code"]),
        fmt.count(one["reported_count"]),
        fmt.rate(words.text, one["reported_count"] / reported if reported else None),
        words.value("closing_rate", one),
        words.value("response_24h_rate", one),
    )
