"""Wires of the overview: what the address chooses, a handful of questions asked once, all panels filled."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.development.base_component import Component

from callbacks.review import points
from callbacks.review.age import show_age
from callbacks.review.departments import departments_of
from callbacks.review.desk import Desk, Desks, Options
from callbacks.review.overview_choice import read_choice
from callbacks.review.page import Address, Page
from data_access.domain.city_events import CityEvent
from data_access.domain.drawn import bounds_of
from data_access.domain.period import months_earlier
from layouts.review.dataage import data_age_words
from layouts.review.filters.chosen import Filters
from layouts.review.filters.days import last_of
from layouts.review.filters.ids import CONTROLS, FilterIds
from layouts.review.filters.words import basis_words
from layouts.review.heatimage import heat_image
from layouts.review.ids import Ids, searched
from layouts.review.overview.breakdown import COLUMNS, VOLUME
from layouts.review.overview.choice import KPIS, Choice
from layouts.review.overview.ground import Ground, ground_of
from layouts.review.overview.ids import OverviewIds as O
from layouts.review.overview.page import overview_page
from layouts.review.overview.panels import PROPERTIES, Figures, panels, texts
from layouts.review.overview.trend import Course

MONTHS = 13
DAYS = 31
"""Days of a course at least."""
_SWITCHES = (O.INDICATOR, O.VIEW, O.GRAIN, O.BY)


def render(desk: Desk, address: Address) -> Component:
    """The page with its figures. Raises BadFilter."""
    choice = read_choice(desk, address.search)
    departments = departments_of(desk, _whole_course(desk))
    return overview_page(desk.view, choice, ask(desk, choice), desk.today, departments)


def register(app: Dash, desks: Desks) -> None:
    """One callback answers every change of the address; browser code carries controls to it and back."""

    @app.callback(
        *(Output(panel, name) for panel, name in PROPERTIES),
        Output(O.TEXTS, "data"),
        Input(searched("overview"), "data"),
        State(Ids.URL, "pathname"),
        prevent_initial_call=True,
    )
    def _show(search: str | None, pathname: str | None) -> tuple[Any, ...]:
        if Address.read(pathname, search).name != PAGE.path:
            return (no_update,) * (len(PROPERTIES) + 1)
        *shown, age = show(desks(search), search or "")
        show_age(age)
        return tuple(shown)

    points.register(app, desks)
    app.clientside_callback(
        ClientsideFunction("review", "filter"),
        Output(Ids.URL, "search", allow_duplicate=True),
        *(Input(control, "value") for control in CONTROLS),
        State(Ids.URL, "search"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("review", "switches"),
        Output(Ids.URL, "search", allow_duplicate=True),
        *(Input(switch, "value") for switch in _SWITCHES),
        State(Ids.URL, "search"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("review", "reset"),
        Output(Ids.URL, "search", allow_duplicate=True),
        Input(FilterIds.RESET, "n_clicks"),
        State(Ids.URL, "search"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("review", "enterOnMap"),
        Output(O.DONE, "data"),
        Input(O.AREAS, "n_clicks"),
        State(O.AREAS, "clickData"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("review", "drawCorner"),
        Output(O.CORNER, "data"),
        Input(O.MAP, "n_clicks"),
        State(O.MAP, "clickData"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("review", "fitMap"), Output(O.FITTED, "data"), Input(O.MAP, "id")
    )
    app.clientside_callback(
        ClientsideFunction("review", "writePanels"), Output(O.WRITTEN, "data"), Input(O.TEXTS, "data")
    )
    for function, output, source, controls in (
        ("showFilters", FilterIds.SHOWN, FilterIds.SEARCHED, CONTROLS),
        ("showSwitches", O.SHOWN, searched("overview"), _SWITCHES),
    ):
        app.clientside_callback(
            ClientsideFunction("review", function),
            Output(output, "data"),
            Input(source, "data"),
            *(State(control, "value") for control in controls),
            prevent_initial_call=True,
        )


def show(desk: Desk, search: str) -> tuple[Any, ...]:
    """Every panel for an address, and the age of the data. Raises BadFilter."""
    choice = read_choice(desk, search)
    shown = panels(desk.view, choice, ask(desk, choice))
    view = desk.view
    age = data_age_words(desk.age(), view.text, view.city.zone)
    return (*(shown[panel] for panel in PROPERTIES), texts(shown), age)


def ask(desk: Desk, choice: Choice) -> Figures:
    """The answers behind the page."""
    filters, compared = choice.filters, choice.filters.compared()
    options = filters.options()
    figure = choice.figure
    ground = ground_on(desk, filters)
    towns = dict.fromkeys([*KPIS, figure])
    kinds = dict.fromkeys([VOLUME, *COLUMNS, figure])
    return Figures(
        overview=desk.ask("overview", {**options, **compared, "indicators": ",".join(KPIS)}),
        months=desk.ask(
            "trend",
            {**options, **_months(filters.days.last), "bucket": "month", "indicators": ",".join(KPIS)},
        ),
        ground=ground,
        # All parts of what is above, also when one is filtered: a rank is one among others.
        towns=desk.ask(
            "categories",
            {
                **filters.options(without="area"),
                **compared,
                **ground.parts,
                "indicators": ",".join(towns),
            },
        ),
        course=course(desk, choice),
        categories=desk.ask(
            "categories", {**options, **compared, "by": choice.by, "indicators": ",".join(kinds)}
        ),
        rhythm=desk.ask("rhythm", options),
        evaluation=_evaluation(desk, choice),
        heat=_heat(desk, choice) if choice.view == "heat" else None,
    )


def ground_on(desk: Desk, filters: Filters) -> Ground:
    """The parts that are listed, in the frame of what they are parts of."""
    ground = ground_of(desk.view.city, filters)
    return replace(ground, bounds=bounds_of(desk.outline(ground.above.code)) or ground.bounds)


def course(desk: Desk, choice: Choice) -> Course:
    """The trend of the chosen indicator: 13 months beside the year before, or days beside the comparison."""
    text, filters = desk.view.text, choice.filters
    by_month = choice.grain == "month"
    span = _months(filters.days.last) if by_month else _days(filters)
    compare = "year" if by_month and filters.compare != "none" else filters.compared()["compare"]
    asked = {"bucket": choice.grain, "indicators": choice.course, **span}
    options = {**filters.options(), **asked}
    above: Sequence[Mapping[str, Any]] = ()
    if "area" in filters.parts:
        above = desk.ask("trend", {**filters.options(without="area"), **asked})
    words = text("filters.basis.year") if by_month else basis_words(text, filters)
    return Course(
        desk.ask("trend", {**options, "compare": compare}),
        above,
        words if compare else "",
        happened(desk, choice, span),
    )


def happened(desk: Desk, choice: Choice, span: Options) -> Sequence[CityEvent]:
    """Events of the areas that the choice shows, in the days of a question's period."""
    if desk.events is None:
        return ()
    first, behind = (date.fromisoformat(str(span[end])) for end in ("from", "to"))
    return desk.events.shown(first, behind - timedelta(days=1), choice.filters.parts.get("area", ()))


def _evaluation(desk: Desk, choice: Choice) -> Mapping[str, Any] | None:
    month = choice.filters.days.whole_month
    return desk.evaluate(month) if choice.scored and month else None


def _heat(desk: Desk, choice: Choice) -> str:
    city = desk.view.city
    cells = desk.ask("heat", choice.filters.options())["cells"]
    points = [(cell["lon"], cell["lat"], cell["count"]) for cell in cells]
    return heat_image(points, city.locator.bounds, choice.filters.days.count, desk.view.theme_name)


def _whole_course(desk: Desk) -> dict[str, str | None]:
    return _months(desk.today)


def _months(last: date) -> dict[str, str | None]:
    """The 13 months that end with the one of a day."""
    first = months_earlier(last.replace(day=1), MONTHS - 1)
    return {"from": first.isoformat(), "to": (last_of(last) + timedelta(days=1)).isoformat()}


def _days(filters: Filters) -> dict[str, str | None]:
    """The period, or the days that end with it when it is shorter than a course should be."""
    days = filters.days
    first = min(days.first, days.last - timedelta(days=DAYS - 1))
    return {"from": first.isoformat(), "to": (days.last + timedelta(days=1)).isoformat()}


PAGE = Page("overview", "", render, register)
