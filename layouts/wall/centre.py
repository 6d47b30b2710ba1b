"""The centre of the home itself: load on a bullet gauge, open and overdue cases, the oldest one."""

from dash import html

from layouts import format as fmt
from layouts.text import Text
from layouts.wall.ids import Ids
from layouts.wall.parts import classes, panel, span
from layouts.wall.view import Snapshot, WallView, seconds_since, section


def home_centre(snapshot: Snapshot, view: WallView) -> html.Section:
    """The first of the three levels of centres."""
    text = view.text
    centre = section(snapshot, "centre")
    open_count, overdue = centre.get("open"), centre.get("overdue")
    share = None if not open_count or overdue is None else overdue / open_count
    shares = (
        ""
        if open_count is None
        else text(
            f"wall.centre.shares_{view.child_level}",
            direct=fmt.count(centre.get("direct")),
            children=fmt.count(centre.get("children_open")),
        )
    )
    figures = [
        _figure(text("wall.centre.open"), [span(fmt.count(open_count), Ids.OPEN)]),
        _figure(
            text(f"wall.centre.direct_{view.home_level}"),
            [span(fmt.count(centre.get("direct")), Ids.DIRECT)],
            "wide-screen",
        ),
        _figure(
            text(f"wall.centre.open_{view.child_level}"),
            [span(fmt.count(centre.get("children_open")), Ids.CHILDREN_OPEN)],
            "wide-screen",
        ),
        _figure(
            text("wall.centre.due_soon"), [span(fmt.count(centre.get("due_soon")), Ids.DUE_SOON)], "due-soon"
        ),
        _figure(
            text("wall.centre.overdue"),
            [
                span(fmt.overdue_count(overdue), Ids.OVERDUE),
                span("" if share is None else f"{fmt.points(share)}%", Ids.OVERDUE_SHARE, "share"),
            ],
            "overdue",
        ),
        _figure(
            text("wall.centre.oldest"),
            [span(fmt.age(text, seconds_since(snapshot, centre.get("oldest_at"))), Ids.OLDEST)],
            "oldest",
        ),
    ]
    return panel(
        "city",
        text(f"wall.centre.title_{view.home_level}"),
        span(shares, Ids.SHARES),
        html.Div([_load(centre.get("load"), view), _gauge(centre.get("load"), view)], className="gauge-row"),
        html.Div(figures, className="figures"),
        html.Div(
            _aged(text, centre.get("aged")),
            id=Ids.AGED,
            className=classes("aged", not centre.get("aged") and "off"),
        ),
        feed="staff",
    )


def load_state(load: float | None, bands: tuple[float, float]) -> str:
    """Band of a load: none, normal, busy or overloaded."""
    if load is None:
        return "none"
    if load < bands[0]:
        return "normal"
    return "busy" if load < bands[1] else "overloaded"


def _load(load: float | None, view: WallView) -> html.Div:
    state = load_state(load, view.city.load_bands)
    return html.Div(
        [
            span(fmt.load(load), Ids.LOAD, "load"),
            html.Span(view.text("wall.centre.load_unit"), className="unit"),
            span(view.text(f"wall.centre.state_{state}"), Ids.LOAD_STATE, f"state {state}"),
        ],
        className="load-box",
    )


def _gauge(load: float | None, view: WallView) -> html.Div:
    busy, overloaded = view.city.load_bands
    scale = overloaded + (overloaded - busy)
    at = min(load or 0.0, scale) / scale
    bands = {"--b1": f"{busy / scale:.1%}", "--b2": f"{overloaded / scale:.1%}"}
    text = view.text
    return html.Div(
        [
            html.Div(
                id=Ids.GAUGE,
                className=classes("gauge-bar", load is None and "off"),
                style={"--at": f"{at:.1%}"},
            ),
            html.Span("0", className="tick t0"),
            html.Span(f"{busy:g}", className="tick t1"),
            html.Span(text("wall.centre.state_busy"), className="band n1 wide-screen"),
            html.Span(f"{overloaded:g}", className="tick t2"),
            html.Span(text("wall.centre.state_overloaded"), className="band n2 wide-screen"),
        ],
        className="gauge",
        style=bands,
    )


def _figure(name: str, value: list[html.Span], kind: str = "") -> html.Div:
    return html.Div(
        [html.Span(name, className="figure-name"), html.Span(value, className="figure-value")],
        className=classes("figure", kind),
    )


def _aged(text: Text, aged: int | None) -> str:
    return text("wall.centre.aged", count=fmt.count(aged)) if aged else ""
