"""`zhiwang city` on small packs: made, checked, compared, and their taxonomy taken from a feed."""

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from dashboard.cli.city import app
from tests.data_access.cities.packs import TOWNS, write_boundaries, write_pack
from tests.data_access.ingest.test_feed_taxonomy import MAPPING, ROWS


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_pack_is_made_checked_and_compared(tmp_path: Path) -> None:
    file = write_boundaries(tmp_path / "towns.geojson", TOWNS)
    made = run("new", tmp_path / "toy", "--areas", f"town={file}", "--zone", "Africa/Lagos", "--json")
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["areas"] == {"town": 2}
    assert run("check", tmp_path / "toy").exit_code == 0
    compared = run("overlap", file, "--city", tmp_path / "toy", "--json")
    assert json.loads(compared.stdout)["mean"] > 0.999
    again = run("new", tmp_path / "toy", "--areas", f"town={file}")
    assert again.exit_code == 1
    assert "is not empty" in str(again.exception)


def test_a_broken_pack_is_told_by_file_and_with_the_exit_status(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "toy", taxonomy="kind,class\nweather,E01\n")
    found = run("check", pack)
    assert found.exit_code == 1
    assert "taxonomy.csv, line 2: the kind must be component or event" in found.stdout


def test_options_that_cannot_be_meant_are_told(tmp_path: Path) -> None:
    assert "--areas takes" in str(run("new", tmp_path / "toy", "--areas", "street=x").exception)
    assert "is no file" in str(run("new", tmp_path / "toy", "--areas", "town=none.geojson").exception)


def test_a_taxonomy_is_taken_from_a_feed(tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_text(ROWS)
    (tmp_path / "mapping.toml").write_text(MAPPING)
    made = run(
        "taxonomy", tmp_path / "feed.csv", "--mapping", tmp_path / "mapping.toml", "--out", tmp_path / "t.csv"
    )
    assert made.exit_code == 0, made.output
    assert "2 classes with 3 subclasses" in made.stdout
    assert (tmp_path / "t.csv").read_text().startswith("kind,class,class_en,subclass")
