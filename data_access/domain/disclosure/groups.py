"""Which rows of a table are withheld together, so that no small count follows from a sum.

The rows of a group add up to a parent that everybody knows. A row is made of parts (a rate of two: those that
have the property and the rest), and for each part the sum of the withheld rows is known, too. Whoever knows
these sums knows a table of withheld rows and parts by its margins; with the conditions kept here no entry of
it has only one solution (docs/decisions/0040).
"""

import numpy as np
import numpy.typing as npt

from data_access.domain.disclosure.rules import Disclosure

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def small(parts: Ints, rules: Disclosure) -> Mask:
    """Entries that nobody may learn: from 1 up to one less than the least count."""
    return np.asarray((parts > 0) & (parts < rules.least_count))


def hidden_rows(parts: Ints, group: Ints, forced: Mask, closed: Mask, rules: Disclosure) -> Mask:
    """Rows that are withheld; shape (rows,).

    `parts` has the shape (rows, parts), `group` the parent of each row. `forced` rows are withheld for
    another reason; where `closed` (shape (parents,)) the parent is withheld itself, and so are all rows
    below it.
    """
    hidden = np.zeros(len(parts), dtype=np.bool_)
    for parent in np.unique(group).tolist():
        rows = np.flatnonzero(group == parent)
        if closed[parent]:
            hidden[rows] = True
        else:
            hidden[rows] = _hidden_of(parts[rows], forced[rows], rules)
    return hidden


def _hidden_of(parts: Ints, forced: Mask, rules: Disclosure) -> Mask:
    chosen = small(parts, rules).any(axis=1) | forced
    if not chosen.any():
        return chosen
    size = parts.sum(axis=1)
    while not is_safe(parts[chosen], rules):
        # A row that is known to be empty hides nothing.
        left = size[~chosen & (size > 0)]
        if not len(left):
            return np.ones(len(parts), dtype=np.bool_)
        # Equal rows go together: nothing but the counts decides, so whoever tries to think it through again
        # cannot tell the withheld rows apart.
        chosen |= size == left.min()
    return chosen


def is_safe(parts: Ints, rules: Disclosure) -> bool:
    """Whether some rows may be withheld while the sum of each part is known."""
    total, count = parts.sum(axis=0), len(parts)
    enough = (total == 0) | (total >= rules.least_count + count)
    # As many as there can be of small ones: were all of them small, each would be known.
    full = total == (rules.least_count - 1) * count
    return count >= rules.least_hidden and bool(np.all(enough & ~full))
