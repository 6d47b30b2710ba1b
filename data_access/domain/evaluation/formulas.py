"""Formulas by name: indicators of the table, and composites of measures that a scheme declares."""

from collections.abc import Sequence

from data_access.domain.evaluation.scheme import Formula, Spread
from data_access.domain.indicator_types import Indicator, Kind
from data_access.domain.indicators import INDICATORS
from data_access.domain.measures import ACTION_TIMES, MEASURES, is_part


class BadFormula(ValueError):
    """A formula that cannot be evaluated by month; the message is for the author of a scheme."""


def of_indicator(name: str) -> Formula:
    """The formula of an indicator. Raises BadFormula for an unknown name, a live count or a mean."""
    indicator = INDICATORS.get(name)
    if indicator is None:
        raise BadFormula(f"there is no indicator, composite or external value {name!r}")
    if indicator.live:
        raise BadFormula(f"{name} is about now and cannot be counted by month")
    if indicator.kind is Kind.NUMBER:
        raise BadFormula(f"{name} is no count and no rate: its scatter cannot be told from counts")
    return _from_table(indicator)


def _from_table(indicator: Indicator) -> Formula:
    denominator = () if indicator.denominator is None else (indicator.denominator,)
    return Formula(
        indicator.name,
        indicator.zh,
        indicator.en,
        (indicator.numerator,),
        denominator,
        indicator.complement,
        spread_of((indicator.numerator,), denominator),
    )


def composite(
    name: str, zh: str, en: str, numerator: Sequence[str], denominator: Sequence[str], complement: bool
) -> Formula:
    """A formula of measures. Raises BadFormula for a measure that does not exist or is about now."""
    for measure in (*numerator, *denominator):
        if measure not in MEASURES:
            raise BadFormula(f"there is no measure {measure!r}; there are {', '.join(MEASURES)}")
        if MEASURES[measure].time is None:
            raise BadFormula(f"{measure} is about now and cannot be counted by month")
    if name in INDICATORS:
        raise BadFormula("is the name of an indicator already")
    if not numerator:
        raise BadFormula("needs a numerator")
    if complement and not denominator:
        raise BadFormula("a complement needs a denominator")
    return Formula(
        name,
        zh,
        en,
        tuple(numerator),
        tuple(denominator),
        complement,
        spread_of(tuple(numerator), tuple(denominator)),
    )


def spread_of(numerator: tuple[str, ...], denominator: tuple[str, ...]) -> Spread:
    """Binomial when each numerator counts some of the cases of its denominator, else Poisson."""
    if len(numerator) != len(denominator):
        return Spread.POISSON
    for part, whole in zip(numerator, denominator, strict=True):
        if MEASURES[part].time in ACTION_TIMES or not is_part(part, whole):
            return Spread.POISSON
    return Spread.BINOMIAL
