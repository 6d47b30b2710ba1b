"""A mapping turns rows into actions, and says on which line it is wrong."""

from datetime import datetime
from pathlib import Path

import pytest

from data_access.ingest.cells import code_of
from data_access.ingest.mapping import BadRow
from data_access.ingest.mapping_file import BadMapping
from tests.data_access.ingest.tables import HEADER, PLAIN, mapper_of, mapping_of, wires

ROW = ["7", "3/14/2025 1:20", "3/15/2025 13:05", "Street Lights", "Call", "-71.1", "42.3", "Y", "Jane"]


def test_a_row_becomes_one_action_for_each_time_that_it_has(tmp_path: Path) -> None:
    report, close = wires(mapper_of(tmp_path), ROW)
    assert report == {
        "case_id": "7",
        "action": "report",
        "at": "2025-03-14T01:20:00-04:00",
        "lon": -71.1,
        "lat": 42.3,
        "kind": "event",
        "class": "STREET-LIGHTS",
        "source": "hotline_12345",
        "urgent": True,
    }
    assert close == {"case_id": "7", "action": "close", "at": "2025-03-15T13:05:00-04:00"}
    assert len(wires(mapper_of(tmp_path), [*ROW[:2], " ", *ROW[3:]])) == 1


def test_winter_times_have_the_winter_offset(tmp_path: Path) -> None:
    assert (
        wires(mapper_of(tmp_path), ["7", "1/2/2025 9:00", *ROW[2:]])[0]["at"] == "2025-01-02T09:00:00-05:00"
    )


def test_a_position_that_stands_for_not_known_is_dropped(tmp_path: Path) -> None:
    text = PLAIN.replace(
        "[fields]", '[fields]\ntown = { column = "what", only_without_position = true, default = "boston" }'
    )
    mapper = mapper_of(tmp_path, text)
    report = wires(mapper, [*ROW[:5], "-71.0587", "42.3594", *ROW[7:]])[0]
    assert "lon" not in report
    assert report["town"] == "Street Lights"
    assert "town" not in wires(mapper, ROW)[0]
    assert wires(mapper, [*ROW[:3], "", ROW[4], "", "", *ROW[7:]])[0]["town"] == "boston"


def test_what_cannot_be_translated_goes_on_as_it_stands(tmp_path: Path) -> None:
    row = ["7", "14.03.2025", *ROW[2:5], "west", "north", "maybe", "Jane"]
    report = wires(mapper_of(tmp_path), row)[0]
    assert report["at"] == "14.03.2025"
    assert (report["lon"], report["lat"], report["urgent"]) == ("west", "north", "maybe")


def test_values_without_a_translation_take_the_rest(tmp_path: Path) -> None:
    assert wires(mapper_of(tmp_path), [*ROW[:4], "Pigeon", *ROW[5:]])[0]["source"] == "other"
    strict = mapper_of(tmp_path, PLAIN.replace(', otherwise = "other"', ""))
    assert wires(strict, [*ROW[:4], "Pigeon", *ROW[5:]])[0]["source"] == "Pigeon"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["", *ROW[1:]], "bad_case_id"),
        (["7", "", *ROW[2:]], "bad_time"),
        (ROW[:-1], "wrong_columns"),
        ([*ROW, "more"], "wrong_columns"),
        (["7\udcff", *ROW[1:]], "not_text"),
    ],
)
def test_a_row_of_which_nothing_can_be_made_is_a_bad_row(tmp_path: Path, row: list[str], code: str) -> None:
    with pytest.raises(BadRow) as raised:
        mapper_of(tmp_path).lines(row)
    assert raised.value.code == code


def test_rows_can_be_skipped_and_actions_conditioned(tmp_path: Path) -> None:
    text = PLAIN.replace('id = "id"', 'id = ["source", "id"]\nskip = { column = "what", values = ["what"] }')
    text += 'when = { column = "staff", not = ["", "Joe"] }\n'
    mapper = mapper_of(tmp_path, text)
    assert wires(mapper, [*ROW[:3], "what", *ROW[4:]]) == []
    assert [wire["case_id"] for wire in wires(mapper, ROW)] == ["Call-7", "Call-7"]
    assert len(wires(mapper, [*ROW[:-1], "Joe"])) == 1
    assert len(wires(mapper, [*ROW[:-1], ""])) == 1


def test_typed_cells_of_a_workbook_are_understood(tmp_path: Path) -> None:
    row = [7.0, datetime(2025, 3, 14, 1, 20), None, "Street Lights", "Call", -71.1, 42.3, True, None]
    assert [wire["at"] for wire in wires(mapper_of(tmp_path), row)] == ["2025-03-14T01:20:00-04:00"]
    assert wires(mapper_of(tmp_path), row)[0]["case_id"] == "7"


def test_columns_can_be_joined_or_tried_in_turn(tmp_path: Path) -> None:
    text = PLAIN.replace(
        'class = { column = "what", as_code = true }', 'class = { join = ["what", "source"] }'
    )
    text = text.replace('at = "closed"', 'at = { columns = ["closed", "opened"] }')
    mapper = mapper_of(tmp_path, text)
    report, close = wires(mapper, [*ROW[:2], "", *ROW[3:]])
    assert report["class"] == "Street Lights / Call"
    assert close["at"] == report["at"]


def test_codes_keep_letters_of_every_script() -> None:
    assert code_of(" Sewer & Water / Hydrants ") == "SEWER-WATER-HYDRANTS"
    assert code_of("暴露垃圾（道路）") == "暴露垃圾-道路"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ('at = "closed"', 'at = "cloesd"'),
            "line 20: actions.at: the file has no column 'cloesd'; did you mean",
        ),
        (('action = "close"', 'action = "shut"'), "line 19: actions.action: must be one of report"),
        (('id = "id"', "id = 7"), "line 5: case.id: must name the column"),
        (("kind = {", "knid = {"), "line 11: fields.knid: is not a field of report"),
        (('lon = "lon"', 'lon = ["lon"]'), "line 7: position.lon: must be a column name or a table"),
        (('"America/New_York"', '"America/Boston"'), "line 2: timezone: is not a time zone"),
        (("[case]", 'private = ["urgent"]\n[case]'), "fields.urgent: the column 'urgent' is private"),
        (("[case]", 'private = ["phone"]\n[case]'), "line 4: private: the file has no column 'phone'"),
        (("[case]", "colour = 1\n[case]"), "line 4: colour: is not part of a mapping"),
        (('urgent = "urgent"', "urgent = { default = false }"), "must have one of column, columns, join"),
        (('at = "closed"', 'at = "closed"\nwhen = { column = "what" }'), "actions.when: must be {"),
    ],
)
def test_a_wrong_mapping_is_told_with_its_line(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    with pytest.raises(BadMapping) as raised:
        mapper_of(tmp_path, PLAIN.replace(*change))
    assert message in str(raised.value)
    assert "feed.toml" in str(raised.value)


def test_every_fault_of_a_mapping_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadMapping) as raised:
        mapper_of(tmp_path, header=[name for name in HEADER if name not in ("opened", "what", "lon")])
    assert len(raised.value.problems) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[case\n", "feed.toml: is not valid TOML"),
        ('[file]\nencoding = "klingon"\n', "line 2: file.encoding: unknown encoding"),
        ('[file]\ndelimiter = ";;"\n', "line 2: file.delimiter: must be one character"),
        ('[file]\nheader_row = "first"\n', "line 2: file.header_row: must be a number"),
        ('[file]\nformat = "pdf"\n', "line 2: file.format: must be one of csv, xlsx"),
        ('[file]\nsep = ";"\n', "line 2: file.sep: is not a setting of [file]"),
    ],
)
def test_wrong_file_settings_are_told_before_the_file_is_opened(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(BadMapping) as raised:
        mapping_of(tmp_path, text)
    assert message in str(raised.value)


def test_a_missing_mapping_is_told(tmp_path: Path) -> None:
    from data_access.ingest.mapping_file import read_mapping

    with pytest.raises(BadMapping, match="cannot be read"):
        read_mapping(tmp_path / "none.toml")
