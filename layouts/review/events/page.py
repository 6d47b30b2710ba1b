"""The page of events: what charts mark besides the cases, how it is entered, removed and brought back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from data_access.domain.city_events import LONGEST_TITLE, CityEvent, EventKind, KnownEvent
from layouts import format as fmt
from layouts.eventwords import event_days
from layouts.review.events.ids import DEED, EventIds
from layouts.review.parts import attributes
from layouts.review.states import empty_state
from layouts.review.view import ReviewView


@dataclass(frozen=True, slots=True)
class EventsView:
    """What the page shows."""

    entered: Sequence[KnownEvent]
    """The latest first, removed ones among them."""
    holidays: Sequence[CityEvent]
    """Of the calendar."""
    areas: Sequence[str]
    """Codes of the towns that the viewer may enter events for."""
    whole_city: bool
    """Whether the viewer may enter events of the whole city."""
    changeable: frozenset[str]
    """Keys of the events that the viewer may remove or bring back."""

    @property
    def may_enter(self) -> bool:
        """Whether there is a form."""
        return self.whole_city or bool(self.areas)


def events_page(events: EventsView, view: ReviewView, token: str) -> Component:
    """The page."""
    text = view.text
    return html.Div(
        [
            html.Div(
                [
                    html.H1(text("events.title"), className="page-title"),
                    html.P(text("events.lead"), className="note"),
                ],
                className="events-head",
            ),
            html.Div(id=EventIds.SAID, className="said", role="status"),
            html.Div(events_body(events, view), id=EventIds.BODY, className="events-body"),
            dcc.Store(id=EventIds.TOKEN, data=token),
        ],
        className="events",
    )


def events_body(events: EventsView, view: ReviewView) -> list[Component]:
    """Everything that a deed changes."""
    text = view.text
    standing = [known for known in events.entered if not known.removed]
    removed = [known for known in events.entered if known.removed]
    hint = text("events.none_hint" if events.may_enter else "events.none_hint_reader")
    listed: Component = empty_state(text("events.none"), hint)
    if standing:
        listed = _table(standing, events, view, "remove")
    return [
        *([_form(events, view)] if events.may_enter else []),
        html.Section(
            [html.Div(html.H2(text("events.entered")), className="card-head"), listed], className="card"
        ),
        *([_removed(removed, events, view)] if removed else []),
        _calendar(events.holidays, view),
    ]


def undo_button(view: ReviewView, deed: str, key: str) -> Component:
    """What stands beside the words about a deed: takes it back."""
    return html.Button(
        view.text("events.undo"),
        id={"type": DEED, "index": f"{deed}|{key}|said"},
        className="button",
        type="button",
    )


def _form(events: EventsView, view: ReviewView) -> Component:
    text = view.text
    areas = [{"value": "", "label": text("events.whole_city")}] if events.whole_city else []
    areas += [{"value": code, "label": _area_name(view, code)} for code in events.areas]
    kinds = [{"value": kind.value, "label": text(f"events.kind.{kind.value}")} for kind in EventKind]
    first, second = (EventIds.ZH, EventIds.EN) if text.language == "zh" else (EventIds.EN, EventIds.ZH)

    def title(identity: str) -> Component:
        name = "title_zh" if identity == EventIds.ZH else "title_en"
        wanted = "required" if identity == first else "optional"
        return _field(
            f"{text(f'events.{name}')}{text(f'events.{wanted}')}",
            dcc.Input(id=identity, type="text", maxLength=LONGEST_TITLE),
            "wide",
        )

    return html.Section(
        [
            html.Div(html.H2(text("events.add")), className="card-head"),
            html.Div(
                [
                    title(first),
                    title(second),
                    _field(
                        text("events.days"),
                        dmc.DatePickerInput(
                            id=EventIds.DAYS,
                            type="range",
                            valueFormat="YYYY-MM-DD",
                            allowSingleDateInRange=True,
                            clearable=True,
                            placeholder=text("events.days_hint"),
                            size="sm",
                            w=232,
                            firstDayOfWeek=1,
                            attributes={"input": {"aria-label": text("events.days")}},
                        ),
                    ),
                    _field(
                        text("events.kind_head"),
                        _select(EventIds.KIND, kinds, "", 128, text("events.kind_head")),
                    ),
                    _field(
                        text("events.area"),
                        _select(EventIds.AREA, areas, areas[0]["value"], 128, text("events.area")),
                    ),
                    html.Button(
                        text("events.add_now"), id=EventIds.ADD, className="button primary", type="button"
                    ),
                ],
                className="row-form",
            ),
        ],
        className="card",
    )


def _select(
    identity: str, data: Sequence[Mapping[str, Any]], value: str, width: int, label: str
) -> Component:
    control: Component = dmc.Select(
        id=identity,
        value=value or data[0]["value"],
        data=list(data),
        allowDeselect=False,
        searchable=len(data) > 12,
        size="sm",
        w=width,
        maxDropdownHeight=320,
        comboboxProps={"width": "max-content", "position": "bottom-start", "shadow": "md"},
        attributes={"input": {"aria-label": label}},
    )
    return control


def _field(label: str, control: Component, kind: str = "") -> Component:
    return html.Label([html.Span(label), control], className=f"field {kind}".rstrip())


def _table(listed: Sequence[KnownEvent], events: EventsView, view: ReviewView, deed: str) -> Component:
    text = view.text
    heads = [text(f"events.head.{name}") for name in ("days", "title", "kind", "area", "by")]
    return html.Div(
        html.Table(
            [
                html.Caption(text("events.title"), className="sr"),
                html.Thead(
                    html.Tr(
                        [
                            *(html.Th(head, scope="col") for head in heads),
                            html.Td(),
                        ]
                    )
                ),
                html.Tbody([_row(known, events, view, deed) for known in listed]),
            ],
            className="plain",
        ),
        className="scroll",
    )


def _row(known: KnownEvent, events: EventsView, view: ReviewView, deed: str) -> Component:
    text, event, zone = view.text, known.event, view.city.zone
    title, other = event.title(text.language), event.zh if text.language == "en" else event.en
    last = known.last
    who = f"{last.by} · {fmt.stamp(last.at, zone)[:16]}"
    button = html.Button(
        text(f"events.{deed}"),
        id={"type": DEED, "index": f"{deed}|{event.key}|list"},
        className="button",
        type="button",
        **attributes(aria_label=text(f"events.{deed}_one", title=title)),
    )
    return html.Tr(
        [
            html.Td(event_days(event), className="at"),
            html.Td([html.B(title), html.Span(other, className="note") if other != title else None]),
            html.Td(text(f"events.kind.{event.kind.value}")),
            html.Td(_area_name(view, event.area) if event.area else text("events.whole_city")),
            html.Td(who, className="note"),
            html.Td(button if event.key in events.changeable else None),
        ]
    )


def _area_name(view: ReviewView, code: str) -> str:
    area = view.city.tree.area(code)
    return code if area is None else area.name(view.text.language)


def _removed(removed: Sequence[KnownEvent], events: EventsView, view: ReviewView) -> Component:
    words = view.text("events.removed", count=len(removed))
    return html.Details(
        [html.Summary(words), _table(removed, events, view, "restore")], className="card removed-events"
    )


def _calendar(holidays: Sequence[CityEvent], view: ReviewView) -> Component:
    """The long holidays, which nobody needs to enter."""
    text = view.text
    rows = [
        html.Li([html.Span(event_days(day)), html.B(day.title(text.language))]) for day in reversed(holidays)
    ]
    return html.Section(
        [
            html.Div(
                [
                    html.H2(text("events.calendar")),
                    html.Span(text("events.calendar_note"), className="note"),
                ],
                className="card-head",
            ),
            html.Ul(rows, className="holidays") if rows else html.P(text("events.no_calendar")),
        ],
        className="card",
    )
