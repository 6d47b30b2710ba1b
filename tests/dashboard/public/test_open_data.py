"""Open data files: the same figures in every form, checksums that hold, a catalogue that says so."""

import csv
import hashlib
import io
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest

from dashboard.public.opendata.tables import TABLES
from data_access.cities.findings import Findings
from data_access.cities.open_data_file import read_open_data
from data_access.domain.city import City
from data_access.domain.open_data import OpenData
from tests.dashboard.public.conftest import Surface

DATA = "/public/api/v1/data"


def body(surface: Surface, path: str) -> bytes:
    answer = surface.client.get(f"{DATA}/{path}")
    assert answer.status_code == 200, (path, answer.text)
    data: bytes = answer.data
    return data


def rows_of(surface: Surface, table: str, edition: str = "latest") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads(body(surface, f"{edition}/{table}.json"))["rows"]
    return found


@pytest.mark.parametrize("table", TABLES)
def test_every_form_of_a_table_has_the_same_rows(table: str, surface: Surface) -> None:
    rows = rows_of(surface, table)
    text = body(surface, f"latest/{table}.csv").decode()
    assert text.startswith("\ufeff")
    written = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert written == [{key: "" if v is None else str(v) for key, v in row.items()} for row in rows]
    parquet = pq.read_table(io.BytesIO(body(surface, f"latest/{table}.parquet")))
    assert parquet.column_names == list(rows[0])
    kept = [key for key in rows[0] if key != "start"]
    assert parquet.select(kept).to_pylist() == [{key: row[key] for key in kept} for row in rows]
    if "geojson" in TABLES[table].forms:
        features = orjson.loads(body(surface, f"latest/{table}.geojson"))["features"]
        assert [feature["properties"] for feature in features] == rows
        assert {feature["geometry"]["type"] for feature in features} <= {"Point", "Polygon", "MultiPolygon"}
    else:
        assert surface.status(f"{DATA}/latest/{table}.geojson") == 404


def test_files_tell_what_is_withheld_and_what_is_a_band(surface: Surface, city_dongguan: City) -> None:
    rows = {row["code"]: row for row in rows_of(surface, "areas")}
    tree = city_dongguan.tree
    assert len(rows) == 1 + len(tree.towns) + len(tree.villages)
    assert rows["441900"]["reported_count"] == 38_001
    assert rows["441900"]["closing_rate_numerator"] == 34_200
    hidden = rows[tree.towns[1].code]
    assert hidden["withheld"] == "closed_count closing_rate"
    assert (hidden["closed_count"], hidden["closing_rate"], hidden["closing_rate_denominator"]) == (None,) * 3
    band = rows[tree.villages[0].code]
    assert (band["closing_rate"], band["closing_rate_at_least"]) == (None, 0.95)


def test_days_and_ranking_have_their_types_in_parquet(surface: Surface) -> None:
    days = pq.read_table(io.BytesIO(body(surface, "2026-10/days.parquet")))
    assert str(days.schema.field("start").type) == "timestamp[ms, tz=UTC]"
    assert str(days.schema.field("reported_count").type) == "int64"
    first = rows_of(surface, "ranking")[0]
    assert (first["rank"], first["grade_zh"], first["points_collection"]) == (1, "优秀", 14.0)
    facts = pq.read_metadata(io.BytesIO(body(surface, "2026-10/areas.parquet"))).metadata
    assert facts[b"edition"] == b"2026-10"
    assert facts[b"licence"].startswith(b"https://creativecommons.org/")


def test_latest_is_a_stable_address_of_the_newest_edition(surface: Surface) -> None:
    assert body(surface, "latest/areas.csv") == body(surface, "2026-10/areas.csv")
    assert body(surface, "latest/heat.geojson") == body(surface, "2026-W45/heat.geojson")
    answer = surface.client.get(f"{DATA}/latest/areas.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="dongguan-2026-10-areas.csv"'
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    again = surface.client.get(f"{DATA}/latest/areas.csv", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert surface.status(f"{DATA}/2026-10/heat.csv") == 404, "maps belong to weeks"


def test_checksums_hold(surface: Surface) -> None:
    for edition in ("latest", "2026-09", "2026-W44"):
        lines = body(surface, f"{edition}/SHA256SUMS").decode().splitlines()
        assert lines
        for line in lines:
            digest, name = line.split("  ")
            assert hashlib.sha256(body(surface, f"{edition}/{name}")).hexdigest() == digest


def test_the_dictionary_explains_every_column(surface: Surface) -> None:
    told = {(row["table"], row["column"]) for row in orjson.loads(body(surface, "dictionary.json"))["rows"]}
    held = {(table, column) for table in TABLES for column in rows_of(surface, table)[0]}
    assert told == held
    words = orjson.loads(body(surface, "dictionary.json"))["rows"]
    assert [row for row in words if not row["zh"] or not row["en"]] == []
    rate = next(row for row in words if row["column"] == "closing_rate_numerator")
    assert rate["defined_by"] == "GB/T 30428.4"
    assert (
        body(surface, "changes.csv")
        .decode()
        .splitlines()[1]
        .startswith("2026-11-04T00:00:00+08:00,released,2026-10")
    )


def test_the_catalogue_leads_to_every_file_with_its_licence(surface: Surface) -> None:
    found = surface.client.get("/public/api/v1/dcat.json")
    assert found.mimetype == "application/ld+json"
    catalogue = orjson.loads(found.data)
    assert catalogue["@type"] == "dcat:Catalog"
    assert {one["dcterms:identifier"] for one in catalogue["dcat:dataset"]} == {
        f"dongguan-{table}" for table in TABLES
    }
    for dataset in catalogue["dcat:dataset"]:
        assert dataset["dcterms:temporal"]["dcat:startDate"]["@value"]
        for one in dataset["dcat:distribution"]:
            address = one["dcat:downloadURL"]["@id"]
            assert one["dcterms:license"]["@id"] == "https://creativecommons.org/licenses/by/4.0/"
            answer = surface.client.get(address.removeprefix("http://localhost"))
            assert answer.status_code == 200, address
            if "spdx:checksum" in one:
                digest = one["spdx:checksum"]["spdx:checksumValue"]["@value"]
                assert hashlib.sha256(answer.data).hexdigest() == digest
                assert one["dcat:byteSize"]["@value"] == str(len(answer.data))


def test_the_listing_says_that_the_city_decides_the_licence(surface: Surface) -> None:
    listing = orjson.loads(surface.client.get(DATA).data)
    assert listing["licence"]["decided_by_city"] is False
    assert [one["edition"] for one in listing["editions"]] == [
        "latest", "2026-W45", "2026-W44", "2026-10", "2026-09",
    ]  # fmt: skip
    for edition in listing["editions"]:
        for file in edition["files"]:
            assert surface.status(file["url"].removeprefix("http://localhost")) == 200
            if "sha256" in file:
                assert len(file["sha256"]) == 64


def test_a_pack_may_choose_its_terms(tmp_path: Any) -> None:
    findings = Findings()
    assert read_open_data(tmp_path, findings) == OpenData()
    (tmp_path / "open_data.toml").write_text(
        'licence = "https://opendatacommons.org/licenses/odbl/"\nlicence_name = "ODbL"\ncontact = "a@b.cn"\n'
    )
    found = read_open_data(tmp_path, findings)
    assert (found.licence_name, found.contact, found.decided) == ("ODbL", "a@b.cn", True)
    assert not findings.errors
    (tmp_path / "open_data.toml").write_text('licence = "free"\nwhat = 1\ncontact = 2\n')
    read_open_data(tmp_path, findings)
    assert {(one.feature, one.severity.value) for one in findings} == {
        ("licence", "error"), ("licence_name", "error"), ("contact", "error"), ("what", "warning"),
    }  # fmt: skip
