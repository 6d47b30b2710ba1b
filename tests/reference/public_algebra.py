"""What the sums in one document determine by linear algebra alone, whatever the bounds."""

import numpy as np

from tests.reference.public_attack import Json, Name, learn


def determined(document: Json) -> dict[Name, float]:
    """Numbers that the equations alone determine, whatever the bounds: by linear algebra."""
    known = learn(document)
    names = sorted({name for whole, parts in known.sums for name in (whole, *parts)})
    unknown = [name for name in names if known.exact(name) is None]
    place = {name: column for column, name in enumerate(unknown)}
    rows: list[np.ndarray] = []
    right: list[int] = []
    for whole, parts in known.sums:
        row, value = np.zeros(len(unknown)), 0
        for name, sign in ((whole, -1), *((part, 1) for part in parts)):
            if name in place:
                row[place[name]] += sign
            else:
                value -= sign * (known.exact(name) or 0)
        if row.any():
            rows.append(row)
            right.append(value)
    if not rows:
        return {}
    matrix, values = np.array(rows), np.array(right, dtype=np.float64)
    _, sizes, basis = np.linalg.svd(matrix, full_matrices=False)
    basis = basis[sizes > 1e-8 * sizes[0]]
    solution = np.linalg.lstsq(matrix, values, rcond=None)[0]
    # A number is determined when its axis lies in the space of the equations.
    inside = (basis**2).sum(axis=0)
    return {name: float(solution[column]) for name, column in place.items() if inside[column] > 1 - 1e-7}
