"""The team or area in focus: its classes beside its own before and the city's, and the cases behind it."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.review.collection.choice import CollectionChoice
from layouts.review.collection.rows import DRIFTS, SHARES, group_name, interval, is_beyond
from layouts.review.filters.words import name_of
from layouts.review.parts import attributes
from layouts.review.view import ReviewView

Entry = Mapping[str, Any]
MEASURES = {
    "reported": "collector_reported",
    "valid": "collector_valid",
    "duplicate": "duplicates",
    "self_handled": "collector_self_handled",
    "trivial": "collector_reported",
}
"""The measure that lists the cases behind a figure; of duplicates and trivial ones a filter is added."""


def focus(view: ReviewView, choice: CollectionChoice, answer: Entry, entry: Entry) -> list[Component]:
    """The side about one team or area."""
    text = view.text
    town = entry["town"]
    near = None if town is None else name_of(view.city, text, "area", town["code"])
    return [
        html.Section(
            [
                html.Div(
                    [
                        html.H2(group_name(view, entry)),
                        html.Button(
                            text("overview.close"),
                            className="quiet",
                            type="button",
                            **attributes(data_focus=""),
                        ),
                    ],
                    className="drawer-head",
                ),
                html.P(
                    " · ".join(part for part in (entry["code"], near) if part),
                    className="note",
                ),
                _shares(view, choice, answer, entry),
                html.H3(text("quality.mix")),
                *_drifts(view, entry),
                _mix(view, answer, entry),
            ],
            className="card focus",
        )
    ]


def cases_query(choice: CollectionChoice, answer: Entry, name: str, group: str = "") -> str:
    """The query of the list of cases behind a figure, of one group or of all."""
    period = answer["period"]
    parts = {part: ",".join(codes) for part, codes in choice.filters.parts.items()}
    asked = {**parts, "measure": MEASURES[name], "from": period["from"], "to": period["to"]}
    if name == "duplicate":
        asked["source"] = "collector"
    if name == "trivial":
        asked["subclass"] = ",".join(answer["trivial"])
    if group:
        asked["team" if choice.by == "team" else "area"] = group
    return urlencode(asked)


def _shares(view: ReviewView, choice: CollectionChoice, answer: Entry, entry: Entry) -> Component:
    text = view.text
    rows = [
        html.Tr(
            [
                html.Th(text("quality.column.reported"), scope="row"),
                html.Td(_link(view, choice, answer, entry, "reported", entry["reported_count"])),
                html.Td(),
            ]
        )
    ]
    for name in SHARES:
        share = entry[name]
        value = fmt.rate(text, share["value"]) if share["enough"] else text("quality.too_few")
        link = _link(view, choice, answer, entry, name, share["numerator"])
        rows.append(
            html.Tr(
                [
                    html.Th(text(f"quality.column.{name}"), scope="row"),
                    html.Td([html.B(value), " ", link]),
                    html.Td(interval(view, share) if share["enough"] else "", className="note"),
                ]
            )
        )
    return html.Table(html.Tbody(rows), className="figures")


def _link(
    view: ReviewView, choice: CollectionChoice, answer: Entry, entry: Entry, name: str, count: int
) -> Component:
    words = view.text("unit.cases", count=fmt.count(count))
    return dcc.Link(words, href=view.href("cases", cases_query(choice, answer, name, entry["code"])))


def _drifts(view: ReviewView, entry: Entry) -> list[Component]:
    text = view.text
    lines: list[Component] = []
    for name in DRIFTS:
        drift = entry[name]
        if drift is None or drift["value"] is None:
            words = text(f"quality.{name}_unknown")
        else:
            key = f"quality.{name}_beyond" if is_beyond(drift) else f"quality.{name}_usual"
            chance = "–" if drift["chance"] is None else f"{drift['chance']:.2f}"
            words = text(key, value=f"{drift['value']:.2f}", chance=chance)
        lines.append(html.P(words, className="bad-text" if is_beyond(drift) else "note"))
    return lines


def _mix(view: ReviewView, answer: Entry, entry: Entry) -> Component | None:
    """Share of every class now, before, and in the city."""
    text = view.text
    if entry["mix"] is None:
        return None
    sides: dict[str, Sequence[int]] = {
        "now": entry["mix"],
        "former": entry["former_mix"],
        "city": answer["city_mix"],
    }
    totals = {name: sum(counts) or 1 for name, counts in sides.items()}
    shares = {name: [count / totals[name] for count in counts] for name, counts in sides.items()}
    order = sorted(range(len(answer["classes"])), key=lambda index: -shares["city"][index])
    shown = [index for index in order if any(shares[name][index] >= 0.005 for name in shares)]
    most = max((shares[name][index] for name in shares for index in shown), default=1.0) or 1.0
    rows = [
        html.Tr(
            [
                html.Th(name_of(view.city, text, "class", answer["classes"][index]), scope="row"),
                html.Td(
                    [_bar(name, shares[name][index] / most) for name in sides],
                    className="mixes",
                    **attributes(aria_hidden="true"),
                ),
                *(html.Td(fmt.points(shares[name][index])) for name in ("now", "former", "city")),
            ]
        )
        for index in shown
    ]
    heads = [
        html.Th(text("quality.class"), scope="col"),
        html.Td(),
        *(
            html.Th([html.I(className=f"key {name}"), text(f"quality.side.{name}")], scope="col")
            for name in ("now", "former", "city")
        ),
    ]
    return html.Table(
        [
            html.Caption(text("quality.mix"), className="sr"),
            html.Thead(html.Tr(heads)),
            html.Tbody(rows),
        ],
        className="figures mix-table",
    )


def _bar(name: str, share: float) -> Component:
    return html.I(style={"width": f"{100 * share:.1f}%"}, className=f"mix {name}")
