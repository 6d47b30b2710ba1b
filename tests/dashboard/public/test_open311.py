"""Open311 GeoReport v2: reading, in XML and JSON, and no list of single cases."""

from xml.etree import ElementTree

import orjson
import pytest

from data_access.domain.city import City
from tests.dashboard.public.conftest import Surface

BASE = "/open311/v2"


def test_discovery_names_the_endpoint_in_both_forms(surface: Surface) -> None:
    found = orjson.loads(surface.client.get(f"{BASE}/discovery.json").data)
    (endpoint,) = found["endpoints"]
    assert endpoint["url"] == "http://localhost/open311/v2"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    root = ElementTree.fromstring(surface.client.get(f"{BASE}/discovery.xml").data)
    assert root.tag == "discovery"
    assert root.findtext("endpoints/endpoint/url") == endpoint["url"]
    assert [one.text for one in root.findall("endpoints/endpoint/formats/format")] == endpoint["formats"]


def test_services_are_the_subclasses_that_may_be_shown(surface: Surface, city_dongguan: City) -> None:
    found = orjson.loads(surface.client.get(f"{BASE}/services.json?jurisdiction_id=dongguan").data)
    shown = [one for one in city_dongguan.taxonomy.subclasses if not one.sensitive]
    assert [one["service_code"] for one in found] == [one.code for one in shown]
    assert {one["type"] for one in found} == {"realtime"}
    english = orjson.loads(surface.client.get(f"{BASE}/services.json?locale=en").data)
    assert english[0]["service_name"] == shown[0].name_en
    answer = surface.client.get(f"{BASE}/services.xml")
    assert answer.content_type == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.data)
    assert [one.findtext("service_code") for one in root.findall("service")] == [one.code for one in shown]
    assert root.findtext("service/metadata") == "true"


def test_a_definition_tells_limit_and_department(surface: Surface, city_dongguan: City) -> None:
    one = next(s for s in city_dongguan.taxonomy.subclasses if s.limit and s.department and not s.sensitive)
    found = orjson.loads(surface.client.get(f"{BASE}/services/{one.code}.json").data)
    told = {attribute["code"]: attribute for attribute in found["attributes"]}
    assert told["department"]["description"] == one.department
    assert told["time_limit"]["description"].startswith(f"{one.limit:g} ")
    assert {attribute["variable"] for attribute in told.values()} == {False}
    root = ElementTree.fromstring(surface.client.get(f"{BASE}/services/{one.code}.xml").data)
    assert root.findtext("attributes/attribute/variable") == "false"


@pytest.mark.parametrize("form", ["xml", "json"])
@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("requests.FORM", 403, "not listed"),
        ("requests/E1.FORM", 400, "check"),
        ("requests/E1.FORM?check=0000", 404, "No request fits"),
        ("requests/E9.FORM?check=4821", 404, "No request fits"),
        ("services/none.FORM", 404, "no service"),
        ("services.FORM?jurisdiction_id=elsewhere", 404, "jurisdiction_id"),
    ],
)
def test_errors_are_written_as_the_standard_says(
    path: str, status: int, words: str, form: str, surface: Surface
) -> None:
    answer = surface.client.get(f"{BASE}/{path.replace('FORM', form)}")
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    if form == "json":
        (error,) = orjson.loads(answer.data)
        code, description = str(error["code"]), error["description"]
    else:
        root = ElementTree.fromstring(answer.data)
        assert root.tag == "errors"
        code, description = root.findtext("error/code") or "", root.findtext("error/description") or ""
    assert code == str(status)
    assert words in description


def test_reports_are_not_taken_here(surface: Surface) -> None:
    answer = surface.client.post(f"{BASE}/requests.json", data={"service_code": "E0110"})
    assert answer.status_code == 405
    assert "for reading" in orjson.loads(answer.data)[0]["description"]
    assert surface.client.get(f"{BASE}/services.yaml").status_code == 404


def test_ones_own_request_has_no_place_and_no_text(surface: Surface) -> None:
    answer = surface.client.get(f"{BASE}/requests/E1.json?check=4821")
    (found,) = orjson.loads(answer.data)
    assert answer.headers["Cache-Control"] == "no-store"
    assert (found["service_request_id"], found["status"]) == ("E1", "open")
    assert found["requested_datetime"] == "2026-11-01T08:00:00+08:00"
    assert found["updated_datetime"] == "2026-11-01T08:20:00+08:00"
    assert found["expected_datetime"] == "2026-11-02T08:20:00+08:00"
    private = ("description", "address", "address_id", "zipcode", "lat", "long", "media_url")
    assert {found[name] for name in private} == {None}
    root = ElementTree.fromstring(surface.client.get(f"{BASE}/requests/E1.xml?check=4821").data)
    assert root.findtext("request/status") == "open"


def test_guessing_here_counts_with_guessing_elsewhere(surface: Surface) -> None:
    for n in range(5):
        surface.client.get(f"{BASE}/requests/E1.json?check={n:04}")
        surface.client.post("/public/api/v1/track", json={"number": "E1", "check": f"1{n:03}"})
    answer = surface.client.get(f"{BASE}/requests/E1.xml?check=4821")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert ElementTree.fromstring(answer.data).findtext("error/code") == "429"
