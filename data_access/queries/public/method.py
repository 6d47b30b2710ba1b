"""How everything is computed, generated from the definitions and the scheme in force."""

from dataclasses import asdict
from typing import Any

from data_access.domain.city import City
from data_access.domain.evaluation.scheme import Criterion, KindRules, ObjectKind, Scheme
from data_access.domain.indicator_types import Indicator
from data_access.domain.indicators import INDICATORS
from data_access.domain.measures import MEASURES
from data_access.queries.public.month import FORMAT
from data_access.queries.public.ranking import grades_json

Json = dict[str, Any]
PUBLISHED = (
    "reported_count", "accepted_count", "closed_count", "on_time_disposal_rate", "closing_rate",
    "response_24h_rate", "satisfied_rate", "disposal_seconds_median", "open_count",
)  # fmt: skip
"""The indicators that documents hold."""


def method_document(city: City, scheme: Scheme) -> Json:
    """The document of the method under the scheme in force."""
    rules = scheme.kinds.get(ObjectKind.TOWN)
    names = [*PUBLISHED, *(c.name for c in (rules.criteria if rules else ()))]
    return {
        "format": FORMAT,
        "indicators": [_indicator(INDICATORS[name]) for name in dict.fromkeys(names) if name in INDICATORS],
        "scheme": _scheme(scheme, rules),
        "rules": asdict(city.rules.public),
    }


def _indicator(indicator: Indicator) -> Json:
    return {
        "name": indicator.name,
        "zh": indicator.zh,
        "en": indicator.en,
        "kind": indicator.kind.value,
        "unit": indicator.unit.value,
        "better": indicator.better.value,
        "numerator": MEASURES[indicator.numerator].words,
        "denominator": None if indicator.denominator is None else MEASURES[indicator.denominator].words,
        "complement": indicator.complement,
        "formula": indicator.formula or None,
        "note": indicator.note,
        "source": indicator.source,
    }


def _scheme(scheme: Scheme, rules: KindRules | None) -> Json:
    return {
        "id": scheme.version,
        "version": scheme.version,
        "name": {"zh": scheme.zh, "en": scheme.en},
        "reference": not scheme.confirmed,
        "since": scheme.since,
        "items": [{"key": item.code, "name": {"zh": item.zh, "en": item.en}} for item in scheme.items],
        "grades": grades_json(scheme),
        "basis": None if rules is None else MEASURES[rules.basis].words,
        "minimum": None if rules is None else rules.minimum,
        "indicators": [_criterion(one, scheme) for one in (rules.criteria if rules else ())],
    }


def _criterion(criterion: Criterion, scheme: Scheme) -> Json:
    formula = criterion.formula
    return {
        "name": criterion.name,
        "zh": formula.zh,
        "en": formula.en,
        "item": scheme.items[criterion.item].code,
        "weight": criterion.weight,
        "zero": criterion.zero,
        "full": criterion.full,
        "better": criterion.better.value,
        "minimum": criterion.minimum,
        "external": formula.external,
        "complement": formula.complement,
        "numerator": [MEASURES[name].words for name in formula.numerator],
        "denominator": [MEASURES[name].words for name in formula.denominator],
    }
