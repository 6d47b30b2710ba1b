"""The bulletin's sections on the evaluation: who ranks where, how certain that is, and what moved."""

from collections.abc import Mapping
from typing import Any

from data_access.domain.areas import AreaLevel
from layouts import format as fmt
from layouts.report.blocks import Bar, Bars, Block, Column, Heading, Paragraph, Table
from layouts.report.figures import BulletinFigures
from layouts.report.scale import axis
from layouts.report.words import Words

ENDS = 5
"""Areas named at each end of the ranking."""
MOVES = 5
"""Areas whose score moved most, each way."""
CAUSES = 2
"""Indicators named for a move."""
_RATES = ("closing_rate", "on_time_disposal_rate", "rework_rate")


def standing(figures: BulletinFigures, words: Words) -> list[Block]:
    """Grades in a sentence, scores with their intervals, the whole ranking as a table."""
    text = words.text
    title = Heading(text(f"report.standing_title_{_level(figures)}"))
    ranked = [one for one in figures.evaluation["objects"] if one["rank"] is not None]
    if not ranked:
        return [title, Paragraph(text("report.nobody_ranked"))]
    return [
        title,
        Paragraph(_sentence(figures, words, ranked)),
        _chart(words, ranked),
        _table(figures, words),
        Paragraph(text("report.intervals_note"), quiet=True),
    ]


def reasons(figures: BulletinFigures, words: Words) -> list[Block]:
    """The largest moves of scores and the indicators that made them; the parts sum to the move."""
    text = words.text
    title = Heading(text("report.reasons_title"))
    moved = [one for one in figures.evaluation["objects"] if one["score_change"]]
    moved.sort(key=lambda one: (-one["score_change"], one["code"]))
    up = [one for one in moved if one["score_change"] > 0][:MOVES]
    down = [one for one in reversed(moved) if one["score_change"] < 0][:MOVES]
    if not up and not down:
        return [title, Paragraph(text("report.nothing_moved"))]
    columns = (
        Column(text(f"report.area_{_level(figures)}"), 1.2, right=False),
        Column(text("report.score")),
        Column(text("report.change")),
        Column(text("report.places")),
        Column(text("report.causes"), 4, right=False),
    )
    rows = tuple(_move(one, figures, words) for one in (*up, *down))
    return [title, Table(text("report.reasons_caption"), columns, rows)]


def _level(figures: BulletinFigures) -> str:
    return "towns" if figures.place[0] is AreaLevel.CITY else "villages"


def _sentence(figures: BulletinFigures, words: Words, ranked: list[Mapping[str, Any]]) -> str:
    text = words.text
    scheme = figures.scheme
    grades: dict[str, int] = {grade.title(text.language): 0 for grade in scheme.grades}
    for one in ranked:
        grades[_grade(one, figures, words)] = grades.get(_grade(one, figures, words), 0) + 1
    counted = [text("report.grade_count", grade=grade, count=count) for grade, count in grades.items()]
    names = [words.area_of(one["code"]) for one in ranked]
    sentence = text(
        "report.standing",
        count=len(ranked),
        unranked=len(figures.evaluation["objects"]) - len(ranked),
        grades=words.join(counted) or fmt.NONE,
    )
    if len(names) < 2 * ENDS:
        return sentence
    ends = text("report.ends", count=ENDS, first=words.join(names[:ENDS]), last=words.join(names[-ENDS:]))
    return text("report.sentences", first=sentence, second=ends)


def _grade(one: Mapping[str, Any], figures: BulletinFigures, words: Words) -> str:
    grade = None if one["score"] is None else figures.scheme.grade(one["score"])
    return fmt.NONE if grade is None else grade.title(words.text.language)


def _chart(words: Words, ranked: list[Mapping[str, Any]]) -> Bars:
    bars = []
    for one in ranked:
        low, high = one["score_interval"] or (None, None)
        bars.append(Bar(words.area_of(one["code"]), one["score"], low, high, f"{one['score']:.1f}"))
    ends = [value for bar in bars for value in (bar.value, bar.low, bar.high)]
    first, last, ticks = axis(ends, least=0.0, most=100.0)
    caption = words.text("report.scores_caption")
    alt = words.text(
        "report.scores_alt", first=bars[0].label, high=bars[0].text, last=bars[-1].label, low=bars[-1].text
    )
    return Bars(caption, alt, first, last, ticks, tuple(bars))


def _table(figures: BulletinFigures, words: Words) -> Table:
    text = words.text
    rates = [
        name for name in _RATES if any(name in one["indicators"] for one in figures.evaluation["objects"])
    ]
    columns = (
        Column(text("report.rank"), 0.8),
        Column(text("report.change"), 1.0),
        Column(text(f"report.area_{_level(figures)}"), 1.5, right=False),
        Column(text("report.grade"), right=False),
        Column(text("report.score")),
        Column(text("report.score_interval"), 1.4),
        Column(text("report.rank_interval"), 1.1),
        *(Column(words.indicator(name), 1.2) for name in rates),
    )
    rows = tuple(_row(one, rates, figures, words) for one in figures.evaluation["objects"])
    return Table(text("report.ranking_caption"), columns, rows)


def _row(one: Mapping[str, Any], rates: list[str], figures: BulletinFigures, words: Words) -> tuple[str, ...]:
    text = words.text
    figures_of = one["indicators"]
    own = tuple(fmt.rate(text, figures_of[name]["value"] if name in figures_of else None) for name in rates)
    name = words.area_of(one["code"])
    if one["rank"] is None:
        return (text("report.unranked"), fmt.NONE, name, fmt.NONE, fmt.NONE, fmt.NONE, fmt.NONE, *own)
    scores, places = one["score_interval"], one["rank_interval"]
    return (
        str(one["rank"]),
        _places(one["change"]),
        name,
        _grade(one, figures, words),
        f"{one['score']:.1f}",
        fmt.NONE if scores is None else f"{scores[0]:.1f}–{scores[1]:.1f}",
        fmt.NONE if places is None else f"{places[0]}–{places[1]}",
        *own,
    )


def _places(change: int | None) -> str:
    if not change:
        return fmt.NONE
    return f"{'▲' if change > 0 else '▼'} {abs(change)}"


def _move(one: Mapping[str, Any], figures: BulletinFigures, words: Words) -> tuple[str, ...]:
    named = {
        criterion.name: criterion.formula
        for rules in figures.scheme.kinds.values()
        for criterion in rules.criteria
    }
    causes = sorted(one["causes"].items(), key=lambda cause: (-abs(cause[1]), cause[0]))
    sign = 1 if one["score_change"] > 0 else -1
    main = [(name, part) for name, part in causes if part * sign > 0][:CAUSES]
    said = [
        words.text(
            "report.cause",
            indicator=named[name].title(words.text.language) if name in named else name,
            points=_points(part),
        )
        for name, part in main
    ]
    return (
        words.area_of(one["code"]),
        f"{one['score']:.1f}",
        _points(one["score_change"]),
        _places(one["change"]),
        words.join(said),
    )


def _points(value: float) -> str:
    return f"{'+' if value > 0 else fmt.MINUS}{abs(value):.1f}"
