"""The table of indicators: complete, consistent, and what the documentation says."""

from pathlib import Path

import pytest

from data_access.domain.city import City
from data_access.domain.facts import _EVALUATIONS
from data_access.domain.indicator_docs import indicator_table
from data_access.domain.indicator_types import Kind
from data_access.domain.indicators import INDICATORS, PERIOD_INDICATORS
from data_access.domain.measures import FACT_WORDS, MEASURES, TIME_WORDS, Fact, TimeColumn
from data_access.domain.rows import ROW

NAMES = """
reported_count accepted_count filed_count disposed_count verified_count closed_count rejected_count
void_count dispatched_count return_count rework_count extension_count suspension_count
should_dispose_count disposal_rate on_time_disposal_rate closing_rate on_time_closing_rate
open_count overdue_open_count due_soon_count rework_rate return_rate dispatch_accuracy_rate
on_time_accept_rate on_time_dispatch_rate on_time_verify_rate valid_report_rate missed_report_rate
response_24h_rate duplicate_rate self_handled_rate disposal_seconds_median disposal_seconds_p90
satisfaction_mean satisfied_rate load_per_staff
""".split()
LIVE = {"open_count", "overdue_open_count", "due_soon_count", "load_per_staff"}


def test_every_agreed_indicator_is_there_and_no_other() -> None:
    assert sorted(INDICATORS) == sorted(NAMES)
    assert set(INDICATORS) - set(PERIOD_INDICATORS) == LIVE


@pytest.mark.parametrize("name", sorted(INDICATORS))
def test_an_indicator_is_named_after_its_kind_and_made_of_known_measures(name: str) -> None:
    indicator = INDICATORS[name]
    assert (indicator.kind == Kind.RATIO) == name.endswith("_rate")
    assert (indicator.kind == Kind.COUNT) == name.endswith("_count")
    assert (indicator.kind == Kind.RATIO) == (indicator.denominator is not None)
    assert indicator.numerator in MEASURES
    assert indicator.denominator is None or indicator.denominator in MEASURES
    assert indicator.zh
    assert indicator.en
    assert indicator.source
    assert (indicator.kind == Kind.NUMBER) == bool(indicator.formula)
    assert indicator.unit
    assert indicator.better


def test_no_measure_is_left_over(city_dongguan: City) -> None:
    (scheme,) = city_dongguan.schemes
    used = {indicator.numerator for indicator in INDICATORS.values()}
    used |= {indicator.denominator for indicator in INDICATORS.values() if indicator.denominator}
    for rules in scheme.kinds.values():
        for criterion in rules.criteria:
            used |= {*criterion.formula.numerator, *criterion.formula.denominator}
    assert used == set(MEASURES)


def test_every_fact_and_time_has_words_and_a_meaning() -> None:
    assert set(FACT_WORDS) == set(Fact)
    assert set(TIME_WORDS) == set(TimeColumn)
    assert set(_EVALUATIONS) == set(Fact) - {Fact.DUPLICATE}
    derived = {TimeColumn.SETTLE, TimeColumn.DECIDED}
    assert {time.value for time in set(TimeColumn) - derived} <= set(ROW.names or ())


def test_the_documentation_is_made_from_the_table() -> None:
    document = Path(__file__).parents[3] / "docs" / "indicators.md"
    assert document.read_text() == indicator_table(), "run: python -m data_access.domain.indicator_docs"
