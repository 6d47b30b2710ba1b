"""Logging in with an identity provider: a process of its own, real HTTP, and everything that may be wrong."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient

from dashboard.config import ConfigError, load_settings
from dashboard.services import Services
from dashboard.web import create_app
from data_access.domain.viewer import Duty
from data_access.store.accounts import Account
from tests.dashboard.conftest import csrf_of
from tests.deployments.provider import CLIENT, PASSWORD, SECRET

TOWN = "441900003"
PEOPLE = {
    "li.na": {"claims": {"groups": ["staff", "leads"], "areas": []}},
    "wang": {"claims": {"groups": ["staff", "dongcheng"], "areas": [TOWN]}},
    "chen": {"claims": {"groups": ["visitors"], "areas": []}},
    "nobody": {"claims": {"groups": ["staff"], "areas": ["999"]}},
    "zhang": {"claims": {"groups": ["leads"]}},
}
Json = dict[str, Any]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Address of the provider, which runs as long as the tests of this file."""
    command = [sys.executable, "-m", "tests.deployments.provider"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.terminate()


def behave(issuer: str, /, *, rotate: bool = False, **manners: object) -> None:
    """Let the provider do as it is told from now on."""
    told: Any = {"manners": manners, "people": PEOPLE, "rotate": rotate}
    assert requests.post(f"{issuer}/control", json=told, timeout=60).status_code == 200


def client_of(services: Services, issuer: str, **more: object) -> FlaskClient:
    """A browser of a server that knows the provider."""
    settings = load_settings(
        data=services.settings.data,
        oidc_issuer=issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        **{
            "oidc_duties": {"leads": "evaluator", "dongcheng": "viewer", "city": "viewer"},
            "oidc_areas": {"leads": ["441900"]},
            "oidc_areas_claim": "areas",
            **more,
        },
    )
    return create_app(replace(services, settings=settings))[0].test_client()


@pytest.fixture
def client(services: Services, issuer: str) -> FlaskClient:
    behave(issuer)
    return client_of(services, issuer)


def to_provider(client: FlaskClient, next: str = "/review/cases") -> str:
    """Press the button; where it leads."""
    answer = client.get(f"/login/provider?next={next}")
    assert answer.status_code == 303
    return answer.headers["Location"]


def at_provider(address: str, user: str) -> str:
    """Log in there as a browser does; where it leads back to, from the slash."""
    page = requests.get(address, timeout=60, allow_redirects=False)
    if page.status_code == 200:
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
        fields = {name: value.replace("&amp;", "&") for name, value in fields.items()}
        form = {**fields, "user": user, "password": PASSWORD}
        action = address.split("/authorize")[0] + "/authorize"
        page = requests.post(action, data=form, timeout=60, allow_redirects=False)
    assert page.status_code == 302, page.text
    back = urlsplit(page.headers["Location"])
    return f"{back.path}?{back.query}"


def log_in(client: FlaskClient, user: str) -> Any:
    """All the way there and back; the last answer."""
    return client.get(at_provider(to_provider(client), user))


def test_a_person_comes_back_with_duty_and_areas_and_to_the_page_wanted(
    client: FlaskClient, services: Services
) -> None:
    answer = log_in(client, "wang")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/review/cases")
    assert client.get("/api/v1/overview").json["area"]["code"] == TOWN  # type: ignore[index]
    assert client.get("/metrics").status_code == 403
    assert services.audit.entries()[0].what == f"provider; viewer; {TOWN}"


def test_the_highest_duty_and_the_widest_area_count(client: FlaskClient, services: Services) -> None:
    log_in(client, "li.na")
    session = services.sessions.of("li.na", int(time.time()))[0]
    assert session.provided is not None
    assert session.provided.duty == Duty.EVALUATOR
    assert client.get("/api/v1/overview").json["area"]["code"] == "441900"  # type: ignore[index]


def test_the_way_there_carries_pkce_state_and_nonce(client: FlaskClient) -> None:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(to_provider(client)).query).items()}
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert asked["state"] != asked["nonce"]
    again = parse_qs(urlsplit(to_provider(client)).query)
    assert again["state"][0] != asked["state"]


@pytest.mark.parametrize(
    ("manners", "code"),
    [
        ({"nonce": "another"}, "bad_token"),
        ({"aud": "another"}, "bad_token"),
        ({"aud": [CLIENT, "another"]}, "bad_token"),
        ({"iss": "http://127.0.0.1:1"}, "bad_token"),
        ({"alg": "none"}, "bad_token"),
        ({"alg": "HS256"}, "bad_token"),
        ({"stranger": True}, "bad_token"),
        ({"thin": True, "userinfo_sub": "sub-li.na"}, "bad_token"),
        ({"exp": -120}, "clock"),
        ({"iat": 120}, "clock"),
        ({"deny": True}, "denied"),
        ({"issuer": "http://127.0.0.1:1"}, "misconfigured"),
    ],
)
def test_an_answer_that_is_not_right_lets_nobody_in(
    manners: Json, code: str, services: Services, issuer: str
) -> None:
    behave(issuer, **manners)
    client = client_of(services, issuer)
    first = client.get("/login/provider?lang=en")
    answer = first if code == "misconfigured" else client.get(at_provider(first.headers["Location"], "wang"))
    assert answer.status_code in (401, 502)
    assert 'role="alert"' in answer.text
    assert client.get("/review/").status_code == 302
    entry = services.audit.entries()[0]
    assert (entry.action, entry.what.split(": ")[1]) == ("login_failed", code)


@pytest.mark.parametrize("manners", [{"exp": -30}, {"iat": 30}, {"thin": True}])
def test_clocks_that_differ_a_little_and_thin_tokens_do_not_matter(
    manners: Json, services: Services, issuer: str
) -> None:
    behave(issuer, **manners)
    client = client_of(services, issuer)
    assert log_in(client, "wang").status_code == 303
    assert client.get("/api/v1/overview").json["area"]["code"] == TOWN  # type: ignore[index]


def test_new_keys_are_found_and_old_ones_forgotten(client: FlaskClient, issuer: str) -> None:
    assert log_in(client, "wang").status_code == 303
    behave(issuer, rotate=True)
    assert log_in(client, "wang").status_code == 303


def test_state_binds_the_answer_to_the_browser_that_began(services: Services, client: FlaskClient) -> None:
    back = at_provider(to_provider(client), "wang")
    victim = client.application.test_client()
    assert victim.get(back).status_code == 400
    to_provider(victim)
    assert victim.get(back).status_code == 400
    assert client.get(back).status_code == 303
    assert client.get(back).status_code == 400, "an answer is good once"


@pytest.mark.parametrize(
    ("user", "code"), [("chen", "not_allowed"), ("nobody", "not_allowed"), ("zhang", "name_taken")]
)
def test_people_without_a_place_here_are_told_what_to_do(
    user: str, code: str, client: FlaskClient, services: Services
) -> None:
    services.accounts.put(Account("zhang", Duty.VIEWER, "hash", 0))
    answer = log_in(client, user)
    assert answer.status_code in (401, 403)
    assert services.audit.entries()[0].what.split(": ")[1] == code
    assert client.get("/review/").status_code == 302


def test_who_has_no_area_of_the_city_is_not_let_in(services: Services, issuer: str) -> None:
    behave(issuer)
    client = client_of(services, issuer, oidc_default_duty="viewer")
    assert log_in(client, "nobody").status_code == 403
    assert services.audit.entries()[0].what.startswith("provider: no_areas")


def test_only_allowed_groups_log_in(services: Services, issuer: str) -> None:
    behave(issuer)
    client = client_of(services, issuer, oidc_allowed_groups=["leads"])
    assert log_in(client, "wang").status_code == 403
    assert log_in(client, "li.na").status_code == 303


def test_logging_out_ends_the_providers_session_too(client: FlaskClient, issuer: str) -> None:
    log_in(client, "wang")
    token = csrf_of(client.get("/login").text)
    page = client.post("/logout", data={"csrf": token})
    assert page.status_code == 200
    found = re.search(r'<a href="([^"]+/end[^"]+)"', page.text)
    assert found is not None
    there = requests.get(found[1].replace("&amp;", "&"), timeout=60, allow_redirects=False)
    assert there.headers["Location"] == "http://localhost/login"
    assert requests.get(f"{issuer}/ended", timeout=60).json()["ended"][-1].count(".") == 2
    assert client.get("/review/").status_code == 302


def test_a_provider_that_is_away_is_told(services: Services) -> None:
    answer = client_of(services, "http://127.0.0.1:1").get("/login/provider?lang=en")
    assert answer.status_code == 502
    assert "cannot be reached" in answer.text


@pytest.mark.parametrize(
    "given",
    [
        {"oidc_issuer": "https://idp.example"},
        {"oidc_issuer": "http://idp.example", "oidc_client_id": "x", "oidc_default_duty": "viewer"},
        {"oidc_issuer": "https://idp.example", "oidc_client_id": "x"},
    ],
)
def test_settings_that_do_not_hold_together_are_refused(given: Json) -> None:
    with pytest.raises(ConfigError, match="oidc_"):
        load_settings(**given)
