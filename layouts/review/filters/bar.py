"""The filter bar: one control a filter, its values in the address; browser code carries them both ways."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from data_access.domain.areas import AreaLevel
from data_access.domain.rows import Stage
from data_access.domain.scope import ancestor
from data_access.domain.taxonomy import SOURCES
from layouts.review.filters import words
from layouts.review.filters.chosen import PARTS, Filters
from layouts.review.filters.days import COMPARISONS, CUSTOM, PRESETS, months_offered
from layouts.review.filters.ids import FilterIds, part
from layouts.review.parts import attributes
from layouts.review.view import ReviewView

Choices = list[dict[str, Any]]


def filter_bar(view: ReviewView, filters: Filters, today: date, departments: Sequence[str]) -> Component:
    """The bar as the address fills it; `departments` are the names that cases have had."""
    text = view.text
    return html.Div(
        [
            _period(view, filters, today),
            _range(view, filters),
            chip(
                text("filters.compare"),
                dmc.Select(
                    id=FilterIds.COMPARE,
                    value=filters.compare,
                    data=[{"value": n, "label": text(f"filters.compare_with.{n}")} for n in COMPARISONS],
                    allowDeselect=False,
                    **plain(text("filters.compare"), 92),
                ),
            ),
            *(_part(view, name, filters, departments) for name in PARTS),
            html.Div(
                [
                    html.Button(text("filters.reset"), id=FilterIds.RESET, className="quiet", type="button"),
                    html.Button(text("filters.undo"), id=FilterIds.UNDO, className="quiet", type="button"),
                    html.Button(text("filters.copy"), id=FilterIds.COPY, className="button", type="button"),
                ],
                className="filter-actions",
            ),
            dcc.Store(id=FilterIds.DONE),
            dcc.Store(id=FilterIds.SEARCHED),
            dcc.Store(id=FilterIds.SHOWN),
        ],
        id=FilterIds.BAR,
        className="filters",
        role="search",
        **attributes(data_copied=text("filters.copied"), data_copy=text("filters.copy")),
    )


def chip(label: str, control: Component, kind: str = "") -> Component:
    """A control with its label before it."""
    return html.Div(
        [html.Span(label, className="filter-label"), control], className=f"filter {kind}".rstrip()
    )


def plain(label: str, width: int) -> dict[str, Any]:
    """What all controls share: no frame of their own, and a name for screen readers."""
    return {
        "variant": "unstyled",
        "size": "sm",
        "w": width,
        "attributes": {"input": {"aria-label": label}},
        "comboboxProps": {"width": "max-content", "position": "bottom-start", "shadow": "md"},
        "maxDropdownHeight": 360,
    }


def _period(view: ReviewView, filters: Filters, today: date) -> Component:
    text = view.text
    months = months_offered(today)
    name = filters.days.name
    known = name in PRESETS or name in months
    groups = [
        {
            "group": text("filters.periods"),
            "items": [{"value": preset, "label": text(f"filters.period.{preset}")} for preset in PRESETS],
        },
        {
            "group": text("filters.months"),
            "items": [{"value": month, "label": words.month_words(text, month)} for month in months],
        },
        {"group": text("filters.own"), "items": [{"value": CUSTOM, "label": text("filters.period.custom")}]},
    ]
    return chip(
        text("filters.days"),
        dmc.Select(
            id=FilterIds.PERIOD,
            value=name if known else CUSTOM,
            data=groups,
            allowDeselect=False,
            **plain(text("filters.days"), 116),
        ),
        "strong",
    )


def _range(view: ReviewView, filters: Filters) -> Component:
    """First and last day of an own period; shown when that is chosen."""
    days = filters.days
    own = not (days.name in PRESETS or len(days.name) == len("2026-10"))
    return chip(
        view.text("filters.range"),
        dmc.DatePickerInput(
            id=FilterIds.RANGE,
            type="range",
            value=[days.first.isoformat(), days.last.isoformat()],
            valueFormat="YYYY-MM-DD",
            allowSingleDateInRange=True,
            variant="unstyled",
            size="sm",
            w=204,
            firstDayOfWeek=1,
            attributes={"input": {"aria-label": view.text("filters.range")}},
        ),
        "range" if own else "range off",
    )


def _part(view: ReviewView, name: str, filters: Filters, departments: Sequence[str]) -> Component:
    chosen = filters.parts.get(name, ())
    return several(view, part(name), name, chosen, choices_of(view, name, chosen, departments))


def several(view: ReviewView, identity: str, name: str, chosen: Sequence[str], choices: Choices) -> Component:
    """A control that takes several values; its words are `filters.NAME`."""
    text = view.text
    label = text(f"filters.{name}")
    return chip(
        label,
        dmc.MultiSelect(
            id=identity,
            value=list(chosen),
            data=choices,
            placeholder=text("filters.all"),
            searchable=True,
            nothingFoundMessage=text("filters.nothing_found"),
            **{**plain(label, 74), "attributes": {"inputField": {"aria-label": label}}},
        ),
        f"part {name}",
    )


def choices_of(view: ReviewView, name: str, chosen: Sequence[str], departments: Sequence[str]) -> Choices:
    """The values of a filter; chosen ones are always among them."""

    def named(codes: Sequence[str]) -> Choices:
        every = [*codes, *(code for code in chosen if code not in codes)]
        return [{"value": code, "label": words.name_of(view.city, view.text, name, code)} for code in every]

    taxonomy = view.city.taxonomy
    if name == "area":
        return named(_areas(view))
    if name == "class":
        return named([one.code for one in taxonomy.classes])
    if name == "source":
        return named([source.value for source in SOURCES])
    if name == "stage":
        return named([stage.name.lower() for stage in Stage])
    if name == "department":
        return named(departments)
    return _subclasses(view, chosen)


def _subclasses(view: ReviewView, chosen: Sequence[str]) -> Choices:
    """Subclasses below their classes; chosen ones that the city does not know by their codes."""
    city, taxonomy = view.city, view.city.taxonomy

    def named(part: str, code: str) -> str:
        return words.name_of(city, view.text, part, code)

    groups = [
        {
            "group": named("class", one.code),
            "items": [
                {"value": kind.code, "label": named("subclass", kind.code)}
                for kind in taxonomy.subclasses
                if kind.class_index == index
            ],
        }
        for index, one in enumerate(taxonomy.classes)
    ]
    unknown = [code for code in chosen if taxonomy.subclass_index(code) is None]
    return [*groups, *({"value": code, "label": code} for code in unknown)]


def _areas(view: ReviewView) -> list[str]:
    """The towns that a viewer may see."""
    tree, within = view.city.tree, view.viewer.within
    towns = tree.towns
    if not within or any(level.value == "city" for level, _ in within):
        return [town.code for town in towns]
    seen = {ancestor(tree, place, AreaLevel.TOWN) for place in within}
    return [town.code for index, town in enumerate(towns) if index in seen]
