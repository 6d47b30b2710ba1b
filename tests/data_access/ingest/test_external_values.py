"""Values of surveys and spot checks from a table."""

from pathlib import Path

import pytest

from data_access.domain.evaluation.scheme import ObjectKind
from data_access.ingest.external_values import COLUMNS, BadValues, read_external

HEAD = ",".join(COLUMNS)


def table(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "values.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_values_are_read_by_kind_month_code_and_name(tmp_path: Path) -> None:
    values = read_external(table(tmp_path, HEAD, "2019-02,town,441900103,satisfaction_survey,172,200"))
    assert values[ObjectKind.TOWN] == {("2019-02", "441900103", "satisfaction_survey"): (172, 200)}
    assert values[ObjectKind.TEAM] == {}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2019-2,town,1,x,1,2", "line 2: month"),
        ("2019-02,village,1,x,1,2", "line 2: kind"),
        ("2019-02,town,1,x,3,2", "above the denominator"),
        ("2019-02,town,1,x,-1,2", "whole numbers"),
        ("2019-02,town,1,x,1", "whole numbers"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(BadValues, match=words):
        read_external(table(tmp_path, HEAD, line))


def test_columns_must_be_the_known_ones_and_no_value_is_given_twice(tmp_path: Path) -> None:
    with pytest.raises(BadValues, match="line 1"):
        read_external(table(tmp_path, "month,code"))
    with pytest.raises(BadValues, match="line 3: is there twice"):
        read_external(table(tmp_path, HEAD, *["2019-02,town,1,x,1,2"] * 2))
