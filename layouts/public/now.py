"""What runs: today, open cases and the month so far, rounded; browser code renews the figures in place."""

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.public import figures
from layouts.public.view import Json, PublicView
from layouts.review.parts import attributes

_COUNTS = (
    ("today.reported_count", "today_reported"),
    ("today.closed_count", "today_closed"),
    ("open_count", "open"),
    ("month.reported_count", "month_reported"),
)


def now_strip(view: PublicView) -> Component | None:
    """The figures in a row; None while nothing runs."""
    live, text = view.live, view.text
    if live is None:
        return None
    entries = [
        html.Div([html.Dt(text(f"public.now.{key}")), html.Dd(_count(view, live, path))])
        for path, key in _COUNTS
    ]
    rate = live["month"]["response_24h_rate"]
    entries.append(
        html.Div(
            [
                html.Dt(text("public.now.response")),
                html.Dd(
                    html.Span(
                        figures.rate_words(text, rate),
                        **attributes(
                            data_figure="month.response_24h_rate", data_kind="rate",
                            data_none=text("unit.no_data"),
                            data_least=text("public.figure.at_least", percent="{n}"),
                            data_most=text("public.figure.at_most", percent="{n}"),
                        ),
                    )
                ),
            ]
        )
    )  # fmt: skip
    rounding = live["rounding"]
    return html.Section(
        [
            html.H2(text("public.now.title"), id="now-title"),
            html.Dl(entries),
            html.P(text("public.now.note", count=rounding["count"], open=rounding["open"]), className="note"),
        ],
        className="now",
        **attributes(aria_labelledby="now-title"),
    )


def _count(view: PublicView, live: Json, path: str) -> Component:
    value = live
    for part in path.split("."):
        value = value[part]
    template = view.text("public.now.about", count="{n}")
    below = view.text("public.now.below", count="{n}")
    step = live["rounding"]["open" if path == "open_count" else "count"]
    said = template.replace("{n}", fmt.count(value)) if value else below.replace("{n}", str(step))  # type: ignore[arg-type]
    return html.Span(
        said,
        **attributes(data_figure=path, data_kind="count", data_about=template, data_below=below,
                     data_step=str(step)),
    )  # fmt: skip
