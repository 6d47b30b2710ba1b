"""Ranks over twelve months: those that the page of each month shows, with gaps, schemes and signed months."""

import json
from dataclasses import replace
from typing import Any

import pytest

from callbacks.review import evaluation as page
from dashboard.cli.errors import CliError
from dashboard.cli.evaluation_reasons import write_history
from dashboard.evaluation_counts import Wanted
from dashboard.evaluations import Evaluations
from dashboard.services import Services
from data_access.domain.evaluation.scheme import ObjectKind
from data_access.domain.facts import Facts
from data_access.domain.period import parse_time
from data_access.queries.evaluated import areas
from data_access.queries.evaluation import evaluate, months_until, scheme_of
from data_access.queries.evaluation_history import RankHistory, rank_history
from data_access.queries.overview import ANYWHERE
from layouts.review.evaluation.choice import Choice
from layouts.review.evaluation.ranks import rank_chart
from tests.dashboard.test_evaluate_command import GOOD, WEAK
from tests.dashboard.test_review_evaluation import MONTH, Desks, desks, shown

__all__ = ["desks"]
BEFORE = "2026-03"


@pytest.mark.parametrize(
    ("kind", "area"), [("town", None), ("town", GOOD), ("department", None), ("team", None)]
)
def test_each_month_has_the_ranks_of_its_own_evaluation(
    kind: str, area: str | None, desks: Desks, services: Services
) -> None:
    evaluations, wanted = Evaluations(services), Wanted(MONTH, kind, area)
    found = evaluations.history(wanted)
    assert found is not None
    assert (found.months[0], found.months[-1], len(found.months)) == ("2025-05", MONTH, 12)
    for place, month in enumerate(found.months):
        objects = evaluations.answer(replace(wanted, month=month), draws=0)["objects"]
        ranks = {one["code"]: one["rank"] for one in objects}
        assert {code: line[place] for code, line in found.ranks.items() if line[place] is not None} == {
            code: rank for code, rank in ranks.items() if rank is not None
        }
    if (kind, area) == ("town", None):
        assert found.ranks[GOOD] == (*(None,) * 10, 1, 1)
        assert found.ranks["441900003"] == (None,) * 12
        assert found.lowest == 2


def test_seats_have_no_history(desks: Desks, services: Services) -> None:
    assert Evaluations(services).history(Wanted(MONTH, "seat")) is None
    assert "rank-line" not in shown(desks(), f"?month={MONTH}&kind=seat")


def test_months_of_another_scheme_go_by_it_and_say_so(desks: Desks, services: Services) -> None:
    city = services.city
    plain = scheme_of(city, MONTH)
    # By it a town needs more cases than one of the two has.
    rules = replace(plain.kinds[ObjectKind.TOWN], minimum=58)
    other = replace(plain, version="other", kinds={ObjectKind.TOWN: rules})
    months = months_until(MONTH, 12, city)
    with services.answers.held() as held:
        facts = Facts(held.columns, city, parse_time("2026-05-06", city.zone))
        objects = areas(city, ANYWHERE)
        found = rank_history(facts, city, months, objects, lambda month: other if month == MONTH else plain)
        singly = [
            evaluate(facts, city, month, objects, scheme=scheme, draws=0).scores.ranks
            for month, scheme in ((BEFORE, plain), (MONTH, other))
        ]
    assert (found.changes, found.schemes[-2:]) == ((11,), (plain.version, "other"))
    assert (found.ranks[GOOD][-2:], found.ranks[WEAK][-2:]) == ((1, 1), (2, None))
    codes = [label.code for label in objects.labels]
    for place, ranks in zip((-2, -1), singly, strict=True):
        assert [found.ranks[code][place] for code in codes] == list(ranks)


def test_a_scheme_that_knows_nothing_of_the_kind_leaves_a_gap(desks: Desks, services: Services) -> None:
    city = services.city
    plain = scheme_of(city, MONTH)
    silent = replace(plain, version="silent", kinds={})
    with services.answers.held() as held:
        facts = Facts(held.columns, city, parse_time("2026-05-06", city.zone))
        found = rank_history(
            facts, city, (BEFORE, MONTH), areas(city, ANYWHERE), lambda m: plain if m == MONTH else silent
        )
    assert found.ranks[GOOD] == (None, 1)


def test_the_drawer_draws_the_line_and_names_what_was_signed(desks: Desks, services: Services) -> None:
    desk = desks()
    drawn = shown(desk, f"?month={MONTH}&focus={WEAK}")
    assert drawn.count("rank-line") == len(services.city.tree.towns)
    assert "近 12 个月名次：– – – – – – – – – – 2 2" in drawn
    assert "定稿名次" not in drawn
    page.do(desk, f"?month={BEFORE}", "t" * 32, 0, page.freezing)
    assert Evaluations(services).signed_ranks(Wanted(MONTH), (BEFORE, MONTH), WEAK) == {BEFORE: 2}
    assert "定稿名次" in shown(desk, f"?month={MONTH}&focus={WEAK}")
    unranked = shown(desk, f"?month={MONTH}&focus=441900003")
    assert "这 12 个月都没有参加排名" in unranked


def test_a_month_between_two_gaps_is_a_dot(desks: Desks) -> None:
    view = desks().view
    found = RankHistory(("2026-01", "2026-02", "2026-03"), ("a", "a", "b"), {"x": (None, 3, None)})
    history = {
        "months": found.months, "schemes": found.schemes, "ranks": found.ranks,
        "changes": found.changes, "lowest": found.lowest,
    }  # fmt: skip
    made: list[Any] = rank_chart(view, Choice(month="2026-03", focus="x"), history, {})
    drawn = json.dumps(made, default=lambda one: one.to_plotly_json(), ensure_ascii=False)
    assert drawn.count('"M50 28h0"') == 2, "the lone month, and the last one that there is"
    assert "b 起" in drawn
    assert rank_chart(view, Choice(month="2026-03", focus="y"), history, {}) == []
    assert rank_chart(view, Choice(month="2026-03", focus="x"), None, {}) == []


def test_the_command_prints_the_same_ranks(
    desks: Desks, services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    found = Evaluations(services).history(Wanted(MONTH))
    assert found is not None
    write_history(found, "town", "json")
    told = json.loads(capsys.readouterr().out)
    assert {code: tuple(ranks) for code, ranks in told["ranks"].items()} == found.ranks
    assert list(told["ranks"])[:2] == [GOOD, WEAK]
    write_history(replace(found, schemes=(*found.schemes[:-1], "other")), "town", "table")
    printed = capsys.readouterr().out
    assert next(line for line in printed.splitlines() if line.startswith(WEAK)).split()[-2:] == ["2", "2"]
    assert f"From {MONTH} on by the scheme other." in printed
    with pytest.raises(CliError, match="seat has none"):
        write_history(None, "seat", "table")
