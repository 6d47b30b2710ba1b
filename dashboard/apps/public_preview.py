"""The picture that previews of links show: the month's sentence beside the map, drawn by typst."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from importlib.resources import files

import structlog
import typst
from flask import Flask, Response, abort, make_response, request

from dashboard.apps.public_heads import PREVIEW, PREVIEW_SIZE
from dashboard.apps.public_views import PublicViews
from dashboard.reports.typeset import NoFont, font
from data_access.domain.drawn import DrawnMap
from layouts.public import figures
from layouts.public.address import MEASURES, Place
from layouts.public.headline import plain_headline
from layouts.public.scale import scale_of
from layouts.public.tokens import PUBLIC_LIGHT
from layouts.public.view import Json, PublicView
from layouts.tokens import LIGHT

_MOST = 40
_DAY = 86_400
_log = structlog.get_logger("public")


def add_preview(server: Flask, views: PublicViews) -> None:
    """Add the route."""
    made: OrderedDict[Hashable, bytes] = OrderedDict()
    making = threading.Lock()

    def preview() -> Response:
        given = Place.read(PREVIEW, request.query_string.decode(errors="replace"))
        view = views.view(Place("", month=given.month, language=given.language))
        month = view.month
        if month is None or view.city.map is None:
            abort(404)
        key = (month["month"], month["revision"], view.text.language)
        with making:
            if key not in made:
                try:
                    made[key] = picture(view, month, view.city.map)
                except NoFont as error:
                    _log.warning("no preview of links", error=str(error))
                    abort(404)
                while len(made) > _MOST:
                    made.popitem(last=False)
            body = made[key]
        response = make_response(body)
        response.mimetype = "image/png"
        response.headers["Cache-Control"] = f"public, max-age={_DAY}, stale-if-error={7 * _DAY}"
        return response

    server.add_url_rule(PREVIEW, "public_preview", preview)


def picture(view: PublicView, month: Json, drawn: DrawnMap) -> bytes:
    """The PNG. Raises NoFont."""
    text = view.text
    width, height = PREVIEW_SIZE
    template = files("dashboard.apps").joinpath("public_preview.typ").read_bytes()
    inputs = {
        "width": str(width),
        "height": str(height),
        "font": font(),
        "brand": text("public.preview.title", city=view.city_name),
        "headline": plain_headline(view, month["figures"], month["month"]),
        "note": text("public.between").join(_notes(view)),
        "map": map_svg(drawn, month["towns"], MEASURES[0]),
        "ink": LIGHT.tx,
        "accent": LIGHT.accent,
        "quiet": LIGHT.tx2,
        "ground": PUBLIC_LIGHT["bg"],
    }
    # A point is a pixel.
    found = typst.compile(template, sys_inputs=inputs, format="png", ppi=72.0)
    assert isinstance(found, bytes)
    return found


def _notes(view: PublicView) -> list[str]:
    notes = [figures.title_of(view.text, MEASURES[0])]
    notes += [view.text("public.map.schematic")] if view.city.schematic else []
    return notes + ([view.text("public.demo")] if view.city.demo else [])


def map_svg(drawn: DrawnMap, rows: list[Json], measure: str) -> str:
    """The map as an SVG of its own, without names; what is withheld is hatched."""
    scale, by_code = scale_of(measure, "town"), {row["code"]: row for row in rows}

    def fill(code: str) -> str:
        row = by_code.get(code, {})
        value = figures.value_of(row, measure)
        if figures.is_withheld(row, measure):
            return "url(#hatch)"
        return LIGHT.land if value is None else PUBLIC_LIGHT[f"step-{scale.step(value)}"]

    paths = "".join(f'<path d="{one.path}" fill="{fill(one.code)}"/>' for one in drawn.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.width:g} {drawn.height:g}">'
        '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="7" height="7" fill="#FFFFFF"/>'
        f'<path d="M0 0V7" stroke="{PUBLIC_LIGHT["hatch"]}" stroke-width="2"/>'
        f'</pattern></defs><g stroke="#FFFFFF" stroke-width="1.2">{paths}</g></svg>'
    )
