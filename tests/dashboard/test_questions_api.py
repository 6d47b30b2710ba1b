"""`GET /api/v1/…` and `zhiwang query`: one answer, two doors."""

import os
from pathlib import Path

import orjson
import pytest
from flask.testing import FlaskClient

from dashboard.api import openapi
from dashboard.config import load_settings
from dashboard.questions import QUESTIONS
from dashboard.services import Services, open_services
from dashboard.web import create_app
from data_access.domain.indicators import INDICATORS
from data_access.ingest.ingest import Ingest
from data_access.store.connection import Connection
from data_access.store.keys import Keys
from data_access.store.tokens import Token
from tests.commands import Commands
from tests.dashboard.test_actions_api import NOW, report

AS_OF = "2026-03-04T12:00:00+08:00"


def sample() -> list[bytes]:
    cases = [("C1", "hotline_12345", "2026-03-01T08:00:00"), ("C2", "app", "2026-03-03T09:30:00")]
    actions = [
        report(case_id, source=source, at=at, lon=113.75, lat=23.04, town=None)
        for case_id, source, at in cases
    ]
    actions += [
        {"case_id": "C1", "action": "dispatch", "at": "2026-03-01T09:00:00", "department": "城管分局"}
    ]
    actions += [{"case_id": "C1", "action": "close", "at": "2026-03-01T10:00:00"}]
    return [
        orjson.dumps({name: value for name, value in one.items() if value is not None}) for one in actions
    ]


QUERIES = {
    "overview": {"from": "2026-03-01", "to": "2026-03-05", "department": "城管分局"},
    "centres": {"level": "village"},
    "ranking": {"month": "2026-03"},
    "trend": {"bucket": "hour", "from": "2026-03-01", "to": "2026-03-02", "class": "E01"},
    "heat": {"layer": "reported", "from": "2026-03-01", "to": "2026-03-05"},
    "categories": {"by": "source", "from": "2026-03-01", "to": "2026-03-05", "compare": "previous"},
    "cases": {"measure": "reported", "from": "2026-03-01", "to": "2026-03-05", "order": "asc"},
    "coordination": {"reason": "returned,stuck", "state": "all", "area": "441900"},
    "quality": {"by": "town", "from": "2026-03-01", "to": "2026-03-05"},
}


@pytest.mark.parametrize("name", QUERIES)
def test_the_command_line_prints_the_bytes_that_http_sends(
    name: str, redis_server: Connection, commands: Commands, tmp_path: Path
) -> None:
    url = f"unix://{redis_server.redis.get_connection_kwargs()['path']}"
    try:
        with open_services(load_settings(redis_url=url, data=tmp_path)) as services:
            ingest = Ingest(services.connection.redis, services.city, services.keys)
            assert ingest.ingest(sample(), feed="test").quarantined == 0
            secret = services.tokens.add(Token("reader", ("read",), 0))
            app, _ = create_app(services)
            options = {**QUERIES[name], "as-of": AS_OF}
            answer = app.test_client().get(
                f"/api/v1/{name}", query_string=options, headers={"Authorization": f"Bearer {secret}"}
            )
        assert answer.status_code == 200
        words = [word for key, value in options.items() for word in (f"--{key}", value)]
        printed = commands.run(
            *("query", name, *words, "--json", "--data", str(tmp_path)),
            env=os.environ | {"ZHIWANG_REDIS_URL": url},
        )
    finally:
        redis_server.redis.flushdb()
    assert (printed.returncode, printed.stderr) == (0, "")
    assert printed.stdout.encode() == answer.data


@pytest.mark.parametrize(
    ("path", "option"),
    [
        ("overview?area=999", "area"),
        ("overview?from=yesterday", "from"),
        ("overview?from=2026-03-02&to=2026-03-01", "from"),
        ("overview?as-of=x", "as-of"),
        ("overview?class=%F0%9F%92%A9", "class"),
        ("overview?subclass=", "subclass"),
        ("overview?department=nobody", "department"),
        ("overview?source=rumour", "source"),
        ("overview?source=app&source=app", "source"),
        ("overview?hello=1", "hello"),
        ("centres?level=cell", "level"),
        ("overview?area=441900,999", "area"),
        ("overview?source=app,rumour", "source"),
        ("overview?compare=never", "compare"),
        ("cases?measure=everything", "measure"),
        ("cases?stage=closed,lost", "stage"),
        ("cases?limit=0", "limit"),
        ("cases?limit=501", "limit"),
        ("cases?limit=%C2%B2", "limit"),
        ("cases?sort=name", "sort"),
        ("cases?sort=counted", "sort"),
        ("cases?measure=returns&overdue=yes", "overdue"),
        ("cases?measure=returns&sort=due", "sort"),
        ("cases?overdue=maybe", "overdue"),
        ("cases?cursor=x", "cursor"),
        ("cases?cursor=lqEAAAA", "cursor"),
        ("trend?bucket=year", "bucket"),
        ("trend?bucket=hour&from=1990-01-01&to=2026-01-01", "from"),
        ("ranking?month=2026-13", "month"),
        ("heat?layer=1", "layer"),
        ("categories?by=", "by"),
        ("coordination?reason=returned,tired", "reason"),
        ("coordination?state=closed", "state"),
        ("coordination?cursor=x", "cursor"),
        ("quality?by=class", "by"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_by_option(
    path: str, option: str, client: FlaskClient, read: dict[str, str]
) -> None:
    answer = client.get(f"/api/v1/{path}", headers=read)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["option"] == option


def test_an_answer_is_as_new_as_the_store(
    client: FlaskClient, read: dict[str, str], services: Services
) -> None:
    # The day of what is reported, also when midnight comes meanwhile.
    clock = {"from": NOW.isoformat()}

    def reported() -> int:
        answer = client.get("/api/v1/overview", query_string=clock, headers=read)
        count: int = answer.get_json()["reported_count"]
        return count

    ingest = Ingest(services.connection.redis, services.city, services.keys)
    for number in range(3):
        assert reported() == number
        ingest.ingest([orjson.dumps(report(f"C{number}"))], feed="test")
    assert reported() == 3


def test_the_description_names_every_question_option_and_indicator() -> None:
    described = openapi.document("1")
    for question in QUESTIONS.values():
        parameters = described["paths"][f"/api/v1/{question.name}"]["get"]["parameters"]
        assert [one["name"] for one in parameters] == [option.name for option in question.options]
    assert list(described["components"]["schemas"]["Indicators"]["properties"]) == list(INDICATORS)


def test_keys_of_one_city_are_not_those_of_another() -> None:
    assert Keys("a").accounts() != Keys("b").accounts()
