"""`zhiwang evaluate` over a store: the same figures in every format, frozen months and their revisions."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from dashboard.evaluation_counts import EvaluationRefused, Wanted
from dashboard.evaluations import Evaluations
from dashboard.services import Services
from data_access.ingest.ingest import Ingest
from tests.architecture.files import ROOT

MONTH = "2026-03"


def action(case: int, town: str, name: str, at: str, **fields: Any) -> dict[str, Any]:
    wire: dict[str, Any] = {"case_id": f"C{town[-3:]}-{case}", "action": name, "at": f"{at}+08:00"}
    if name == "report":
        wire |= {"kind": "event", "class": "E01", "subclass": "E0110", "source": "collector", "town": town,
                 "by": "T017"}  # fmt: skip
    return wire | fields


def lines(town: str, closed: int, left: int) -> list[bytes]:
    """Cases of one morning, some of them never closed."""
    wires = []
    for case in range(closed + left):
        wires += [
            action(case, town, "report", "2026-03-02T09:00:00"),
            action(case, town, "file", "2026-03-02T09:05:00"),
            action(case, town, "dispatch", "2026-03-02T09:06:00", department="城管分局"),
            action(case, town, "dispose", "2026-03-02T10:00:00"),
        ]
        if case < closed:
            wires.append(action(case, town, "close", "2026-03-02T10:20:00"))
    return [orjson.dumps(wire) for wire in wires]


GOOD, WEAK = "441900103", "441900102"


@pytest.fixture
def evaluations(services: Services) -> Evaluations:
    ingest = Ingest(services.connection.redis, services.city, services.keys)
    ingest.ingest([*lines(GOOD, 60, 0), *lines(WEAK, 40, 20)], feed="test")
    return Evaluations(services)


def by_code(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in answer["objects"]}


def test_towns_are_scored_and_small_ones_are_not_ranked(evaluations: Evaluations) -> None:
    answer = evaluations.answer(Wanted(MONTH))
    towns = by_code(answer)
    assert (answer["ranked"], towns[GOOD]["rank"], towns[WEAK]["rank"]) == (2, 1, 2)
    assert answer["scheme"]["version"] == "reference-1"
    assert towns[WEAK]["indicators"]["closing_rate"]["numerator"] == 40
    assert towns[GOOD]["score"] == pytest.approx(
        sum(values["points"] for values in towns[GOOD]["indicators"].values())
    )
    assert sum(values["weight"] for values in towns[GOOD]["indicators"].values()) == pytest.approx(100)
    assert "satisfaction_survey" in towns[GOOD]["not_counted"]
    assert towns["441900003"]["score"] is None


def test_external_values_count_once_they_are_given(evaluations: Evaluations, tmp_path: Path) -> None:
    path = tmp_path / "v.csv"
    path.write_text(
        f"month,kind,code,indicator,numerator,denominator\n{MONTH},town,{GOOD},spot_check,40,50\n"
    )
    town = by_code(evaluations.answer(Wanted(MONTH, external=path)))[GOOD]
    assert town["indicators"]["spot_check"]["value"] == 0.8
    assert "spot_check" not in town["not_counted"]


def test_departments_and_teams_are_named_by_the_feed(evaluations: Evaluations) -> None:
    assert [one["code"] for one in evaluations.answer(Wanted(MONTH, "department"))["objects"]] == ["城管分局"]
    assert [one["code"] for one in evaluations.answer(Wanted(MONTH, "team"))["objects"]] == ["T017"]


def test_seats_answer_for_their_own_steps(evaluations: Evaluations, services: Services) -> None:
    wires = []
    for case in range(30):
        wires += [
            action(case, "441900006", "report", "2026-03-02T09:00:00"),
            action(case, "441900006", "accept", f"2026-03-02T09:{10 + case}:00", by="S1"),
            action(case, "441900006", "file", "2026-03-02T09:50:00", by="S2"),
            action(case, "441900006", "dispatch", "2026-03-02T09:55:00", department="水务", by="S1"),
        ]
        if case < 10:
            wires.append(action(case, "441900006", "return", "2026-03-02T10:55:00"))
            wires.append(action(case, "441900006", "dispatch", "2026-03-02T11:55:00", by="S2"))
        wires.append(action(case, "441900006", "void" if case < 3 else "close", "2026-03-02T13:55:00"))
    ingest = Ingest(services.connection.redis, services.city, services.keys)
    ingest.ingest([orjson.dumps(wire) for wire in wires], feed="test")
    seats = by_code(evaluations.answer(Wanted(MONTH, "seat")))
    assert set(seats) == {"S1", "S2"}

    def counts(seat: str, name: str) -> tuple[int, int]:
        values = seats[seat]["indicators"][name]
        return values["numerator"], values["denominator"]

    assert counts("S1", "on_time_accept_rate") == (6, 30)
    assert counts("S2", "on_time_accept_rate") == (0, 0)
    assert counts("S2", "filing_accuracy") == (27, 30)
    assert counts("S1", "filing_accuracy") == (0, 0)
    assert counts("S1", "dispatch_accuracy_rate") == (20, 30)
    assert counts("S2", "dispatch_accuracy_rate") == (10, 10)
    assert counts("S1", "on_time_dispatch_rate") == (30, 30)
    assert counts("S2", "on_time_dispatch_rate") == (0, 0)
    assert counts("S2", "closing_rate") == (27, 27)
    assert counts("S1", "closing_rate") == (0, 0)
    assert (seats["S2"]["rank"], seats["S1"]["rank"]) == (1, None)


def test_a_frozen_month_stays_and_shows_its_revisions(evaluations: Evaluations, services: Services) -> None:
    frozen = evaluations.freeze(Wanted(MONTH))
    assert evaluations.compare(Wanted(MONTH)) == []
    with pytest.raises(EvaluationRefused, match="frozen already"):
        evaluations.freeze(Wanted(MONTH))
    late = [orjson.dumps(action(n, WEAK, "close", "2026-04-05T10:00:00")) for n in range(40, 60)]
    Ingest(services.connection.redis, services.city, services.keys).ingest(late, feed="test")
    found = {(r.code, r.figure): (r.frozen, r.now) for r in evaluations.compare(Wanted(MONTH))}
    assert found[WEAK, "closing_rate.numerator"] == (40, 60)
    before, after = found[WEAK, "score"]
    assert after > before
    assert {code for code, _ in found} == {WEAK}
    kept = evaluations.frozen(Wanted(MONTH))
    assert kept is not None
    assert kept["objects"] == frozen["objects"]


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Wanted("2026-13"), "not a month"),
        (Wanted(MONTH, "river"), "kind must be"),
        (Wanted(MONTH, area="999"), "no area"),
        (Wanted(MONTH, scheme=ROOT / "pyproject.toml"), "is not a part of a scheme"),
        (Wanted(MONTH, scheme=ROOT / "nothing.toml"), "cannot be read"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    evaluations: Evaluations, wanted: Wanted, words: str
) -> None:
    with pytest.raises(EvaluationRefused, match=words):
        evaluations.answer(wanted)


def test_a_running_month_cannot_be_frozen(evaluations: Evaluations) -> None:
    with pytest.raises(EvaluationRefused, match="not over"):
        evaluations.freeze(Wanted(MONTH, as_of="2026-03-20"))


def test_every_format_carries_the_same_figures(
    evaluations: Evaluations, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    from dashboard.cli.evaluation_output import write_evaluation

    answer = evaluations.answer(Wanted(MONTH))
    write_evaluation(answer, "json", None)
    assert orjson.loads(capsys.readouterr().out)["objects"] == answer["objects"]
    write_evaluation(answer, "table", None)
    assert "茶山镇" in capsys.readouterr().out
    write_evaluation(answer, "csv", tmp_path / "e.csv")
    head, first = (tmp_path / "e.csv").read_text("utf-8-sig").splitlines()[:2]
    row = dict(zip(head.split(","), first.split(","), strict=True))
    assert float(row["score"]) == answer["objects"][0]["score"]
    write_evaluation(answer, "xlsx", tmp_path / "e.xlsx")
    sheet = load_workbook(tmp_path / "e.xlsx")[MONTH]
    heads, values = ([cell.value for cell in line] for line in list(sheet.rows)[:2])
    assert values[heads.index("score")] == pytest.approx(answer["objects"][0]["score"])


def test_wrong_options_end_with_status_two(tmp_path: Path) -> None:
    from dashboard.cli.errors import CliError
    from dashboard.cli.main import app

    for words in (["--format", "pdf"], ["--format", "xlsx"]):
        done = CliRunner().invoke(app, ["evaluate", "--month", MONTH, *words])
        assert isinstance(done.exception, CliError)
        assert done.exception.status == 2
