"""The evaluation page over a store: what it shows, who may do what, and that its files hold its figures."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from callbacks.review import evaluation as page
from callbacks.review.desk import BadFilter, Desk
from dashboard.apps.evaluation_desk import ViewersEvaluations
from dashboard.evaluations import Evaluations
from dashboard.i18n.load import load_text
from dashboard.services import Services
from data_access.domain.areas import AreaLevel
from data_access.domain.period import parse_time
from data_access.domain.scope import Place
from data_access.domain.viewer import Duty, Viewer
from data_access.ingest.ingest import Ingest
from data_access.store.accounts import Account
from layouts.evaluation.sentence import rounded, why_sentence
from layouts.review.evaluation.choice import KINDS, TABS, Choice
from layouts.review.view import ReviewView
from tests.dashboard.conftest import log_in
from tests.dashboard.review_pages import open_page
from tests.dashboard.test_evaluate_command import GOOD, WEAK, lines

MONTH = "2026-04"
TOKEN = "t" * 32
Desks = Callable[..., Desk]


@pytest.fixture
def desks(services: Services) -> Desks:
    """Desks of anybody, over two months of two towns."""
    ingest = Ingest(services.connection.redis, services.city, services.keys)
    later = [
        line.replace(b"2026-03-", b"2026-04-").replace(b'"case_id":"', b'"case_id":"A')
        for line in [*lines(GOOD, 55, 5), *lines(WEAK, 50, 5)]
    ]
    ingest.ingest([*lines(GOOD, 60, 0), *lines(WEAK, 40, 20), *later], feed="test")
    evaluations = Evaluations(services)

    def desk(duty: Duty = Duty.EVALUATOR, language: str = "zh", within: tuple[Place, ...] = ()) -> Desk:
        viewer = Viewer("anna", duty, within)

        def ask(name: str, options: Any) -> Any:
            return services.answers.ask(name, options, within)

        return Desk(
            view=ReviewView(services.city, viewer, load_text(language)),
            now=float(parse_time("2026-05-06", services.city.zone)),
            ask=ask,
            frame=lambda name, options: services.answers.frame(name, options, within),
            case=lambda case_id, private: None,
            mark=lambda case_id, state, note, seen: None,
            age=lambda: None,  # type: ignore[arg-type, return-value]
            evaluate=lambda month: None,
            csrf=lambda: TOKEN,
            evaluation=ViewersEvaluations(services, evaluations, viewer, language, ask),
        )

    return desk


def shown(desk: Desk, search: str) -> str:
    """Everything on the page as one text."""
    return json.dumps(page.draw(desk, search), default=lambda one: one.to_plotly_json(), ensure_ascii=False)


def deed(desk: Desk, search: str, act: page.Deed, token: str = TOKEN) -> tuple[str, Any]:
    return page.do(desk, search, token, 1, act)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "seat"])
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_of_every_kind_is_drawn_in_both_languages(
    desks: Desks, tab: str, kind: str, language: str
) -> None:
    text = shown(desks(language=language), f"?month={MONTH}&kind={kind}&tab={tab}&lang={language}")
    assert load_text(language)(f"evaluation.tab.{tab}") in text
    if language == "en":
        # Names of departments come from the feed and of example schemes from their file, as they are.
        assert "排名" not in text


def test_the_ranking_shows_the_figures_of_the_command(desks: Desks, services: Services) -> None:
    from dashboard.evaluation_counts import Wanted

    answer = Evaluations(services).answer(Wanted(MONTH))
    text = shown(desks(), f"?month={MONTH}")
    for one in answer["objects"][:2]:
        assert f'"{one["score"]:.1f}"' in text
        low, high = one["rank_interval"]
        assert f'"{low}–{high}"' in text
    assert "案件不足，不参加排名" in text


def test_the_drawer_says_why_in_a_sentence_whose_figures_add_up(desks: Desks) -> None:
    desk = desks()
    assert desk.evaluation is not None
    why = desk.evaluation.why(Choice(MONTH, focus=GOOD))
    sentence = why_sentence(desk.view.text, why, "town")
    assert "主因是" in sentence
    assert sentence in shown(desk, f"?month={MONTH}&focus={GOOD}")
    assert "为什么变了" not in shown(desk, f"?month={MONTH}&focus=nobody")
    english = shown(desks(language="en"), f"?month={MONTH}&focus={GOOD}&lang=en")
    assert "The main cause is" in english


@pytest.mark.parametrize(
    ("values", "total", "wanted"),
    [
        ([-1.84, -0.36], None, [-1.8, -0.4]),
        ([0.16, 0.24, 0.0], 0.4, [0.2, 0.2, 0.0]),
        ([1.16, 0.21], 1.4, [1.2, 0.2]),
        ([0.33, 0.33, 0.34], None, [0.3, 0.3, 0.4]),
    ],
)
def test_rounded_parts_sum_to_the_rounded_whole(
    values: list[float], total: float | None, wanted: list[float]
) -> None:
    found = rounded(values, total)
    assert found == pytest.approx(wanted)
    assert sum(found) == pytest.approx(round(sum(values) if total is None else total, 1))


def test_a_trial_in_the_address_ranks_anew_and_saves_nothing(desks: Desks, services: Services) -> None:
    search = f"?month={MONTH}&tab=trial&trial=closing_rate.weight=45,good.least=85"
    text = shown(desks(), search)
    assert "恢复原方案" in text
    assert "存为新版本" in text
    assert "存为新版本" not in shown(desks(Duty.VIEWER), search)
    assert [s.version for s in Evaluations(services).schemes()] == ["reference-1"]
    with pytest.raises(BadFilter, match="is not like"):
        shown(desks(), f"?month={MONTH}&tab=trial&trial=rm")


def test_evaluators_enter_decide_sign_and_save_and_see_what_changed(desks: Desks) -> None:
    desk, search = desks(), f"?month={MONTH}&focus={WEAK}"
    assert deed(desk, search, page.entering(WEAK, "spot_check", "40", "50", "")) == (
        desk.view.text("evaluation.said.entered"), 2,
    )  # fmt: skip
    case = f"AC{WEAK[-3:]}-52"
    for act in (page.stepping("raise", case, "路面封闭"), page.stepping("accept", case, "属实")):
        assert deed(desk, search, act)[1] == 2
    assert deed(desk, search, page.noting("下月再看"))[1] == 2
    assert deed(desk, search, page.freezing)[1] == 2
    text = shown(desk, search)
    assert "定稿 " in text
    assert "下月再看" in text
    assert case in shown(desk, f"?month={MONTH}&tab=appeals")
    assert "80.0% (40 / 50)" in shown(desk, f"?month={MONTH}&tab=external")
    assert "定稿以后没有变化" in shown(desk, f"?month={MONTH}&tab=revisions")
    assert deed(desk, search, page.taking(f"{WEAK}|spot_check"))[1] == 2
    assert "实地抽查 · 分子" in shown(desk, f"?month={MONTH}&tab=revisions")
    trial = f"?month={MONTH}&tab=trial&trial=closing_rate.weight=45"
    assert deed(desk, trial, page.saving("strict-1", "2026-06"))[1] == 2
    assert "strict-1" in shown(desk, f"?month={MONTH}&tab=versus&against=strict-1")


_OF_EVALUATORS = (
    page.entering(WEAK, "spot_check", "40", "50", ""),
    page.taking(f"{WEAK}|spot_check"),
    page.stepping("accept", "C1", "x"),
    page.stepping("refuse", "C1", "x"),
    page.stepping("undo", "C1", "x"),
    page.freezing,
    page.saving("strict-1", "2026-06"),
)


@pytest.mark.parametrize("act", _OF_EVALUATORS)
@pytest.mark.parametrize("limited", [False, True])
def test_nobody_else_may(desks: Desks, services: Services, act: page.Deed, limited: bool) -> None:
    found = services.city.tree.find(WEAK)
    assert found is not None
    desk = desks(Duty.ADMINISTRATOR, within=(found,)) if limited else desks(Duty.VIEWER)
    said, turn = deed(desk, f"?month={MONTH}&trial=closing_rate.weight=45", act)
    assert "this account may not do that" in said
    assert not isinstance(turn, int)
    assert services.connection.redis.llen(services.keys.external_values()) == 0


def test_a_deed_without_the_token_of_the_session_does_nothing(desks: Desks, services: Services) -> None:
    said, turn = deed(desks(), f"?month={MONTH}", page.freezing, token="another")
    assert "过期" in said
    assert not isinstance(turn, int)
    assert services.connection.redis.hlen(services.keys.freezes()) == 0


def test_a_town_sees_its_villages_and_its_own_appeals_alone(desks: Desks, services: Services) -> None:
    found = services.city.tree.find(WEAK)
    assert found is not None
    town, office = desks(Duty.VIEWER, within=(found,)), desks()
    rows = town.evaluation.table(Choice(MONTH))["rows"]  # type: ignore[union-attr]
    codes = {row["code"] for row in rows}
    tree = services.city.tree
    assert codes == {v.code for v in tree.at(AreaLevel.VILLAGE) if v.parent == found[1]}
    assert deed(town, f"?month={MONTH}", page.stepping("raise", f"AC{WEAK[-3:]}-1", "why"))[1] == 2
    said, _ = deed(town, f"?month={MONTH}", page.stepping("raise", f"AC{GOOD[-3:]}-1", "why"))
    assert "no case" in said
    assert deed(office, f"?month={MONTH}", page.stepping("raise", f"AC{GOOD[-3:]}-1", "why"))[1] == 2
    assert f"AC{GOOD[-3:]}-1" not in shown(town, f"?month={MONTH}&tab=appeals")
    assert f"AC{GOOD[-3:]}-1" in shown(office, f"?month={MONTH}&tab=appeals")


@pytest.mark.parametrize("search", ["?month=2026-13", "?kind=river", "?tab=x", "?scheme=no", "?area=9"])
def test_an_address_that_makes_no_sense_is_told(desks: Desks, search: str) -> None:
    with pytest.raises(BadFilter):
        shown(desks(), search)


def test_an_address_is_written_as_it_is_read() -> None:
    choice = Choice(
        MONTH, "department", "", "trial", "城管分局", "closing_rate", "r-1", "a.weight=3,b.least=4"
    )
    assert Choice.read(choice.query(), "2026-01") == choice
    assert Choice.read("", "2026-01") == Choice("2026-01")
    assert replace(choice, tab="ranking").query() == choice.query(tab="ranking")


def test_files_hold_the_figures_of_the_page(desks: Desks, client: FlaskClient, account: Account) -> None:
    assert client.get(f"/review/export/evaluation.csv?month={MONTH}").status_code in (302, 401)
    log_in(client)
    rows = client.get(f"/review/export/evaluation.csv?month={MONTH}").data.decode("utf-8-sig")
    first = next(csv.DictReader(io.StringIO(rows)))
    table = desks().evaluation.table(Choice(MONTH))  # type: ignore[union-attr]
    assert float(first["score"]) == table["rows"][0]["score"]
    assert client.get(f"/review/export/evaluation.xlsx?month={MONTH}").data[:2] == b"PK"
    assert client.get("/review/export/evaluation.csv?month=never").status_code == 400
    assert client.get("/review/export/evaluation.pdf").status_code == 404
    opened = json.dumps(open_page(client, "evaluation", f"?month={MONTH}"), ensure_ascii=False)
    assert "平均失分构成" in opened
    assert orjson.loads(orjson.dumps(table["grades"]))[0]["code"] == "excellent"
