"""`/api/v1/openapi.json`, written from the code's own tables: questions, indicators, wire fields, scopes."""

from typing import Any

from dashboard.options import AS_OF, PERIOD, YES_NO, Option
from dashboard.questions import QUESTIONS, Question
from data_access.domain.actions import ActionKind
from data_access.domain.indicators import INDICATORS
from data_access.domain.taxonomy import SOURCES, CaseKind
from data_access.store.tokens import SCOPES

Json = dict[str, Any]
_ERROR = {"$ref": "#/components/schemas/Error"}


def document(version: str) -> Json:
    """The OpenAPI 3.1 document of the API."""
    paths: Json = {f"/api/v1/{q.name}": {"get": _question(q)} for q in QUESTIONS.values()}
    paths["/api/v1/cases/{case_id}"] = {"get": _case()}
    paths["/api/v1/actions"] = {"post": _actions()}
    paths["/api/v1/stream"] = {"get": _stream()}
    paths["/api/v1/snapshot"] = {"get": _snapshot()}
    for path, summary in (
        ("/healthz", "The process is up."),
        ("/readyz", "The store answers, a worker ticks, every feed is fresh; 503 with reasons else."),
        ("/metrics", "Figures about the process for Prometheus."),
    ):
        paths[path] = {"get": {"summary": summary, "responses": {"200": {"description": "As asked."}}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Zhiwang", "version": version, "license": {"name": "see the project"}},
        "paths": paths,
        "security": [{"token": []}],
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "; ".join(f"scope {name}: {text}" for name, text in SCOPES.items()),
                }
            },
            "schemas": {
                "Error": _object(
                    {"error": _object({"code": {"type": "string"}, "message": {"type": "string"}})}
                ),
                "Action": _action(),
                "Ratio": _object(
                    {
                        "value": {"type": ["number", "null"]},
                        "numerator": {"type": "integer"},
                        "denominator": {"type": "integer"},
                    }
                ),
                "Indicators": _object({i.name: _indicator(i) for i in INDICATORS.values()}),
            },
        },
    }


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties}


def _indicator(indicator: Any) -> Json:
    shown = f"{indicator.zh} · {indicator.en}"
    if indicator.kind == "ratio":
        return {"$ref": "#/components/schemas/Ratio", "description": shown}
    kind = "integer" if indicator.kind == "count" else ["number", "null"]
    return {"type": kind, "description": shown}


def parameter(option: Option) -> Json:
    """A query parameter of the document."""
    schema: Json = {"type": "string"}
    if option.choices:
        schema["enum"] = list(option.choices)
    if option.default is not None:
        schema["default"] = option.default
    parameter: Json = {"name": option.name, "in": "query", "description": option.help, "schema": schema}
    if option.several:
        # One parameter, its values separated by commas.
        parameter |= {"schema": {"type": "array", "items": schema}, "style": "form", "explode": False}
    return parameter


def _question(question: Question) -> Json:
    return {
        "summary": question.summary,
        "parameters": [parameter(option) for option in question.options],
        "responses": {
            "200": {
                "description": "The answer, as `zhiwang query --json` prints it.",
                "content": {"application/json": {"schema": {}}},
            },
            **_refusals("400", "401", "403", "503"),
        },
    }


def _case() -> Json:
    private = Option("private", "also description and reporter; needs the scope private", YES_NO)
    case_id = {"name": "case_id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "summary": "One case: attributes, every action and its effect, its clock, figures that count it.",
        "parameters": [case_id, *(parameter(option) for option in (*PERIOD, *AS_OF, private))],
        "responses": {
            "200": {
                "description": "The case, as `zhiwang query case --json` prints it.",
                "content": {"application/json": {"schema": {}}},
            },
            **_refusals("400", "401", "403", "404", "503"),
        },
    }


def _actions() -> Json:
    counts = {name: {"type": "integer"} for name in ("applied", "duplicate", "quarantined")}
    problem = _object({"line": {"type": "integer"}, "code": {"type": "string"}, "reason": {"type": "string"}})
    answer = _object({**counts, "problems": {"type": "array", "items": problem}})
    item = {"$ref": "#/components/schemas/Action"}
    return {
        "summary": "Send case actions; sending them again is harmless. A bad line never stops the good ones.",
        "requestBody": {
            "required": True,
            "content": {
                "application/x-ndjson": {"schema": item},
                "application/json": {"schema": {"type": "array", "items": item}},
            },
        },
        "responses": {
            "200": {
                "description": "All good lines are in the store.",
                "content": {"application/json": {"schema": answer}},
            },
            **_refusals("400", "401", "403", "413", "415", "503"),
        },
    }


def _stream() -> Json:
    return {
        "summary": "Server-sent events: `snapshot` (the wall's figures), `delta` (JSON merge patch, RFC "
        "7386, from the snapshot numbered `previous`; absent is null), `beat` each second. After a gap in "
        "numbers a snapshot follows.",
        "parameters": [
            {
                "name": "after",
                "in": "query",
                "description": "Number of the last event seen (also the header Last-Event-ID).",
                "schema": {"type": "integer"},
            }
        ],
        "responses": {
            "200": {"description": "The stream.", "content": {"text/event-stream": {}}},
            **_refusals("400", "401", "403"),
        },
    }


def _snapshot() -> Json:
    return {
        "summary": "The wall's figures now: the snapshot that the stream begins with (absent is null).",
        "parameters": [
            {
                "name": "If-None-Match",
                "in": "header",
                "description": "The ETag of an earlier answer.",
                "schema": {"type": "string"},
            }
        ],
        "responses": {
            "200": {
                "description": "The snapshot, with an ETag.",
                "content": {"application/json": {"schema": {}}},
            },
            "304": {"description": "It is still the one of the ETag."},
            **_refusals("401", "403", "503"),
        },
    }


def _refusals(*statuses: str) -> Json:
    words = {
        "400": "An option or the body makes no sense.",
        "401": "No valid token.",
        "403": "The token lacks the scope.",
        "404": "There is no case of that id.",
        "413": "The body is too large.",
        "415": "The body has an encoding that is not supported.",
        "503": "The store does not answer; try again.",
    }
    return {
        status: {"description": words[status], "content": {"application/json": {"schema": _ERROR}}}
        for status in statuses
    }


def _action() -> Json:
    text: Json = {"type": "string"}
    fields: Json = {
        "case_id": {"type": "string", "minLength": 1, "maxLength": 64},
        "action": {"type": "string", "enum": [kind.value for kind in ActionKind]},
        "at": {"type": "string", "description": "ISO 8601; city time without an offset."},
        "kind": {"type": "string", "enum": [kind.value for kind in CaseKind]},
        "source": {"type": "string", "enum": [source.value for source in SOURCES]},
        "lon": {"type": "number"},
        "lat": {"type": "number"},
        "urgent": {"type": "boolean"},
        "self_handled": {"type": "boolean"},
        "level": {"type": "integer", "minimum": 1, "maximum": 3},
        "score": {"type": "integer", "minimum": 1, "maximum": 5},
    }
    others = "class subclass town village grid department due_at by event_id description reporter check"
    fields |= dict.fromkeys(others.split(), text)
    return {**_object(fields), "required": ["case_id", "action", "at"]}
