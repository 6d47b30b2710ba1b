"""Prints a scheme as tables of Markdown: `python -m data_access.domain.evaluation.scheme_docs FILE`."""

import sys
from pathlib import Path

from data_access.domain.evaluation.scheme import Criterion, Scheme
from data_access.domain.evaluation.scheme_reader import read_scheme
from data_access.domain.measures import MEASURES

_HEAD = (
    "| item | indicator | 中文 | value | points | from → to | least cases |\n|---|---|---|---|---|---|---|\n"
)


def scheme_tables(scheme: Scheme) -> str:
    """One table a kind of evaluated objects."""
    parts = []
    for kind, rules in scheme.kinds.items():
        rows = "".join(_row(scheme, criterion) for criterion in rules.criteria)
        basis = MEASURES[rules.basis].words
        parts.append(f"### {kind.value}\n\nRanked from {rules.minimum} {basis}.\n\n{_HEAD}{rows}")
    return "\n".join(parts)


def _row(scheme: Scheme, criterion: Criterion) -> str:
    formula = criterion.formula
    if formula.external:
        value = "entered or imported"
    else:
        value = " + ".join(f"`{name}`" for name in formula.numerator)
        if formula.denominator:
            value += " / " + " + ".join(f"`{name}`" for name in formula.denominator)
        if formula.complement:
            value = f"1 − {value}"
    cells = (
        scheme.items[criterion.item].en,
        f"`{formula.name}`",
        formula.zh,
        value,
        f"{criterion.weight:g}",
        f"{criterion.zero:g} → {criterion.full:g}",
        "" if formula.counts else str(criterion.minimum),
    )
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    sys.stdout.write(scheme_tables(read_scheme(path.name, path.read_text(encoding="utf-8"))))
