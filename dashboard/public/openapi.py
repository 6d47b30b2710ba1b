"""`/public/api/v1/openapi.json`: what the anonymous may ask, written from the tables of the code."""

from typing import Any

from dashboard.api.openapi import parameter
from dashboard.public.door import API, ROUTES
from dashboard.public.open311.routes import BASE
from dashboard.public.opendata.files import SUMS
from dashboard.public.opendata.tables import TABLES
from dashboard.public.opendata.writers import MIMETYPES
from dashboard.public.questions import PUBLIC_QUESTIONS
from dashboard.public.tracking import LONGEST

Json = dict[str, Any]
_ERROR = {"$ref": "#/components/schemas/Error"}
_DOCUMENTS = {
    "index": "What is published: months, weeks and rankings, with the numbers of their revisions.",
    "live": "What runs, rounded: today and the month so far, and the state of the data.",
    "method": "How everything is computed: definitions, evaluation scheme, rules of disclosure in force.",
    "log": "Releases, revisions and corrections that wait, the newest first.",
    "month": "Everything published of a month.",
    "ranking": "The ranking of the towns of a month, with what it is made of.",
    "heat": "Where cases of a week were reported, by coarse cell.",
}


def document(version: str) -> Json:
    """The OpenAPI 3.1 document of the public API and of Open311."""
    paths: Json = {_path(route): {"get": _document(kind)} for kind, route in ROUTES.items()}
    paths |= {
        f"{API}/{question.name}": {"get": _question(question)} for question in PUBLIC_QUESTIONS.values()
    }
    paths[f"{API}/track"] = {"post": _track()}
    paths[f"{API}/openapi.json"] = {"get": _get("This document.")}
    paths[f"{API}/data"] = {"get": _get("Files of open data: licence, editions, addresses, checksums.")}
    paths[f"{API}/dcat.json"] = {
        "get": _get("The catalogue of open data as DCAT-AP.", mimetypes=["application/ld+json"])
    }
    paths[f"{API}/data/dictionary.{{form}}"] = {"get": _get("What each column means.", _FORM)}
    paths[f"{API}/data/changes.{{form}}"] = {"get": _get("What changed in the open data, and when.", _FORM)}
    paths[f"{API}/data/{{edition}}/{{name}}"] = {"get": _file()}
    paths |= _open311()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Zhiwang, public figures",
            "version": version,
            "description": "Figures of complete months, released once, small counts withheld: a withheld "
            "figure is null and named in `withheld`; `at_least` and `at_most` give a band instead of it. "
            "`held` is null while all is well, else when the store last confirmed a copy.",
            "license": {"name": "see the project"},
        },
        "paths": paths,
        "components": {
            "schemas": {
                "Error": {
                    "type": "object",
                    "properties": {
                        "error": {
                            "type": "object",
                            "properties": {
                                "code": {"type": "string"},
                                "message": {"type": "string"},
                                "option": {"type": "string"},
                            },
                        }
                    },
                }
            }
        },
    }


def _in_path(name: str, description: str, **schema: Any) -> Json:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string", **schema},
    }


_FORM = [_in_path("form", "form of the file", enum=["csv", "json", "parquet"])]
_KEYS = {
    "month": _in_path("month", "a released month such as 2026-10, or latest"),
    "ranking": _in_path("month", "a month with a ranking, or latest"),
    "heat": _in_path("week", "a published week such as 2026-W45, or latest"),
}
_NOT_MODIFIED = {"description": "It is still the one of the ETag sent as If-None-Match."}


def _path(route: str) -> str:
    return route.replace("<", "{").replace(">", "}")


def _get(
    summary: str,
    parameters: list[Json] | None = None,
    mimetypes: list[str] | None = None,
    refusals: tuple[str, ...] = ("404", "503"),
) -> Json:
    content: Json = {mimetype: {"schema": {}} for mimetype in mimetypes or ["application/json"]}
    return {
        "summary": summary,
        "parameters": parameters or [],
        "responses": {
            "200": {"description": "As asked, with an ETag.", "content": content},
            "304": _NOT_MODIFIED,
            **_refused(*refusals),
        },
    }


def _document(kind: str) -> Json:
    return _get(_DOCUMENTS[kind], [_KEYS[kind]] if kind in _KEYS else None)


def _question(question: Any) -> Json:
    parameters = [parameter(option) for option in question.options]
    return _get(question.summary, parameters, refusals=("400", "503"))


def _file() -> Json:
    tables = ", ".join(f"{table.name} ({', '.join(table.forms)})" for table in TABLES.values())
    return _get(
        f"A file of open data: {tables}; {SUMS} has the checksums of an edition.",
        [
            _in_path("edition", "a month, a week, or latest: an address that stays"),
            _in_path("name", f"table and form such as areas.csv, or {SUMS}"),
        ],
        [*MIMETYPES.values(), "text/plain"],
    )


def _track() -> Json:
    text: Json = {"type": "string", "minLength": 1, "maxLength": LONGEST}
    schema = {
        "type": "object",
        "properties": {"number": text, "check": text},
        "required": ["number", "check"],
    }
    kinds = ("application/json", "application/x-www-form-urlencoded")
    return {
        "summary": "Steps, next step and deadline of the case with this number and check code. 404 does not "
        "tell which of the two is wrong.",
        "requestBody": {"required": True, "content": {kind: {"schema": schema} for kind in kinds}},
        "responses": {
            "200": {"description": "The steps.", "content": {"application/json": {"schema": {}}}},
            **_refused("400", "404", "429", "503"),
        },
    }


def _open311() -> Json:
    form = _in_path("form", "xml or json", enum=["xml", "json"])
    both = ["text/xml", "application/json"]
    check = {"name": "check", "in": "query", "required": True, "schema": {"type": "string"}}
    locale = {"name": "locale", "in": "query", "schema": {"type": "string", "enum": ["zh", "en"]}}
    one = {
        "summary": "GeoReport v2: one request, for whoever has its check code; without place and text.",
        "parameters": [
            _in_path("number", "number of the case"),
            form,
            {**check, "description": "check code"},
        ],
        "responses": {
            "200": {"description": "The request.", "content": {kind: {"schema": {}} for kind in both}},
            **{status: {"description": text} for status, text in _WORDS.items()},
        },
    }
    code = _in_path("code", "service_code")
    refused = {"403": {"description": "Single cases are not listed; the answer says what is there instead."}}
    return {
        f"{BASE}/discovery.{{form}}": {"get": _get("GeoReport v2: discovery.", [form], both)},
        f"{BASE}/services.{{form}}": {"get": _get("GeoReport v2: services.", [form, locale], both)},
        f"{BASE}/services/{{code}}.{{form}}": {
            "get": _get("GeoReport v2: what one service is about.", [code, form, locale], both)
        },
        f"{BASE}/requests.{{form}}": {
            "get": {"summary": "Always refused.", "parameters": [form], "responses": refused}
        },
        f"{BASE}/requests/{{number}}.{{form}}": {"get": one},
    }


_WORDS = {
    "400": "An option or the body makes no sense.",
    "404": "There is nothing of that name.",
    "429": "Too many look-ups; Retry-After says when the next is allowed.",
    "503": "Nothing can be read now; try again.",
}


def _refused(*statuses: str) -> Json:
    return {
        status: {"description": _WORDS[status], "content": {"application/json": {"schema": _ERROR}}}
        for status in statuses
    }
