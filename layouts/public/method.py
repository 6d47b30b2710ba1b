"""How everything is computed: from the definitions and the scheme in force, with real published numbers."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.definitions import definition_words
from layouts.public import figures
from layouts.public.parts import behind, card, empty, link, table
from layouts.public.view import Json, PublicView

_EXAMPLES = ("on_time_disposal_rate", "response_24h_rate", "closing_rate", "satisfied_rate")
_WHY = ("counted", "hidden", "revised")


def method_card(view: PublicView, month: Json) -> Component:
    """The formula of the headline with its numbers, and three questions; for the home page."""
    text = view.text
    return card(
        "how",
        text("public.method.title"),
        [
            worked_example(view, month, _EXAMPLES[0]),
            _questions(view),
            link(text("public.method.all"), view.place.to("method"), className="onwards"),
        ],
    )


def worked_example(view: PublicView, month: Json, name: str, row: Json | None = None) -> Component | None:
    """A rate as it is computed: name = what is counted ÷ of what = 36,298 ÷ 38,036 = 95.4%."""
    text, row = view.text, row or month["figures"]
    rate = row.get(name) or {}
    if not rate.get("denominator") or rate.get("numerator") is None:
        return None
    return html.P(
        text(
            "public.method.example", name=figures.title_of(text, name),
            above=text(f"public.method.{name}_above"), below=text(f"public.method.{name}_below"),
            numerator=fmt.count(rate["numerator"]), denominator=fmt.count(rate["denominator"]),
            value=figures.rate_words(text, rate),
        ),
        className="formula",
    )  # fmt: skip


def _questions(view: PublicView) -> Component:
    text = view.text
    return html.Div(
        [
            html.Div([html.H3(text(f"public.method.{name}_title")), html.P(_answer(view, name))])
            for name in _WHY
        ],
        className="thirds",
    )


def _answer(view: PublicView, name: str) -> str:
    rules = rules_of(view)
    return view.text(f"public.method.{name}", **rules)


def rules_of(view: PublicView) -> dict[str, Any]:
    """The values of the rules of disclosure in force, as words take them."""
    method = view.documents.document("method")
    rules = {} if method is None else dict(method["rules"])
    found = {name: rules.get(name, "–") for name in
             ("least_count", "least_rate", "least_hidden", "release_after_days", "live_count", "live_open",
              "heat_cell_m", "heat_count", "heat_after_days", "track_days")}  # fmt: skip
    return {name: f"{value:g}" if isinstance(value, float) else value for name, value in found.items()}


def method_page(view: PublicView) -> list[Any]:
    """All definitions."""
    text, month, method = view.text, view.month, view.documents.document("method")
    begin: list[Any] = [
        html.H1(text("public.method.title")),
        html.P(text("public.method.lead"), className="lead"),
    ]
    if method is None:
        return [*begin, empty(text("public.nothing"), text("public.none_hint"))]
    examples = [] if month is None else [worked_example(view, month, name) for name in _EXAMPLES]
    when = "" if month is None else figures.month_words(text, month["month"])
    return [
        *begin,
        card("examples", text("public.method.examples"), [*examples, _score_example(view, method)],
             note=text("public.method.examples_note", month=when)) if month is not None else None,
        card("questions", text("public.method.questions"), [_questions(view)]),
        card("definitions", text("public.method.definitions"), [_indicators(view, method)],
             note=text("public.method.definitions_note")),
        card("scheme", text("public.method.scheme"), _scheme(view, method)),
        card("disclosure", text("public.method.disclosure"), [_disclosure(view)],
             note=text("public.method.disclosure_note")),
    ]  # fmt: skip


def _indicators(view: PublicView, method: Json) -> Component:
    text = view.text
    heads = [text("public.method.indicator"), text("public.method.how"), text("public.method.source")]
    rows = []
    for one in method["indicators"]:
        rows.append([text_of(view, one), _definition(view, one["name"]), one["source"]])
    return table(text("public.method.definitions"), heads, rows, className="definitions", words=3)


def text_of(view: PublicView, named: Json) -> str:
    """Name of an indicator of the method document."""
    found: str = named[view.text.language]
    return found


def _definition(view: PublicView, name: str) -> list[Any]:
    own = view.text.messages.get(f"public.method.formula_{name}")
    lines = [own] if own else definition_words(view.text, name)
    return [part for line in lines for part in (line, html.Br())][:-1]


def _score_example(view: PublicView, method: Json) -> Component | None:
    """How a value of the best ranked town becomes points under the scheme."""
    text, month, ranking = view.text, view.month, view.ranking
    if month is None or ranking is None or ranking["month"] != month["month"]:
        return None
    for town in sorted((t for t in ranking["towns"] if t["rank"]), key=lambda t: (t["rank"], t["code"])):
        row = next((r for r in month["towns"] if r["code"] == town["code"]), None)
        for one in method["scheme"]["indicators"]:
            rate = (row or {}).get(one["name"])
            if not isinstance(rate, dict) or not rate.get("denominator") or one["full"] == one["zero"]:
                continue
            share = max(0.0, min(1.0, (rate["value"] - one["zero"]) / (one["full"] - one["zero"])))
            return html.P(
                text(
                    "public.method.score_example", town=view.name(town["code"]), name=text_of(view, one),
                    value=fmt.rate(text, rate["value"], 2), numerator=fmt.count(rate["numerator"]),
                    denominator=fmt.count(rate["denominator"]), zero=fmt.rate(text, one["zero"]),
                    full=fmt.rate(text, one["full"]), weight=f"{one['weight']:g}",
                    points=f"{share * one['weight']:.2f}",
                ),
                className="formula",
            )  # fmt: skip
    return None


def _scheme(view: PublicView, method: Json) -> list[Any]:
    text, scheme, language = view.text, method["scheme"], view.text.language
    grades = text("public.list_comma").join(
        text("public.method.grade", name=g["name"][language], least=f"{g['from']:g}")
        for g in scheme["grades"]
    )
    items = {item["key"]: item["name"][language] for item in scheme["items"]}
    heads = [
        text(f"public.method.{key}") for key in ("item", "indicator", "weight", "zero", "full", "minimum")
    ]
    rows = [
        [items.get(one["item"], one["item"]), text_of(view, one), f"{one['weight']:g}",
         _mark(view, one, "zero"), _mark(view, one, "full"), fmt.count(one["minimum"])]
        for one in scheme["indicators"]
    ]  # fmt: skip
    confirmed = "public.method.reference" if scheme["reference"] else "public.method.confirmed"
    return [
        html.P(text("public.method.scheme_lead", name=scheme["name"][language], version=scheme["version"],
                    since=scheme["since"], grades=grades, minimum=scheme["minimum"])),
        html.P(text(confirmed), className="note"),
        behind(text("public.method.scheme_table", count=len(rows)),
               [table(text("public.method.scheme"), heads, rows, words=2)]),
    ]  # fmt: skip


def _mark(view: PublicView, one: Json, end: str) -> str:
    value = one[end]
    return fmt.rate(view.text, value) if one["denominator"] or one["external"] else f"{value:g}"


def _disclosure(view: PublicView) -> Component:
    text, rules = view.text, rules_of(view)
    keys = ("months", "live", "small", "siblings", "rates", "heat", "revisions", "never")
    return html.Ul([html.Li(text(f"public.rule.{key}", **rules)) for key in keys], className="rules")
