"""The finding of a map or chart as a sentence: what a reader would see at a glance."""

from collections.abc import Sequence

from layouts import format as fmt
from layouts.public import figures
from layouts.public.view import Json, PublicView

_FEW = 3


def told(rows: Sequence[Json], measure: str) -> list[Json]:
    """Rows whose figure is an exact value, the highest first."""
    exact = []
    for row in rows:
        known = figures.exact_of(row, measure)
        if known is not None and not figures.is_withheld(row, measure) and row["code"]:
            exact.append((known, row))
    exact.sort(key=lambda pair: (-pair[0], pair[1]["code"]))
    return [row for _, row in exact]


def map_finding(view: PublicView, rows: Sequence[Json], measure: str) -> str:
    """Highest, lowest, and how many are withheld."""
    text, known = view.text, told(rows, measure)
    name = figures.title_of(text, measure)
    if not known:
        return text("public.finding.nothing", name=name)

    def some(chosen: Sequence[Json]) -> str:
        return text("public.list_comma").join(
            text("public.finding.one", name=view.named(row), value=figures.words(text, row, measure))
            for row in chosen
        )

    hidden = sum(figures.is_withheld(row, measure) for row in rows)
    if len(known) < 2 * _FEW:
        found = text("public.finding.all", name=name, all=some(known))
    else:
        found = text(
            "public.finding.ends", name=name, best=some(known[:_FEW]), least=some(known[-_FEW:][::-1])
        )
    if hidden:
        found += text("public.finding.hidden", count=hidden)
    return found


def trend_finding(view: PublicView, months: Sequence[str], rows: Sequence[Json], measure: str) -> str:
    """First, last and change of a series of months."""
    text = view.text
    known = [
        (month, figures.exact_of(row, measure), row)
        for month, row in zip(months, rows, strict=True)
        if figures.exact_of(row, measure) is not None
    ]
    name = figures.title_of(text, measure)
    if len(known) < 2:
        return text("public.finding.short", name=name)
    (first, before, old), (last, now, new) = known[0], known[-1]
    assert before is not None
    assert now is not None
    if isinstance(new.get(measure), dict):
        change = fmt.rate_change(text, now, before)
    else:
        change = fmt.relative_change(text, now, before)
    return text(
        "public.finding.trend", name=name, first=figures.month_words(text, first),
        last=figures.month_words(text, last), before=figures.words(text, old, measure),
        now=figures.words(text, new, measure), change=change.text if change else fmt.NONE,
    )  # fmt: skip
