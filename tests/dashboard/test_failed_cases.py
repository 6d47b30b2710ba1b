"""From an indicator of the drawer to the cases that it counts against somebody, in the figure's number."""

import json
import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson
import pytest

from dashboard.config import load_settings
from dashboard.evaluation_counts import Wanted
from dashboard.evaluation_entries import EvaluationEntries
from dashboard.evaluations import Evaluations
from dashboard.i18n.load import load_text
from dashboard.options import BadQuestion
from dashboard.services import Services, open_services
from data_access.domain.evaluation.appeals import Step
from data_access.domain.evaluation.failures import Failed, failed_count, failed_of
from data_access.domain.evaluation.formulas import composite, of_indicator
from data_access.domain.indicator_types import Better
from data_access.domain.viewer import Duty, Viewer
from data_access.ingest.ingest import Ingest
from layouts.review.evaluation.choice import Choice
from layouts.review.evaluation.drawer import drawer
from layouts.review.view import ReviewView

MONTH = "2026-04"
TOWNS = ("441900103", "441900102")


def fate(case_id: str, town: str, at: datetime, rng: random.Random) -> list[dict[str, Any]]:
    """Actions of a case that may go wrong in every way that a scheme looks at."""
    found: list[dict[str, Any]] = []

    def then(action: str, minutes: float, **more: Any) -> None:
        nonlocal at
        at += timedelta(minutes=minutes * rng.choice([0.3, 0.6, 1.8]))
        found.append({"case_id": case_id, "action": action, "at": f"{at.isoformat()}+08:00", **more})

    source = rng.choice(["collector", "collector", "app", "hotline_12345"])
    then(
        "report", 1, kind="event", source=source, town=town, by=rng.choice(["T017", "T018"]),
        self_handled=rng.random() < 0.2, **{"class": "E01", "subclass": rng.choice(["E0110", "E9999"])},
    )  # fmt: skip
    then("accept", 15)
    if source != "collector" and rng.random() < 0.4:
        then("confirm", 9)
    if rng.random() < 0.06:
        then("reject", 9)
        return found
    then("file", 9)
    for again in (rng.random() < 0.2, False):
        then("dispatch", 15, department=rng.choice(["城管分局", "交通分局"]))
        if not again:
            break
        then("return", 20)
    for action, chance in (("extend", 0.1), ("suspend", 0.1), ("resume", 0.9)):
        if rng.random() < chance and (action != "resume" or found[-1]["action"] == "suspend"):
            then(action, 30)
    for action, minutes, chance in (("void", 9, 0.04), ("dispose", 200, 0.95), ("verify", 30, 0.9)):
        if rng.random() < chance:
            then(action, minutes)
    if rng.random() < 0.15:
        then("rework", 30)
        then("dispose", 60)
    if rng.random() < 0.9:
        then("close", 60)
        then("rate", 60, score=rng.randint(1, 5))
    return found


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Two months of two towns; an appeal leaves out a case that failed."""
    rng = random.Random(11)
    with open_services(load_settings(data=tmp_path_factory.mktemp("failed"))) as services:
        lines = []
        for number, (month, town) in enumerate(product((3, 4), TOWNS)):
            for case in range(90):
                day = datetime(2026, month, 1 + case % 28, 9, case % 60)
                lines += [orjson.dumps(one) for one in fate(f"F{number}-{case}", town, day, rng)]
        done = Ingest(services.connection.redis, services.city, services.keys).ingest(lines, feed="test")
        assert done.quarantined == 0
        before = late(services)
        entries, case_id = EvaluationEntries(services), before["cases"][0]["case_id"]
        for step in (Step.RAISE, Step.ACCEPT):
            entries.step(MONTH, case_id, step, by="office", reason="the road was closed")
        after = late(services)
        assert after["total"] == before["total"] - 1 > 9
        assert case_id not in {case["case_id"] for case in after["cases"]}
        yield services


def late(services: Services) -> dict[str, Any]:
    """Cases not disposed in time that count in the month."""
    options = {"measure": "settled", "without": "settled_on_time", "evaluated": MONTH, "limit": "500"}
    found: dict[str, Any] = services.answers.ask("cases", options)
    return found


def whys(services: Services, kind: str) -> list[dict[str, Any]]:
    """Why the ranked objects of a kind changed."""
    evaluations, wanted = Evaluations(services), Wanted(MONTH, kind)
    objects = evaluations.answer(wanted, draws=0)["objects"]
    return [evaluations.why(wanted, one["code"]) for one in objects if one["rank"] is not None]


@pytest.mark.parametrize(
    ("kind", "option"), [("town", "area"), ("department", "department"), ("team", "team")]
)
def test_the_lists_of_an_indicator_hold_what_its_value_misses(
    kind: str, option: str, filled: Services
) -> None:
    told = named = 0
    for why in whys(filled, kind):
        for part in why["parts"] or ():
            assert (part["failed"] is None) == (part["failed_lists"] == [])
            if part["failed"] is None:
                continue
            options = {"evaluated": why["month"], option: why["code"], "limit": "1"}
            totals = [
                filled.answers.ask("cases", {**options, **{k: v for k, v in one.items() if v}})["total"]
                for one in part["failed_lists"]
            ]
            assert sum(totals) == part["failed"], part["name"]
            named += part["failed"] > 0
            told += 1
    assert told > 9
    assert named > 3


def test_the_drawer_links_figures_to_lists_of_as_many_cases(filled: Services) -> None:
    view = ReviewView(filled.city, Viewer("li", Duty.VIEWER), load_text("en"))
    why = next(one for one in whys(filled, "town") if one["parts"])
    drawn = json.dumps(
        drawer(view, Choice(month=MONTH, focus=why["code"]), why, [], []),
        default=lambda one: one.to_plotly_json(),
    )
    links = re.findall(r'"children": "([\d,]+)", "href": "(/review/cases\?[^"]+)"', drawn)
    assert len(links) > 3
    for words, href in links:
        options = {name: text for name, text in parse_qsl(urlsplit(href).query) if name != "lang"}
        assert filled.answers.ask("cases", {**options, "limit": "1"})["total"] == int(words.replace(",", ""))
    # All cases that the main cause is about, the appealed one left out as in the figures.
    part = next(one for one in why["parts"] if one["name"] == why["cause"])
    count = part["numerator"] if part["count"] else part["denominator"]
    assert f"See all {count:,}" in drawn


@pytest.mark.parametrize(
    ("name", "better", "lists"),
    [
        ("closing_rate", Better.UP, (Failed("settled", "settled_closed"),)),
        ("rework_rate", Better.DOWN, (Failed("reworks"),)),
        ("dispatch_accuracy_rate", Better.UP, (Failed("returns"),)),
        ("return_count", Better.DOWN, (Failed("returns"),)),
        ("reported_count", Better.UP, ()),
        ("self_handled_rate", Better.NONE, ()),
    ],
)
def test_what_counts_against_somebody_follows_from_the_direction(
    name: str, better: Better, lists: tuple[Failed, ...]
) -> None:
    assert failed_of(of_indicator(name), better) == lists


def test_composites_have_a_list_each_pair_and_none_where_nothing_is_a_part() -> None:
    both = composite(
        "timely", "及时", "Timely", ("accepted_on_time", "verified_on_time"), ("accepted", "verified"), False
    )
    lists = (Failed("accepted", "accepted_on_time"), Failed("verified", "verified_on_time"))
    assert failed_of(both, Better.UP) == lists
    assert failed_count(both, Better.UP, 70, 100) == 30
    assert failed_count(both, Better.DOWN, 70, 100) == 70
    apart = composite("verified", "核查", "Verified", ("verified",), ("disposed",), False)
    assert (failed_of(apart, Better.UP), failed_count(apart, Better.UP, 7, 9)) == ((), None)


def test_a_list_that_makes_no_sense_is_refused(filled: Services) -> None:
    for options, option in (
        ({"without": "closed"}, "without"),
        ({"measure": "settled", "without": "closed"}, "without"),
        ({"evaluated": "2026-13"}, "evaluated"),
    ):
        with pytest.raises(BadQuestion) as refused:
            filled.answers.ask("cases", options)
        assert refused.value.option == option
