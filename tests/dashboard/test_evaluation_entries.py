"""External values and appeals over a store: who, when, why; what they change, and what they leave alone."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from dashboard.cli.evaluation_output import write_evaluation
from dashboard.evaluation_counts import EvaluationRefused, Wanted
from dashboard.evaluation_entries import EvaluationEntries, Imported
from dashboard.evaluations import Evaluations
from dashboard.scheme_shelf import SchemeRefused, shelf_of, with_saved_schemes
from dashboard.services import Services
from data_access.domain.areas import AreaLevel
from data_access.domain.evaluation.appeals import AppealState, Step
from data_access.domain.evaluation.scheme import ObjectKind
from data_access.domain.showing import Scene, Showing
from data_access.ingest.ingest import Ingest
from tests.dashboard.test_evaluate_command import GOOD, MONTH, WEAK, action, by_code, lines

TOWN = ObjectKind.TOWN
HEAD = "month,kind,code,indicator,numerator,denominator\n"


@pytest.fixture
def entries(services: Services) -> EvaluationEntries:
    ingest = Ingest(services.connection.redis, services.city, services.keys)
    ingest.ingest([*lines(GOOD, 60, 0), *lines(WEAK, 40, 20)], feed="test")
    return EvaluationEntries(services)


def town(services: Services, code: str, month: str = MONTH) -> dict[str, Any]:
    return by_code(Evaluations(services).answer(Wanted(month), draws=50))[code]


def leave_out(entries: EvaluationEntries, *cases: str, month: str = MONTH) -> None:
    for case in cases:
        entries.step(month, case, Step.RAISE, by="town", reason="the road was closed")
        entries.step(month, case, Step.ACCEPT, by="office", reason="confirmed")


def test_a_value_counts_at_once_everywhere_and_its_revisions_stay(
    entries: EvaluationEntries, services: Services
) -> None:
    before = town(services, GOOD)
    ranked = {one["code"]: one for one in services.answers.ask("ranking", {"month": MONTH})}
    assert ranked[GOOD]["score"] == before["score"]
    entries.enter(MONTH, TOWN, GOOD, "spot_check", (30, 50), by="anna", note="first round")
    entries.enter(MONTH, TOWN, GOOD, "spot_check", (40, 50), by="ben", note="second round")
    after = town(services, GOOD)
    assert after["indicators"]["spot_check"]["value"] == 0.8
    assert after["score"] < before["score"]
    ranked = {one["code"]: one for one in services.answers.ask("ranking", {"month": MONTH})}
    assert ranked[GOOD]["score"] == after["score"]
    history = entries.external(MONTH, TOWN)[GOOD, "spot_check"]
    assert [(one.by, one.counts, one.note) for one in history] == [
        ("anna", (30, 50), "first round"),
        ("ben", (40, 50), "second round"),
    ]
    entries.enter(MONTH, TOWN, GOOD, "spot_check", None, by="anna")
    assert town(services, GOOD)["score"] == before["score"]


def test_a_table_is_kept_as_a_whole_or_not_at_all(
    entries: EvaluationEntries, services: Services, tmp_path: Path
) -> None:
    path = tmp_path / "march.csv"
    rows = [f"{MONTH},town,{code},spot_check,{n},50\n" for code, n in ((GOOD, 40), (WEAK, 30))]
    path.write_text(HEAD + "".join(rows))
    assert entries.import_file(path, by="office") == Imported(2, 0, 0)
    path.write_text(HEAD + "".join(rows).replace(",30,", ",35,"))
    assert entries.import_file(path, by="office") == Imported(0, 1, 1)
    history = entries.external(MONTH, TOWN)[WEAK, "spot_check"]
    assert [(one.counts, one.origin) for one in history] == [((30, 50), "march.csv"), ((35, 50), "march.csv")]
    for wrong in ("river,1,2", f"{GOOD},closing_rate,1,2"):
        path.write_text(HEAD + f"{MONTH},town,{GOOD},satisfaction_survey,1,2\n{MONTH},town,{wrong}\n")
        with pytest.raises(EvaluationRefused):
            entries.import_file(path, by="office")
    assert (GOOD, "satisfaction_survey") not in entries.external(MONTH, TOWN)


def test_an_accepted_appeal_takes_the_case_out_of_its_month_and_of_nothing_else(
    entries: EvaluationEntries, services: Services
) -> None:
    before = town(services, WEAK)
    operational = services.answers.ask("overview", {"area": WEAK, "from": "2026-03-01", "to": "2026-04-01"})
    open_case = f"C{WEAK[-3:]}-45"
    leave_out(entries, open_case)
    after = town(services, WEAK)
    assert after["left_out"] == 1
    assert after["score"] > before["score"]
    for name, indicator in after["indicators"].items():
        was = before["indicators"][name]
        if was["denominator"] and name not in ("verified_share", "rework_rate"):
            assert indicator["denominator"] <= was["denominator"]
    closing = after["indicators"]["closing_rate"]
    assert (closing["numerator"], closing["denominator"]) == (40, 59)
    again = services.answers.ask("overview", {"area": WEAK, "from": "2026-03-01", "to": "2026-04-01"})
    assert {**again, "as_of": 0} == {**operational, "as_of": 0}
    entries.step(MONTH, open_case, Step.UNDO, by="office", reason="a mistake")
    assert town(services, WEAK) == before


def test_cases_with_several_rows_leave_with_all_of_their_actions(
    entries: EvaluationEntries, services: Services
) -> None:
    case = 900
    wires = [
        action(case, GOOD, "report", "2026-03-03T09:00:00"),
        action(case, GOOD, "dispatch", "2026-03-03T09:05:00", department="城管分局"),
        *(
            action(case, GOOD, name, f"2026-03-03T{9 + n // 2:02d}:{10 + n}:00", **more)
            for n, (name, more) in enumerate([("return", {}), ("dispatch", {"department": "水务"})] * 3)
        ),
    ]
    before = town(services, GOOD)
    Ingest(services.connection.redis, services.city, services.keys).ingest(
        [orjson.dumps(wire) for wire in wires], feed="test"
    )
    accuracy = town(services, GOOD)["indicators"]["dispatch_accuracy_rate"]
    assert (accuracy["numerator"], accuracy["denominator"]) == (61, 64)
    leave_out(entries, f"C{GOOD[-3:]}-{case}")
    now = town(services, GOOD)
    assert now["indicators"] == before["indicators"]
    assert now["left_out"] == 1


def test_seats_departments_and_the_wall_leave_the_case_out_too(
    entries: EvaluationEntries, services: Services
) -> None:
    wires = []
    for case in range(30):
        wires += [
            action(case, "441900006", "report", "2026-03-02T09:00:00"),
            action(case, "441900006", "file", "2026-03-02T09:50:00", by="S2"),
            action(case, "441900006", "void" if case < 3 else "close", "2026-03-02T13:55:00"),
        ]
    Ingest(services.connection.redis, services.city, services.keys).ingest(
        [orjson.dumps(wire) for wire in wires], feed="test"
    )
    evaluations = Evaluations(services)
    leave_out(entries, "C006-1", "C006-7", f"C{WEAK[-3:]}-50")
    seat = by_code(evaluations.answer(Wanted(MONTH, "seat"), draws=0))["S2"]
    filing = seat["indicators"]["filing_accuracy"]
    assert (filing["numerator"], filing["denominator"], seat["left_out"]) == (26, 28, 2)
    department = by_code(evaluations.answer(Wanted(MONTH, "department"), draws=0))["城管分局"]
    assert (department["indicators"]["disposal_rate"]["denominator"], department["left_out"]) == (119, 1)
    scene = services.answers.snapshot(Showing(Scene.EVALUATION, services.city.tree.city.code))
    assert scene["month"] != MONTH  # The wall shows now; its figures come from the same counts.


def test_an_appeal_needs_a_case_a_reason_and_a_state_that_fits(
    entries: EvaluationEntries, services: Services
) -> None:
    case = f"C{WEAK[-3:]}-1"
    for wrong, words in (
        (("2026-13", case, Step.RAISE, "why"), "not a month"),
        ((MONTH, case, Step.RAISE, "  "), "reason"),
        ((MONTH, "nothing", Step.RAISE, "why"), "no case"),
        ((MONTH, case, Step.ACCEPT, "why"), "cannot accept"),
    ):
        with pytest.raises(EvaluationRefused, match=words):
            entries.step(wrong[0], wrong[1], wrong[2], by="a", reason=wrong[3])
    elsewhere = (AreaLevel.TOWN, services.city.tree.find(GOOD)[1])  # type: ignore[index]
    with pytest.raises(EvaluationRefused, match="no case"):
        entries.step(MONTH, case, Step.RAISE, by="a", reason="why", within=(elsewhere,))
    entries.step(MONTH, case, Step.RAISE, by="a", reason="why")
    assert entries.appeals(MONTH)[0].state is AppealState.OPEN
    assert entries.appeals(MONTH, within=(elsewhere,)) == []
    assert entries.open_count(MONTH) == 1


def test_a_freeze_signs_what_was_entered_and_shows_what_is_entered_later(
    entries: EvaluationEntries, services: Services
) -> None:
    evaluations = Evaluations(services)
    entries.enter(MONTH, TOWN, GOOD, "spot_check", (40, 50), by="anna")
    leave_out(entries, f"C{WEAK[-3:]}-45")
    frozen = evaluations.freeze(Wanted(MONTH), by="office")
    assert frozen["frozen_by"] == "office"
    assert frozen["external"] == [
        {"code": GOOD, "indicator": "spot_check", "numerator": 40, "denominator": 50}
    ]
    assert by_code(frozen)[WEAK]["left_out"] == 1
    assert evaluations.compare(Wanted(MONTH)) == []
    entries.enter(MONTH, TOWN, GOOD, "spot_check", (41, 50), by="anna")
    leave_out(entries, f"C{WEAK[-3:]}-46")
    found = {(r.code, r.figure): (r.frozen, r.now) for r in evaluations.compare(Wanted(MONTH))}
    assert found[GOOD, "spot_check.numerator"] == (40, 41)
    assert found[WEAK, "left_out"] == (1, 2)
    assert found[WEAK, "closing_rate.denominator"] == (59, 58)


def test_why_parts_sum_down_to_places(entries: EvaluationEntries, services: Services) -> None:
    april = [
        orjson.dumps({**orjson.loads(line), "case_id": "A" + orjson.loads(line)["case_id"],
                      "at": orjson.loads(line)["at"].replace("-03-", "-04-")})
        for line in lines(WEAK, 50, 5)
    ]  # fmt: skip
    Ingest(services.connection.redis, services.city, services.keys).ingest(april, feed="test")
    evaluations = Evaluations(services)
    leave_out(entries, f"C{WEAK[-3:]}-41")
    for cause in (None, "closing_rate", "valid_report_rate"):
        why = evaluations.why(Wanted("2026-04"), WEAK, cause)
        assert why["change"] == pytest.approx(sum(part["points"] for part in why["parts"]))
        assert why["change"] == pytest.approx(sum(item["points"] for item in why["items"]))
        part = next(each for each in why["parts"] if each["name"] == why["cause"])
        assert why["split"]["points"] == pytest.approx(part["points"])
        for groups in why["groups"].values():
            below = sum(group["points"] for group in groups)
            assert why["split"]["weight"] + below == pytest.approx(part["points"])
    closing = evaluations.why(Wanted("2026-04"), WEAK, "closing_rate")
    assert closing["groups"]["subclass"][0]["then"] == [40, 59]
    assert closing["groups"]["subclass"][0]["now"] == [50, 55]
    with pytest.raises(EvaluationRefused, match="nobody"):
        evaluations.why(Wanted("2026-04"), "nobody")


def test_scores_equal_a_spreadsheet_over_the_written_counts(
    entries: EvaluationEntries, services: Services, tmp_path: Path
) -> None:
    """From the workbook alone: share of the marks times weight, summed, is the score; so are the ranks."""
    entries.enter(MONTH, TOWN, GOOD, "spot_check", (40, 50), by="anna")
    evaluations = Evaluations(services)
    write_evaluation(evaluations.answer(Wanted(MONTH), draws=50), "xlsx", tmp_path / "e.xlsx")
    sheet = load_workbook(tmp_path / "e.xlsx")[MONTH]
    heads, *rows = ([cell.value for cell in line] for line in sheet.rows)
    rules = evaluations.scheme(Wanted(MONTH)).kinds[TOWN].criteria
    scores = []
    for line in rows:
        row: dict[Any, Any] = dict(zip(heads, line, strict=True))
        if row["rank"] is None:
            continue
        total = 0.0
        for rule in rules:
            n, d = row[f"{rule.name}.numerator"], row[f"{rule.name}.denominator"]
            if row[f"{rule.name}.weight"]:
                share = min(1.0, max(0.0, (n / d - rule.zero) / (rule.full - rule.zero)))
                total += row[f"{rule.name}.weight"] * share
        assert total == pytest.approx(row["score"])
        scores.append((row["rank"], total))
    assert len(scores) == 2
    assert scores == sorted(scores, key=lambda pair: (pair[0], -pair[1]))


def test_a_saved_scheme_is_read_when_the_installation_starts_and_never_written_again(
    entries: EvaluationEntries, services: Services
) -> None:
    evaluations = Evaluations(services)
    wanted = Wanted(MONTH, trial="closing_rate.weight=40,good.least=85")
    path = evaluations.save_scheme(wanted, "strict-1", "2026-03", by="office")
    assert path.is_file()
    assert evaluations.answer(Wanted(MONTH), draws=0)["scheme"]["version"] == "reference-1"
    tried = evaluations.answer(wanted, draws=0)
    saved = evaluations.answer(Wanted(MONTH, scheme="strict-1"), draws=0)
    assert [one["score"] for one in saved["objects"]] == [one["score"] for one in tried["objects"]]
    versus = evaluations.versus(Wanted(MONTH, scheme="strict-1"), "reference-1")
    weak = next(one for one in versus["objects"] if one["code"] == WEAK)
    assert weak["score_change"] == pytest.approx(sum(weak["causes"].values()))
    assert weak["score_now"] < weak["score_then"]
    for version in ("strict-1", "reference-1", "Strict 2"):
        with pytest.raises(SchemeRefused):
            evaluations.save_scheme(wanted, version, "2026-03", by="office")
    shelf = shelf_of(services.settings, services.city.id)
    city = with_saved_schemes(services.city, shelf)
    assert [scheme.version for scheme in city.schemes] == ["reference-1", "strict-1"]


def test_commands_enter_decide_and_explain(entries: EvaluationEntries, tmp_path: Path) -> None:
    from dashboard.cli.errors import CliError
    from dashboard.cli.main import app

    for words in (
        ["external", "list", "--month", MONTH, "--kind", "river"],
        ["schemes", "show", "nothing", "--data", str(tmp_path / "cli")],
        ["appeals", "raise", "nothing", "--month", MONTH, "--reason", "x", "--data", str(tmp_path / "cli")],
    ):
        done = CliRunner().invoke(app, words)
        assert isinstance(done.exception, CliError), done.output
        assert done.exception.status == 2
