"""The cases that an indicator counts against who is measured: lists of measures, and of what they lack."""

from dataclasses import dataclass

from data_access.domain.evaluation.scheme import Formula, Spread
from data_access.domain.indicator_types import Better


@dataclass(frozen=True, slots=True)
class Failed:
    """What a measure counts, without what another one of the same time counts of it."""

    measure: str
    without: str | None = None


def failed_of(formula: Formula, better: Better) -> tuple[Failed, ...]:
    """The lists of an indicator, which together hold as many entries as `failed_count` says.

    Empty where no case can be named: an external value, a volume, a ratio of things that are no part of what
    they are divided by and good to have many of.
    """
    if formula.external or better is Better.NONE:
        return ()
    bad_to_have = better is Better.DOWN
    if formula.counts:
        return tuple(Failed(measure) for measure in formula.numerator) if bad_to_have else ()
    if bad_to_have is not formula.complement:
        # The numerator counts what went wrong: returns, repeats, rejections.
        return tuple(Failed(measure) for measure in formula.numerator)
    if formula.spread is not Spread.BINOMIAL:
        return ()
    pairs = zip(formula.denominator, formula.numerator, strict=True)
    return tuple(Failed(whole, part) for whole, part in pairs)


def failed_count(formula: Formula, better: Better, numerator: int, denominator: int) -> int | None:
    """How many entries they have, by the counts of a value (the numerator of a complement taken off already).

    None where there are no lists.
    """
    if not failed_of(formula, better):
        return None
    return numerator if better is Better.DOWN else denominator - numerator
