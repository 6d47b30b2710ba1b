"""Axes of printed charts, and the words of figures that are not there."""

from typing import Any

import pytest

from dashboard.i18n.load import load_text
from data_access.domain.city import City
from data_access.domain.indicators import INDICATORS
from layouts.report.scale import axis
from layouts.report.words import Words


@pytest.mark.parametrize(
    ("values", "limits", "expected"),
    [
        ([36_298, 41_000], {}, (36_000, 41_000, (36_000, 37_000, 38_000, 39_000, 40_000, 41_000))),
        ([88.2, 99.9], {"most": 100.0}, (87.5, 100, (87.5, 90, 92.5, 95, 97.5, 100))),
        ([0, None, 3], {"least": 0.0}, (0, 3, (0, 1, 2, 3))),
        ([5, 5], {}, (4, 6, (4, 4.5, 5, 5.5, 6))),
        ([None], {}, (0, 1, (0, 1))),
    ],
)
def test_axes_are_round_and_hold_their_values(
    values: list[float | None], limits: Any, expected: tuple[float, float, tuple[float, ...]]
) -> None:
    first, last, ticks = axis(values, **limits)
    assert (first, last, ticks) == expected


def test_every_indicator_has_a_definition_in_both_languages() -> None:
    for language in ("zh", "en"):
        defined = load_text(language).of("definition")
        assert set(defined) == set(INDICATORS)
        ratios = {name for name, i in INDICATORS.items() if i.denominator}
        assert {name for name, words in defined.items() if " / " in words} >= ratios


def test_a_period_without_any_case_has_no_figures_rather_than_zeros(city_dongguan: City) -> None:
    words = Words(load_text("zh"), city_dongguan)
    empty = {"reported_count": 0, "filed_count": 0, "closing_rate": {"value": None}}
    full = {"reported_count": 9, "filed_count": 8, "closing_rate": {"value": 0.5}}
    assert words.value("reported_count", empty) == "无数据"
    assert words.value("closing_rate", empty) == "无数据"
    assert words.change("reported_count", full, empty) == "–"
    assert words.change("reported_count", full, full) == "持平"
