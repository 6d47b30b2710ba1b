"""Open data: the files, their permanent addresses, and the snippets that put a card on another page."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.public import figures
from layouts.public.address import EMBEDS, PREFIX, Place
from layouts.public.parts import card, empty, link, table
from layouts.public.view import PublicView
from layouts.review.parts import attributes

DATA = f"{PREFIX}api/v1/data"
FILES = (
    ("areas", ("csv", "json", "geojson", "parquet")),
    ("classes", ("csv", "json", "parquet")),
    ("sources", ("csv", "json", "parquet")),
    ("town-classes", ("csv", "json", "parquet")),
    ("days", ("csv", "json", "parquet")),
    ("ranking", ("csv", "json", "parquet")),
    ("heat", ("csv", "json", "geojson", "parquet")),
)
"""Tables of open data and the forms that each has."""
_SHORT = ("areas", "ranking")
_HEIGHTS = {"headline": 420, "map": 720, "ranking": 620}
LATEST = "latest"


def files_card(view: PublicView) -> Component:
    """The files that most want, for the home page."""
    text = view.text
    names = [entry for entry in FILES if entry[0] in _SHORT]
    rows = [_file(view, name, forms, LATEST) for name, forms in names]
    return card(
        "open-data",
        text("public.data.title"),
        [
            html.Ul([*rows, _dictionary(view)], className="files"),
            link(text("public.data.all"), view.place.to("data"), className="onwards"),
        ],
        note=text("public.data.note"),
    )


def data_page(view: PublicView) -> list[Any]:
    """All files, the archive, the interface for programs, and embedding."""
    text = view.text
    begin = [html.H1(text("public.data.title")), html.P(text("public.data.lead"), className="lead")]
    if view.month is None:
        begin.append(empty(text("public.nothing"), text("public.none_hint")))
    api = [("openapi.json", "api"), ("dcat.json", "dcat"), ("live", "live")]
    return [
        *begin,
        card(
            "files", text("public.data.latest"),
            [html.Ul([*(_file(view, name, forms, LATEST) for name, forms in FILES), _dictionary(view)],
                     className="files")],
            note=text("public.data.latest_note"),
        ),
        card("archive", text("public.data.archive"), [_archive(view)], note=text("public.data.archive_note"))
        if view.months else None,
        card(
            "interface", text("public.data.interface"),
            [
                html.Ul(
                    [
                        html.Li([html.Code(html.A(f"{PREFIX}api/v1/{path}", href=f"{PREFIX}api/v1/{path}")),
                                 html.Span(text(f"public.data.{key}"), className="note")])
                        for path, key in api
                    ],
                    className="addresses",
                ),
                html.P(text("public.data.terms")),
            ],
        ),
        card("embed", text("public.data.embed"), [_snippet(view, name) for name in EMBEDS],
             note=text("public.data.embed_note")),
    ]  # fmt: skip


def _file(view: PublicView, name: str, forms: tuple[str, ...], edition: str) -> Component:
    text = view.text
    title = text(f"public.table.{name}")
    return html.Li(
        [
            html.Div([html.B(title), html.Span(text(f"public.table.{name}_note"), className="note")]),
            html.Div(
                [_form(f"{DATA}/{edition}/{name}.{form}", form, title) for form in forms], className="forms"
            ),
        ]
    )


def _dictionary(view: PublicView) -> Component:
    text = view.text
    entries = [(f"{DATA}/{name}.csv", name) for name in ("dictionary", "changes")]
    return html.Li(
        [
            html.Div([html.B(text("public.table.dictionary")),
                      html.Span(text("public.table.dictionary_note"), className="note")]),
            html.Div([_form(href, text(f"public.table.{name}_short"), text(f"public.table.{name}_short"))
                      for href, name in entries], className="forms"),
        ]
    )  # fmt: skip


def _form(href: str, form: str, title: str) -> Component:
    return html.A(
        form.upper() if form.isascii() else form, href=href, className="button", download="",
        **attributes(aria_label=f"{title} {form.upper()}"),
    )  # fmt: skip


def _archive(view: PublicView) -> Component:
    text = view.text
    forms = ("csv", "json", "parquet")
    heads = [text("public.trends.month"), text("public.table.areas"), text("public.table.ranking"),
             text("public.data.checksums")]  # fmt: skip

    def links(month: str, name: str) -> list[Any]:
        return [
            part
            for form in forms
            for part in (
                html.A(form.upper(), href=f"{DATA}/{month}/{name}.{form}", download="",
                       **attributes(aria_label=f"{figures.month_words(text, month)} "
                                               f"{text(f'public.table.{name}')} {form.upper()}")),
                " ",
            )
        ]  # fmt: skip

    ranked = set(view.index["rankings"])
    rows = [
        [
            figures.month_words(text, month),
            links(month, "areas"),
            links(month, "ranking") if month in ranked else "–",
            html.A("SHA256SUMS", href=f"{DATA}/{month}/SHA256SUMS",
                   **attributes(aria_label=f"{figures.month_words(text, month)} SHA256SUMS")),
        ]
        for month in view.months
    ]  # fmt: skip
    return table(text("public.data.archive"), heads, rows, className="archive", words=4)


def snippet(view: PublicView, name: str) -> str:
    """The HTML that shows a card on another page."""
    place = Place(f"embed/{name}", language=view.text.language)
    title = view.text(f"public.embed.{name}")
    return (
        f'<iframe src="{view.origin}{place.href}" title="{title}" width="100%" '
        f'height="{_HEIGHTS[name]}" style="border:0" loading="lazy"></iframe>'
    )


def _snippet(view: PublicView, name: str) -> Component:
    text = view.text
    place = Place(f"embed/{name}", language=view.text.language)
    return html.Div(
        [
            html.H3(text(f"public.embed.{name}")),
            html.Pre(html.Code(snippet(view, name)), tabIndex=0, role="group",
                     **attributes(aria_label=text("public.data.snippet", name=text(f"public.embed.{name}")))),
            html.A(text("public.data.preview"), href=place.href, target="_blank"),
        ],
        className="snippet",
    )  # fmt: skip
