"""The monthly bulletin over a store: every figure is what the data layer answers, in every form."""

import io
from pathlib import Path
from typing import Any

import orjson
import pytest
from docx import Document as read_docx
from openpyxl import load_workbook
from typer.testing import CliRunner

from dashboard.evaluation_counts import Wanted
from dashboard.evaluations import Evaluations
from dashboard.i18n.load import load_text
from dashboard.reports.gather import NotAHome, gather
from dashboard.reports.write import written
from dashboard.services import Services
from data_access.domain.indicators import INDICATORS
from data_access.ingest.ingest import Ingest
from layouts import format as fmt
from layouts.report.bulletin import bulletin
from layouts.report.figures import BulletinFigures
from tests.dashboard.test_evaluate_command import GOOD, MONTH, WEAK, lines

BEFORE = "2026-02"


@pytest.fixture
def figures(services: Services) -> BulletinFigures:
    ingest = Ingest(services.connection.redis, services.city, services.keys)
    earlier = [
        line.replace(b"2026-03-02", b"2026-02-03").replace(b'"C1', b'"B1')
        for line in (*lines(GOOD, 30, 15), *lines(WEAK, 40, 0))
    ]
    ingest.ingest([*earlier, *lines(GOOD, 60, 0), *lines(WEAK, 40, 20)], feed="test")
    return gather(services, MONTH)


def paragraphs(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in read_docx(io.BytesIO(content)).paragraphs)


def tables(content: bytes) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in read_docx(io.BytesIO(content)).tables
    ]


def test_the_overview_is_what_the_question_answers(services: Services, figures: BulletinFigures) -> None:
    text = load_text("zh")
    answer = services.answers.ask("overview", {"from": "2026-03-01", "to": "2026-04-01"})
    rows = {row[0]: row for row in tables(written(figures, text, "docx")[1])[0]}
    assert rows["上报数"][1] == fmt.count(answer["reported_count"]) == "120"
    assert rows["结案率"][1] == fmt.rate(text, answer["closing_rate"]["value"]) == "83.3%"
    assert rows["上报数"][2] == "85"
    assert rows["上报数"][4] == "无数据", "nothing was reported a year ago: that is no zero"


def test_the_ranking_is_the_evaluations(services: Services, figures: BulletinFigures) -> None:
    found = Evaluations(services).answer(Wanted(MONTH))
    ranking = tables(written(figures, load_text("zh"), "docx")[1])[1]
    ranked = [one for one in found["objects"] if one["rank"] is not None]
    assert [row[2] for row in ranking[1:]] == [one["name"] for one in found["objects"]]
    assert [row[4] for row in ranking[1:3]] == [f"{one['score']:.1f}" for one in ranked]
    assert ranking[3][0] == "不排名"


def test_the_largest_moves_name_the_indicators_that_made_them(figures: BulletinFigures) -> None:
    moves = tables(written(figures, load_text("zh"), "docx")[1])[2]
    up, down = moves[1], moves[2]
    good = next(one for one in figures.evaluation["objects"] if one["code"] == GOOD)
    main = max(good["causes"], key=lambda name: good["causes"][name])
    assert up[2] == f"+{good['score_change']:.1f}"
    assert up[4].startswith(f"{INDICATORS[main].zh}（+{good['causes'][main]:.1f}）")
    assert down[2].startswith("−")


def test_points_and_scores_of_the_workbook_can_be_recomputed_from_its_counts(
    figures: BulletinFigures,
) -> None:
    content = written(figures, load_text("zh"), "xlsx")[1]
    formulas: Any = load_workbook(io.BytesIO(content))
    kept: Any = load_workbook(io.BytesIO(content), data_only=True)
    totals: dict[str, float] = {}
    for row, shown in zip(
        formulas["计分"].iter_rows(min_row=2), kept["计分"].iter_rows(min_row=2), strict=True
    ):
        over, under, weight, zero, full = (row[column].value for column in (4, 5, 7, 8, 9))
        share = (over / under - zero) / (full - zero) if under else 0.0
        points = weight * max(0.0, min(1.0, share))
        assert str(row[10].value).startswith("=IF(")
        assert shown[10].value == pytest.approx(points)
        totals[str(row[0].value)] = totals.get(str(row[0].value), 0.0) + points
    ranking = {str(row[2].value): row for row in kept["排名"].iter_rows(min_row=2)}
    for code in (GOOD, WEAK):
        assert ranking[code][5].value == pytest.approx(totals[code])
        assert ranking[code][6].value == ranking[code][5].value
    assert b"xl/charts/chart" in content


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pdf_is_accessible_and_has_its_pages(figures: BulletinFigures, language: str) -> None:
    name, content = written(figures, load_text(language), "pdf")
    assert name == f"bulletin-441900-2026-03-{language}.pdf"
    assert content.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in content
    assert content.count(b"/Type /Page\n") >= 4 or content.count(b"/Type/Page") >= 4


def test_no_sentence_mixes_the_languages(figures: BulletinFigures) -> None:
    english = paragraphs(written(figures, load_text("en"), "docx")[1])
    assert not [word for word in english if "一" <= word <= "鿿"]


def test_the_bulletin_of_a_town_ranks_its_villages(services: Services, figures: BulletinFigures) -> None:
    own = gather(services, MONTH, GOOD)
    assert own.now["reported_count"] == 60
    level, index = own.place
    town = services.city.tree.at(level)[index]
    assert bulletin(own, load_text("zh")).title.startswith(town.name("zh", short=False))
    villages = {area.code for area in services.city.tree.villages if area.parent == index}
    assert {one["code"] for one in own.evaluation["objects"]} == villages


def test_a_bulletin_is_for_homes_only(services: Services, figures: BulletinFigures) -> None:
    village = services.city.tree.villages[0].code
    with pytest.raises(NotAHome, match="city or a town"):
        gather(services, MONTH, village)


def test_a_frozen_month_is_what_is_printed(services: Services, figures: BulletinFigures) -> None:
    evaluations = Evaluations(services)
    evaluations.freeze(Wanted(MONTH))
    wire = orjson.loads(lines(WEAK, 41, 0)[-1])
    Ingest(services.connection.redis, services.city, services.keys).ingest(
        [orjson.dumps(wire | {"at": "2026-03-02T10:20:00+08:00"})], feed="test"
    )
    later = gather(services, MONTH)
    assert later.revisions
    facts = dict(bulletin(later, load_text("zh")).facts)
    assert "定稿" in facts["状态"]
    assert f"{later.revisions} 处" in facts["状态"]
    frozen: Any = evaluations.frozen(Wanted(MONTH))
    assert later.evaluation["objects"] == frozen["objects"]


def test_the_command_writes_what_is_asked_for_and_says_what_is_wrong(
    figures: BulletinFigures, services: Services, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from dashboard.cli import opening
    from dashboard.cli.main import app

    monkeypatch.setattr(opening, "services_of", lambda *_: services)
    monkeypatch.setattr(Services, "close", lambda _: None)
    run = CliRunner().invoke(
        app, ["report", "--month", MONTH, "--format", "xlsx", "--out", str(tmp_path / "r")]
    )
    assert run.exit_code == 0, run.output
    assert [path.name for path in (tmp_path / "r").iterdir()] == ["bulletin-441900-2026-03-zh.xlsx"]
    for options in (["--month", "2026-13"], ["--format", "odt"], ["--lang", "fr"], ["--area", "1"]):
        assert CliRunner().invoke(app, ["report", *options]).exit_code != 0
