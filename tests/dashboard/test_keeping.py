"""`refold`, `archive`, `verify`, `city versions` and `doctor` after a change of the city pack."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import structlog
from typer.testing import CliRunner, Result

from dashboard.cli.main import app
from data_access.store.connection import Connection
from tests.data_access.cities.packs import TAXONOMY, write_pack

Run = Callable[..., Result]
LIFE = ("report", "file", "dispatch", "dispose", "close")


@pytest.fixture
def zhiwang(redis_server: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs a command for the toy city over the tests' Redis."""
    monkeypatch.setenv("ZHIWANG_REDIS_URL", f"unix://{redis_server.redis.get_connection_kwargs()['path']}")
    monkeypatch.setenv("ZHIWANG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ZHIWANG_CITY", str(write_pack(tmp_path / "toy")))
    handlers = logging.getLogger().handlers[:]
    yield lambda *words: CliRunner().invoke(app, [str(word) for word in words])
    redis_server.redis.flushdb()
    logging.getLogger().handlers[:] = handlers
    structlog.reset_defaults()


def answer(done: Result) -> Any:
    """What a command printed as JSON."""
    return json.loads(done.stdout)


def fill(zhiwang: Run, tmp_path: Path) -> None:
    """Three cases of a town, a year between them."""
    lines = []
    for number, year in enumerate((2019, 2020, 2021)):
        for hour, action in enumerate(LIFE):
            line: dict[str, Any] = {
                "case_id": f"K{number}",
                "action": action,
                "at": f"{year}-03-04T{9 + hour:02}:00",
            }
            if action == "report":
                line |= {"kind": "event", "class": "E01", "subclass": "E0110", "source": "app", "town": "T2"}
            lines.append(orjson.dumps(line))
    file = tmp_path / "cases.ndjson"
    file.write_bytes(b"\n".join(lines))
    done = zhiwang("import", file)
    assert "15 actions applied" in done.stdout, done.stdout


def overview(zhiwang: Run) -> Any:
    """All indicators of all years."""
    period = ("--from", "2019-01-01", "--to", "2022-01-01", "--as-of", "2022-01-01")
    return answer(zhiwang("query", "overview", *period, "--json"))


def test_a_changed_time_limit_is_told_applied_and_named(zhiwang: Run, tmp_path: Path) -> None:
    fill(zhiwang, tmp_path)
    before = overview(zhiwang)["on_time_disposal_rate"]
    assert (before["numerator"], before["denominator"]) == (3, 3)
    (first,) = answer(zhiwang("city", "versions", "--json"))["versions"]
    # The limit falls to one hour, and a subclass comes in before the one that the cases have.
    changed = TAXONOMY.replace(",4,", ",1,").replace(
        "event,E01,E0110", "event,E01,E0105,1,natural_day\nevent,E01,E0110"
    )
    write_pack(tmp_path / "toy", taxonomy=changed)

    health = answer(zhiwang("doctor", "--json"))
    assert ["zhiwang refold" in one["text"] for one in health if one["check"] == "pack"] == [True]
    waiting = zhiwang("verify", "--json")
    assert waiting.exit_code == 3
    assert answer(waiting)["other_packs"] == {first["version"]: 3}
    assert "zhiwang refold" in zhiwang("verify").stdout
    by_subclass = answer(
        zhiwang(
            "query", "categories", "--by", "subclass", "--from", "2019-01-01", "--to", "2022-01-01", "--json"
        )
    )
    assert {one["code"]: one["reported_count"] for one in by_subclass} == {"E0105": 0, "E0110": 3, "": 0}
    assert overview(zhiwang)["on_time_disposal_rate"] == before
    assert overview(zhiwang)["pack"] == {"now": first["version"], "then": first["version"]}

    done = answer(zhiwang("refold", "--json"))
    assert (done["cases"], done["complete"], done["resumed"]) == (3, True, False)
    assert overview(zhiwang)["on_time_disposal_rate"]["numerator"] == 0
    # The figures follow the new version; the years asked for ended under the old one.
    assert overview(zhiwang)["pack"] == {"now": done["version"], "then": first["version"]}
    ranked = answer(zhiwang("query", "ranking", "--month", "2019-03", "--json"))
    assert [one["pack"] for one in ranked] == [overview(zhiwang)["pack"]] * len(ranked)
    assert ranked
    assert zhiwang("verify").exit_code == 0
    assert [one["check"] for one in answer(zhiwang("doctor", "--json"))].count("pack") == 0
    listed = answer(zhiwang("city", "versions", "--json"))
    assert [one["version"] for one in listed["versions"]] == [first["version"], done["version"]]
    (old,) = answer(zhiwang("city", "versions", "--month", "2019-03", "--json"))["versions"]
    assert old == first
    assert done["version"] in zhiwang("city", "versions").stdout
    assert "0 of 3 cases folded" in zhiwang("refold").stdout
    assert answer(zhiwang("refold", "--again", "--json"))["cases"] == 3


def test_cases_are_archived_by_age_and_everything_stays_as_it_was(zhiwang: Run, tmp_path: Path) -> None:
    fill(zhiwang, tmp_path)
    before = overview(zhiwang)
    dry = answer(zhiwang("archive", "--before", "2020-06-01", "--dry-run", "--json"))
    assert (dry["cases"], dry["looked_at"], dry["files"]) == (2, 3, [])
    assert (
        "1 of 3 cases would be archived" in zhiwang("archive", "--before", "2020-01-01", "--dry-run").stdout
    )
    done = answer(zhiwang("archive", "--before", "2020-06-01", "--json"))
    assert (done["cases"], len(done["files"])) == (2, 1)
    assert done["files"][0].startswith(str(tmp_path / "data" / "archive" / "toy"))
    assert done["saved_per_case"] > 40
    assert overview(zhiwang) == before
    checked = answer(zhiwang("verify", "--json"))
    assert (checked["cases"], checked["archived"], checked["differences"]) == (3, 2, [])
    sampled = answer(zhiwang("verify", "--sample", "2", "--seed", "5", "--json"))
    assert (sampled["cases"], sampled["seed"]) == (2, 5)
    # All three ended more than two years ago, which is the setting's default.
    assert "bytes of Redis saved a case" in zhiwang("archive").stdout
    assert "0 of 3 cases archived" in zhiwang("archive", "--months", "30").stdout
    Path(done["files"][0]).unlink()
    broken = zhiwang("verify", "--json")
    assert broken.exit_code == 1
    assert {one["case_id"] for one in answer(broken)["differences"]} == {"K0", "K1"}
    assert overview(zhiwang) == before


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("archive", "--months", "3", "--before", "2020-01-01"), "--before"),
        (("archive", "--before", "yesterday"), "yesterday"),
        (("archive", "--before", "2080-01-01"), "future"),
        (("city", "versions", "--month", "March"), "March"),
    ],
)
def test_what_cannot_be_meant_is_told(zhiwang: Run, words: tuple[str, ...], part: str) -> None:
    done = zhiwang(*words)
    assert done.exit_code != 0
    assert part in str(done.exception)


def test_a_refold_that_cannot_be_completed_has_an_exit_status(zhiwang: Run, tmp_path: Path) -> None:
    fill(zhiwang, tmp_path)
    (file,) = answer(zhiwang("archive", "--json"))["files"]
    Path(file).rename(f"{file}.away")
    write_pack(tmp_path / "toy", taxonomy=TAXONOMY.replace(",4,", ",1,"))
    done = zhiwang("refold")
    assert done.exit_code == 1
    assert "000001.parquet" in done.stdout
    Path(f"{file}.away").rename(file)
    assert zhiwang("refold").exit_code == 0
    assert zhiwang("verify").exit_code == 0
