"""A feed's own categories make the taxonomy of a new city."""

import csv
from pathlib import Path

import pytest

from data_access.cities.findings import Findings
from data_access.cities.taxonomy_file import read_taxonomy
from data_access.ingest.feed_taxonomy import feed_taxonomy, write_taxonomy
from data_access.ingest.mapping_file import BadMapping
from tests.data_access.ingest.tables import BOSTON, mapping_of

MAPPING = """
[case]
id = "id"
[fields]
kind = { constant = "event" }
class = { column = "group", as_code = true }
subclass = { column = "what", as_code = true }
source = { constant = "other" }
[[actions]]
action = "report"
at = "opened"
[[actions]]
action = "dispatch"
at = "opened"
department = "who"
"""
ROWS = """id,group,what,opened,who
1,Street Lights,Light out,2025-03-14,Works
2,Street Lights,Light out,2025-03-14,Works
3,Street Lights,Light out,2025-03-14,Parks
4,Trees,,2025-03-14,
5,Trees,Fallen tree,2025-03-14,Parks
6,Broken row
7,,Nothing,2025-03-14,Parks
"""


def test_names_codes_and_departments_come_from_the_feed(tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_text(ROWS)
    lines = feed_taxonomy(tmp_path / "feed.csv", mapping_of(tmp_path, MAPPING), BOSTON)
    assert [(line["class"], line["subclass"], line["subclass_en"], line["department"]) for line in lines] == [
        ("STREET-LIGHTS", "LIGHT-OUT", "Light out", "Works"),
        ("TREES", "", "", ""),
        ("TREES", "FALLEN-TREE", "Fallen tree", "Parks"),
    ]
    write_taxonomy(lines, tmp_path / "taxonomy.csv")
    findings = Findings()
    taxonomy = read_taxonomy(tmp_path, findings)
    assert findings.errors == []
    assert [c.name_en for c in taxonomy.classes] == ["Street Lights", "Trees"]
    with (tmp_path / "taxonomy.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 3


def test_names_that_would_share_a_code_are_refused(tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_text(ROWS + "8,Street / Lights,Light out,2025-03-14,Works\n")
    with pytest.raises(BadMapping, match="would share the code STREET-LIGHTS"):
        feed_taxonomy(tmp_path / "feed.csv", mapping_of(tmp_path, MAPPING), BOSTON)
