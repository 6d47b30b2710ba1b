"""Degrees to metres of a city's projection and back, as polynomials fitted to the exact formula.

Over the extent of a city any map projection is so smooth that a polynomial follows it to well under a
millimetre, at a small part of the cost of the exact formula. The fit is made when a pack is compiled
(`cities.compile`) and its error is measured there; this module only evaluates it.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

DEGREE = 6
"""Highest power of either coordinate."""
CHUNK = 1 << 14
"""Points evaluated at a time: the temporaries of a chunk stay in the processor's cache."""


@dataclass(frozen=True)
class Polynomial:
    """A smooth map from pairs to pairs: powers of the two coordinates, each scaled to -1 … 1."""

    centre: Floats
    """Middle of the fitted rectangle; shape (2,)."""
    scale: Floats
    """Half of its width and height; shape (2,)."""
    coefficients: Floats
    """Shape (2, DEGREE + 1, DEGREE + 1): output, power of the first, power of the second coordinate."""

    @classmethod
    def fit(cls, sources: Floats, targets: Floats) -> Self:
        """Least-squares fit of `sources` → `targets`, both of shape (points, 2)."""
        low, high = sources.min(axis=0), sources.max(axis=0)
        centre, scale = (low + high) / 2, (high - low) / 2
        u, v = ((sources - centre) / scale).T
        powers = [u**i * v**j for i in range(DEGREE + 1) for j in range(DEGREE + 1)]
        solved = np.linalg.lstsq(np.stack(powers, axis=1), targets, rcond=None)[0]
        return cls(centre, scale, np.ascontiguousarray(solved.T).reshape(2, DEGREE + 1, DEGREE + 1))

    def __call__(self, first: Floats, second: Floats) -> tuple[Floats, Floats]:
        """Map coordinates; the arrays have one length, and so have the results."""
        size = len(first)
        out = np.empty((2, size))
        for start in range(0, size, CHUNK):
            part = slice(start, start + CHUNK)
            u = (first[part] - self.centre[0]) / self.scale[0]
            v = (second[part] - self.centre[1]) / self.scale[1]
            for k in (0, 1):
                out[k, part] = self._horner(self.coefficients[k], u, v)
        return out[0], out[1]

    @staticmethod
    def _horner(coefficients: Floats, u: Floats, v: Floats) -> Floats:
        total = np.zeros_like(u)
        inner = np.empty_like(u)
        for row in coefficients[::-1]:
            inner.fill(row[-1])
            for coefficient in row[-2::-1]:
                inner *= v
                inner += coefficient
            total *= u
            total += inner
        return total
