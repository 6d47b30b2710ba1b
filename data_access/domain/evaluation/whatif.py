"""Other weights, marks and grades on the same counts: a scheme that nobody has saved."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from data_access.domain.evaluation.scheme import WHOLE, Criterion, Grade, KindRules, ObjectKind, Scheme
from data_access.domain.indicator_types import Better

_CHANGE = re.compile(r"([a-z0-9_]+)\.(weight|zero|full|minimum|least)=(-?[0-9]+(?:\.[0-9]+)?)")


class BadTrial(ValueError):
    """A change that makes no scheme; the message is for the one who tries."""


@dataclass(frozen=True)
class Trial:
    """What is to be different; empty is the scheme as it is."""

    weights: Mapping[str, float] = field(default_factory=dict)
    """Points by indicator. The others keep their proportions and share what is left of WHOLE."""
    marks: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    """Zero and full mark by indicator; None leaves one as it is."""
    minima: Mapping[str, int] = field(default_factory=dict)
    """Least denominator by indicator."""
    grades: Mapping[str, float] = field(default_factory=dict)
    """Least score by grade."""

    @property
    def empty(self) -> bool:
        """Whether nothing is different."""
        return not (self.weights or self.marks or self.minima or self.grades)

    @classmethod
    def read(cls, text: str) -> "Trial":
        """A trial as an address holds it: `closing_rate.weight=30,good.least=85`. Raises BadTrial."""
        weights: dict[str, float] = {}
        marks: dict[str, tuple[float | None, float | None]] = {}
        minima: dict[str, int] = {}
        grades: dict[str, float] = {}
        for part in filter(None, text.split(",")):
            found = _CHANGE.fullmatch(part.strip())
            if found is None:
                raise BadTrial(f"{part!r} is not like closing_rate.weight=30 or good.least=85")
            name, what, number = found[1], found[2], float(found[3])
            if what == "weight":
                weights[name] = number
            elif what == "least":
                grades[name] = number
            elif what == "minimum":
                minima[name] = int(number)
            else:
                zero, full = marks.get(name, (None, None))
                marks[name] = (number, full) if what == "zero" else (zero, number)
        return cls(weights, marks, minima, grades)

    def text(self) -> str:
        """The same as `read` takes, in a fixed order."""
        parts = [f"{name}.weight={_short(value)}" for name, value in self.weights.items()]
        for name, (zero, full) in self.marks.items():
            parts += [f"{name}.{what}={_short(value)}" for what, value in (("zero", zero), ("full", full))
                      if value is not None]  # fmt: skip
        parts += [f"{name}.minimum={value}" for name, value in self.minima.items()]
        parts += [f"{name}.least={_short(value)}" for name, value in self.grades.items()]
        return ",".join(sorted(parts))


def tried(scheme: Scheme, kind: ObjectKind, trial: Trial) -> Scheme:
    """The scheme with the changes of a trial for one kind. Raises BadTrial."""
    rules = scheme.kinds[kind]
    known = {criterion.name for criterion in rules.criteria}
    for name in (*trial.weights, *trial.marks, *trial.minima):
        if name not in known:
            raise BadTrial(f"the scheme {scheme.version} has no indicator {name!r} for {kind.value}")
    weights = _weights(rules, trial.weights)
    criteria = tuple(_changed(criterion, weights[criterion.name], trial) for criterion in rules.criteria)
    kinds = {**scheme.kinds, kind: replace(rules, criteria=criteria)}
    return replace(scheme, kinds=kinds, grades=_grades(scheme, trial), digest="")


def _weights(rules: KindRules, wanted: Mapping[str, float]) -> dict[str, float]:
    """Weights that sum to WHOLE: the wanted ones as they are, the others in their proportions."""
    if not wanted:
        return {criterion.name: criterion.weight for criterion in rules.criteria}
    if not all(0 < weight < WHOLE for weight in wanted.values()):
        raise BadTrial(f"a weight must be above 0 and below {WHOLE:g}")
    rest = {c.name: c.weight for c in rules.criteria if c.name not in wanted}
    left = WHOLE - math.fsum(wanted.values())
    if rest and left <= 0:
        raise BadTrial(f"the weights leave nothing of {WHOLE:g} points for the other indicators")
    if not rest and abs(left) > 1e-9:
        raise BadTrial(f"the weights sum to {WHOLE - left:g}, not to {WHOLE:g}")
    whole = math.fsum(rest.values())
    return {**wanted, **{name: left * weight / whole for name, weight in rest.items()}}


def _changed(criterion: Criterion, weight: float, trial: Trial) -> Criterion:
    zero, full = trial.marks.get(criterion.name, (None, None))
    zero = criterion.zero if zero is None else zero
    full = criterion.full if full is None else full
    if not (zero < full if criterion.better is Better.UP else full < zero):
        raise BadTrial(f"{criterion.name}: full marks must be on the better side of no marks")
    minimum = trial.minima.get(criterion.name, criterion.minimum)
    if minimum < 0 or (criterion.formula.counts and minimum):
        raise BadTrial(f"{criterion.name}: {minimum} is no least number of cases")
    return replace(criterion, weight=weight, zero=zero, full=full, minimum=minimum)


def _grades(scheme: Scheme, trial: Trial) -> tuple[Grade, ...]:
    codes = [grade.code for grade in scheme.grades]
    for code in trial.grades:
        if code not in codes[:-1]:
            raise BadTrial(f"there is no grade {code!r} whose least score can be set")
    grades = tuple(replace(g, least=trial.grades.get(g.code, g.least)) for g in scheme.grades)
    for better, worse in pairwise(grades):
        if not better.least > worse.least:
            raise BadTrial(f"the grade {better.code} must begin above {worse.code}")
    if grades and grades[0].least > WHOLE:
        raise BadTrial(f"a grade must begin at {WHOLE:g} at most")
    return grades


def _short(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
