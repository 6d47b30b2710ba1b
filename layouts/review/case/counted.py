"""Why a case counts where it counts: each indicator, as which part of it, by which time, because of what."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from data_access.domain.indicators import INDICATORS
from data_access.domain.measures import MEASURES
from layouts.names import Names
from layouts.review.case.parts import Case, card, moment
from layouts.review.parts import attributes

_MOST_TIMES = 3
"""Times of one entry that are written out; an action may count again and again."""


def counted_card(case: Case, names: Names) -> Component:
    """The table of every indicator that counts the case."""
    text = names.text
    if not case["indicators"]:
        return card(
            text("case.counted"), html.P(text("case.counted_nowhere"), className="note"), name="case-counted"
        )
    heads = html.Tr(
        [
            html.Th(text(f"case.counted_{head}"), scope="col")
            for head in ("indicator", "part", "at", "because")
        ]
    )
    table = html.Table([html.Thead(heads), html.Tbody(_rows(case["indicators"], names))])
    return card(
        text("case.counted"),
        # Wider than a telephone: it scrolls by itself, also by keyboard.
        html.Div(
            table,
            className="scroll",
            tabIndex=0,
            role="region",
            **attributes(aria_label=text("case.counted")),
        ),
        name="case-counted",
        note=text("case.counted_note"),
    )


def _rows(entries: Sequence[Mapping[str, Any]], names: Names) -> list[Component]:
    text = names.text
    rows: list[Component] = []
    for place, entry in enumerate(entries):
        again = place > 0 and entries[place - 1]["indicator"] == entry["indicator"]
        facts = [text(f"case.fact.{fact.value}") for fact in MEASURES[entry["measure"]].facts]
        name = html.Span(names.indicator(entry["indicator"]), className="sr" if again else "")
        rows.append(
            html.Tr(
                [
                    html.Th(name, scope="row", title=text(f"definition.{entry['indicator']}")),
                    html.Td(text(f"case.part.{_part(entry)}")),
                    html.Td(_times(entry["counted_at"], names)),
                    html.Td(text("case.and").join(facts)),
                ],
                className="again" if again else "",
            )
        )
    return rows


def _part(entry: Mapping[str, Any]) -> str:
    """Of a plain count there is nothing to be divided by."""
    return entry["part"] if INDICATORS[entry["indicator"]].denominator else "count"


def _times(times: Sequence[str], names: Names) -> str:
    if not times:
        return names.text("case.now")
    said = names.text("report.comma").join(moment(at)[5:16] for at in times[:_MOST_TIMES])
    return said if len(times) <= _MOST_TIMES else f"{said} … ({len(times)})"
