"""`/open311/v2`: GeoReport v2 for reading: discovery, services, and one's own request by number and code."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.i18n.load import LANGUAGES
from dashboard.public.answering import base_address, respond
from dashboard.public.kept import Kept
from dashboard.public.open311.encode import MIMETYPES, encoded
from dashboard.public.open311.services import definition, services
from dashboard.public.ready import HOUR, Ready
from dashboard.public.services import PublicServices
from dashboard.public.tracking import LONGEST, Found

OPEN311 = "/open311"
BASE = f"{OPEN311}/v2"
FORMS = tuple(MIMETYPES)
NO_LIST = (
    "Single cases are not listed: a list would show who reported what, and where. Ask for one request by its "
    "number with the check code that was given with the report: requests/NUMBER.json?check=CODE. Counts by "
    "area and class are at /public/api/v1."
)
READ_ONLY = "This endpoint is for reading: reports are taken by the city's own channels."
_CHANGED = "2026-11-24T00:00:00+08:00"
"""When this interface last changed: clients read the discovery again when it moves."""
_STATUS = {"open": "open"}
"""GeoReport knows open and closed; every end of a case is closed."""


def add_open311(app: Flask, public: PublicServices, kept: Kept) -> None:
    """Add the routes."""
    city = public.city

    def language() -> str:
        asked = request.args.get("locale", request.args.get("lang", ""))[:2]
        return next(one for one in (asked, city.language, *LANGUAGES) if one in LANGUAGES)

    def checked(form: str) -> AnyResponse | None:
        """The refusal of an unknown form or another city's jurisdiction."""
        if form not in FORMS:
            return _error("xml", 404, "The formats are xml and json.")
        if request.args.get("jurisdiction_id", city.id) not in (city.id, city.tree.city.code, ""):
            return _error(form, 404, f"jurisdiction_id is {city.id} or left out.")
        return None

    def told(form: str, root: str, item: str, make: Callable[[], Any], *key: str) -> AnyResponse:
        def ready() -> Ready:
            return Ready(encoded(form, root, item, make()), MIMETYPES[form], max_age=HOUR)

        return checked(form) or respond(public, kept.get(("open311", root, form, *key), ready))

    def discovery(form: str) -> AnyResponse:
        base = base_address(public.settings)
        return told(form, "discovery", "", lambda: _discovery(public, base), base)

    def service_list(form: str) -> AnyResponse:
        spoken = language()
        return told(form, "services", "service", lambda: services(city, spoken), spoken)

    def service(name: str) -> AnyResponse:
        code, form = _parted(name)
        spoken = language()
        found = definition(city, code, spoken)
        if found is None:
            return checked(form) or _error(form, 404, "There is no service of this service_code.")
        return told(form, "service_definition", "", lambda: found, code, spoken)

    def request_list(form: str) -> AnyResponse:
        if request.method == "POST":
            return checked(form) or _error(form, 405, READ_ONLY)
        return checked(form) or _error(form, 403, NO_LIST)

    def one_request(name: str) -> AnyResponse:
        number, form = _parted(name)
        return checked(form) or _one_request(public, number, form)

    for path, view, methods in (
        ("discovery.<form>", discovery, ["GET"]),
        ("services.<form>", service_list, ["GET"]),
        ("services/<path:name>", service, ["GET"]),
        ("requests.<form>", request_list, ["GET", "POST"]),
        ("requests/<path:name>", one_request, ["GET"]),
    ):
        app.add_url_rule(f"{BASE}/{path}", f"open311_{view.__name__}", view, methods=methods)


def _parted(name: str) -> tuple[str, str]:
    """A code or number, which may hold dots and slashes, and the form behind its last dot."""
    code, _, form = name.rpartition(".")
    return code, form


def _discovery(public: PublicServices, base: str) -> dict[str, Any]:
    city = public.city
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": f"{base}{BASE}",
        "changeset": _CHANGED,
        "type": "production",
        "formats": list(MIMETYPES.values()),
    }
    return {
        "changeset": _CHANGED,
        "contact": public.city.open_data.contact or f"{city.name_en}: {base}/public/",
        "key_service": "Reading needs no key. Reports are taken by the city's own channels.",
        "endpoints": [endpoint],
    }


def _one_request(public: PublicServices, number: str, form: str) -> Response:
    check = request.args.get("check", "")
    if not 0 < len(check) <= LONGEST or len(number) > LONGEST:
        return _error(form, 400, "check, the code that was given with the report, is needed.")
    found = public.tracker.ask(number, check, request.remote_addr or "")
    if found.found is Found.CASE:
        assert found.document is not None
        body = encoded(form, "service_requests", "request", [_request(number, found.document)])
        response = Response(body, content_type=_content_type(form))
    elif found.found is Found.LIMITED:
        response = _error(form, 429, "Too many look-ups; try again later.")
        response.headers["Retry-After"] = str(found.wait_seconds)
    elif found.found is Found.AWAY:
        response = _error(form, 503, "Requests cannot be looked up now; try again.")
        response.headers["Retry-After"] = "10"
    else:
        response = _error(form, 404, "No request fits this number and check code.")
    response.headers["Cache-Control"] = "no-store"
    return response


def _request(number: str, tracked: dict[str, Any]) -> dict[str, Any]:
    done = [step["at"] for step in tracked["steps"] if step["at"]]
    return {
        "service_request_id": number,
        "status": _STATUS.get(tracked["state"], "closed"),
        "status_notes": "" if tracked["state"] in ("open", "closed") else tracked["state"],
        "service_name": _plain(tracked.get("class")),
        "service_code": None,
        "description": None,
        "agency_responsible": None,
        "service_notice": f"next: {tracked['next']}" if tracked.get("next") else None,
        "requested_datetime": min(done, default=None),
        "updated_datetime": max(done, default=None),
        "expected_datetime": tracked.get("due_at"),
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _plain(name: Any) -> str | None:
    return name.get("en") or name.get("zh") if isinstance(name, dict) else name


def _error(form: str, status: int, description: str) -> Response:
    """An error as GeoReport v2 writes it; nobody may keep it."""
    content: Sequence[Any] = [{"code": status, "description": description}]
    body = encoded(form if form in FORMS else "xml", "errors", "error", content)
    response = Response(body, status, content_type=_content_type(form))
    response.headers["Cache-Control"] = "no-store"
    return response


def _content_type(form: str) -> str:
    return "application/json" if form == "json" else "text/xml; charset=utf-8"
